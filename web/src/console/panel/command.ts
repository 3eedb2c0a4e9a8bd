/** A command to type, selected whole by one click. */
import { h } from "../dom";

export function command(text: string): HTMLElement {
  return h("pre", { class: "command" }, h("code", {}, text));
}
