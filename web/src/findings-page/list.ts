/** The findings beside the map, worst first. */
import { button, make } from "../heatmap-page/dom";
import { findingsWords } from "../words/findings";
import { type Choices, refiltered } from "./choices";
import type { Finding } from "./content";
import { namesOf, number, sentenceOf, sizeOf } from "./told";

/** Rows before the reader asks for more; a page of thousands would be slow. */
const AT_A_TIME = 100;

export function findingList(choices: Choices): HTMLElement {
  const count = make("p", { class: "note count-note", role: "status" });
  const rows = make("ol", { class: "rows" });
  const more = button("more", () => {
    limit += AT_A_TIME;
    draw();
  });
  const left = make("p", { class: "note left" });
  const box = make("section", { class: "list" }, count, rows, more, left);
  let limit = AT_A_TIME;

  const draw = () => {
    const { language } = choices.view;
    const words = findingsWords[language];
    const all = choices.content.findings.length;
    const shown = choices.shown.slice(0, limit);
    rows.replaceChildren(...shown.map((place) => row(choices, place)));
    count.textContent =
      all === 0
        ? words.none
        : choices.shown.length === 0
          ? words.noneChosen
          : words.shown(number(choices.shown.length, language), number(all, language));
    const rest = choices.shown.length - shown.length;
    more.hidden = rest <= 0;
    more.textContent = words.more(number(Math.min(rest, AT_A_TIME), language));
    left.hidden = choices.content.left === 0;
    left.textContent = words.left(number(choices.content.left, language));
    box.setAttribute("aria-label", words.list);
  };
  const mark = () => {
    const chosen = choices.shown.indexOf(choices.view.chosen);
    if (chosen >= limit) {
      limit = chosen + AT_A_TIME;
      draw();
    }
    for (const open of rows.querySelectorAll<HTMLElement>("button")) {
      const current = open.dataset["place"] === String(choices.view.chosen);
      open.setAttribute("aria-current", String(current));
      if (current) open.scrollIntoView({ block: "nearest" });
    }
  };
  choices.follow((view, before) => {
    if (refiltered(view, before)) {
      limit = AT_A_TIME;
      box.scrollTop = 0;
    }
    if (refiltered(view, before) || view.language !== before?.language) draw();
    mark();
  });
  return box;
}

function row(choices: Choices, place: number): HTMLElement {
  const finding = choices.content.findings[place] as Finding;
  const { language } = choices.view;
  const layer = choices.content.layers.find(({ code }) => code === finding.layer);
  const open = button("row", () => choices.choose({ chosen: place }));
  open.dataset["place"] = String(place);
  open.append(
    make("span", { class: `mark ${finding.severity}`, "aria-hidden": "true" }),
    make(
      "span",
      { class: "what" },
      make("span", { class: "kind" }, findingsWords[language].kindName(finding.kind)),
      make("span", { class: "note" }, layer?.names[language] ?? finding.layer),
    ),
    make("span", { class: "size" }, sizeOf(finding, language)),
    make("span", { class: "sentence" }, sentenceOf(finding, choices.content, language)),
  );
  const names = language === "en" ? namesOf(finding, choices.content, language) : "";
  if (names !== "") open.append(make("span", { class: "note names" }, names));
  return make("li", {}, open);
}
