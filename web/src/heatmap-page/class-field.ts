/**
 * The classes of a frame as a smooth field.
 *
 * The image holds a class for each pixel, as stairs. The steps of a scale are about even in the
 * logarithm of the density, so a class's place is that logarithm, rounded down. Of all fields that
 * have the class of each pixel at its centre a smooth one is found; it is interpolated at the
 * screen's pixels and rounded down again. So borders between classes are smooth lines at any zoom
 * that leave every pixel its class, and no colour appears that is not in the legend.
 */
import type { HeatClass } from "./content";

const TURNS = 16;
/** How far the field keeps from the limits of a class at a pixel's centre. */
const MARGIN = 0.02;
/** Where the field starts below the lowest class: low, so that its border has a slope, too. */
const GROUND = -1;
const TAPS = 4;
const OPAQUE = 255;

/** Values on the image's pixels: rounded down, 0 is below the lowest class, 1 the lowest. */
export interface Field {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Part of an image: edges in pixels of the image, from its upper left corner. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The field of a frame's image; classes are told by their opacities, which all differ. */
export function fieldOf(image: ImageData, classes: readonly HeatClass[]): Field {
  const ofOpacity = new Uint8Array(OPAQUE + 1);
  for (let opacity = 1; opacity <= OPAQUE; opacity++) {
    const gaps = classes.map((each) => Math.abs(each.opacity * OPAQUE - opacity));
    ofOpacity[opacity] = gaps.indexOf(Math.min(...gaps)) + 1;
  }
  const found = new Uint8Array(image.width * image.height);
  for (let at = 0; at < found.length; at++) {
    found[at] = ofOpacity[image.data[4 * at + 3] ?? 0] ?? 0;
  }
  return { width: image.width, height: image.height, values: smooth(found, image.width) };
}

/** By turns blurred, and put back into the range of each pixel's class. */
function smooth(classes: Uint8Array, width: number): Float32Array {
  const field = Float32Array.from(classes, (place) => (place === 0 ? GROUND : place + 0.5));
  const spare = new Float32Array(field.length);
  for (let turn = 0; turn < TURNS; turn++) {
    blur(field, spare, 1);
    blur(spare, field, width);
    for (let at = 0; at < field.length; at++) {
      const place = classes[at] ?? 0;
      const low = place === 0 ? GROUND : place + MARGIN;
      field[at] = Math.min(Math.max(field[at] ?? 0, low), place + 1 - MARGIN);
    }
  }
  return field;
}

/** Weights 1, 2, 1 along one axis; the outermost values stay. */
function blur(from: Float32Array, to: Float32Array, stride: number): void {
  to.set(from);
  for (let at = stride; at < from.length - stride; at++) {
    to[at] = ((from[at - stride] ?? 0) + 2 * (from[at] ?? 0) + (from[at + stride] ?? 0)) / 4;
  }
}

/** The classes of a part of the field at so many pixels; rows from north to south. */
export function classesIn(field: Field, part: Part, width: number, height: number): Uint8Array {
  const columns = tapsAlong(part.left, part.right, width, field.width);
  const rows = tapsAlong(part.top, part.bottom, height, field.height);
  const wide = new Map<number, Float32Array>();
  const wideRow = (row: number): Float32Array => {
    const known = wide.get(row) ?? stretched(field, row, columns, width);
    wide.set(row, known);
    return known;
  };
  const classes = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((tap) => wideRow(rows.at[row * TAPS + tap] ?? 0));
    const [p, q, r, s] = rows.shares.subarray(row * TAPS, row * TAPS + TAPS);
    for (let column = 0; column < width; column++) {
      const value =
        (a?.[column] ?? 0) * (p ?? 0) +
        (b?.[column] ?? 0) * (q ?? 0) +
        (c?.[column] ?? 0) * (r ?? 0) +
        (d?.[column] ?? 0) * (s ?? 0);
      classes[row * width + column] = Math.max(value, 0);
    }
  }
  return classes;
}

function stretched(field: Field, row: number, columns: Taps, width: number): Float32Array {
  const longer = new Float32Array(width);
  for (let column = 0; column < width; column++) {
    let sum = 0;
    for (let tap = column * TAPS; tap < column * TAPS + TAPS; tap++) {
      sum +=
        (field.values[row * field.width + (columns.at[tap] ?? 0)] ?? 0) *
        (columns.shares[tap] ?? 0);
    }
    longer[column] = sum;
  }
  return longer;
}

/** For each pixel to draw, the four of the image that it is made of, and their shares. */
interface Taps {
  readonly at: Int32Array;
  readonly shares: Float32Array;
}

function tapsAlong(start: number, end: number, count: number, length: number): Taps {
  const at = new Int32Array(count * TAPS);
  const shares = new Float32Array(count * TAPS);
  for (let pixel = 0; pixel < count; pixel++) {
    const centre = start + ((pixel + 0.5) / count) * (end - start) - 0.5;
    const first = Math.floor(centre) - 1;
    for (let tap = 0; tap < TAPS; tap++) {
      at[pixel * TAPS + tap] = Math.min(Math.max(first + tap, 0), length - 1);
      shares[pixel * TAPS + tap] = filter(centre - first - tap);
    }
  }
  return { at, shares };
}

/** Mitchell and Netravali's filter (1988), B = C = 1/3: smooth, and hardly overshoots. */
function filter(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (7 * x ** 3 - 12 * x ** 2 + 16 / 3) / 6;
  if (x < 2) return ((-7 / 3) * x ** 3 + 12 * x ** 2 - 20 * x + 32 / 3) / 6;
  return 0;
}

/** Classes in the scale's colours. */
export function painted(
  found: Uint8Array,
  width: number,
  classes: readonly HeatClass[],
): ImageData {
  const image = new ImageData(width, found.length / width);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = Uint32Array.from([0, ...classes.map(pixelOf)]);
  for (let at = 0; at < found.length; at++) {
    pixels[at] = colours[Math.min(found[at] ?? 0, classes.length)] ?? 0;
  }
  return image;
}

/** Red, green, blue, opacity in this order in memory. */
function pixelOf({ colour, opacity }: HeatClass): number {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const bytes = Uint8Array.of(channel(1), channel(3), channel(5), Math.round(opacity * OPAQUE));
  return new Uint32Array(bytes.buffer)[0] ?? 0;
}
