/** What the reader has chosen to see, and who wants to know when it changes. */
import type { Language } from "../words/language";
import type { Content, Finding, Severity } from "./content";

export interface View {
  readonly language: Language;
  readonly hidden: ReadonlySet<Severity>;
  /** Empty for all. */
  readonly kind: string;
  readonly layer: string;
  /** Place among all findings; -1 for none. */
  readonly chosen: number;
}

type Listener = (view: View, before: View | null) => void;

export class Choices {
  readonly content: Content;
  #view: View;
  #listeners: Listener[] = [];
  #shown: readonly number[] = [];

  constructor(content: Content) {
    this.content = content;
    this.#view = {
      language: content.language,
      hidden: new Set(),
      kind: "",
      layer: "",
      chosen: -1,
    };
    this.#filter();
  }

  get view(): View {
    return this.#view;
  }

  get chosen(): Finding | undefined {
    return this.content.findings[this.#view.chosen];
  }

  /** Places of the findings that pass the filters, worst first. */
  get shown(): readonly number[] {
    return this.#shown;
  }

  /** Calls at once and after every change. */
  follow(listener: Listener): void {
    this.#listeners.push(listener);
    listener(this.#view, null);
  }

  choose(change: Partial<View>): void {
    const before = this.#view;
    this.#view = { ...before, ...change };
    this.#filter();
    if (this.#view.chosen >= 0 && !this.#shown.includes(this.#view.chosen)) {
      this.#view = { ...this.#view, chosen: -1 };
    }
    for (const listener of this.#listeners) listener(this.#view, before);
  }

  /** The next or the previous of those shown. */
  step(by: number): void {
    const at = this.#shown.indexOf(this.#view.chosen);
    const next = at < 0 ? 0 : at + by;
    const chosen = this.#shown[Math.min(Math.max(next, 0), this.#shown.length - 1)];
    if (chosen !== undefined) this.choose({ chosen });
  }

  #filter(): void {
    const { hidden, kind, layer } = this.#view;
    this.#shown = [...this.content.findings.entries()]
      .filter(
        ([, each]) =>
          !hidden.has(each.severity) &&
          (kind === "" || each.kind === kind) &&
          (layer === "" || each.layer === layer),
      )
      .map(([place]) => place);
  }
}

/** Whether another selection of findings is shown. */
export function refiltered(view: View, before: View | null): boolean {
  return (
    before === null ||
    view.hidden !== before.hidden ||
    view.kind !== before.kind ||
    view.layer !== before.layer
  );
}
