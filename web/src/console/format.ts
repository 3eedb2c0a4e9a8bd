/** Numbers, distances and dates as people of a language write them, in the service's time zone. */

import { type Language, LOCALE } from "../words/language";
import type { Layer } from "./contract";

export interface Format {
  readonly count: (value: number) => string;
  readonly distance: (metres: number) => string;
  readonly day: (instant: string) => string;
  readonly days: (first: string, last: string) => string;
  readonly place: (lon: number, lat: number) => string;
  readonly level: (code: string, layers: readonly Layer[]) => string;
}

export function formatFor(language: Language, timezone: string): Format {
  const locale = LOCALE[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: timezone });
  return {
    count: (value) => whole.format(value),
    distance: (metres) => {
      const [value, unit] = metres < 1000 ? [metres, "m"] : [metres / 1000, "km"];
      return `${(value < 10 ? tenths : whole).format(value)} ${unit}`;
    },
    day: (instant) => date.format(new Date(instant)),
    days: (first, last) => date.formatRange(new Date(first), new Date(last)),
    place: (lon, lat) => `${lon.toFixed(6)}, ${lat.toFixed(6)}`,
    level: (code, layers) => layers.find((layer) => layer.code === code)?.names[language] ?? code,
  };
}
