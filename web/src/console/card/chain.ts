/** A chain of jurisdictions as a list, fine to coarse, with codes. */
import type { Context } from "../context";
import type { Link } from "../contract";
import { h } from "../dom";

type PlacedLink = Link & { readonly border_m?: number | null };

function link(area: PlacedLink, { service, words, format }: Context): HTMLElement {
  const border = area.border_m ?? null;
  return h(
    "li",
    { "data-code": area.code, "data-level": area.level },
    h("span", { class: "chain-level" }, format.level(area.level, service.levels)),
    h("span", { class: "chain-name" }, area.name),
    h("span", { class: "chain-code" }, area.code),
    border !== null &&
      h("span", { class: "chain-border" }, words.borderDistance(format.distance(border))),
  );
}

export function chain(areas: readonly PlacedLink[], context: Context): HTMLElement {
  return h("ol", { class: "chain" }, ...areas.map((area) => link(area, context)));
}
