/** The frame of the details that lie over the map. */

import type { Words } from "../context";
import { h, icon } from "../dom";

const CROSS = "M3.5 3.5l9 9M12.5 3.5l-9 9";

export const CARD_TITLE = "card-title";

export function card(
  over: string,
  title: string,
  words: Words,
  close: () => void,
  ...content: readonly (Node | false | null)[]
): HTMLElement {
  const keydown = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
  };
  const button = h(
    "button",
    {
      type: "button",
      class: "icon-button card-close",
      id: "card-close",
      "aria-label": words.close,
      title: words.close,
      click: close,
    },
    icon(CROSS),
  );
  return h(
    "section",
    { class: "card", id: "card", "aria-labelledby": CARD_TITLE, keydown },
    h(
      "div",
      { class: "card-head" },
      h(
        "h2",
        { id: CARD_TITLE, tabindex: -1 },
        h("span", { class: "card-over" }, over),
        h("span", { class: "card-name" }, title),
      ),
      button,
    ),
    h("div", { class: "card-body" }, ...content.map((part) => part || "")),
  );
}
