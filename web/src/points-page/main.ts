/** The script of the self-contained page of tried points: reads its data, builds the page. */
import "./style.css";
import { button, make, setIcon } from "../heatmap-page/dom";
import { LOCALE } from "../words/language";
import { pointsWords } from "../words/points";
import { type Content, contentOf, type Reading } from "./content";
import { type Chosen, panel } from "./panel";
import { TrialMap } from "./trial-map";

const PLUS = "M12 5v14M5 12h14";
const MINUS = "M5 12h14";
const WHOLE = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

function start(): void {
  const holder = document.getElementById("gridmap-content");
  const name = holder?.getAttribute("data-map") ?? "";
  const map = (window as unknown as Record<string, L.Map | undefined>)[name];
  if (holder === null || map === undefined) throw new Error("the page lacks its data or its map");
  build(map, contentOf(holder.textContent ?? ""));
}

function build(map: L.Map, content: Content): void {
  const frame = make("main", { class: "map-frame" }, map.getContainer());
  const side = make("div", { class: "panel" });
  document.body.append(make("div", { class: "page" }, side, frame));
  map.setView([0, 0], 2, { animate: false });
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(frame);
  map.invalidateSize({ animate: false, pan: false });
  const drawn = new TrialMap(map, content);
  drawn.showAll();
  const name = controls(map, drawn);
  const change = (next: Chosen): void => {
    const focused = document.activeElement?.getAttribute("name") === "reading";
    side.replaceChildren(...panel(content, next, change));
    // The panel is made anew: the keyboard stays where it was.
    if (focused) side.querySelector<HTMLInputElement>("input:checked")?.focus();
    drawn.show(next.reading);
    name(next);
    document.documentElement.lang = LOCALE[next.language];
    document.title = `${pointsWords[next.language].title} ${content.file}`;
    map.getContainer().setAttribute("aria-label", pointsWords[next.language].map);
  };
  map.getContainer().setAttribute("role", "region");
  change({ language: content.language, reading: content.readings[0] as Reading });
}

function controls(map: L.Map, drawn: TrialMap): (chosen: Chosen) => void {
  const zoomIn = button("icon-button", () => map.zoomIn(1));
  const zoomOut = button("icon-button", () => map.zoomOut(1));
  const whole = button("icon-button", () => drawn.showAll());
  const Buttons = L.Control.extend({
    onAdd: () => {
      const bar = L.DomUtil.create("div", "zoom-buttons");
      bar.append(zoomIn, zoomOut, whole);
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    },
  });
  new Buttons({ position: "bottomright" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  return ({ language }) => {
    const words = pointsWords[language];
    setIcon(zoomIn, PLUS, words.zoomIn);
    setIcon(zoomOut, MINUS, words.zoomOut);
    setIcon(whole, WHOLE, words.whole);
  };
}

document.addEventListener("DOMContentLoaded", start);
