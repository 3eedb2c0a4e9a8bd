/** Controls that the panel is made of: a choice of few in a row, a switch. */
import { h } from "../dom";

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** Radio buttons drawn as one row; arrow keys move the choice as the browser does it. */
export function segmented<T extends string>(
  name: string,
  title: string,
  options: readonly Option<T>[],
  chosen: T,
  changed: (value: T) => void,
): HTMLElement {
  const segments = options.map(({ value, label }) => {
    const id = `${name}-${value}`;
    const checked = value === chosen;
    const change = () => changed(value);
    return h(
      "label",
      { class: "segment", for: id },
      h("input", { type: "radio", name, id, value, checked, change }),
      h("span", {}, label),
    );
  });
  return h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "field-title" }, title),
    h("div", { class: "segments" }, ...segments),
  );
}

export function toggle(
  id: string,
  label: string,
  checked: boolean,
  changed: (checked: boolean) => void,
): HTMLElement {
  const change = (event: Event) => changed((event.target as HTMLInputElement).checked);
  return h(
    "label",
    { class: "toggle", for: id },
    h("input", { type: "checkbox", id, checked, change }),
    h("span", {}, label),
  );
}
