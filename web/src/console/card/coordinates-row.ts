/** Coordinates with a button that copies them. */
import type { Context } from "../context";
import { h } from "../dom";
import type { Position } from "../view-state";

/** The clipboard proper needs a secure page; on a plain http address in the intranet this works. */
function copyBySelecting(text: string): void {
  const field = h("textarea", { class: "visually-hidden" });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelecting(text);
  }
}

export function coordinatesRow({ lon, lat }: Position, { words, format }: Context): HTMLElement {
  const text = format.place(lon, lat);
  const done = h("span", { class: "copied", role: "status" });
  const click = async () => {
    await copy(text);
    button.focus();
    done.textContent = words.copied;
  };
  const button = h("button", { class: "button", type: "button", id: "copy", click }, words.copy);
  return h(
    "div",
    { class: "coordinates" },
    h("span", { class: "coordinates-text" }, text),
    h("span", { class: "coordinates-do" }, done, button),
  );
}
