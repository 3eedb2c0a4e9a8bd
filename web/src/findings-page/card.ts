/** The chosen finding over the map: what it is, what to do, and the way to the next. */
import { button, make, setIcon } from "../heatmap-page/dom";
import { findingsWords } from "../words/findings";
import type { Choices } from "./choices";
import { number, sentenceOf } from "./told";

const LEFT = "M15 5l-7 7 7 7";
const RIGHT = "M9 5l7 7-7 7";

export function card(choices: Choices): HTMLElement {
  const back = button("icon-button", () => choices.step(-1));
  const on = button("icon-button", () => choices.step(1));
  const at = make("span", { class: "note at" });
  const kind = make("h2");
  const sentence = make("p", { class: "sentence" });
  const advice = make("p", { class: "note" });
  const steps = make("div", { class: "steps" }, back, at, on);
  const box = make("div", { class: "card" }, steps, kind, sentence, advice);
  choices.follow(({ language, chosen }) => {
    const words = findingsWords[language];
    const finding = choices.chosen;
    const place = choices.shown.indexOf(chosen);
    const all = number(choices.shown.length, language);
    setIcon(back, LEFT, words.previous);
    setIcon(on, RIGHT, words.next);
    back.disabled = place <= 0;
    on.disabled = place >= choices.shown.length - 1;
    box.hidden = choices.shown.length === 0;
    box.classList.toggle("empty", finding === undefined);
    at.textContent = finding ? words.position(number(place + 1, language), all) : all;
    kind.textContent = finding ? words.kindName(finding.kind) : "";
    sentence.textContent = finding ? sentenceOf(finding, choices.content, language) : "";
    const nowhere = finding && finding.place === null ? words.nowhere : "";
    advice.textContent = finding ? [words.advice(finding.kind), nowhere].join(" ").trim() : "";
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (target instanceof HTMLSelectElement) return;
    if (key === "j" || key === "n") choices.step(1);
    if (key === "k" || key === "p") choices.step(-1);
  });
  return box;
}
