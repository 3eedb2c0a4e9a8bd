/** The heat surface on the map, drawn at the screen's pixels, and which class it has at a place. */
import { classesIn, type Field, fieldOf, type Part, painted } from "./class-field";
import type { HeatClass } from "./content";
import type { Choices } from "./view";

const PANE = "heat";
/** How much is drawn beyond the view on each side, as a share of it, for moving the map. */
const BEYOND = 0.25;
const SHARPEST = 2;

export class HeatLayer {
  readonly #map: L.Map;
  readonly #canvas = document.createElement("canvas");
  readonly #overlay: L.SVGOverlay;
  readonly #onMap: L.LatLngBounds;
  #shown: string | null = null;
  #field: Field | null = null;
  #classes: readonly HeatClass[] = [];

  constructor(map: L.Map, choices: Choices) {
    const [west, south, east, north] = choices.content.bounds;
    this.#map = map;
    this.#onMap = L.latLngBounds([south, west], [north, east]);
    map.createPane(PANE);
    // Leaflet's overlay of an element of one's own; it asks for nothing that only an SVG has.
    const element = this.#canvas as unknown as SVGElement;
    this.#overlay = L.svgOverlay(element, this.#onMap, { pane: PANE, interactive: false });
    map.on("moveend resize", () => this.#draw());
    choices.follow(() => {
      void this.#show(choices.frame?.image ?? null, choices.category?.classes ?? []);
    });
  }

  async #show(address: string | null, classes: readonly HeatClass[]): Promise<void> {
    if (address === this.#shown) return;
    this.#shown = address;
    const image = address === null ? null : await decoded(address);
    if (address !== this.#shown) return; // another frame was chosen meanwhile
    this.#classes = classes;
    this.#field = image && fieldOf(image, classes);
    this.#draw();
  }

  /** What lies in the view and a little beyond. */
  #draw(): void {
    const inView = this.#pixelsInView();
    if (this.#field === null || inView === null) {
      this.#overlay.remove();
      return;
    }
    const from = this.#map.layerPointToLatLng(inView.min ?? [0, 0]);
    const to = this.#map.layerPointToLatLng(inView.max ?? [0, 0]);
    const sharpness = Math.min(window.devicePixelRatio, SHARPEST);
    const size = inView.getSize().multiplyBy(sharpness).round();
    const part = partOf(this.#place(from, this.#field), this.#place(to, this.#field));
    const found = classesIn(this.#field, part, size.x, size.y);
    this.#canvas.width = size.x;
    this.#canvas.height = size.y;
    this.#canvas.getContext("2d")?.putImageData(painted(found, size.x, this.#classes), 0, 0);
    this.#overlay.setBounds(L.latLngBounds(from, to)).addTo(this.#map);
  }

  /** The surface's rectangle as far as it is near the view, in whole pixels; null off the view. */
  #pixelsInView(): L.Bounds | null {
    const size = this.#map.getSize();
    const beyond = size.multiplyBy(BEYOND);
    const near = [L.point(0, 0).subtract(beyond), size.add(beyond)] as const;
    const all = [this.#onMap.getNorthWest(), this.#onMap.getSouthEast()] as const;
    const [a, b] = near.map((point) => this.#map.containerPointToLayerPoint(point));
    const [c, d] = all.map((place) => this.#map.latLngToLayerPoint(place));
    if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
    const min = L.point(Math.max(a.x, c.x), Math.max(a.y, c.y)).round();
    const max = L.point(Math.min(b.x, d.x), Math.min(b.y, d.y)).round();
    return min.x < max.x && min.y < max.y ? L.bounds(min, max) : null;
  }

  /** Place in the category's classes; null below the lowest. */
  classAt(place: L.LatLng): number | null {
    if (this.#field === null || !this.#onMap.contains(place)) return null;
    const { x, y } = this.#place(place, this.#field);
    const [found] = classesIn(this.#field, { left: x, top: y, right: x, bottom: y }, 1, 1);
    return found ? Math.min(found, this.#classes.length) - 1 : null;
  }

  /** In pixels of the field: its rows are equally spaced on the Mercator map, as its columns. */
  #place(place: L.LatLng, field: Field): L.Point {
    const mercator = L.CRS.EPSG3857;
    const at = mercator.project(place);
    const first = mercator.project(this.#onMap.getNorthWest());
    const last = mercator.project(this.#onMap.getSouthEast());
    const x = ((at.x - first.x) / (last.x - first.x)) * field.width;
    return L.point(x, ((at.y - first.y) / (last.y - first.y)) * field.height);
  }
}

function partOf(first: L.Point, last: L.Point): Part {
  return { left: first.x, top: first.y, right: last.x, bottom: last.y };
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
