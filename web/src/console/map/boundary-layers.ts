/** Boundary lines and names, level by level: coarse ones heavier, fine ones as one comes closer. */
import type { LayerSpecification } from "maplibre-gl";
import { MAP_FONTS, type Palette } from "./palette";
import type { Zooms } from "./zooms";

export interface DrawnLevel {
  readonly code: string;
  /** 0 for the coarsest level. */
  readonly depth: number;
  readonly zooms: Zooms;
  /** Zoom from which the next finer level has names; null for the finest. */
  readonly finerLabels: number | null;
}

const WIDTHS = [2.2, 1.5, 1, 0.7];
const OPACITIES = [0.85, 0.75, 0.6, 0.5];
const SIZES = [15, 13.5, 12.5, 12];
const MAX_ZOOM = 24;

const at = (values: readonly number[], depth: number): number =>
  values[Math.min(depth, values.length - 1)] ?? 1;

export const areaSource = (level: string): string => `areas-${level}`;
export const nameSource = (level: string): string => `names-${level}`;
export const lineLayer = (level: string): string => `line-${level}`;
export const nameLayer = (level: string): string => `name-${level}`;
export const chosenLayer = (level: string): string => `chosen-${level}`;

/** The ground that the coarsest level covers. */
export function landLayer(level: string, palette: Palette): LayerSpecification {
  return {
    id: "land",
    type: "fill",
    source: areaSource(level),
    paint: { "fill-color": palette.land, "fill-antialias": false },
  };
}

export function lineLayerOf({ code, depth }: DrawnLevel, palette: Palette): LayerSpecification {
  const width = at(WIDTHS, depth);
  return {
    id: lineLayer(code),
    type: "line",
    source: areaSource(code),
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.line,
      "line-opacity": at(OPACITIES, depth),
      "line-width": ["interpolate", ["linear"], ["zoom"], 9, width, 16, width * 2],
    },
  };
}

/** The area that a look-up found, outlined; the filter names it. */
export function chosenLayerOf({ code }: DrawnLevel, palette: Palette): LayerSpecification {
  return {
    id: chosenLayer(code),
    type: "line",
    source: areaSource(code),
    filter: ["==", ["get", "code"], ""],
    layout: { "line-join": "round" },
    paint: { "line-color": palette.chosen, "line-width": 3 },
  };
}

export function nameLayerOf({ code, depth }: DrawnLevel, palette: Palette): LayerSpecification {
  return {
    id: nameLayer(code),
    type: "symbol",
    source: nameSource(code),
    layout: {
      "text-field": ["get", "name"],
      "text-font": MAP_FONTS,
      "text-size": at(SIZES, depth),
      "text-max-width": 8,
      "text-padding": 4,
      // A name in the way of a hotspot's number steps aside.
      "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
      "text-radial-offset": 0.7,
    },
    paint: {
      "text-color": palette.label,
      "text-halo-color": palette.halo,
      "text-halo-width": 1.6,
    },
  };
}

export interface ZoomRange {
  readonly from: number;
  readonly to: number;
}

export interface Showing {
  /** Null: not drawn. */
  readonly line: ZoomRange | null;
  readonly name: ZoomRange | null;
}

/**
 * Which zooms a level is drawn at.
 *
 * With no level chosen, lines come with the zoom and one level at a time has names. With a level
 * chosen it is drawn at every zoom, with the coarser lines around it, and it alone has names.
 */
export function showing(level: DrawnLevel, chosen: DrawnLevel | null): Showing {
  const always = { from: 0, to: MAX_ZOOM };
  if (chosen === null) {
    const line = level.depth === 0 ? always : { from: level.zooms.line, to: MAX_ZOOM };
    return { line, name: { from: level.zooms.label, to: level.finerLabels ?? MAX_ZOOM } };
  }
  return {
    line: level.depth <= chosen.depth ? always : null,
    name: level.code === chosen.code ? always : null,
  };
}
