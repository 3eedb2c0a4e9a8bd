/** Where the name of each area stands, the place farthest from its border, and from which zoom. */
import type { FeatureCollection, MultiPolygon, Point, Polygon, Position } from "geojson";
import polylabel from "polylabel";
import type { AreaProperties, Areas } from "../contract";
import { zoomAt } from "./zooms";

/** The search ends within this share of an area's width. */
const PRECISION = 0.04;

/** A name is worth drawing once the circle that fits around it in the area is this wide. */
const ROOM_PX = 50;
const METRES_PER_DEGREE = 111_320;

export interface NameProperties extends AreaProperties {
  /** Zoom from which the area has room for a name. */
  readonly room: number;
}

type Rings = readonly (readonly (readonly [number, number])[])[];

/** Twice the signed area of a ring; enough to tell the largest part. */
function doubleArea(ring: readonly Position[]): number {
  let sum = 0;
  ring.forEach(([x = 0, y = 0], i) => {
    const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? [];
    sum += x * nextY - nextX * y;
  });
  return Math.abs(sum);
}

function largestPart(geometry: Polygon | MultiPolygon): Position[][] {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.reduce((a, b) => (doubleArea(b[0] ?? []) > doubleArea(a[0] ?? []) ? b : a), []);
}

/** Degrees of longitude are narrowed to the length of degrees of latitude before measuring. */
function namePoint(
  geometry: Polygon | MultiPolygon,
): { readonly coordinates: [number, number]; readonly room: number } | null {
  const rings = largestPart(geometry);
  const [x = 0, y] = rings[0]?.[0] ?? [];
  if (y === undefined) return null;
  const narrowing = Math.cos((y * Math.PI) / 180);
  const flat = rings.map((ring) => ring.map(([lon = x, lat = y]) => [lon * narrowing, lat]));
  const width = Math.sqrt(doubleArea(flat[0] ?? []) / 2);
  const found = polylabel(flat as unknown as Rings, width * PRECISION);
  const metres = 2 * found.distance * METRES_PER_DEGREE;
  return {
    coordinates: [found[0] / narrowing, found[1]],
    room: zoomAt(metres, ROOM_PX, found[1]),
  };
}

export function namePoints(areas: Areas): FeatureCollection<Point, NameProperties> {
  const features = areas.features.flatMap((area) => {
    const point = namePoint(area.geometry);
    if (point === null) return [];
    const { coordinates, room } = point;
    return [
      {
        type: "Feature" as const,
        properties: { ...area.properties, room },
        geometry: { type: "Point" as const, coordinates },
      },
    ];
  });
  return { type: "FeatureCollection", features };
}
