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

/** Decodes the picture here: given as an address, the map would fetch it as a request. */
export async function pictureOf(address: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  return picture;
}

export function heatLayer(): LayerSpecification {
  return {
    id: HEAT_LAYER,
    type: "raster",
    source: HEAT,
    layout: { visibility: "none" },
    paint: { "raster-opacity": 0.78, "raster-fade-duration": 0, "raster-resampling": "linear" },
  };
}
