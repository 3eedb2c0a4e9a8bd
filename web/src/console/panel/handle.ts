/** On a phone: the line at the foot of the map that opens the panel, with what is selected. */
import { type Context, categoryName } from "../context";
import type { Heat } from "../contract";
import { h, icon } from "../dom";
import { classesFor } from "../heat-colours";

const CHEVRON = "M3.5 10L8 5.5l4.5 4.5";

export function panelHandle(
  heat: Heat | null,
  context: Context,
  isOpen: boolean,
  toggle: () => void,
): HTMLElement {
  const { view, words, format } = context;
  const category = view.category ? categoryName(context, view.category) : words.allCategories;
  const colours = h("span", { class: "handle-colours", "aria-hidden": "true" });
  for (const { colour, opacity } of classesFor(context.theme, heat?.classes ?? [])) {
    const swatch = h("i");
    swatch.style.backgroundColor = colour;
    swatch.style.opacity = String(opacity);
    colours.append(swatch);
  }
  return h(
    "button",
    {
      type: "button",
      class: "handle",
      id: "panel-handle",
      "aria-expanded": String(isOpen),
      "aria-controls": "panel",
      click: toggle,
    },
    h("span", { class: "handle-title" }, words.openPanel),
    h(
      "span",
      { class: "handle-what" },
      heat
        ? `${category} · ${format.count(heat.count)} ${words.requestsUnit(heat.count)}`
        : category,
    ),
    colours,
    icon(CHEVRON),
  );
}
