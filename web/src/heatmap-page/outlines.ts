/** Lines of areas: reading them, and finding the area that holds a place. */
import type { WrittenArea } from "./content";

/** Vertices as latitude, longitude; the last is not the first again. */
export type Ring = readonly L.LatLngTuple[];

export interface Area {
  readonly code: string;
  readonly name: string;
  /** Code of the area one level up; null where there is none. */
  readonly parent: string | null;
  /** Outer rings and holes alike: filled even-odd. */
  readonly rings: readonly Ring[];
  /** The place farthest from the lines. */
  readonly label: L.LatLngTuple;
  /** Metres from there to the nearest line. */
  readonly room: number;
  /** South, west, north, east. */
  readonly box: readonly [number, number, number, number];
}

const UNITS_PER_DEGREE = 1_000_000;

/** A ring from its first place and the steps from vertex to vertex, in millionths of a degree. */
export function ringOf(steps: readonly number[]): Ring {
  const ring: L.LatLngTuple[] = [];
  let lon = 0;
  let lat = 0;
  for (let at = 0; at + 1 < steps.length; at += 2) {
    lon += steps[at] ?? 0;
    lat += steps[at + 1] ?? 0;
    ring.push([lat / UNITS_PER_DEGREE, lon / UNITS_PER_DEGREE]);
  }
  return ring;
}

export function areaOf(written: WrittenArea): Area {
  const rings = written.rings.map(ringOf);
  return {
    code: written.code,
    name: written.name,
    parent: written.parent,
    rings,
    label: [written.label[1] / UNITS_PER_DEGREE, written.label[0] / UNITS_PER_DEGREE],
    room: written.room,
    box: boxOf(rings),
  };
}

function boxOf(rings: readonly Ring[]): Area["box"] {
  let [south, west, north, east] = [90, 180, -90, -180];
  for (const ring of rings) {
    for (const [lat, lon] of ring) {
      south = Math.min(south, lat);
      north = Math.max(north, lat);
      west = Math.min(west, lon);
      east = Math.max(east, lon);
    }
  }
  return [south, west, north, east];
}

export function areaAt(areas: readonly Area[], lat: number, lon: number): Area | undefined {
  return areas.find(({ box: [south, west, north, east], rings }) => {
    if (lat < south || lat > north || lon < west || lon > east) return false;
    return rings.filter((ring) => crossesOdd(ring, lat, lon)).length % 2 === 1;
  });
}

/** Whether a ray to the east from the place crosses the ring an odd number of times. */
function crossesOdd(ring: Ring, lat: number, lon: number): boolean {
  let inside = false;
  let previous = ring[ring.length - 1];
  for (const vertex of ring) {
    if (previous !== undefined && vertex[0] > lat !== previous[0] > lat) {
      const share = (lat - vertex[0]) / (previous[0] - vertex[0]);
      if (lon < vertex[1] + share * (previous[1] - vertex[1])) inside = !inside;
    }
    previous = vertex;
  }
  return inside;
}
