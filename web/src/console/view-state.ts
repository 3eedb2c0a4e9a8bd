/** What is being looked at, as it stands in the address: a view can be sent to a colleague. */
import { isPeriod, type Period } from "./period";

export const MAP_LAYERS = ["heat", "hotspots", "boundaries"] as const;
export type MapLayer = (typeof MAP_LAYERS)[number];

export interface Position {
  readonly lon: number;
  readonly lat: number;
}

export interface Camera extends Position {
  readonly zoom: number;
}

export interface ViewState {
  readonly category: string | null;
  readonly period: Period;
  /** Level of the boundaries drawn; null lets the zoom decide. */
  readonly level: string | null;
  readonly hidden: ReadonlySet<MapLayer>;
  /** The place asked about. */
  readonly at: Position | null;
  /** The hotspot whose details are open. */
  readonly hotspot: string | null;
  /** Null means: show everything. */
  readonly camera: Camera | null;
}

/** Digits after the point in addresses: 1e-6 degrees is 0.1 m. */
const PLACES = 6;

export function isOnEarth({ lon, lat }: Position): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function numbers(text: string | null, separator: string, count: number): number[] | null {
  const parts = text?.split(separator) ?? [];
  const values = parts.map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return parts.length === count && values.every(Number.isFinite) ? values : null;
}

function readPosition(text: string | null): Position | null {
  const [lon, lat] = numbers(text, ",", 2) ?? [];
  if (lon === undefined || lat === undefined) return null;
  return isOnEarth({ lon, lat }) ? { lon, lat } : null;
}

function readCamera(hash: string): Camera | null {
  const [zoom, lat, lon] = numbers(hash.replace(/^#/, ""), "/", 3) ?? [];
  if (zoom === undefined || lat === undefined || lon === undefined) return null;
  return isOnEarth({ lon, lat }) && zoom >= 0 && zoom <= 24 ? { zoom, lat, lon } : null;
}

function readHidden(text: string | null): Set<MapLayer> {
  const named = text?.split(",") ?? [];
  return new Set(MAP_LAYERS.filter((layer) => named.includes(layer)));
}

/** Reads an address; whatever is not understood counts as not said. */
export function readView(search: string, hash: string): ViewState {
  const given = new URLSearchParams(search);
  const period = given.get("period");
  return {
    category: given.get("category") || null,
    period: isPeriod(period) ? period : "all",
    level: given.get("level") || null,
    hidden: readHidden(given.get("hide")),
    at: readPosition(given.get("at")),
    hotspot: given.get("hotspot") || null,
    camera: readCamera(hash),
  };
}

function writeCamera({ zoom, lat, lon }: Camera): string {
  return `#${zoom.toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`;
}

/** Writes the query and hash of a view; `others` are parameters of the page that stay. */
export function writeView(view: ViewState, others: URLSearchParams): string {
  const said: Record<string, string | null> = {
    lang: others.get("lang"),
    category: view.category,
    period: view.period === "all" ? null : view.period,
    level: view.level,
    hide: view.hidden.size > 0 ? MAP_LAYERS.filter((l) => view.hidden.has(l)).join(",") : null,
    at: view.at && `${round(view.at.lon)},${round(view.at.lat)}`,
    hotspot: view.hotspot,
  };
  const given = Object.entries(said).filter((pair): pair is [string, string] => pair[1] !== null);
  const search = new URLSearchParams(given).toString().replaceAll("%2C", ",");
  return (search === "" ? "" : `?${search}`) + (view.camera ? writeCamera(view.camera) : "");
}

export function round(degrees: number): number {
  return Number(degrees.toFixed(PLACES));
}
