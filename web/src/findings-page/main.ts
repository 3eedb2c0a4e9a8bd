/** The script of the self-contained page of findings: reads its data, builds the page. */
import "./style.css";
import { button, make, setIcon } from "../heatmap-page/dom";
import { findingsWords } from "../words/findings";
import { LOCALE } from "../words/language";
import { card } from "./card";
import { Choices } from "./choices";
import { contentOf } from "./content";
import { filters, heading } from "./filters";
import { FindingMap } from "./finding-map";
import { findingList } from "./list";

const PLUS = "M12 5v14M5 12h14";
const MINUS = "M5 12h14";
const WHOLE = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

function start(): void {
  const holder = document.getElementById("gridmap-content");
  const name = holder?.getAttribute("data-map") ?? "";
  const map = (window as unknown as Record<string, L.Map | undefined>)[name];
  if (holder === null || map === undefined) throw new Error("the page lacks its data or its map");
  build(map, new Choices(contentOf(holder.textContent ?? "")));
}

function build(map: L.Map, choices: Choices): void {
  const frame = make("main", { class: "map-frame" }, map.getContainer());
  const panel = make("div", { class: "panel" }, filters(choices), findingList(choices));
  document.body.append(make("div", { class: "page" }, heading(choices), panel, frame));
  map.setView([0, 0], 2, { animate: false });
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(frame);
  map.invalidateSize({ animate: false, pan: false });
  const drawn = new FindingMap(map, choices);
  drawn.showAll();
  controls(map, choices, drawn);
  frame.append(card(choices));
  choices.follow(({ language }) => {
    document.documentElement.lang = LOCALE[language];
    document.title = choices.content.title[language];
    map.getContainer().setAttribute("aria-label", findingsWords[language].map);
  });
  map.getContainer().setAttribute("role", "region");
}

function controls(map: L.Map, choices: Choices, drawn: FindingMap): void {
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
  choices.follow(({ language }) => {
    const words = findingsWords[language];
    setIcon(zoomIn, PLUS, words.zoomIn);
    setIcon(zoomOut, MINUS, words.zoomOut);
    setIcon(whole, WHOLE, words.whole);
  });
}

document.addEventListener("DOMContentLoaded", start);
