/** One answer that is asked for again and again: the newest question wins, the others are dropped. */

export type Load<T> =
  | { readonly kind: "none" }
  /** `previous` is the answer to the question before, to go on showing meanwhile. */
  | { readonly kind: "loading"; readonly previous: T | null }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "ready"; readonly value: T };

export class Loader<T> {
  #state: Load<T> = { kind: "none" };
  #running: AbortController | null = null;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): Load<T> {
    return this.#state;
  }

  /** The answer to show: the newest there is, unless asking failed. */
  get value(): T | null {
    if (this.#state.kind === "ready") return this.#state.value;
    return this.#state.kind === "loading" ? this.#state.previous : null;
  }

  async load(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#become({ kind: "loading", previous: this.value });
    let outcome: Load<T>;
    try {
      outcome = { kind: "ready", value: await ask(running.signal) };
    } catch (error) {
      outcome = { kind: "failed", error };
    }
    if (!running.signal.aborted) this.#become(outcome);
  }

  clear(): void {
    this.#running?.abort();
    this.#become({ kind: "none" });
  }

  #become(state: Load<T>): void {
    this.#state = state;
    this.#changed();
  }
}
