/** The script of the self-contained heatmap page: reads its data, builds the page, wires it up. */
import "./style.css";
import { heatmapWords } from "../words/heatmap";
import { LOCALE } from "../words/language";
import { Boundaries } from "./boundaries";
import { contentOf } from "./content";
import { button, make, setIcon } from "./dom";
import { number } from "./format";
import { HeatLayer } from "./heat-layer";
import { hotspotList } from "./hotspot-list";
import { HotspotMarkers } from "./hotspot-markers";
import { Labels } from "./labels";
import { Legend } from "./legend";
import { mapControls, wholeView } from "./map-controls";
import { about, leftOut } from "./notes";
import { categorySwitch, heading, layerSwitch } from "./panel";
import { fitToPaper } from "./print";
import { Readout } from "./readout";
import { timeline } from "./timeline";
import { Choices } from "./view";

const CLOSE = "M6 6l12 12M18 6 6 18";

function start(): void {
  const holder = document.getElementById("gridmap-content");
  const name = holder?.getAttribute("data-map") ?? "";
  const map = (window as unknown as Record<string, L.Map | undefined>)[name];
  if (holder === null || map === undefined) throw new Error("the page lacks its data or its map");
  const content = contentOf(holder.textContent ?? "");
  const firstLevel = content.layers.findIndex((layer) => layer.areas.length > 1);
  const choices = new Choices(content, {
    category: 0,
    period: 0,
    layer: firstLevel,
    language: content.language,
    playing: false,
  });
  build(map, choices);
}

function build(map: L.Map, choices: Choices): void {
  const legend = new Legend(choices);
  const stage = make("main", { class: "stage" });
  const panel = make("aside", { class: "panel" });
  const frame = make("div", { class: "map-frame" }, map.getContainer(), legend.element);
  frame.append(emptyNote(choices));
  stage.append(frame, timeline(choices));
  document.body.append(make("div", { class: "page" }, heading(choices), panel, stage));
  map.invalidateSize({ animate: false, pan: false });
  wholeView(map, choices.content);

  const boundaries = new Boundaries(map, choices);
  const heat = new HeatLayer(map, choices);
  const markers = new HotspotMarkers(map, choices);
  new Labels(map, choices, () => markers.numbered);
  new Readout(map, choices, { heat, boundaries, legend });
  mapControls(map, choices);
  fitToPaper(map);

  const open = sheetButton(choices, panel);
  stage.prepend(open);
  panel.append(
    closeButton(choices, panel, open),
    categorySwitch(choices),
    leftOut(choices),
    layerSwitch(choices),
    hotspotList(choices, (hotspot) => {
      close(panel);
      markers.goTo(hotspot);
    }),
    about(choices),
  );
  choices.follow(({ language }) => {
    document.documentElement.lang = LOCALE[language];
    document.title = choices.content.title[language];
    map.getContainer().setAttribute("aria-label", heatmapWords[language].map);
    panel.setAttribute("aria-label", heatmapWords[language].settings);
  });
  map.getContainer().setAttribute("role", "region");
}

/** On a narrow screen: what is shown, and the way to the panel. */
function sheetButton(choices: Choices, panel: HTMLElement): HTMLButtonElement {
  const name = make("span", { class: "name" });
  const count = make("span", { class: "count" });
  const open = button("sheet-button", () => {
    panel.classList.add("open");
    panel.querySelector<HTMLElement>(".close")?.focus();
  });
  open.append(name, count);
  open.setAttribute("aria-haspopup", "true");
  choices.follow(({ language }) => {
    name.textContent = choices.category?.names[language] ?? "";
    count.textContent = number(choices.category?.frames[0]?.count ?? 0, language);
  });
  return open;
}

function closeButton(choices: Choices, panel: HTMLElement, open: HTMLElement): HTMLElement {
  const shut = () => {
    close(panel);
    open.focus();
  };
  const element = button("icon-button close", shut);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.classList.contains("open")) shut();
  });
  choices.follow(({ language }) => setIcon(element, CLOSE, heatmapWords[language].closeSettings));
  return element;
}

function close(panel: HTMLElement): void {
  panel.classList.remove("open");
}

/** Says over the map why there is no surface, where there is none. */
function emptyNote(choices: Choices): HTMLElement {
  const note = make("p", { class: "empty", role: "status" });
  choices.follow(({ language }) => {
    const words = heatmapWords[language];
    const count = choices.frame?.count ?? 0;
    const whole = choices.view.period === 0;
    note.hidden = count > 0 && choices.frame?.image !== null;
    note.textContent = note.hidden
      ? ""
      : count > 0
        ? words.allBelow
        : whole
          ? words.noData
          : words.noneInPeriod;
  });
  return note;
}

document.addEventListener("DOMContentLoaded", start);
