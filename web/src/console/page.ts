/** The places of the page, top to bottom; the parts of the page are drawn into them. */
import { h } from "./dom";

export interface Page {
  readonly header: HTMLElement;
  readonly panel: HTMLElement;
  /** On a phone: the line that opens and closes the panel. */
  readonly panelHandle: HTMLElement;
  readonly filters: HTMLElement;
  readonly figures: HTMLElement;
  readonly whose: HTMLElement;
  readonly hotspots: HTMLElement;
  readonly footer: HTMLElement;
  readonly stage: HTMLElement;
  readonly map: HTMLElement;
  readonly mapButtons: HTMLElement;
  readonly banner: HTMLElement;
  readonly notice: HTMLElement;
  readonly card: HTMLElement;
  /** Said aloud by screen readers when its text changes. */
  readonly live: HTMLElement;
}

export function buildPage(): Page {
  const place = (name: string) => h("div", { class: name });
  const page: Page = {
    header: h("header", { class: "header" }),
    panelHandle: place("panel-handle"),
    filters: h("section", { class: "part", id: "filters" }),
    figures: h("section", { class: "part", id: "figures" }),
    whose: h("section", { class: "part", id: "whose" }),
    hotspots: h("section", { class: "part", id: "hotspots" }),
    footer: h("footer", { class: "footer" }),
    panel: h("div", { class: "panel-body", id: "panel" }),
    map: h("div", { class: "map", id: "map" }),
    mapButtons: place("map-buttons"),
    banner: place("banner"),
    notice: place("notice-place"),
    card: place("card-place"),
    live: h("div", { class: "visually-hidden", "aria-live": "polite", id: "live" }),
    stage: h("main", { class: "stage" }),
  };
  page.panel.append(page.filters, page.figures, page.whose, page.hotspots, page.footer);
  const crosshair = h("div", { class: "crosshair", "aria-hidden": "true" });
  page.stage.append(page.map, crosshair, page.mapButtons, page.banner, page.notice, page.card);
  const panel = h("aside", { class: "panel" }, page.panelHandle, page.panel);
  document.body.append(page.header, h("div", { class: "body" }, panel, page.stage), page.live);
  return page;
}
