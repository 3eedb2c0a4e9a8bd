/** Zoom buttons, the way back to the whole map, and the scale bar. */
import { heatmapWords } from "../words/heatmap";
import type { Content } from "./content";
import { button, setIcon } from "./dom";
import type { Choices } from "./view";

const PLUS = "M12 5v14M5 12h14";
const MINUS = "M5 12h14";
const WHOLE = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";
const PADDING = 16;
const DEEPEST_ZOOM = 19;

export function mapControls(map: L.Map, choices: Choices): void {
  const zoomIn = button("icon-button", () => map.zoomIn(1));
  const zoomOut = button("icon-button", () => map.zoomOut(1));
  const whole = button("icon-button", () => wholeView(map, choices.content));
  const Buttons = L.Control.extend({
    onAdd: () => {
      const bar = L.DomUtil.create("div", "zoom-buttons");
      bar.append(zoomIn, zoomOut, whole);
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    },
  });
  new Buttons({ position: "topleft" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  choices.follow(({ language }) => {
    const words = heatmapWords[language];
    setIcon(zoomIn, PLUS, words.zoomIn);
    setIcon(zoomOut, MINUS, words.zoomOut);
    setIcon(whole, WHOLE, words.wholeMap);
  });
}

/** Whether the legend takes the whole width, as on a narrow screen: then it covers the map. */
function isWide(legend: HTMLElement): boolean {
  return legend.offsetWidth > 0.75 * (legend.parentElement?.offsetWidth ?? 0);
}

/** All boundaries, or all of the surface where there are none. */
export function wholeView(map: L.Map, content: Content): void {
  const all = L.latLngBounds([]);
  for (const { areas } of content.layers) {
    for (const { box } of areas) all.extend([box[0], box[1]]).extend([box[2], box[3]]);
  }
  const [west, south, east, north] = content.bounds;
  if (!all.isValid()) all.extend([south, west]).extend([north, east]);
  map.setMinZoom(0).setMaxZoom(DEEPEST_ZOOM);
  const legend = map.getContainer().parentElement?.querySelector<HTMLElement>(".legend");
  const covered = legend && isWide(legend) ? legend.offsetHeight : 0;
  map.fitBounds(all, {
    animate: false,
    paddingTopLeft: [PADDING, PADDING],
    paddingBottomRight: [PADDING, PADDING + covered],
  });
  map.setMinZoom(map.getZoom() - 1);
  map.setMaxBounds(all.pad(0.5));
}
