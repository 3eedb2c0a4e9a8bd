/** Reads coordinates as people type or paste them. */
import { isOnEarth, type Position } from "./view-state";

const NUMBER = String.raw`([+-]?\d+(?:\.\d+)?)\s*°?`;
const PAIR = new RegExp(String.raw`^\s*${NUMBER}\s*[,，;；\s/]\s*${NUMBER}\s*$`);

/**
 * Longitude and latitude from "119.9551, 30.0489", with any usual separator.
 *
 * The other order is understood where only it is possible: the second number beyond 90 degrees.
 * Returns null when there are not two numbers or they are not on the earth.
 */
export function readCoordinates(text: string): Position | null {
  const found = PAIR.exec(text);
  if (!found) return null;
  const [first, second] = [Number(found[1]), Number(found[2])];
  const asTyped = { lon: first, lat: second };
  if (isOnEarth(asTyped)) return asTyped;
  const swapped = { lon: second, lat: first };
  return isOnEarth(swapped) ? swapped : null;
}
