/** Where details appear over the map, and where the keyboard goes when they open and close. */
import type { Context } from "../context";
import type { Hotspot, Placement } from "../contract";
import { h, show } from "../dom";
import type { Load } from "../loader";
import { failure } from "../panel/failure";
import { CARD_TITLE, card } from "./card";
import { hotspotCard } from "./hotspot-card";
import { placementCard, placementSpoken } from "./placement-card";

export class CardPlace {
  readonly #place: HTMLElement;
  readonly #live: HTMLElement;
  #returnTo: string | null = null;
  #takesFocus = false;

  constructor(place: HTMLElement, live: HTMLElement) {
    this.#place = place;
    this.#live = live;
  }

  /** Something in the panel asked for details: the keyboard goes there once they stand. */
  opens(): void {
    const asking = document.activeElement;
    this.#takesFocus = asking?.closest(".panel") !== null && asking !== null;
    this.#returnTo = asking?.id || null;
  }

  /** The keyboard goes back to what opened the card, or to the map. */
  closed(): void {
    const opener = this.#returnTo === null ? null : document.getElementById(this.#returnTo);
    const target = opener ?? document.querySelector<HTMLElement>(".map canvas");
    target?.focus({ preventScroll: true });
  }

  drawHotspot(hotspot: Hotspot, position: number, context: Context): void {
    show(this.#place, hotspotCard(hotspot, position, context));
    this.#focus();
  }

  drawPlacement(load: Load<Placement>, context: Context): void {
    const { words, actions } = context;
    if (load.kind === "ready") {
      show(this.#place, placementCard(load.value, context));
      this.#live.textContent = placementSpoken(load.value, context);
      this.#focus();
    } else if (load.kind === "none") {
      show(this.#place);
    } else {
      const content =
        load.kind === "failed"
          ? failure(words.placementFailed, load.error, context)
          : h("p", { class: "note" }, words.loading);
      show(this.#place, card("", words.whose, words, actions.closeCard, content));
    }
  }

  #focus(): void {
    if (this.#takesFocus) document.getElementById(CARD_TITLE)?.focus();
    this.#takesFocus = false;
  }
}
