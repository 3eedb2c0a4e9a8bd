/** Where else to go: the documentation of the API, the page that can be sent to others. */
import { query } from "../client";
import type { Context } from "../context";
import { h } from "../dom";
import { startOf } from "../period";

/** The folium page for what is selected here. */
function heatmapAddress({ service, view, language }: Context): string {
  const from = startOf(view.period, service.requests.last);
  return `/maps/heatmap${query({ category: view.category, from, language })}`;
}

export function footer(context: Context): Node[] {
  const { words, service } = context;
  return [
    h("a", { href: heatmapAddress(context) }, words.shareablePage),
    h("a", { href: "/docs" }, words.apiDocs),
    h("span", { class: "version" }, `gridmap ${service.version}`),
  ];
}
