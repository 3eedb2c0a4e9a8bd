/**
 * The classes of a frame, drawn finer than its image.
 *
 * The image holds a class for each pixel, as stairs. The steps of a scale are about even in the
 * logarithm of the density, so a class's place is that logarithm, rounded down. Of all fields that
 * have the class of each pixel at its centre a smooth one is found, interpolated, and rounded down
 * again: borders between classes become smooth lines that leave every pixel its class, and no
 * colour appears that is not in the legend.
 */
import type { HeatClass } from "./content";

/** Drawn pixels across one of the image. */
const FINER = 4;
const TAPS = 4;
const TURNS = 16;
/** How far the field keeps from the limits of a class at a pixel's centre. */
const MARGIN = 0.02;
/** Where the field starts below the lowest class: low, so that its border has a slope, too. */
const GROUND = -1;
const OPAQUE = 255;

export interface ClassRaster {
  readonly width: number;
  readonly height: number;
  /** 0 below the lowest class, else 1 for the lowest on; rows from north to south. */
  readonly classes: Uint8Array;
}

/** The classes of a frame's image, told by their opacities, which all differ. */
export function readClasses(image: ImageData, classes: readonly HeatClass[]): ClassRaster {
  const ofOpacity = new Uint8Array(OPAQUE + 1);
  for (let opacity = 1; opacity <= OPAQUE; opacity++) {
    const gaps = classes.map((each) => Math.abs(each.opacity * OPAQUE - opacity));
    ofOpacity[opacity] = gaps.indexOf(Math.min(...gaps)) + 1;
  }
  const found = new Uint8Array(image.width * image.height);
  for (let at = 0; at < found.length; at++) {
    found[at] = ofOpacity[image.data[4 * at + 3] ?? 0] ?? 0;
  }
  return { width: image.width, height: image.height, classes: found };
}

export function finer(raster: ClassRaster): ClassRaster {
  const { width, height } = raster;
  const wide = stretched(smoothField(raster), width, height);
  const tall = stretched(transposed(wide, width * FINER, height), height, width * FINER);
  const classes = Uint8Array.from(transposed(tall, height * FINER, width * FINER), (place) =>
    Math.max(0, Math.floor(place)),
  );
  return { width: width * FINER, height: height * FINER, classes };
}

/** By turns blurred, and put back into the range of each pixel's class. */
function smoothField({ width, classes }: ClassRaster): Float32Array {
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

/** Each row made longer by interpolating between its values. */
function stretched(values: Float32Array, width: number, height: number): Float32Array {
  const longer = new Float32Array(width * FINER * height);
  const shares = phaseShares();
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width * FINER; column++) {
      const phase = column % FINER;
      // Centres of the finer pixels lie at (column + 0.5) / FINER - 0.5 on the coarser ones.
      const first = Math.floor((column + 0.5) / FINER - 0.5) - 1;
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) {
        const at = Math.min(Math.max(first + tap, 0), width - 1);
        sum += (values[start + at] ?? 0) * (shares[phase * TAPS + tap] ?? 0);
      }
      longer[start * FINER + column] = sum;
    }
  }
  return longer;
}

function transposed(values: Float32Array, width: number, height: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      turned[column * height + row] = values[row * width + column] ?? 0;
    }
  }
  return turned;
}

function phaseShares(): Float32Array {
  const shares = new Float32Array(FINER * TAPS);
  for (let phase = 0; phase < FINER; phase++) {
    const centre = (phase + 0.5) / FINER - 0.5;
    const offset = centre - Math.floor(centre);
    for (let tap = 0; tap < TAPS; tap++) shares[phase * TAPS + tap] = filter(offset + 1 - tap);
  }
  return shares;
}

/** Mitchell and Netravali's filter (1988), B = C = 1/3: smooth, and hardly overshoots. */
function filter(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (7 * x ** 3 - 12 * x ** 2 + 16 / 3) / 6;
  if (x < 2) return ((-7 / 3) * x ** 3 + 12 * x ** 2 - 20 * x + 32 / 3) / 6;
  return 0;
}

/** The raster in the colours of its classes. */
export function paint(raster: ClassRaster, classes: readonly HeatClass[]): ImageData {
  const image = new ImageData(raster.width, raster.height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = Uint32Array.from([0, ...classes.map(pixelOf)]);
  raster.classes.forEach((place, at) => {
    pixels[at] = colours[Math.min(place, classes.length)] ?? 0;
  });
  return image;
}

/** Red, green, blue, opacity in this order in memory. */
function pixelOf({ colour, opacity }: HeatClass): number {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const bytes = Uint8Array.of(channel(1), channel(3), channel(5), Math.round(opacity * OPAQUE));
  return new Uint32Array(bytes.buffer)[0] ?? 0;
}
