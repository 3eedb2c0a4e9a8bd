/** The panel: what fits, and a choice of readings with the figures of each. */
import { button, make, radioRow } from "../heatmap-page/dom";
import { LANGUAGES, type Language, LOCALE } from "../words/language";
import { pointsWords } from "../words/points";
import type { Content, Reading } from "./content";
import { COLOURS } from "./trial-map";

const OWN_NAME: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };

export interface Chosen {
  language: Language;
  reading: Reading;
}

/** The panel for what is chosen; made anew when the language changes. */
export function panel(content: Content, chosen: Chosen, change: (next: Chosen) => void): Node[] {
  const words = pointsWords[chosen.language];
  const head = make(
    "header",
    { class: "head" },
    make("div", { class: "head-top" }, make("h1", {}, words.title), languages(chosen, change)),
    make("p", { class: "note" }, words.subtitle(content.file, content.edition)),
    make("p", { class: "verdict", role: "status" }, verdict(content, chosen.language)),
  );
  const list = make("fieldset", { class: "readings" }, make("legend", {}, words.readings));
  content.readings.forEach((reading, place) => {
    const { row, input } = radioRow("reading", label(reading, place, chosen.language), () =>
      change({ ...chosen, reading }),
    );
    input.checked = reading === chosen.reading;
    list.append(row);
  });
  return [head, list, legend(content, chosen), notes(content, chosen.language)];
}

function languages(chosen: Chosen, change: (next: Chosen) => void): HTMLElement {
  const label = pointsWords[chosen.language].language;
  const group = make("div", { class: "languages", role: "group", "aria-label": label });
  for (const language of LANGUAGES) {
    const choice = button("language", () => change({ ...chosen, language }));
    choice.textContent = OWN_NAME[language];
    choice.lang = LOCALE[language];
    choice.setAttribute("aria-pressed", String(language === chosen.language));
    group.append(choice);
  }
  return group;
}

function verdict(content: Content, language: Language): string {
  const words = pointsWords[language];
  if (!content.fits) return words.none;
  const alike = content.readings.filter(({ rival }, place) => rival || place === 0);
  const names = alike.map(({ name }) => words.reading(name)).join(words.separator);
  return alike.length > 1 ? words.unsure(names) : words.fits(names);
}

function label(reading: Reading, place: number, language: Language): Node[] {
  const words = pointsWords[language];
  const state = place === 0 ? words.best : reading.rival ? words.rival : "";
  const figures = [words.inside(percent(reading.inside, language))];
  if (reading.agreement !== null) {
    figures.push(words.agreement(percent(reading.agreement, language)));
  }
  figures.push(words.outside(number(reading.outside, language)));
  const name = make("span", { class: "reading-name" }, words.reading(reading.name));
  if (state !== "") name.append(make("span", { class: "state" }, state));
  const text = make("span", { class: "note" }, figures.join(" · "));
  return [make("span", { class: "reading" }, name, text)];
}

function legend(content: Content, { language, reading }: Chosen): HTMLElement {
  const words = pointsWords[language];
  const list = make("ul", { class: "legend" });
  COLOURS.forEach((colour, kind) => {
    const known = kind < 2 || content.judge === "truth";
    if (!known || !reading.kinds.includes(String(kind))) return;
    const mark = make("span", { class: "mark", "aria-hidden": "true" });
    mark.style.background = colour;
    list.append(make("li", {}, mark, words.kind(kind)));
  });
  return list;
}

function notes(content: Content, language: Language): HTMLElement {
  const words = pointsWords[language];
  return make(
    "footer",
    { class: "notes" },
    make("p", {}, content.judge === "truth" ? words.byTruth : words.byOutline),
    make("p", {}, words.shown(number(content.shown, language), number(content.tried, language))),
    make("p", {}, words.nothing),
  );
}

function percent(share: number, language: Language): string {
  const digits = { style: "percent", maximumFractionDigits: 2 } as const;
  return new Intl.NumberFormat(LOCALE[language], digits).format(share);
}

function number(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 1 }).format(value);
}
