/** Numbers and days as the chosen language writes them. */
import { heatmapWords } from "../words/heatmap";
import { type Language, LOCALE } from "../words/language";
import type { HeatClass, Period } from "./content";

const MONTHS_PER_QUARTER = 3;

export function number(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumSignificantDigits: 6 }).format(value);
}

export function metres(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 0 }).format(value);
}

/** "2015年3月", "2–8 March 2015", "Q1 2015"; a clipped unit by its days. */
export function periodName(period: Period, language: Language): string {
  const words = heatmapWords[language];
  const year = period.first.slice(0, 4);
  if (period.clipped) return days(period.first, period.last, language);
  if (period.kind === "year") return language === "zh" ? `${year}年` : year;
  if (period.kind === "quarter") return words.quarter(year, String(quarterOf(period.first)));
  if (period.kind === "month") {
    return inDays({ year: "numeric", month: "long" }, language).format(day(period.first));
  }
  return days(period.first, period.last, language);
}

/** From a first to a last day, both included. */
export function days(first: string, last: string, language: Language): string {
  const month = language === "zh" ? "long" : "short";
  const full = inDays({ year: "numeric", month, day: "numeric" }, language);
  if (language === "en" || first === last) return full.formatRange(day(first), day(last));
  // Chinese ranges come with slashes; written out, the year is said once.
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  const end = sameYear ? inDays({ month, day: "numeric" }, language) : full;
  return `${full.format(day(first))}至${end.format(day(last))}`;
}

export function className(heat: HeatClass, language: Language): string {
  const words = heatmapWords[language];
  const from = number(heat.from, language);
  return heat.to === null ? words.atLeast(from) : words.between(from, number(heat.to, language));
}

function inDays(options: Intl.DateTimeFormatOptions, language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALE[language], { ...options, timeZone: "UTC" });
}

function day(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}

function quarterOf(text: string): number {
  return Math.ceil(Number(text.slice(5, 7)) / MONTHS_PER_QUARTER);
}
