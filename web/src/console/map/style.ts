/** Everything the map can draw, in drawing order, before any data has come. */
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Bounds } from "../contract";
import {
  areaSource,
  chosenLayerOf,
  type DrawnLevel,
  landLayer,
  lineLayerOf,
  nameLayerOf,
  nameSource,
} from "./boundary-layers";
import { HEAT, heatCorners, heatLayer } from "./heat-layer";
import { DOTS, hotspotLayers, OUTLINES, rankLayer } from "./hotspot-layers";
import type { Palette } from "./palette";
import { PIN, pinLayers } from "./pin-layers";

const EMPTY = {
  type: "geojson" as const,
  data: { type: "FeatureCollection" as const, features: [] },
};

export function layersOf(levels: readonly DrawnLevel[], palette: Palette): LayerSpecification[] {
  const fineFirst = levels.toReversed();
  const coarsest = levels[0];
  return [
    { id: "beyond", type: "background", paint: { "background-color": palette.beyond } },
    ...(coarsest ? [landLayer(coarsest.code, palette)] : []),
    heatLayer(),
    ...fineFirst.map((level) => lineLayerOf(level, palette)),
    ...levels.map((level) => chosenLayerOf(level, palette)),
    ...hotspotLayers(palette),
    ...fineFirst.map((level) => nameLayerOf(level, palette)),
    rankLayer(palette),
    ...pinLayers(palette),
  ];
}

export function styleOf(
  levels: readonly DrawnLevel[],
  bounds: Bounds,
  palette: Palette,
): StyleSpecification {
  const names = [...levels.flatMap(({ code }) => [areaSource(code), nameSource(code)])];
  return {
    version: 8,
    sources: {
      ...Object.fromEntries([...names, DOTS, OUTLINES, PIN].map((name) => [name, EMPTY])),
      // Without an address it stays empty until a picture is given.
      [HEAT]: { type: "image", coordinates: heatCorners(bounds) },
    },
    layers: layersOf(levels, palette),
  };
}
