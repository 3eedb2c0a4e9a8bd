/** How many requests are selected, what is left out, and what the colours mean. */

import type { Context } from "../context";
import type { Heat, HeatClass } from "../contract";
import { h } from "../dom";
import type { Load } from "../loader";
import { startOf } from "../period";
import { failure } from "./failure";

const legendNumber = (value: number): string => String(Number(value.toPrecision(3)));

function legendClass({ from, to, colour }: HeatClass): HTMLElement {
  const swatch = h("span", { class: "swatch" });
  swatch.style.backgroundColor = colour;
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

function legend({ classes, bandwidth_m }: Heat, { words, format }: Context): HTMLElement {
  return h(
    "div",
    { class: "legend" },
    h("h3", { class: "field-title" }, words.legend(words.densityUnit)),
    h("ol", {}, ...classes.map(legendClass)),
    h("p", { class: "note" }, words.legendNote(format.distance(bandwidth_m))),
  );
}

function period({ service, view, format }: Context): string | null {
  const { first, last } = service.requests;
  if (first === null || last === null) return null;
  return format.days(startOf(view.period, last) ?? first, last);
}

function leftOut(heat: Heat, { words, format }: Context): HTMLElement[] {
  const { default: stacked, unplaced } = heat.left_out;
  const reasons = [
    ...(stacked > 0 ? [words.leftOutDefault(format.count(stacked))] : []),
    ...(unplaced > 0 ? [words.leftOutUnplaced(format.count(unplaced))] : []),
  ];
  if (reasons.length === 0) return [];
  return [h("p", { class: "note" }, words.leftOut(reasons.join(words.comma)))];
}

function counted(heat: Heat, context: Context): Node[] {
  const { words, format } = context;
  const dates = period(context);
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
