/** Zoom and "show everything": the map's own gestures, as buttons. */

import type { Words } from "./context";
import { h, icon } from "./dom";
import type { MapView } from "./map/map-view";

const PLUS = "M8 3v10M3 8h10";
const MINUS = "M3 8h10";
const FRAME = "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10";

function button(id: string, label: string, path: string, click: () => void): HTMLElement {
  const attributes = { type: "button", class: "icon-button", id, "aria-label": label };
  return h("button", { ...attributes, title: label, click }, icon(path));
}

export function mapButtons(map: MapView, words: Words): Node[] {
  return [
    button("zoom-in", words.zoomIn, PLUS, () => map.zoomBy(1)),
    button("zoom-out", words.zoomOut, MINUS, () => map.zoomBy(-1)),
    button("whole", words.wholeArea, FRAME, () => map.showWhole()),
  ];
}
