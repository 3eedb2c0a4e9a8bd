/** What is looked at: category, period, boundaries, what the map draws. */

import type { Context } from "../context";
import type { Category } from "../contract";
import { h } from "../dom";
import { PERIODS } from "../period";
import { MAP_LAYERS, type MapLayer } from "../view-state";
import { segmented, toggle } from "./controls";

const AUTO = "auto";

/** Categories in their order, children after their parent, with how deep each stands. */
function inTree(categories: readonly Category[]): { category: Category; depth: number }[] {
  const known = new Set(categories.map(({ code }) => code));
  const below = (parent: string | null, depth: number): { category: Category; depth: number }[] =>
    categories
      .filter((category) => {
        const isTop = category.parent === null || !known.has(category.parent);
        return parent === null ? isTop : category.parent === parent;
      })
      .flatMap((category) => [{ category, depth }, ...below(category.code, depth + 1)]);
  return below(null, 0);
}

function categorySelect({ service, view, language, words, format, actions }: Context) {
  const options = inTree(service.categories).map(({ category, depth }) => {
    const name = "\u2003".repeat(depth) + category.names[language];
    const selected = category.code === view.category;
    const label = words.categoryCount(name, format.count(category.requests));
    return h("option", { value: category.code, selected }, label);
  });
  const all = words.categoryCount(words.allCategories, format.count(service.requests.total));
  const change = (event: Event) =>
    actions.change({ category: (event.target as HTMLSelectElement).value || null });
  return h(
    "div",
    { class: "field" },
    h("label", { class: "field-title", for: "category" }, words.category),
    h("select", { id: "category", change }, h("option", { value: "" }, all), ...options),
  );
}

function periodChoice({ view, words, actions }: Context) {
  const labels = {
    "30d": words.period30d,
    "90d": words.period90d,
    "1y": words.period1y,
    all: words.periodAll,
  };
  const options = PERIODS.map((value) => ({ value, label: labels[value] }));
  return segmented("period", words.period, options, view.period, (period) =>
    actions.change({ period }),
  );
}

function levelChoice({ service, view, language, words, actions }: Context) {
  const levels = service.levels.map(({ code, names }) => ({ value: code, label: names[language] }));
  const options = [{ value: AUTO, label: words.levelAuto }, ...levels];
  return segmented("level", words.boundaryLevel, options, view.level ?? AUTO, (level) =>
    actions.change({ level: level === AUTO ? null : level }),
  );
}

function layerToggles(context: Context) {
  const { words, actions } = context;
  const labels: Record<MapLayer, string> = {
    heat: words.heatmap,
    hotspots: words.hotspots,
    boundaries: words.boundaries,
  };
  // The set is read when a switch is used: the view may have moved on since this was drawn.
  const toggles = MAP_LAYERS.map((layer) =>
    toggle(`show-${layer}`, labels[layer], !context.view.hidden.has(layer), (shown) =>
      actions.showLayer(layer, shown),
    ),
  );
  return h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "visually-hidden" }, words.layers),
    h("div", { class: "toggles" }, ...toggles),
  );
}

export function filters(context: Context): Node[] {
  return [
    h("h2", { class: "visually-hidden" }, context.words.filters),
    categorySelect(context),
    periodChoice(context),
    levelChoice(context),
    layerToggles(context),
  ];
}
