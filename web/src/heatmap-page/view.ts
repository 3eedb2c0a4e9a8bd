/** What the reader has chosen to see, and who wants to know when it changes. */
import type { Language } from "../words/language";
import type { Category, Content, Frame, Hotspot, Layer, Period } from "./content";
import type { Area } from "./outlines";

export interface View {
  /** Place in the categories. */
  readonly category: number;
  /** Place in the periods; 0 is the whole span. */
  readonly period: number;
  /** Place in the layers; -1 for none. */
  readonly layer: number;
  readonly language: Language;
  readonly playing: boolean;
}

type Listener = (view: View, before: View | null) => void;

export class Choices {
  readonly content: Content;
  #view: View;
  #listeners: Listener[] = [];

  constructor(content: Content, view: View) {
    this.content = content;
    this.#view = view;
  }

  get view(): View {
    return this.#view;
  }

  get category(): Category | undefined {
    return this.content.categories[this.#view.category];
  }

  get period(): Period | undefined {
    return this.content.periods[this.#view.period];
  }

  get frame(): Frame | undefined {
    return this.category?.frames[this.#view.period];
  }

  get layer(): Layer | undefined {
    return this.content.layers[this.#view.layer];
  }

  /** Names of the areas above one of the chosen layer, coarse to fine. */
  namesAbove(area: Area): readonly string[] {
    const names: string[] = [];
    let code = area.parent;
    for (const layer of this.content.layers.slice(0, this.#view.layer).reverse()) {
      const above = layer.areas.find((each) => each.code === code);
      if (layer.overlay || above === undefined) continue;
      names.unshift(above.name);
      code = above.parent;
    }
    return names;
  }

  /** Of the chosen category, largest first. */
  get hotspots(): readonly Hotspot[] {
    const code = this.category?.code;
    return this.content.hotspots
      .filter((hotspot) => code === "" || hotspot.category === code)
      .sort((a, b) => a.rank - b.rank || b.count - a.count);
  }

  /** Those whose first to last day meets the chosen period. */
  get activeHotspots(): readonly Hotspot[] {
    const period = this.period;
    if (period === undefined) return this.hotspots;
    return this.hotspots.filter(({ first, last }) => first <= period.last && last >= period.first);
  }

  /** Calls at once and after every change. */
  follow(listener: Listener): void {
    this.#listeners.push(listener);
    listener(this.#view, null);
  }

  choose(change: Partial<View>): void {
    const before = this.#view;
    this.#view = { ...before, ...change };
    for (const listener of this.#listeners) listener(this.#view, before);
  }
}
