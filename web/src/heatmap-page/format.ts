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
  const { first, last, kind, clipped } = period;
  if (kind === "whole") return wholeName(period, language);
  if (kind === "week" || clipped) return days(first, last, language);
  if (kind === "month") return months("long", first, last, language);
  if (kind === "year") return yearName(first, language);
  return heatmapWords[language].quarter(first.slice(0, 4), String(quarterOf(first)));
}

/** A whole year, or whole months, by their names alone. */
function wholeName({ first, last }: Period, language: Language): string {
  const year = first.slice(0, 4);
  if (first === `${year}-01-01` && last === `${year}-12-31`) return yearName(first, language);
  if (!first.endsWith("-01") || !isLastOfMonth(last)) return days(first, last, language);
  return months(language === "zh" ? "long" : "short", first, last, language);
}

function yearName(first: string, language: Language): string {
  return language === "zh" ? `${first.slice(0, 4)}年` : first.slice(0, 4);
}

/** From a first to a last day, both included. */
export function days(first: string, last: string, language: Language): string {
  const month = language === "zh" ? "long" : "short";
  return range({ year: "numeric", month, day: "numeric" }, first, last, language);
}

function months(month: "long" | "short", first: string, last: string, language: Language): string {
  return range({ year: "numeric", month }, first, last, language);
}

function range(
  options: Intl.DateTimeFormatOptions,
  first: string,
  last: string,
  language: Language,
): string {
  const format = new Intl.DateTimeFormat(LOCALE[language], { ...options, timeZone: "UTC" });
  if (language === "en") return format.formatRange(day(first), day(last));
  // Chinese ranges come with slashes; written out, the year is said once.
  const [from, to] = [format.format(day(first)), format.format(day(last))];
  const year = `${first.slice(0, 4)}年`;
  return from === to ? from : `${from}至${to.startsWith(year) ? to.slice(year.length) : to}`;
}

export function className(heat: HeatClass, language: Language): string {
  const words = heatmapWords[language];
  const from = number(heat.from, language);
  return heat.to === null ? words.atLeast(from) : words.between(from, number(heat.to, language));
}

function day(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}

function isLastOfMonth(text: string): boolean {
  const next = day(text);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.getUTCDate() === 1;
}

function quarterOf(text: string): number {
  return Math.ceil(Number(text.slice(5, 7)) / MONTHS_PER_QUARTER);
}
