/** The script of the self-contained heatmap page: reads its data, builds the page, wires it up. */
import "./style.css";
import { heatmapWords } from "../words/heatmap";
import { LOCALE } from "../words/language";
import { Boundaries } from "./boundaries";
import { contentOf } from "./content";
import { make } from "./dom";
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
import { Sheet } from "./sheet";
import { timeline } from "./timeline";
import { Choices } from "./view";

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
  const panel = make("div", { class: "panel", role: "complementary" });
  const frame = make("div", { class: "map-frame" }, map.getContainer(), legend.element);
  frame.append(emptyNote(choices));
  stage.append(frame, timeline(choices));
  const head = heading(choices);
  document.body.append(make("div", { class: "page" }, head, panel, stage));
  // Other parts change their height with what they say; then the map changes its own.
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(frame);
  map.invalidateSize({ animate: false, pan: false });
  wholeView(map, choices.content);

  const boundaries = new Boundaries(map, choices);
  const heat = new HeatLayer(map, choices);
  const markers = new HotspotMarkers(map, choices);
  new Labels(map, choices, () => markers.numbered);
  new Readout(map, choices, { heat, boundaries, legend });
  mapControls(map, choices);
  fitToPaper(map);

  const sheet = new Sheet(choices, panel, [head, stage]);
  stage.prepend(sheet.opener);
  panel.append(
    sheet.closer,
    categorySwitch(choices),
    leftOut(choices),
    layerSwitch(choices),
    hotspotList(choices, (hotspot) => {
      sheet.close();
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
