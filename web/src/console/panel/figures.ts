/** How many requests are selected, what is left out, and what the colours mean. */

import type { Context } from "../context";
import type { Heat, HeatClass } from "../contract";
import { h } from "../dom";
import { classesFor } from "../heat-colours";
import type { Load } from "../loader";
import { failure } from "./failure";

const legendNumber = (value: number): string => String(Number(value.toPrecision(3)));

function legendClass({ from, to, colour, opacity }: HeatClass): HTMLElement {
  const fill = h("span", { class: "swatch-fill" });
  fill.style.backgroundColor = colour;
  fill.style.opacity = String(opacity);
  const swatch = h("span", { class: "swatch" }, fill);
  const start = legendNumber(from);
  const range = to === null ? `≥ ${start}` : `${start}–${legendNumber(to)}`;
  return h(
    "li",
    {},
    swatch,
    h("span", { "aria-hidden": "true" }, to === null ? `${start}+` : start),
    h("span", { class: "visually-hidden" }, range),
  );
}

function legend({ classes, bandwidth_m }: Heat, { words, format, theme }: Context): HTMLElement {
  return h(
    "div",
    { class: "legend" },
    h("h3", { class: "field-title" }, words.legend(words.densityUnit)),
    h("ol", {}, ...classesFor(theme, classes).map(legendClass)),
    h("p", { class: "note" }, words.legendNote(format.distance(bandwidth_m))),
  );
}

/** Days counted; the end itself is not one of them. */
function period({ from, to }: Heat, { format }: Context): string | null {
  if (from === null || to === null) return null;
  return format.days(from, new Date(Date.parse(to) - 1).toISOString());
}

function leftOut(heat: Heat, { words, format }: Context): HTMLElement[] {
  const reasons = Object.entries(heat.left_out)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => words.leftOutBecause(reason, format.count(count)));
  if (reasons.length === 0) return [];
  return [h("p", { class: "note" }, words.leftOut(reasons.join(words.comma)))];
}

function counted(heat: Heat, context: Context): Node[] {
  const { words, format } = context;
  const dates = period(heat, context);
  return [
    h(
      "p",
      { class: "figure" },
      h("span", { class: "figure-value", id: "count" }, format.count(heat.count)),
      h("span", { class: "figure-unit" }, words.requestsUnit(heat.count)),
    ),
    ...(dates ? [h("p", { class: "note" }, dates)] : []),
    ...(heat.count === 0 ? [h("p", { class: "note" }, words.noneSelected)] : []),
    ...leftOut(heat, context),
    legend(heat, context),
  ];
}

function placeholder(words: Context["words"]): HTMLElement {
  return h(
    "div",
    { class: "skeleton", role: "img", "aria-label": words.loading },
    h("span", { class: "bone bone-figure" }),
    h("span", { class: "bone" }),
    h("span", { class: "bone bone-legend" }),
  );
}

export function figures(load: Load<Heat>, shown: Heat | null, context: Context): Node[] {
  const { words } = context;
  const heading = h("h2", { class: "visually-hidden" }, words.figures);
  if (load.kind === "failed") return [heading, failure(words.heatFailed, load.error, context)];
  return [heading, ...(shown ? counted(shown, context) : [placeholder(words)])];
}
