/** The mark at the place that was asked about. */
import type { FeatureCollection, Point } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import type { Position } from "../view-state";
import type { Palette } from "./palette";

export const PIN = "pin";

export function pin(place: Position | null): FeatureCollection<Point> {
  const features = [place].flatMap((at) =>
    at === null
      ? []
      : [
          {
            type: "Feature" as const,
            properties: {},
            geometry: { type: "Point" as const, coordinates: [at.lon, at.lat] },
          },
        ],
  );
  return { type: "FeatureCollection", features };
}

export function pinLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "pin-rim",
      type: "circle",
      source: PIN,
      paint: {
        "circle-radius": 9,
        "circle-color": palette.halo,
        "circle-stroke-color": palette.chosen,
        "circle-stroke-width": 3,
      },
    },
    {
      id: "pin-centre",
      type: "circle",
      source: PIN,
      paint: { "circle-radius": 3, "circle-color": palette.chosen },
    },
  ];
}
