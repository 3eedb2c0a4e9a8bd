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
  readonly #choices: Choices;
  readonly #taken: () => readonly L.LatLng[];
  readonly #shown = L.layerGroup();
  readonly #measure = document.createElement("canvas").getContext("2d");

  constructor(map: L.Map, choices: Choices, taken: () => readonly L.LatLng[]) {
    this.#taken = taken;
    this.#map = map;
    this.#choices = choices;
    map.createPane("labels");
    this.#shown.addTo(map);
    map.on("moveend resize", () => this.#draw());
    choices.follow((view, before) => {
      const same = view.layer === before?.layer && view.category === before.category;
      if (!same || view.period !== before.period) this.#draw();
    });
  }

  /** Those with most room first, as long as they don't touch one another. */
  #draw(): void {
    this.#shown.clearLayers();
    const areas = this.#choices.layer?.areas ?? [];
    const view = this.#map.getBounds();
    const taken = this.#taken().map((place) => this.#around(place, MARK));
    let shown = 0;
    for (const area of [...areas].sort((a, b) => b.room - a.room)) {
      if (shown >= MOST) break;
      const place = view.contains(area.label) ? this.#place(area) : null;
      if (place === null || taken.some((other) => meet(place, other))) continue;
      taken.push(place);
      shown += 1;
      this.#label(area).addTo(this.#shown);
    }
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
    if (this.#measure === null) return name.length * LINE_HEIGHT;
    this.#measure.font = `500 ${FONT} ${getComputedStyle(document.body).fontFamily}`;
    return this.#measure.measureText(name).width;
  }

  #label(area: Area): L.Marker {
    const text = document.createElement("span");
    text.textContent = area.name;
    return L.marker(area.label, {
      pane: "labels",
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: "area-name", html: text, iconSize: [0, 0] }),
    });
  }
}

function meet(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
