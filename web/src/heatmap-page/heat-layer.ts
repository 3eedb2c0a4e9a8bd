/** The heat surface on the map, and which class it has at a place. */
import { type ClassRaster, finer, paint, readClasses } from "./class-raster";
import type { HeatClass } from "./content";
import type { Choices } from "./view";

const PANE = "heat";

export class HeatLayer {
  readonly #map: L.Map;
  readonly #canvas = document.createElement("canvas");
  readonly #overlay: L.Layer;
  readonly #onMap: L.LatLngBounds;
  #shown: string | null = null;
  #raster: ClassRaster | null = null;

  constructor(map: L.Map, choices: Choices) {
    const [west, south, east, north] = choices.content.bounds;
    this.#map = map;
    this.#onMap = L.latLngBounds([south, west], [north, east]);
    map.createPane(PANE);
    // Leaflet's overlay of an element of one's own; it asks for nothing that only an SVG has.
    const element = this.#canvas as unknown as SVGElement;
    this.#overlay = L.svgOverlay(element, this.#onMap, { pane: PANE, interactive: false });
    choices.follow(() => {
      void this.#show(choices.frame?.image ?? null, choices.category?.classes ?? []);
    });
  }

  async #show(address: string | null, classes: readonly HeatClass[]): Promise<void> {
    if (address === this.#shown) return;
    this.#shown = address;
    if (address === null) {
      this.#raster = null;
      this.#overlay.remove();
      return;
    }
    const image = await decoded(address);
    if (address !== this.#shown) return; // another frame was chosen meanwhile
    this.#raster = finer(readClasses(image, classes));
    this.#canvas.width = this.#raster.width;
    this.#canvas.height = this.#raster.height;
    this.#canvas.getContext("2d")?.putImageData(paint(this.#raster, classes), 0, 0);
    this.#overlay.addTo(this.#map);
  }

  /** Place in the category's classes; null below the lowest. */
  classAt(place: L.LatLng): number | null {
    const raster = this.#raster;
    if (raster === null || !this.#onMap.contains(place)) return null;
    const found = raster.classes[this.#pixelOf(place, raster)] ?? 0;
    return found === 0 ? null : found - 1;
  }

  /** Rows of the image are equally spaced on the Mercator map, as its columns are. */
  #pixelOf(place: L.LatLng, raster: ClassRaster): number {
    const mercator = L.CRS.EPSG3857;
    const at = mercator.project(place);
    const first = mercator.project(this.#onMap.getNorthWest());
    const last = mercator.project(this.#onMap.getSouthEast());
    const within = (share: number, count: number) => Math.min(Math.floor(share * count), count - 1);
    const column = within((at.x - first.x) / (last.x - first.x), raster.width);
    const row = within((at.y - first.y) / (last.y - first.y), raster.height);
    return row * raster.width + column;
  }
}

async function decoded(address: string): Promise<ImageData> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser draws no canvas");
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
