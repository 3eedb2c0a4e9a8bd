/** The legend: the classes of the category's one scale, in requests per km² and 30 days. */
import { heatmapWords } from "../words/heatmap";
import { sharedWords } from "../words/shared";
import { make } from "./dom";
import { number } from "./format";
import type { Choices } from "./view";

export class Legend {
  readonly element = make("section", { class: "legend" });
  #swatches: readonly HTMLElement[] = [];

  constructor(choices: Choices) {
    choices.follow((view, before) => {
      if (view.category === before?.category && view.language === before.language) return;
      this.#draw(choices);
    });
  }

  #draw(choices: Choices): void {
    const { language } = choices.view;
    const classes = choices.category?.classes ?? [];
    const scale = make("ol", { class: "scale" });
    this.#swatches = classes.map((heat) => {
      const swatch = make("span", { class: "swatch" });
      swatch.style.setProperty("--colour", heat.colour);
      swatch.style.setProperty("--opacity", String(heat.opacity));
      scale.append(
        make("li", {}, swatch, make("span", { class: "step" }, stepText(heat, language))),
      );
      return swatch;
    });
    this.element.replaceChildren(
      make("h2", {}, heatmapWords[language].density),
      make("p", { class: "note" }, sharedWords[language].densityUnit),
      scale,
    );
    this.element.hidden = classes.length === 0;
  }

  /** Marks the class under the pointer. */
  mark(place: number | null): void {
    this.#swatches.forEach((swatch, at) => {
      swatch.classList.toggle("marked", at === place);
    });
  }
}

/** Each class is named by where it starts; the highest, being open, by "and more". */
function stepText(heat: { from: number; to: number | null }, language: "zh" | "en"): string {
  const from = number(heat.from, language);
  return heat.to === null ? `${from}+` : from;
}
