/** Names of the chosen layer's areas, where they have room. */
import { metresPerPixel } from "./ground";
import type { Area } from "./outlines";
import type { Choices } from "./view";

const FONT = "12px";
const LINE_HEIGHT = 16;
/** How far a name may reach beyond the largest circle within its area. */
const REACH = 2.4;
const MOST = 160;
/** Width of a hotspot's number. */
const MARK = 26;
const GAP = 3;

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export class Labels {
  readonly #map: L.Map;
  readonly #taken: () => readonly L.LatLng[];
  readonly #shown = new Map<Area, L.Marker>();
  readonly #widths = new Map<string, number>();
  readonly #measure = document.createElement("canvas").getContext("2d");
  /** Of the chosen layer, those with most room first. */
  #areas: readonly Area[] = [];

  constructor(map: L.Map, choices: Choices, taken: () => readonly L.LatLng[]) {
    this.#taken = taken;
    this.#map = map;
    map.createPane("labels");
    if (this.#measure !== null) this.#measure.font = `500 ${FONT} ${fontOfPage()}`;
    map.on("moveend resize", () => this.#draw());
    choices.follow((view, before) => {
      if (view.layer !== before?.layer) {
        this.#areas = [...(choices.layer?.areas ?? [])].sort((a, b) => b.room - a.room);
      }
      const same = view.layer === before?.layer && view.category === before.category;
      if (!same || view.period !== before.period) this.#draw();
    });
  }

  #draw(): void {
    const fitting = this.#fitting();
    for (const [area, label] of this.#shown) {
      if (fitting.has(area)) continue;
      label.remove();
      this.#shown.delete(area);
    }
    for (const area of fitting) {
      if (!this.#shown.has(area)) this.#shown.set(area, labelOf(area).addTo(this.#map));
    }
  }

  /** Those in view whose names have room and touch no name before them. */
  #fitting(): Set<Area> {
    const fitting = new Set<Area>();
    const view = this.#map.getBounds();
    const taken = this.#taken().map((place) => this.#around(place, MARK));
    for (const area of this.#areas) {
      if (fitting.size >= MOST) break;
      const place = view.contains(area.label) ? this.#place(area) : null;
      if (place === null || taken.some((other) => meet(place, other))) continue;
      taken.push(place);
      fitting.add(area);
    }
    return fitting;
  }

  #around(place: L.LatLngExpression, width: number): Rectangle {
    const at = this.#map.latLngToContainerPoint(place);
    return {
      left: at.x - width / 2 - GAP,
      right: at.x + width / 2 + GAP,
      top: at.y - LINE_HEIGHT / 2,
      bottom: at.y + LINE_HEIGHT / 2,
    };
  }

  /** Where the name would lie; null where it has no room. */
  #place(area: Area): Rectangle | null {
    const width = this.#width(area.name);
    const room = area.room / metresPerPixel(this.#map, area.label[0]);
    if (room < LINE_HEIGHT / 2 || width > REACH * room) return null;
    return this.#around(area.label, width);
  }

  #width(name: string): number {
    const known = this.#widths.get(name);
    if (known !== undefined) return known;
    const width = this.#measure?.measureText(name).width ?? name.length * LINE_HEIGHT;
    this.#widths.set(name, width);
    return width;
  }
}

function fontOfPage(): string {
  return getComputedStyle(document.body).fontFamily;
}

function labelOf(area: Area): L.Marker {
  const text = document.createElement("span");
  text.textContent = area.name;
  return L.marker(area.label, {
    pane: "labels",
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ className: "area-name", html: text, iconSize: [0, 0] }),
  });
}

function meet(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
