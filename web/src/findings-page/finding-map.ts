/** The map: land, lines of the layer in question, a mark for each finding, the chosen one drawn. */
import { type Choices, refiltered } from "./choices";
import type { Content, Finding, Line, Severity } from "./content";

const COLOURS: Readonly<Record<Severity, string>> = {
  error: "#b3140f",
  warning: "#c76a00",
  note: "#0f62a8",
};
const LINE_COLOUR = "#4a5560";
const CHOSEN_COLOUR = "#c2185b";
const DEEPEST_ZOOM = 24;
/** From this zoom on simplified lines are off by pixels: the exact ones stand alone. */
const EXACT_ZOOM = 16;
const CLOSEST_ZOOM = 22;
const BEYOND = 0.25;

export class FindingMap {
  readonly #map: L.Map;
  readonly #choices: Choices;
  readonly #lines = L.layerGroup();
  readonly #marks = L.layerGroup();
  readonly #chosen = L.layerGroup();
  readonly #near = L.layerGroup();
  readonly #canvas = L.canvas({ pane: "marks", padding: BEYOND });
  #drawnLayer = "";

  constructor(map: L.Map, choices: Choices) {
    this.#map = map;
    this.#choices = choices;
    for (const pane of ["ground", "lines", "near", "shape", "marks"]) map.createPane(pane);
    this.#drawGround();
    for (const group of [this.#lines, this.#near, this.#chosen, this.#marks]) group.addTo(map);
    map.on("zoomend", () => this.#fade());
    choices.follow((view, before) => {
      if (refiltered(view, before)) this.#drawMarks();
      this.#drawLines();
      if (view.chosen !== before?.chosen) this.#drawChosen();
    });
  }

  /** Everything: all areas. */
  showAll(): void {
    const all = boundsOf(this.#choices.content);
    this.#map.setMaxZoom(DEEPEST_ZOOM);
    if (all.isValid()) this.#map.fitBounds(all, { animate: false, padding: [16, 16] });
    this.#fade();
  }

  #drawGround(): void {
    const coarsest = this.#choices.content.layers.find((layer) => !layer.overlay);
    if (coarsest === undefined) return;
    polygon(coarsest.rings, {
      renderer: L.svg({ pane: "ground", padding: BEYOND }),
      pane: "ground",
      fillColor: "#ffffff",
      fillOpacity: 1,
      stroke: false,
    }).addTo(this.#map);
    polygon(coarsest.rings, {
      renderer: L.svg({ pane: "lines", padding: BEYOND }),
      pane: "lines",
      fill: false,
      color: LINE_COLOUR,
      opacity: 0.5,
      weight: 1.5,
    }).addTo(this.#map);
  }

  /** Lines of the layer of the chosen finding, else of the filter, else of the worst. */
  #drawLines(): void {
    const { content, view, shown, chosen } = this.#choices;
    const first = content.findings[shown[0] ?? -1];
    const wanted = chosen?.layer ?? (view.layer || first?.layer) ?? "";
    if (wanted === this.#drawnLayer) return;
    this.#drawnLayer = wanted;
    this.#lines.clearLayers();
    const layer = content.layers.find(({ code }) => code === wanted);
    if (layer === undefined) return;
    polygon(layer.rings, {
      renderer: L.canvas({ pane: "lines", padding: BEYOND }),
      pane: "lines",
      fill: false,
      color: LINE_COLOUR,
      opacity: 0.6,
      weight: 0.75,
    }).addTo(this.#lines);
  }

  #drawMarks(): void {
    this.#marks.clearLayers();
    const { content, shown } = this.#choices;
    // The worst are drawn last, above the others.
    for (const place of [...shown].reverse()) {
      const finding = content.findings[place] as Finding;
      if (finding.place === null) continue;
      L.circleMarker(finding.place, {
        renderer: this.#canvas,
        pane: "marks",
        radius: finding.severity === "note" ? 4 : 5,
        color: "#ffffff",
        weight: 1,
        fillColor: COLOURS[finding.severity],
        fillOpacity: 0.9,
        bubblingMouseEvents: false,
      })
        .on("click", () => this.#choices.choose({ chosen: place }))
        .addTo(this.#marks);
    }
  }

  #drawChosen(): void {
    this.#chosen.clearLayers();
    this.#near.clearLayers();
    const finding = this.#choices.chosen;
    if (finding === undefined) {
      this.#fade();
      return;
    }
    const near = L.polyline(finding.near as L.LatLngTuple[][], {
      renderer: L.svg({ pane: "near", padding: BEYOND }),
      pane: "near",
      interactive: false,
      color: LINE_COLOUR,
      weight: 1.5,
      smoothFactor: 0,
    });
    near.addTo(this.#near);
    const renderer = L.svg({ pane: "shape", padding: BEYOND });
    polygon(finding.rings, {
      renderer,
      pane: "shape",
      fillColor: COLOURS[finding.severity],
      fillOpacity: 0.35,
      color: CHOSEN_COLOUR,
      weight: 2,
      smoothFactor: 0,
    }).addTo(this.#chosen);
    for (const place of this.#markedPlaces(finding)) {
      L.circleMarker(place, {
        renderer,
        pane: "shape",
        radius: 11,
        fill: false,
        color: CHOSEN_COLOUR,
        weight: 2.5,
        interactive: false,
      }).addTo(this.#chosen);
    }
    this.#goTo(finding);
    this.#fade();
  }

  #markedPlaces(finding: Finding): readonly L.LatLngTuple[] {
    if (finding.points.length > 0) return finding.points;
    return finding.place === null ? [] : [finding.place];
  }

  #goTo(finding: Finding): void {
    const bounds = L.latLngBounds([]);
    for (const ring of finding.rings) for (const vertex of ring) bounds.extend(vertex);
    for (const place of finding.points) bounds.extend(place);
    if (!bounds.isValid() && finding.place !== null) bounds.extend(finding.place);
    if (!bounds.isValid()) return;
    this.#map.fitBounds(bounds, {
      animate: false,
      maxZoom: finding.rings.length > 0 ? CLOSEST_ZOOM : EXACT_ZOOM + 1,
      paddingTopLeft: [48, 120],
      paddingBottomRight: [48, 48],
    });
  }

  #fade(): void {
    const pane = this.#map.getPane("lines");
    const exact = this.#map.getZoom() >= EXACT_ZOOM && this.#near.getLayers().length > 0;
    const finding = this.#choices.chosen;
    const faded = exact && (finding?.near.length ?? 0) > 0;
    if (pane !== undefined) pane.style.opacity = faded ? "0" : "1";
    const marks = this.#map.getPane("marks");
    if (marks !== undefined) marks.style.opacity = faded ? "0.35" : "1";
  }
}

function polygon(rings: readonly Line[], style: L.PolylineOptions): L.Polygon {
  return L.polygon(rings as L.LatLngTuple[][], {
    interactive: false,
    smoothFactor: 0.75,
    ...style,
  });
}

function boundsOf(content: Content): L.LatLngBounds {
  const all = L.latLngBounds([]);
  for (const { rings } of content.layers) {
    for (const ring of rings) for (const vertex of ring) all.extend(vertex);
  }
  for (const { place } of content.findings) if (place !== null) all.extend(place);
  return all;
}
