/** Draws every part of the page from the state it is given; knows places, not where data is from. */
import { LOCALE } from "../words/language";
import { CardPlace } from "./card/card-place";
import type { Context, Words } from "./context";
import type { Heat, Hotspot, Hotspots, Placement } from "./contract";
import { h, show } from "./dom";
import type { Load } from "./loader";
import type { MapView } from "./map/map-view";
import { mapButtons } from "./map-buttons";
import { hasWebgl, noBoundaries, noRequests, noService, noWebgl } from "./notices";
import { buildPage, type Page } from "./page";
import { figures } from "./panel/figures";
import { filters } from "./panel/filters";
import { footer } from "./panel/footer";
import { panelHandle } from "./panel/handle";
import { type HeaderState, header } from "./panel/header";
import { HotspotList } from "./panel/hotspot-list";
import { whose } from "./panel/whose";

export class Screen {
  readonly #page: Page = buildPage();
  readonly #list = new HotspotList();
  readonly card = new CardPlace(this.#page.card, this.#page.live);
  #isPanelOpen = false;

  get mapPlace(): HTMLElement {
    return this.#page.map;
  }

  /** Says to programs that look at the page whether it still loads. */
  setBusy(isBusy: boolean): void {
    this.#page.stage.setAttribute("aria-busy", String(isBusy));
  }

  say(text: string): void {
    this.#page.live.textContent = text;
  }

  drawHeader(state: HeaderState): void {
    document.documentElement.lang = LOCALE[state.language];
    document.title = state.words.title;
    show(this.#page.header, ...header(state));
  }

  /** The parts that change with the language and the view, not with what is loaded. */
  drawPanel(context: Context): void {
    if (context.service.levels.length > 0) {
      show(this.#page.filters, ...filters(context));
      this.drawWhose(context);
    }
    this.drawFooter(context);
  }

  drawWhose(context: Context): void {
    show(this.#page.whose, ...whose(context));
  }

  drawFooter(context: Context): void {
    show(this.#page.footer, ...footer(context));
  }

  drawFigures(load: Load<Heat>, heat: Heat | null, context: Context): void {
    this.#page.figures.setAttribute("aria-busy", String(load.kind === "loading"));
    show(this.#page.figures, ...figures(load, heat, context));
    const toggle = () => {
      this.setPanelOpen(!this.#isPanelOpen);
      this.drawFigures(load, heat, context);
    };
    show(this.#page.panelHandle, panelHandle(heat, context, this.#isPanelOpen, toggle));
  }

  drawHotspots(load: Load<Hotspots>, hotspots: Hotspots | null, context: Context): void {
    this.#page.hotspots.setAttribute("aria-busy", String(load.kind === "loading"));
    const redraw = () => this.drawHotspots(load, hotspots, context);
    show(this.#page.hotspots, ...this.#list.draw(load, hotspots, context, redraw));
    const chosen = this.#page.hotspots.querySelector("[aria-current]");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  drawCard(load: Load<Placement>, hotspots: readonly Hotspot[], context: Context): void {
    const { hotspot } = context.view;
    const position = hotspots.findIndex(({ id }) => id === hotspot);
    const chosen = hotspots[position];
    if (chosen) this.card.drawHotspot(chosen, position + 1, context);
    else this.card.drawPlacement(load, context);
  }

  /** On a phone the panel is a sheet over the map; elsewhere it stands beside it. */
  setPanelOpen(isOpen: boolean): void {
    this.#isPanelOpen = isOpen;
    document.body.toggleAttribute("data-panel-open", isOpen);
    document.getElementById("panel-handle")?.setAttribute("aria-expanded", String(isOpen));
  }

  drawMapButtons(map: MapView, words: Words): void {
    map.describe(words.mapLabel);
    show(this.#page.mapButtons, ...mapButtons(map, words));
  }

  /** What the map can't show, said in its place. */
  drawNotice({ service, words }: Context): void {
    const { levels, bounds, requests } = service;
    const hasBoundaries = levels.length > 0 && bounds !== null;
    document.body.toggleAttribute("data-without-boundaries", !hasBoundaries);
    if (!hasBoundaries) show(this.#page.notice, noBoundaries(words));
    else if (!hasWebgl()) show(this.#page.notice, noWebgl(words));
    else if (requests.total === 0) show(this.#page.notice, noRequests(words));
    else show(this.#page.notice);
  }

  drawNoService(error: unknown, words: Words, retry: () => void): void {
    show(this.#page.notice, noService(error, words, retry));
  }

  drawAreasFailed(words: Words, retry: () => void): void {
    const click = () => {
      show(this.#page.banner);
      retry();
    };
    const button = h("button", { class: "button", type: "button", click }, words.retry);
    show(this.#page.banner, h("div", { role: "alert" }, h("p", {}, words.areasFailed), button));
  }
}
