/** A finding in words, in the chosen language. */
import { findingsWords } from "../words/findings";
import { type Language, LOCALE } from "../words/language";
import type { Content, Finding } from "./content";

const HECTARE = 10_000;
const NAMED = 4;

export function number(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumSignificantDigits: 4 }).format(value);
}

export function sizeOf(finding: Finding, language: Language): string {
  if (finding.size === null) return "";
  if (finding.size < HECTARE) return `${number(finding.size, language)} m²`;
  const hectares = number(finding.size / HECTARE, language);
  return language === "zh" ? `${hectares} 公顷` : `${hectares} ha`;
}

export function sentenceOf(finding: Finding, content: Content, language: Language): string {
  const words = findingsWords[language];
  const parents = finding.kind === "outside_parent" ? 1 : 0;
  const who = finding.codes.slice(0, finding.codes.length - parents);
  const named = who.slice(0, NAMED).map((code) => nameOf(code, content));
  const all = named.join(words.separator) + (who.length > NAMED ? " …" : "");
  const last = nameOf(finding.codes[finding.codes.length - 1] ?? "", content);
  return words.sentence(finding.kind, all, last, sizeOf(finding, language), finding.message);
}

/** The areas concerned by name and code. */
export function namesOf(finding: Finding, content: Content, language: Language): string {
  const known = finding.codes.filter((code) => content.names[code] !== undefined);
  const named = known.slice(0, NAMED).map((code) => nameOf(code, content));
  return named.join(findingsWords[language].separator) + (known.length > NAMED ? " …" : "");
}

function nameOf(code: string, content: Content): string {
  const name = content.names[code];
  return name === undefined ? code : `${name} (${code})`;
}
