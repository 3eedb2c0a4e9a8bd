/** Metres and pixels. */

const EQUATOR_M = 40_075_016.686;
const TILE = 256;

/** Width of a screen pixel on the ground at a latitude, at the map's zoom. */
export function metresPerPixel(map: L.Map, lat: number): number {
  const world = TILE * 2 ** map.getZoom();
  return (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / world;
}
