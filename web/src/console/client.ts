/** Asks the service; what comes back is an answer, or an error that says whose fault it is. */
import type { Areas, Heat, Hotspots, Placement, Problem, Service } from "./contract";

/** The service understood and said no; `detail` is its own sentence, when it gave one. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly detail: string | null,
  ) {
    super(detail ?? `HTTP ${status}`);
  }
}

/** No answer came: the service is not running or the network is down. */
export class Unreachable extends Error {}

export interface Selection {
  readonly category: string | null;
  /** ISO instant, or null for no limit. */
  readonly from: string | null;
}

type Query = Readonly<Record<string, string | null>>;

export function query(parameters: Query): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== null);
  const text = new URLSearchParams(given as [string, string][]).toString();
  return text === "" ? "" : `?${text}`;
}

async function refusal(response: Response): Promise<Refused> {
  const isProblem = response.headers.get("content-type")?.includes("problem+json") ?? false;
  const problem = isProblem ? ((await response.json()) as Problem) : null;
  return new Refused(response.status, problem?.detail ?? problem?.title ?? null);
}

async function get<T>(path: string, parameters: Query, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`${path}${query(parameters)}`, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable();
  }
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

export const client = {
  service: () => get<Service>("/v1/service", {}),
  areas: (level: string) => get<Areas>("/v1/areas.geojson", { level }),
  heat: ({ category, from }: Selection, signal: AbortSignal) =>
    get<Heat>("/v1/heatmap", { category, from }, signal),
  hotspots: (category: string | null, signal: AbortSignal) =>
    get<Hotspots>("/v1/hotspots", { category, limit: "100" }, signal),
  jurisdiction: (lon: number, lat: number, signal: AbortSignal) =>
    get<Placement>("/v1/jurisdiction", { lon: String(lon), lat: String(lat) }, signal),
};
