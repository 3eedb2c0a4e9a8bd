/** The answer to "whose is this?": the chain, how near a border is, the other layers. */
import type { Context } from "../context";
import type { Placement } from "../contract";
import { h } from "../dom";
import { card } from "./card";
import { chain } from "./chain";
import { coordinatesRow } from "./coordinates-row";

function overline({ chain: areas, placement }: Placement, { words }: Context): string {
  if (areas.length === 0) return words.whose;
  return placement === "border" ? words.onBorder : words.inside;
}

/** The finest area and the one around it; where there is none, that. */
function title({ chain: areas, placement }: Placement, { words }: Context): string {
  const [finest, next] = areas;
  if (!finest) return placement === "unplaced" ? words.unplaced : words.outside;
  return next ? `${next.name} · ${finest.name}` : finest.name;
}

function warning({ ask_first, border_m }: Placement, { words, format }: Context) {
  if (!ask_first) return null;
  const text = border_m === null ? words.askFirstPlain : words.askFirst(format.distance(border_m));
  return h("p", { class: "warning" }, text);
}

function nearest({ nearest: near }: Placement, { service, words, format }: Context) {
  if (!near) return null;
  const level = format.level(near.level, service.levels);
  const distance = format.distance(near.distance_m);
  return h("p", {}, words.nearest(level, near.name, near.code, distance));
}

function reason({ reason: code }: Placement, { words }: Context) {
  const text = code === null ? "" : words.reason(code);
  return text === "" ? null : h("p", {}, text);
}

function overlays({ overlays: found }: Placement, { service, words, format }: Context) {
  if (found.length === 0) return null;
  const rows = found.map(({ layer, code, name }) =>
    h(
      "li",
      { "data-code": code, "data-level": layer },
      h("span", { class: "chain-level" }, format.level(layer, service.overlays)),
      h("span", { class: "chain-name" }, name),
      h("span", { class: "chain-code" }, code),
    ),
  );
  return h(
    "div",
    {},
    h("h3", { class: "field-title" }, words.overlays),
    h("ul", { class: "chain" }, ...rows),
  );
}

export function placementCard(placement: Placement, context: Context): HTMLElement {
  return card(
    overline(placement, context),
    title(placement, context),
    context.words,
    context.actions.closeCard,
    warning(placement, context),
    placement.chain.length > 0 && chain(placement.chain, context),
    reason(placement, context),
    nearest(placement, context),
    overlays(placement, context),
    coordinatesRow(placement.point, context),
  );
}

/** One sentence for screen readers. */
export function placementSpoken(placement: Placement, context: Context): string {
  const { words } = context;
  if (placement.chain.length === 0) return title(placement, context);
  const found = words.placeFound(placement.chain.map(({ name }) => name).join(", "));
  const asked = warning(placement, context)?.textContent;
  return asked ? `${found} ${asked}` : found;
}
