/** Hotspots on the map: their true outline close up, a dot sized by count and the rank from afar. */
import type { FeatureCollection, Point, Polygon } from "geojson";
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Hotspot } from "../contract";
import { MAP_FONTS, type Palette } from "./palette";

export const DOTS = "hotspot-dots";
export const OUTLINES = "hotspot-outlines";
export const DOT_LAYER = "hotspot-dot";
export const CHOSEN_HOTSPOT_LAYER = "hotspot-chosen";
export const HOTSPOT_LAYERS = [
  "hotspot-outline-fill",
  "hotspot-outline-line",
  CHOSEN_HOTSPOT_LAYER,
  DOT_LAYER,
  "hotspot-rank",
];

/** Dots of this rank and better carry their number. */
const NUMBERED = 9;
const numbered: ExpressionSpecification = ["<=", ["get", "rank"], NUMBERED];
/** From here the outline itself is large enough to be seen. */
const OUTLINE_ZOOM = 12.5;

export interface HotspotProperties {
  readonly id: string;
  /** Place in the list as it stands, from 1. */
  readonly rank: number;
}

export function dots(hotspots: readonly Hotspot[]): FeatureCollection<Point, HotspotProperties> {
  const features = hotspots.map((hotspot, i) => ({
    type: "Feature" as const,
    properties: { id: hotspot.id, rank: i + 1 },
    geometry: { type: "Point" as const, coordinates: [hotspot.lon, hotspot.lat] },
  }));
  return { type: "FeatureCollection", features };
}

export function outlines(
  hotspots: readonly Hotspot[],
): FeatureCollection<Polygon, HotspotProperties> {
  const features = hotspots.map((hotspot, i) => ({
    type: "Feature" as const,
    properties: { id: hotspot.id, rank: i + 1 },
    geometry: hotspot.outline,
  }));
  return { type: "FeatureCollection", features };
}

/** Layers below the names. */
export function hotspotLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "hotspot-outline-fill",
      type: "fill",
      source: OUTLINES,
      minzoom: OUTLINE_ZOOM,
      paint: { "fill-color": palette.hotspot, "fill-opacity": 0.14 },
    },
    {
      id: "hotspot-outline-line",
      type: "line",
      source: OUTLINES,
      minzoom: OUTLINE_ZOOM,
      paint: { "line-color": palette.hotspot, "line-width": 2 },
    },
    {
      id: CHOSEN_HOTSPOT_LAYER,
      type: "circle",
      source: DOTS,
      filter: ["==", ["get", "id"], ""],
      paint: {
        "circle-radius": 16,
        "circle-color": "rgba(0, 0, 0, 0)",
        "circle-stroke-color": palette.chosen,
        "circle-stroke-width": 3,
      },
    },
    {
      id: DOT_LAYER,
      type: "circle",
      source: DOTS,
      // The better the rank, the higher it lies.
      layout: { "circle-sort-key": ["-", ["get", "rank"]] },
      paint: {
        "circle-color": palette.hotspot,
        "circle-radius": [
          "interpolate",
          ["linear"],
          ["zoom"],
          9,
          ["case", numbered, 8, 3],
          11,
          ["case", numbered, 10, 4.5],
        ],
        "circle-stroke-color": palette.hotspotRim,
        "circle-stroke-width": 1.5,
      },
    },
  ];
}

/** The ranks, above all names: they may never be hidden by one. */
export function rankLayer(palette: Palette): LayerSpecification {
  return {
    id: "hotspot-rank",
    type: "symbol",
    source: DOTS,
    filter: numbered,
    layout: {
      "text-field": ["to-string", ["get", "rank"]],
      "text-font": MAP_FONTS,
      "text-size": 12,
      "text-allow-overlap": true,
      // Names keep clear of the dot around the number.
      "text-padding": 6,
      "symbol-sort-key": ["get", "rank"],
    },
    paint: { "text-color": palette.onHotspot },
  };
}
