/** A part of the page that could not be had: what, why, and a way to try again. */
import { Refused } from "../client";
import type { Context } from "../context";
import { h } from "../dom";

export function failure(what: string, error: unknown, { words, actions }: Context): HTMLElement {
  const why =
    error instanceof Refused ? words.refused(error.detail ?? error.message) : words.unreachable;
  return h(
    "div",
    { class: "failure", role: "alert" },
    h("p", {}, what),
    h("p", { class: "note" }, why),
    h("button", { class: "button", type: "button", click: actions.retry }, words.retry),
  );
}
