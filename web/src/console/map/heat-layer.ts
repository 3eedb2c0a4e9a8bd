/** The density picture, laid between its bounds; rows are equally spaced in Web Mercator. */
import type { Coordinates, LayerSpecification } from "maplibre-gl";
import type { Bounds } from "../contract";

export const HEAT = "heat";
export const HEAT_LAYER = "heat";

export function heatCorners([west, south, east, north]: Bounds): Coordinates {
  return [
    [west, north],
    [east, north],
    [east, south],
    [west, south],
  ];
}

export function heatLayer(): LayerSpecification {
  return {
    id: HEAT_LAYER,
    type: "raster",
    source: HEAT,
    layout: { visibility: "none" },
    // The picture brings its own opacity; its cells are shown as the squares they are.
    paint: { "raster-fade-duration": 0, "raster-resampling": "nearest" },
  };
}
