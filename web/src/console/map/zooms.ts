/** From which zoom a level is worth drawing, told by how large its areas are on the screen. */
import type { Bounds } from "../contract";

/** Width in pixels that a typical area has when its lines, and when its name, appear. */
const LINE_PX = 36;
const LABEL_PX = 84;

/** Metres that a pixel covers on the equator at zoom 0, with tiles of 512 pixels. */
const EQUATOR_M_PER_PX = 78_271.517;
const METRES_PER_DEGREE = 111_320;

export interface Zooms {
  readonly line: number;
  readonly label: number;
}

/** Width of an area if `count` of them filled the bounds evenly, metres. */
function typicalWidth([west, south, east, north]: Bounds, count: number): number {
  const across = (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return METRES_PER_DEGREE * Math.sqrt((across * (north - south)) / Math.max(count, 1));
}

/** Zoom at which so many metres are so many pixels wide. */
export function zoomAt(width: number, pixels: number, latitude: number): number {
  const metresPerPixel = width / pixels;
  const atZoom0 = EQUATOR_M_PER_PX * Math.cos((latitude * Math.PI) / 180);
  return Math.min(Math.max(Math.log2(atZoom0 / metresPerPixel), 0), 20);
}

export function zoomsFor(bounds: Bounds, count: number): Zooms {
  const width = typicalWidth(bounds, count);
  const latitude = (bounds[1] + bounds[3]) / 2;
  return { line: zoomAt(width, LINE_PX, latitude), label: zoomAt(width, LABEL_PX, latitude) };
}
