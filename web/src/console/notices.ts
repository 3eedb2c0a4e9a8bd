/** What stands where the map would be: nothing loaded yet, no service, a browser that can't draw. */
import { Refused } from "./client";
import type { Words } from "./context";
import { h } from "./dom";
import { command } from "./panel/command";

function notice(title: string, ...content: readonly (Node | string)[]): HTMLElement {
  return h("div", { class: "notice" }, h("h2", {}, title), ...content);
}

export function noBoundaries(words: Words): HTMLElement {
  return notice(
    words.noBoundariesTitle,
    h("p", {}, words.noBoundaries),
    command(
      "gridmap boundaries load FILE --level township --code FIELD --name FIELD\ngridmap boundaries activate",
    ),
  );
}

/** A line over the map: the boundaries are worth seeing already. */
export function noRequests(words: Words): HTMLElement {
  return h(
    "div",
    { class: "hint" },
    h("h2", {}, words.noRequestsTitle),
    h("p", {}, words.noRequests),
    command("gridmap requests import FILE --lon FIELD --lat FIELD --opened FIELD --category FIELD"),
  );
}

export function noService(error: unknown, words: Words, retry: () => void): HTMLElement {
  const [title, text] =
    error instanceof Refused
      ? [words.refusedTitle, words.refused(error.message)]
      : [words.unreachableTitle, words.unreachable];
  return notice(
    title,
    h("p", { role: "alert" }, text),
    h(
      "button",
      { class: "button primary", type: "button", id: "retry", click: retry },
      words.retry,
    ),
  );
}

export function noWebgl(words: Words): HTMLElement {
  return notice(
    words.noWebglTitle,
    h("p", {}, words.noWebgl),
    h("p", {}, h("a", { href: "/maps/heatmap" }, words.openHeatmap)),
  );
}

export function hasWebgl(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}
