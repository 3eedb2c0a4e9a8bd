/** The answers of the service that this page reads, as the service writes them. */
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import type { Language, Names } from "../words/language";

export interface Layer {
  readonly code: string;
  readonly names: Names;
  readonly areas: number;
}

export interface Category {
  readonly code: string;
  readonly names: Names;
  readonly parent: string | null;
  readonly requests: number;
}

/** West, south, east, north; degrees, WGS 84. */
export type Bounds = readonly [number, number, number, number];

export interface Service {
  readonly version: string;
  readonly language: Language;
  readonly timezone: string;
  readonly synthetic: boolean;
  readonly edition: string | null;
  /** Coarse to fine, only those loaded. */
  readonly levels: readonly Layer[];
  readonly overlays: readonly Layer[];
  readonly categories: readonly Category[];
  readonly bounds: Bounds | null;
  readonly requests: {
    readonly total: number;
    readonly first: string | null;
    readonly last: string | null;
  };
}

export interface AreaProperties {
  readonly level: string;
  readonly code: string;
  readonly name: string;
  readonly parent_code: string | null;
}

export type Areas = FeatureCollection<Polygon | MultiPolygon, AreaProperties>;

export interface HeatClass {
  readonly from: number;
  /** Null in the highest class. */
  readonly to: number | null;
  readonly colour: string;
  readonly opacity: number;
}

export interface Heat {
  /** Half-open period of what was counted; null while there is no request at all. */
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
  readonly bandwidth_m: number;
  /** Reason to number of requests. */
  readonly left_out: Readonly<Record<string, number>>;
  readonly classes: readonly HeatClass[];
  readonly bounds: Bounds;
  /** A data: address of a picture; null when there is nothing to draw. */
  readonly image: string | null;
}

export interface Link {
  readonly level: string;
  readonly code: string;
  readonly name: string;
}

export interface Hotspot {
  readonly id: string;
  readonly rank: number;
  readonly category: string;
  readonly count: number;
  readonly lon: number;
  readonly lat: number;
  readonly radius_m: number;
  readonly first_at: string;
  readonly last_at: string;
  /** Fine to coarse. */
  readonly chain: readonly Link[];
  readonly outline: Polygon;
}

export interface Hotspots {
  readonly run: { readonly created_at: string } | null;
  readonly hotspots: readonly Hotspot[];
}

export interface Placement {
  readonly point: { readonly lon: number; readonly lat: number };
  readonly placement: "inside" | "border" | "outside" | "unplaced";
  /** Why it is outside or unplaced, as a code. */
  readonly reason: string | null;
  readonly ask_first: boolean;
  readonly border_m: number | null;
  /** Fine to coarse. */
  readonly chain: readonly (Link & { readonly border_m: number | null })[];
  readonly overlays: readonly {
    readonly layer: string;
    readonly code: string;
    readonly name: string;
  }[];
  readonly nearest: (Link & { readonly distance_m: number }) | null;
}

/** A refusal after RFC 9457. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
}
