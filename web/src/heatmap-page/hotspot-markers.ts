/** Hotspots on the map: outlines, numbered marks, and what each is. */
import { heatmapWords } from "../words/heatmap";
import type { Language } from "../words/language";
import type { Hotspot } from "./content";
import { make } from "./dom";
import { days, metres, number } from "./format";
import type { Choices } from "./view";

const PANE = "hotspots";
const MARK = 24;
/** A number keeps so many pixels from a higher-ranked one, else it shrinks to a dot. */
const NEAREST = 26;
/** Dots nearer than this to another mark would lie on it. */
const TOUCHING = 7;
/** With the whole map in view there is a number for so many pixels of its width. */
const PIXELS_A_NUMBER = 80;
/** The view of one hotspot: so many radii, and so many metres at least. */
const ROOM = 12;
const LEAST_ROOM_M = 3000;

interface Mark {
  readonly hotspot: Hotspot;
  readonly rank: number;
  readonly place: L.LatLng;
  readonly marker: L.Marker;
  readonly outline: L.Path;
  readonly face: HTMLElement;
}

export class HotspotMarkers {
  readonly #map: L.Map;
  readonly #choices: Choices;
  readonly #outlines = L.layerGroup();
  readonly #markers = L.layerGroup();
  readonly #renderer = L.svg({ pane: PANE, padding: 0.5 });
  readonly #popup = L.popup({ className: "hotspot-popup", maxWidth: 280, minWidth: 200 });
  /** Of the chosen category, largest first. */
  #marks: readonly Mark[] = [];
  #numbered: L.LatLng[] = [];
  #open: Hotspot | null = null;

  constructor(map: L.Map, choices: Choices) {
    this.#map = map;
    this.#choices = choices;
    map.createPane(PANE);
    this.#outlines.addTo(map);
    this.#markers.addTo(map);
    map.on("zoomend resize", () => this.#arrange());
    map.on("popupclose", () => this.#closed());
    map.getContainer().addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#popup.close();
    });
    choices.follow((view, before) => {
      const sameCategory = view.category === before?.category;
      if (!sameCategory) this.#replaceMarks();
      if (!sameCategory || view.period !== before.period) this.#arrange();
      if (!sameCategory || view.language !== before.language) this.#name();
    });
  }

