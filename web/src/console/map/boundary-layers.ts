/** Boundary lines and names, level by level: coarse ones heavier, fine ones as one comes closer. */
import type { FilterSpecification, LayerSpecification } from "maplibre-gl";
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
const SIZES = [16, 14.5, 13, 12];
const NAME_OPACITIES = [1, 1, 1, 0.8];
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

/**
 * Lets an area have a name where there is room; one whose level was chosen needs less.
 *
 * Filters see whole zooms only, rounded down: one is added for that.
 */
export function roomFilter(chosen: DrawnLevel | null): FilterSpecification {
  return ["<=", ["get", "room"], ["+", ["zoom"], chosen === null ? 1 : 2]];
}

export function nameLayerOf({ code, depth }: DrawnLevel, palette: Palette): LayerSpecification {
  return {
    id: nameLayer(code),
    type: "symbol",
    source: nameSource(code),
    filter: roomFilter(null),
    layout: {
      "text-field": ["get", "name"],
      "text-font": MAP_FONTS,
      "text-size": at(SIZES, depth),
      "text-max-width": 10,
      "text-padding": 4,
      // A name in the way of a hotspot's number steps aside.
      "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
      "text-radial-offset": 0.7,
    },
    paint: {
      "text-color": palette.label,
      "text-opacity": at(NAME_OPACITIES, depth),
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

/** Names stay this much zoom longer than those of the next finer level need to come. */
const OVERLAP = 2.5;

/** In a town the finer areas are small and get their names late: meanwhile the coarser help. */
function lastNameZoom({ depth, finerLabels }: DrawnLevel): number {
  if (finerLabels === null) return MAX_ZOOM;
  return depth === 0 ? finerLabels : finerLabels + OVERLAP;
}

/**
 * Which zooms a level is drawn at.
 *
 * With no level chosen, lines come with the zoom and names give way to those of the next finer
 * level. With a level chosen it is drawn at every zoom, with the coarser lines around it, and it
 * alone has names.
 */
export function showing(level: DrawnLevel, chosen: DrawnLevel | null): Showing {
  const always = { from: 0, to: MAX_ZOOM };
  if (chosen === null) {
    const line = level.depth === 0 ? always : { from: level.zooms.line, to: MAX_ZOOM };
    return { line, name: { from: level.zooms.label, to: lastNameZoom(level) } };
  }
  return {
    line: level.depth <= chosen.depth ? always : null,
    name: level.code === chosen.code ? always : null,
  };
}
