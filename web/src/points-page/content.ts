/** The page's data, as `gridmap/files/folium_map/trial_points.py` writes it. */
import type { Language } from "../words/language";

export interface Reading {
  readonly name: string;
  /** Shares, 0 to 1. */
  readonly inside: number;
  readonly agreement: number | null;
  /** Metres. */
  readonly outside: number;
  /** Whether the points can't tell it from the best. */
  readonly rival: boolean;
  readonly points: readonly L.LatLngTuple[];
  /** A digit for each point: outside, inside, another area, the known area. */
  readonly kinds: string;
}

export interface Content {
  readonly file: string;
  readonly language: Language;
  readonly edition: string;
  readonly judge: "truth" | "outline";
  readonly fits: boolean;
  readonly tried: number;
  readonly shown: number;
  readonly outline: readonly L.LatLngTuple[][];
  readonly lines: readonly L.LatLngTuple[][];
  /** The best first. */
  readonly readings: readonly Reading[];
}

type Numbers = readonly number[];
type Written = Omit<Content, "outline" | "lines" | "readings"> & {
  readonly outline: readonly Numbers[];
  readonly lines: readonly Numbers[];
  readonly readings: readonly (Omit<Reading, "points"> & { readonly points: Numbers })[];
};

const UNITS_PER_DEGREE = 1_000_000;

export function contentOf(text: string): Content {
  const written = JSON.parse(text) as Written;
  return {
    ...written,
    outline: written.outline.map(ringOf),
    lines: written.lines.map(ringOf),
    readings: written.readings.map((each) => ({ ...each, points: placesOf(each.points) })),
  };
}

function placesOf(flat: Numbers): L.LatLngTuple[] {
  const places: L.LatLngTuple[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    places.push([(flat[at + 1] ?? 0) / UNITS_PER_DEGREE, (flat[at] ?? 0) / UNITS_PER_DEGREE]);
  }
  return places;
}

/** A ring from its first place and the steps from vertex to vertex. */
function ringOf(steps: Numbers): L.LatLngTuple[] {
  let lon = 0;
  let lat = 0;
  const flat = steps.map((step, at) => {
    if (at % 2 === 0) lon += step;
    else lat += step;
    return at % 2 === 0 ? lon : lat;
  });
  return placesOf(flat);
}
