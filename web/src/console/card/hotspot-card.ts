/** A hotspot's details: what, how many, how wide, since when, whose. */
import { type Context, categoryName } from "../context";
import type { Hotspot } from "../contract";
import { h } from "../dom";
import { card } from "./card";
import { chain } from "./chain";
import { coordinatesRow } from "./coordinates-row";

function fact(name: string, value: string): HTMLElement {
  return h("div", { class: "fact" }, h("dt", {}, name), h("dd", {}, value));
}

export function hotspotCard(hotspot: Hotspot, position: number, context: Context): HTMLElement {
  const { words, format, actions } = context;
  const { lon, lat } = hotspot;
  const zoom = () => actions.goTo({ lon, lat });
  return card(
    words.hotspotRank(String(position)),
    categoryName(context, hotspot.category),
    words,
    actions.closeCard,
    h(
      "dl",
      { class: "facts" },
      fact(words.hotspotRequests, format.count(hotspot.count)),
      fact(words.hotspotExtent, words.hotspotRadius(format.distance(hotspot.radius_m))),
      fact(words.hotspotDays, format.days(hotspot.first_at, hotspot.last_at)),
    ),
    h("h3", { class: "field-title" }, words.hotspotWhere),
    chain(hotspot.chain, context),
    coordinatesRow({ lon, lat }, context),
    h("button", { class: "button wide", type: "button", id: "zoom-to", click: zoom }, words.zoomTo),
  );
}
