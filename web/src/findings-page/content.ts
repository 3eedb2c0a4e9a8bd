/** The page's data, as `gridmap/files/folium_map/findings.py` writes it. */
import type { Language, Names } from "../words/language";

export const SEVERITIES = ["error", "warning", "note"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Vertices as latitude, longitude. */
export type Line = readonly L.LatLngTuple[];

export interface Finding {
  readonly kind: string;
  readonly severity: Severity;
  readonly layer: string;
  readonly codes: readonly string[];
  readonly message: string;
  readonly place: L.LatLngTuple | null;
  /** Square metres. */
  readonly size: number | null;
  /** Outer rings and holes alike: filled even-odd. */
  readonly rings: readonly Line[];
  readonly points: readonly L.LatLngTuple[];
  /** Exact lines of the layer around it. */
  readonly near: readonly Line[];
}

export interface Layer {
  readonly code: string;
  readonly names: Names;
  readonly overlay: boolean;
  readonly rings: readonly Line[];
}

export interface Content {
  readonly title: Names;
  readonly language: Language;
  readonly edition: string;
  readonly generated: string;
  /** Findings that are not on the page. */
  readonly left: number;
  readonly layers: readonly Layer[];
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** Names of areas by code, where they are more than the code. */
  readonly names: Readonly<Record<string, string>>;
}

type Steps = readonly number[];
type Pair = readonly [number, number];
type Written = Omit<Content, "layers" | "findings"> & {
  readonly layers: readonly (Omit<Layer, "rings"> & { readonly rings: readonly Steps[] })[];
  readonly findings: readonly (Omit<Finding, "place" | "rings" | "points" | "near"> & {
    readonly place: Pair | null;
    readonly rings: readonly Steps[];
    readonly points: readonly Pair[];
    readonly near: readonly Steps[];
  })[];
};

const UNITS_PER_DEGREE = 100_000_000;

export function contentOf(text: string): Content {
  const written = JSON.parse(text) as Written;
  return {
    ...written,
    layers: written.layers.map((layer) => ({ ...layer, rings: layer.rings.map(lineOf) })),
    findings: written.findings.map((finding) => ({
      ...finding,
      place: finding.place && latLng(finding.place),
      rings: finding.rings.map(lineOf),
      points: finding.points.map(latLng),
      near: finding.near.map(lineOf),
    })),
  };
}

function latLng([lon, lat]: Pair): L.LatLngTuple {
  return [lat, lon];
}

/** A line from its first place and the steps from vertex to vertex, in units of 1e-8 degrees. */
function lineOf(steps: Steps): Line {
  const line: L.LatLngTuple[] = [];
  let lon = 0;
  let lat = 0;
  for (let at = 0; at + 1 < steps.length; at += 2) {
    lon += steps[at] ?? 0;
    lat += steps[at + 1] ?? 0;
    line.push([lat / UNITS_PER_DEGREE, lon / UNITS_PER_DEGREE]);
  }
  return line;
}
