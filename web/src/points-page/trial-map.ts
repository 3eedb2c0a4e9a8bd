/** The map: outline, lines of the finest level, and the points under the chosen reading. */
import type { Content, Reading } from "./content";

export const COLOURS = ["#b3140f", "#0f62a8", "#c76a00", "#1b7a3d"] as const;
const LINE_COLOUR = "#4a5560";
const BEYOND = 0.25;
const ABOVE_LINES = "450";

export class TrialMap {
  readonly #map: L.Map;
  readonly #points = L.layerGroup();
  readonly #canvas = L.canvas({ pane: "points", padding: BEYOND });
  readonly #bounds: L.LatLngBounds;

  constructor(map: L.Map, content: Content) {
    this.#map = map;
    this.#bounds = L.latLngBounds(content.outline.flat());
    map.createPane("points").style.zIndex = ABOVE_LINES;
    const land = { stroke: false, fillColor: "#ffffff", fillOpacity: 1, interactive: false };
    L.polygon(content.outline as L.LatLngTuple[][], land).addTo(map);
    this.#lines(content.lines, 0.75, 0.5);
    this.#lines(content.outline, 2, 0.9);
    this.#points.addTo(map);
  }

  #lines(rings: readonly L.LatLngTuple[][], weight: number, opacity: number): void {
    L.polygon(rings as L.LatLngTuple[][], {
      fill: false,
      color: LINE_COLOUR,
      weight,
      opacity,
      interactive: false,
    }).addTo(this.#map);
  }

  /** The outline, wherever the points are. */
  showAll(): void {
    if (this.#bounds.isValid()) {
      this.#map.fitBounds(this.#bounds, { animate: false, padding: [24, 24] });
    }
  }

  show(reading: Reading): void {
    this.#points.clearLayers();
    reading.points.forEach((place, at) => {
      L.circleMarker(place, {
        renderer: this.#canvas,
        pane: "points",
        radius: 3,
        stroke: false,
        fillColor: COLOURS[Number(reading.kinds[at])] ?? COLOURS[0],
        fillOpacity: 0.7,
        interactive: false,
      }).addTo(this.#points);
    });
  }
}
