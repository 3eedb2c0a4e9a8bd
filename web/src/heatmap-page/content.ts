/** The page's data, as `gridmap/files/folium_map/content.py` writes it. */
import type { Language, Names } from "../words/language";
import { type Area, areaOf, type Ring, ringOf } from "./outlines";

export interface HeatClass {
  readonly from: number;
  /** Null in the highest class, which is open. */
  readonly to: number | null;
  readonly colour: string;
  readonly opacity: number;
}

export interface Period {
  readonly kind: "whole" | "week" | "month" | "quarter" | "year";
  /** First and last day that it reaches into, as 2015-03-01. */
  readonly first: string;
  readonly last: string;
  readonly clipped: boolean;
  readonly days: number;
}

export interface Frame {
  readonly count: number;
  /** Address of the image; null when nothing reaches the lowest class. */
  readonly image: string | null;
}

export interface Category {
  readonly code: string;
  readonly names: Names;
  readonly classes: readonly HeatClass[];
  /** The whole span first; as many as periods, or none. */
  readonly frames: readonly Frame[];
}

export interface Layer {
  readonly code: string;
  readonly names: Names;
  readonly overlay: boolean;
  readonly areas: readonly Area[];
}

export interface Hotspot {
  readonly rank: number;
  readonly category: string;
  readonly count: number;
  readonly lon: number;
  readonly lat: number;
  readonly radius: number;
  readonly first: string;
  readonly last: string;
  /** Names of the areas, coarse to fine. */
  readonly chain: readonly string[];
  readonly rings: readonly Ring[];
}

export interface Content {
  readonly title: Names;
  readonly language: Language;
  readonly timezone: string;
  readonly generated: string;
  readonly synthetic: boolean;
  readonly edition: string | null;
  readonly filters: Names | null;
  /** West, south, east, north of the images. */
  readonly bounds: readonly [number, number, number, number];
  readonly bandwidth: number;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly periods: readonly Period[];
  readonly categories: readonly Category[];
  readonly layers: readonly Layer[];
  readonly hotspots: readonly Hotspot[];
}

type Written = Omit<Content, "categories" | "layers" | "hotspots"> & {
  readonly images: readonly string[];
  readonly categories: readonly (Omit<Category, "frames"> & {
    readonly frames: readonly (readonly [count: number, image: number])[];
  })[];
  readonly layers: readonly (Omit<Layer, "areas"> & {
    readonly areas: readonly WrittenArea[];
  })[];
  readonly hotspots: readonly (Omit<Hotspot, "rings"> & { readonly rings: readonly number[][] })[];
};

export interface WrittenArea {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly rings: readonly (readonly number[])[];
  readonly label: readonly [number, number];
  readonly room: number;
}

export function contentOf(text: string): Content {
  const written = JSON.parse(text) as Written;
  const image = (place: number): string | null => {
    const found = written.images[place];
    return found === undefined ? null : `data:image/png;base64,${found}`;
  };
  return {
    ...written,
    categories: written.categories.map((category) => ({
      ...category,
      frames: category.frames.map(([count, place]) => ({ count, image: image(place) })),
    })),
    layers: written.layers.map((layer) => ({ ...layer, areas: layer.areas.map(areaOf) })),
    hotspots: written.hotspots.map((hotspot) => ({
      ...hotspot,
      rings: hotspot.rings.map(ringOf),
    })),
  };
}
