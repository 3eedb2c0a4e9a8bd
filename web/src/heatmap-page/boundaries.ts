/** The lines of the chosen layer and of the levels above it. */
import type { Layer } from "./content";
import { type Area, areaAt } from "./outlines";
import type { Choices } from "./view";

const GROUND_COLOUR = "#ffffff";
const LINE_COLOUR = "#4a5560";
const POINTED_COLOUR = "#1c2329";
/** How much is drawn beyond the view on each side, as a share of it. */
const BEYOND = 0.25;

export class Boundaries {
  readonly #map: L.Map;
  readonly #choices: Choices;
  readonly #lines = L.layerGroup();
  readonly #pointed = L.layerGroup();
  /** Not on a canvas, which Leaflet clears to white: on paper it would hide the heat. */
  readonly #renderer = L.svg({ pane: "lines", padding: BEYOND });
  #area: Area | undefined;

  constructor(map: L.Map, choices: Choices) {
    this.#map = map;
    this.#choices = choices;
    this.#drawGround();
    map.createPane("lines");
    this.#lines.addTo(map);
    this.#pointed.addTo(map);
    choices.follow((view, before) => {
      if (view.layer !== before?.layer) this.#drawLines();
    });
  }

  /** The coarsest level as land under the heat, so that its shape shows whatever is chosen. */
  #drawGround(): void {
    this.#map.createPane("ground");
    const coarsest = this.#choices.content.layers.find((layer) => !layer.overlay);
    if (coarsest === undefined) return;
    outline(coarsest, {
      renderer: L.svg({ pane: "ground", padding: BEYOND }),
      pane: "ground",
      fill: true,
      fillColor: GROUND_COLOUR,
      fillOpacity: 1,
      color: LINE_COLOUR,
      opacity: 0.35,
      weight: 1,
    }).addTo(this.#map);
  }

  #drawLines(): void {
    this.#lines.clearLayers();
    this.point(undefined);
    this.#levelsDownToChosen().forEach((layer, stepsUp) => {
      outline(layer, {
        renderer: this.#renderer,
        pane: "lines",
        fill: false,
        color: LINE_COLOUR,
        opacity: 0.75,
        weight: stepsUp === 0 ? 0.75 : 1 + stepsUp * 0.5,
      }).addTo(this.#lines);
    });
  }

  /** The chosen layer first, then the levels above it. */
  #levelsDownToChosen(): readonly Layer[] {
    const chosen = this.#choices.layer;
    if (chosen === undefined) return [];
    if (chosen.overlay) return [chosen];
    const { layers } = this.#choices.content;
    return layers.slice(0, layers.indexOf(chosen) + 1).reverse();
  }

  /** Marks the area of the chosen layer at a place, and returns it. */
  point(place: L.LatLng | undefined): Area | undefined {
    const areas = this.#choices.layer?.areas ?? [];
    const area = place === undefined ? undefined : areaAt(areas, place.lat, place.lng);
    if (area !== this.#area) {
      this.#area = area;
      this.#pointed.clearLayers();
      if (area !== undefined) {
        L.polygon([...area.rings] as L.LatLngTuple[][], {
          renderer: this.#renderer,
          pane: "lines",
          interactive: false,
          fill: false,
          color: POINTED_COLOUR,
          weight: 2,
        }).addTo(this.#pointed);
      }
    }
    return area;
  }
}

/** All lines of a layer as one path: drawn at once, a shared line is not twice as dark. */
function outline(layer: Layer, style: L.PolylineOptions): L.Polygon {
  const rings = layer.areas.flatMap((area) => area.rings) as L.LatLngTuple[][];
  return L.polygon(rings, { interactive: false, smoothFactor: 0.75, ...style });
}
