/** The hotspots ranked, as a list: the same dots and numbers as on the map. */
import { type Context, categoryName } from "../context";
import type { Hotspot, Hotspots } from "../contract";
import { h } from "../dom";
import type { Load } from "../loader";
import { startOf } from "../period";
import { command } from "./command";
import { failure } from "./failure";

/** So many are listed at first: as many as one reads before asking for more. */
const FIRST = 10;

/** Hotspots with a request in the chosen period; ranks stay those of the run. */
export function activeIn(hotspots: readonly Hotspot[], { service, view }: Context): Hotspot[] {
  const start = startOf(view.period, service.requests.last);
  if (start === null) return [...hotspots];
  return hotspots.filter(({ last_at }) => Date.parse(last_at) >= Date.parse(start));
}

/** The two finest areas: enough to know the spot. */
export function whereabouts({ chain }: Hotspot): string {
  return chain
    .slice(0, 3)
    .map(({ name }) => name)
    .join(" · ");
}

function item(hotspot: Hotspot, position: number, context: Context): HTMLElement {
  const { words, format, view, actions } = context;
  const count = words.hotspotCount(format.count(hotspot.count));
  const radius = words.hotspotRadius(format.distance(hotspot.radius_m));
  const days = format.days(hotspot.first_at, hotspot.last_at);
  const isChosen = view.hotspot === hotspot.id;
  return h(
    "li",
    {},
    h(
      "button",
      {
        class: "hotspot",
        type: "button",
        id: `hotspot-${hotspot.id}`,
        "data-hotspot": hotspot.id,
        "aria-current": isChosen && "true",
        click: () => actions.chooseHotspot(hotspot.id),
      },
      h("span", { class: "rank" }, String(position)),
      h("span", { class: "hotspot-what" }, categoryName(context, hotspot.category)),
      h("span", { class: "hotspot-count" }, count),
      h("span", { class: "hotspot-where" }, whereabouts(hotspot)),
      h("span", { class: "hotspot-when" }, `${days} · ${radius}`),
    ),
  );
}

export class HotspotList {
  #isWhole = false;

  draw(load: Load<Hotspots>, answer: Hotspots | null, context: Context, redraw: () => void) {
    const { words } = context;
    const heading = h("h2", { class: "part-title" }, words.hotspots);
    if (load.kind === "failed") {
      return [heading, failure(words.hotspotsFailed, load.error, context)];
    }
    if (answer === null) return [heading, bones(words.loading)];
    if (answer.run === null) {
      return [heading, h("p", { class: "note" }, words.noRun), command("gridmap hotspots find")];
    }
    return [heading, ...this.#listed(answer, answer.run.created_at, context, redraw)];
  }

  #listed({ hotspots }: Hotspots, created: string, context: Context, redraw: () => void): Node[] {
    const { words, format } = context;
    const active = activeIn(hotspots, context);
    const day = format.day(created);
    const [some, all] = [format.count(active.length), format.count(hotspots.length)];
    const summary =
      some === all ? words.hotspotsFound(all, day) : words.hotspotsActive(some, all, day);
    const listed = this.#isWhole ? active : active.slice(0, FIRST);
    return [
      h("p", { class: "note" }, active.length > 0 || hotspots.length > 0 ? summary : ""),
      active.length > 0
        ? h("ol", { class: "hotspots" }, ...listed.map((spot, i) => item(spot, i + 1, context)))
        : h("p", { class: "note" }, words.noHotspots),
      ...(active.length > FIRST ? [this.#more(some, words, redraw)] : []),
    ];
  }

  #more(count: string, words: Context["words"], redraw: () => void): HTMLElement {
    const click = () => {
      this.#isWhole = !this.#isWhole;
      redraw();
    };
    const label = this.#isWhole ? words.showFewer : words.showAll(count);
    return h("button", { class: "button wide", type: "button", id: "more-hotspots", click }, label);
  }
}

function bones(loading: string): HTMLElement {
  const rows = [1, 2, 3].map(() => h("span", { class: "bone bone-row" }));
  return h("div", { class: "skeleton", role: "img", "aria-label": loading }, ...rows);
}
