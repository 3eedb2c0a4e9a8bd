/** A command to type, shown so that it can be selected whole. */
import { h } from "../dom";

export function command(text: string): HTMLElement {
  return h("pre", { class: "command", tabindex: 0 }, h("code", {}, text));
}
