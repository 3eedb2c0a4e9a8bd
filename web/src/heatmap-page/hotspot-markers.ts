/** Hotspots on the map: outlines, numbered marks, and what each is. */
import { heatmapWords } from "../words/heatmap";
import type { Language } from "../words/language";
import type { Hotspot } from "./content";
import { make } from "./dom";
import { days, metres, number } from "./format";
import type { Choices } from "./view";

const PANE = "hotspots";
/** Marks nearer to a higher-ranked one than this many pixels shrink to a dot. */
const NEAREST = 26;
/** So many have a number when the whole map is in view, twice as many a zoom further in. */
const NUMBERED = 12;
const MARK = 24;
/** The view of one hotspot: so many radii, and so many metres at least. */
const ROOM = 12;
const LEAST_ROOM_M = 3000;

interface Mark {
  readonly hotspot: Hotspot;
  readonly place: L.LatLng;
  readonly marker: L.Marker;
  readonly face: HTMLElement;
}

export class HotspotMarkers {
  readonly #map: L.Map;
  readonly #choices: Choices;
  readonly #outlines = L.layerGroup();
  readonly #markers = L.layerGroup();
  readonly #popup: L.Popup;
  #marks: readonly Mark[] = [];
  #numbered: L.LatLng[] = [];
  #open: Hotspot | null = null;

  constructor(map: L.Map, choices: Choices) {
    this.#map = map;
    this.#choices = choices;
    this.#popup = L.popup({ className: "hotspot-popup", maxWidth: 280, minWidth: 200 });
    map.createPane(PANE);
    this.#outlines.addTo(map);
    this.#markers.addTo(map);
    map.on("zoomend", () => this.#thinOut());
    map.on("popupclose", () => this.#closed());
    choices.follow((view, before) => {
      if (before === null || view.category !== before.category || view.period !== before.period) {
        this.#draw();
      } else if (view.language !== before.language) {
        this.#name();
      }
    });
  }

  #draw(): void {
    this.#outlines.clearLayers();
    this.#markers.clearLayers();
    const renderer = L.svg({ pane: PANE, padding: 0.5 });
    const active = new Set(this.#choices.activeHotspots);
    if (this.#open !== null && !active.has(this.#open)) this.#popup.close();
    const marks: Mark[] = [];
    this.#choices.hotspots.forEach((hotspot, place) => {
      if (!active.has(hotspot)) return;
      outlineOf(hotspot, renderer)
        .on("click", () => this.show(hotspot))
        .addTo(this.#outlines);
      marks.push(this.#mark(hotspot, place + 1));
    });
    this.#marks = marks;
    this.#name();
    this.#thinOut();
  }

  #mark(hotspot: Hotspot, rank: number): Mark {
    const face = make("span", { class: "hotspot-face" }, String(rank));
    const place = L.latLng(hotspot.lat, hotspot.lon);
    const icon = L.divIcon({ className: "hotspot-mark", html: face, iconSize: [MARK, MARK] });
    const marker = L.marker(place, { icon, riseOnHover: true, zIndexOffset: -10 * rank });
    marker.on("click", () => this.show(hotspot)).addTo(this.#markers);
    return { hotspot, place, marker, face };
  }

  /** Screen readers and the pointer get each mark's name in the chosen language. */
  #name(): void {
    const { language } = this.#choices.view;
    for (const { hotspot, marker, face } of this.#marks) {
      const name = `${heatmapWords[language].hotspotRank(face.textContent ?? "")}: ${this.#category(
        hotspot,
        language,
      )}, ${heatmapWords[language].requests(number(hotspot.count, language))}`;
      const element = marker.getElement();
      element?.setAttribute("aria-label", name);
      element?.setAttribute("title", name);
    }
    if (this.#open !== null) this.#popup.setContent(this.#describe(this.#open));
  }

  #thinOut(): void {
    const closer = this.#map.getZoom() - this.#map.getMinZoom() - 1;
    const most = NUMBERED * 2 ** Math.max(closer, 0);
    const kept: L.Point[] = [];
    this.#numbered = [];
    for (const { place, face } of this.#marks) {
      const at = this.#map.latLngToLayerPoint(place);
      const small = kept.length >= most || kept.some((other) => other.distanceTo(at) < NEAREST);
      face.classList.toggle("small", small);
      if (small) continue;
      kept.push(at);
      this.#numbered.push(place);
    }
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
      make("h3", {}, this.#category(hotspot, language)),
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

/** The outline around its requests, or a circle of its radius where there is none. */
function outlineOf(hotspot: Hotspot, renderer: L.Renderer): L.Path {
  const style = { pane: PANE, renderer, className: "hotspot-outline" };
  if (hotspot.rings.length === 0) {
    return L.circle([hotspot.lat, hotspot.lon], { ...style, radius: hotspot.radius });
  }
  return L.polygon([...hotspot.rings] as L.LatLngTuple[][], style);
}
