/** On a narrow screen the panel is a sheet over the page, which rests while the sheet is open. */
import { heatmapWords } from "../words/heatmap";
import { button, make, setIcon } from "./dom";
import { number } from "./format";
import type { Choices } from "./view";

const CLOSE = "M6 6l12 12M18 6 6 18";

export class Sheet {
  /** Says what is shown, and opens the sheet. */
  readonly opener = button("sheet-button", () => this.#open());
  readonly closer = button("icon-button close", () => this.close());
  readonly #panel: HTMLElement;
  readonly #beneath: readonly HTMLElement[];

  constructor(choices: Choices, panel: HTMLElement, beneath: readonly HTMLElement[]) {
    this.#panel = panel;
    this.#beneath = beneath;
    const name = make("span", { class: "name" });
    const count = make("span", { class: "count" });
    this.opener.append(name, count);
    this.opener.setAttribute("aria-haspopup", "dialog");
    choices.follow(({ language }) => {
      name.textContent = choices.category?.names[language] ?? "";
      count.textContent = number(choices.category?.frames[0]?.count ?? 0, language);
      setIcon(this.closer, CLOSE, heatmapWords[language].closeSettings);
    });
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.close();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!(target instanceof Node && panel.contains(target))) this.close();
    });
  }

  get #isOpen(): boolean {
    return this.#panel.classList.contains("open");
  }

  #open(): void {
    this.#panel.classList.add("open");
    this.#panel.setAttribute("role", "dialog");
    this.#panel.setAttribute("aria-modal", "true");
    for (const part of this.#beneath) part.inert = true;
    this.closer.focus();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#panel.classList.remove("open");
    this.#panel.setAttribute("role", "complementary");
    this.#panel.removeAttribute("aria-modal");
    for (const part of this.#beneath) part.inert = false;
    this.opener.focus();
  }
}
