/** The colours of heat by theme: what is hottest stands out most, on light ground and on dark. */
import type { Heat, HeatClass } from "./contract";
import type { Theme } from "./theme";

type Rgb = readonly [number, number, number];

/** Classes as a theme shows them: the service's colours on light, the same ramp turned on dark. */
export function classesFor(theme: Theme, classes: readonly HeatClass[]): readonly HeatClass[] {
  if (theme === "light") return classes;
  const turned = classes.map(({ colour }) => colour).reverse();
  return classes.map((one, i) => ({ ...one, colour: turned[i] ?? one.colour }));
}

function rgb(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const distance = (a: Rgb, b: Rgb): number =>
  (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;

/** Index of the class whose colour is nearest: decoding a half-transparent picture rounds a bit. */
function nearest(pixel: Rgb, colours: readonly Rgb[]): number {
  let best = 0;
  colours.forEach((colour, i) => {
    if (distance(pixel, colour) < distance(pixel, colours[best] ?? colour)) best = i;
  });
  return best;
}

function recolour(pixels: Uint8ClampedArray, from: readonly Rgb[], to: readonly Rgb[]): void {
  const known = new Map<number, Rgb>();
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3] === 0) continue;
    const pixel: Rgb = [pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0];
    const key = (pixel[0] << 16) | (pixel[1] << 8) | pixel[2];
    const colour = known.get(key) ?? to[nearest(pixel, from)] ?? pixel;
    known.set(key, colour);
    pixels.set(colour, i);
  }
}

/** Decodes the picture here: given as an address, the map would fetch it as a request. */
async function decode(address: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  return picture;
}

/** The density picture in a theme's colours; null when there is nothing to draw. */
export async function pictureFor(
  theme: Theme,
  { image, classes }: Heat,
): Promise<HTMLImageElement | ImageData | null> {
  if (image === null) return null;
  const picture = await decode(image);
  if (theme === "light") return picture;
  const { naturalWidth: width, naturalHeight: height } = picture;
  const canvas = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (canvas === null) return picture;
  canvas.drawImage(picture, 0, 0);
  const drawn = canvas.getImageData(0, 0, width, height);
  const to = classesFor(theme, classes).map(({ colour }) => rgb(colour));
  recolour(
    drawn.data,
    classes.map(({ colour }) => rgb(colour)),
    to,
  );
  return drawn;
}
