/** The periods on offer, counted back from the newest request, not from today. */

export const PERIODS = ["30d", "90d", "1y", "all"] as const;
export type Period = (typeof PERIODS)[number];

const DAYS: Readonly<Record<Exclude<Period, "all">, number>> = { "30d": 30, "90d": 90, "1y": 365 };
const DAY_MS = 86_400_000;

export function isPeriod(value: unknown): value is Period {
  return PERIODS.some((period) => period === value);
}

/** Start of a period as an ISO instant; null for all time or while there is no request. */
export function startOf(period: Period, last: string | null): string | null {
  if (period === "all" || last === null) return null;
  const start = new Date(Date.parse(last) - DAYS[period] * DAY_MS);
  return start.toISOString().replace(".000Z", "Z");
}
