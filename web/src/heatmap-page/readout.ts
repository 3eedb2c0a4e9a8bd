/** What lies under the pointer, or under the map's middle when the keyboard moves it. */
import { heatmapWords } from "../words/heatmap";
import type { Boundaries } from "./boundaries";
import { make } from "./dom";
import { className } from "./format";
import type { HeatLayer } from "./heat-layer";
import type { Legend } from "./legend";
import type { Choices } from "./view";

const GAP = 16;

export class Readout {
  readonly #map: L.Map;
  readonly #choices: Choices;
  readonly #layers: { heat: HeatLayer; boundaries: Boundaries; legend: Legend };
  readonly #box = make("div", { class: "readout", hidden: "" });
  readonly #above = make("span", { class: "above" });
  readonly #area = make("strong");
  readonly #value = make("span");

  constructor(
    map: L.Map,
    choices: Choices,
    layers: { heat: HeatLayer; boundaries: Boundaries; legend: Legend },
  ) {
    this.#map = map;
    this.#choices = choices;
    this.#layers = layers;
    this.#box.append(this.#above, this.#area, this.#value);
    const container = map.getContainer();
    container.append(this.#box, make("div", { class: "crosshair", "aria-hidden": "true" }));
    this.#box.setAttribute("role", "status");
    map.on("mousemove click", (event) => this.#tell((event as L.LeafletMouseEvent).latlng));
    map.on("mouseout", () => this.#hide());
    map.on("moveend", () => {
      if (container.matches(":focus-visible")) this.#tell(map.getCenter());
    });
    container.addEventListener("focus", () => {
      if (container.matches(":focus-visible")) this.#tell(map.getCenter());
    });
    container.addEventListener("blur", () => this.#hide());
    choices.follow(() => this.#hide());
  }

  #tell(place: L.LatLng): void {
    const { heat, boundaries, legend } = this.#layers;
    const area = boundaries.point(place);
    const found = heat.classAt(place);
    legend.mark(found);
    const classes = this.#choices.category?.classes ?? [];
    const heatClass = found === null ? undefined : classes[found];
    this.#box.hidden = area === undefined && heatClass === undefined;
    this.#area.textContent = area?.name ?? "";
    this.#area.hidden = area === undefined;
    const { language } = this.#choices.view;
    const above = area === undefined ? [] : this.#choices.namesAbove(area);
    this.#above.textContent = above.join(heatmapWords[language].chainSeparator);
    this.#above.hidden = above.length === 0;
    this.#value.textContent =
      heatClass === undefined
        ? heatmapWords[language].noSurfaceHere
        : className(heatClass, language);
    this.#putBeside(place);
  }

  /** Beside the place, on the side where there is room. */
  #putBeside(place: L.LatLng): void {
    const at = this.#map.latLngToContainerPoint(place);
    const size = this.#map.getSize();
    const left = at.x + GAP + this.#box.offsetWidth > size.x;
    const top = at.y + GAP + this.#box.offsetHeight > size.y;
    const x = left ? at.x - GAP - this.#box.offsetWidth : at.x + GAP;
    const y = top ? at.y - GAP - this.#box.offsetHeight : at.y + GAP;
    this.#box.style.transform = `translate(${Math.max(x, 0)}px, ${Math.max(y, 0)}px)`;
  }

  #hide(): void {
    this.#box.hidden = true;
    this.#layers.boundaries.point(undefined);
    this.#layers.legend.mark(null);
  }
}