  #replaceMarks(): void {
    this.#markers.clearLayers();
    this.#outlines.clearLayers();
    this.#marks = this.#choices.hotspots.map((each, place) => this.#mark(each, place + 1));
  }

  #mark(hotspot: Hotspot, rank: number): Mark {
    const face = make("span", { class: "hotspot-face" }, String(rank));
    const place = L.latLng(hotspot.lat, hotspot.lon);
    const icon = L.divIcon({ className: "hotspot-mark", html: face, iconSize: [MARK, MARK] });
    const marker = L.marker(place, { icon, riseOnHover: true, zIndexOffset: -10 * rank });
    const outline = outlineOf(hotspot, this.#renderer);
    const mark = { hotspot, rank, place, marker, outline, face };
    marker.on("click", () => this.show(hotspot)).on("add", () => this.#nameOne(mark));
    marker.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key === "Enter" || originalEvent.key === " ") this.show(hotspot);
    });
    outline.on("click", () => this.show(hotspot));
    return mark;
  }

  /** Those active in the period: the largest with number and outline, the others as dots. */
  #arrange(): void {
    const active = new Set(this.#choices.activeHotspots);
    if (this.#open !== null && !active.has(this.#open)) this.#popup.close();
    const closer = Math.max(this.#map.getZoom() - this.#map.getMinZoom() - 1, 0);
    const most = (this.#map.getSize().x / PIXELS_A_NUMBER) * 2 ** closer;
    const numbers: L.Point[] = [];
    const dots: L.Point[] = [];
    this.#numbered = [];
    for (const mark of this.#marks) {
      const at = this.#map.latLngToLayerPoint(mark.place);
      const shown = active.has(mark.hotspot);
      const numbered = shown && numbers.length < most && !isNear(at, numbers, NEAREST);
      const dotted = shown && !numbered && !isNear(at, dots, TOUCHING);
      if (numbered) {
        numbers.push(at);
        this.#numbered.push(mark.place);
      }
      if (dotted) dots.push(at);
      mark.face.classList.toggle("small", !numbered);
      put(mark.marker, this.#markers, numbered || dotted);
      put(mark.outline, this.#outlines, numbered);
    }
  }

  /** Screen readers and the pointer get each mark's name in the chosen language. */
  #name(): void {
    for (const mark of this.#marks) this.#nameOne(mark);
    if (this.#open !== null) this.#popup.setContent(this.#describe(this.#open));
  }

  #nameOne({ marker, rank, hotspot }: Mark): void {
    const { language } = this.#choices.view;
    const words = heatmapWords[language];
    const count = words.requests(number(hotspot.count, language));
    const what = this.#category(hotspot, language);
    const element = marker.getElement();
    element?.setAttribute("aria-label", `${words.hotspotRank(String(rank))}: ${what}, ${count}`);
    element?.setAttribute("title", `${what}, ${count}`);
  }

  /** Where a number stands, so that no name is written over it. */
  get numbered(): readonly L.LatLng[] {
    return this.#numbered;
  }

  /** Goes to where a hotspot can be made out, and opens what is known of it. */
  goTo(hotspot: Hotspot): void {
    const place = L.latLng(hotspot.lat, hotspot.lon);
    const across = L.latLng(place).toBounds(Math.max(ROOM * hotspot.radius, LEAST_ROOM_M));
    const zoom = Math.max(this.#map.getBoundsZoom(across), this.#map.getZoom());
    this.#map.setView(place, zoom, { animate: false });
    this.show(hotspot);
  }

  /** Opens what is known of a hotspot beside it. */
  show(hotspot: Hotspot): void {
    this.#open = hotspot;
    const content = this.#describe(hotspot);
    this.#popup.setLatLng([hotspot.lat, hotspot.lon]).setContent(content).openOn(this.#map);
    this.#open = hotspot; // closing the one before forgot it
    const close = this.#popup.getElement()?.querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", heatmapWords[this.#choices.view.language].closePopup);
    content.focus();
  }

  #closed(): void {
    const mark = this.#marks.find(({ hotspot }) => hotspot === this.#open);
    this.#open = null;
    if (document.activeElement?.closest(".leaflet-popup")) mark?.marker.getElement()?.focus();
  }

  #describe(hotspot: Hotspot): HTMLElement {
    const { language } = this.#choices.view;
    const words = heatmapWords[language];
    const rank = this.#choices.hotspots.indexOf(hotspot) + 1;
    const size = words.hotspotSize(
      number(hotspot.count, language),
      metres(hotspot.radius, language),
    );
    return make(
      "div",
      { tabindex: "-1" },
      make("p", { class: "overline" }, words.hotspotRank(String(rank))),
      make("h2", {}, this.#category(hotspot, language)),
      make("p", { class: "size" }, size),
      make("p", {}, hotspot.chain.join(words.chainSeparator)),
      make("p", {}, words.hotspotDays(days(hotspot.first, hotspot.last, language))),
    );
  }

  #category(hotspot: Hotspot, language: Language): string {
    const known = this.#choices.content.categories.find(({ code }) => code === hotspot.category);
    return known?.names[language] ?? hotspot.category;
  }
}

function isNear(at: L.Point, others: readonly L.Point[], distance: number): boolean {
  return others.some((other) => other.distanceTo(at) < distance);
}

function put(layer: L.Layer, group: L.LayerGroup, there: boolean): void {
  if (there === group.hasLayer(layer)) return;
  if (there) group.addLayer(layer);
  else group.removeLayer(layer);
}

/** The outline around its requests, or a circle of its radius where there is none. */
function outlineOf(hotspot: Hotspot, renderer: L.Renderer): L.Path {
  const style = { pane: PANE, renderer, className: "hotspot-outline" };
  if (hotspot.rings.length === 0) {
    return L.circle([hotspot.lat, hotspot.lon], { ...style, radius: hotspot.radius });
  }
  return L.polygon([...hotspot.rings] as L.LatLngTuple[][], style);
}
