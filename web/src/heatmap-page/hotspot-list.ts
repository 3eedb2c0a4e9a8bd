/** The same hotspots as a list, for reading and for the keyboard. */
import { heatmapWords } from "../words/heatmap";
import { sharedWords } from "../words/shared";
import type { Hotspot } from "./content";
import { button, make } from "./dom";
import { days, number } from "./format";
import type { Choices } from "./view";

/** Rows before the reader asks for all. */
const FIRST = 10;

type Show = (hotspot: Hotspot) => void;

export function hotspotList(choices: Choices, show: Show): HTMLElement {
  const title = make("h2");
  const note = make("p", { class: "note" });
  const list = make("ol", { class: "hotspots" });
  let all = false;
  const more = button("more", () => {
    all = true;
    draw();
    list.querySelectorAll<HTMLElement>("button")[FIRST]?.focus();
  });
  const draw = () => {
    const { language } = choices.view;
    const active = new Set(choices.activeHotspots);
    const rows = choices.hotspots
      .map((hotspot, place) => ({ hotspot, rank: place + 1 }))
      .filter(({ hotspot }) => active.has(hotspot));
    const shown = all ? rows : rows.slice(0, FIRST);
    list.replaceChildren(...shown.map(({ hotspot, rank }) => row(choices, hotspot, rank, show)));
    title.textContent = sharedWords[language].hotspots;
    note.textContent = noteOf(choices);
    more.textContent = heatmapWords[language].showAll(number(rows.length, language));
    more.hidden = shown.length === rows.length;
  };
  choices.follow((view, before) => {
    const otherCategory = view.category !== before?.category;
    if (otherCategory) all = false;
    if (otherCategory || view.period !== before.period || view.language !== before.language) draw();
  });
  return make("section", {}, title, note, list, more);
}

function noteOf(choices: Choices): string {
  const { language } = choices.view;
  const all = choices.hotspots.length;
  const active = number(choices.activeHotspots.length, language);
  return all === 0
    ? heatmapWords[language].noHotspots
    : heatmapWords[language].hotspotsActive(active, number(all, language));
}

function row(choices: Choices, hotspot: Hotspot, rank: number, show: Show): HTMLElement {
  const { language } = choices.view;
  const ofAll = choices.category?.code === "";
  const category = choices.content.categories.find(({ code }) => code === hotspot.category);
  const where = hotspot.chain.slice(-2).join(heatmapWords[language].chainSeparator);
  const [first, second] = ofAll
    ? [category?.names[language] ?? hotspot.category, where]
    : [where, days(hotspot.first, hotspot.last, language)];
  const open = button("hotspot-row", () => show(hotspot));
  open.append(
    make("span", { class: "rank" }, String(rank)),
    make("span", { class: "what" }, first, make("span", { class: "note" }, second)),
    make("span", { class: "count" }, number(hotspot.count, language)),
  );
  return make("li", {}, open);
}
