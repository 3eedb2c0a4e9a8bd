/** The map: boundaries, heat, hotspots and the place asked about, drawn with MapLibre. */
import {
  type GeoJSONSource,
  type ImageSource,
  Map as MapLibre,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Areas, Bounds, Heat, Hotspot, Layer } from "../contract";
import { pictureFor } from "../heat-colours";
import type { Theme } from "../theme";
import type { Camera, MapLayer, Position } from "../view-state";
import {
  areaSource,
  chosenLayer,
  type DrawnLevel,
  lineLayer,
  nameLayer,
  nameSource,
  roomFilter,
  showing,
  type ZoomRange,
} from "./boundary-layers";
import { listenToMap } from "./gestures";
import { HEAT, HEAT_LAYER, heatCorners } from "./heat-layer";
import {
  CHOSEN_HOTSPOT_LAYER,
  DOTS,
  dots,
  HOTSPOT_LAYERS,
  OUTLINES,
  outlines,
} from "./hotspot-layers";
import { namePoints } from "./name-points";
import { MAP_FONTS, PALETTES } from "./palette";
import { PIN, pin } from "./pin-layers";
import { layersOf, styleOf } from "./style";
import { zoomsFor } from "./zooms";

setWorkerUrl(workerUrl);

export interface MapEvents {
  readonly asked: (place: Position) => void;
  readonly hotspotChosen: (id: string) => void;
  readonly moved: (camera: Camera) => void;
  /** The areas of a level are about to be seen; told once a level. */
  readonly wants: (level: string) => void;
}

export interface MapSetup {
  readonly container: HTMLElement;
  readonly levels: readonly Layer[];
  readonly bounds: Bounds;
  readonly camera: Camera | null;
  readonly theme: Theme;
  readonly events: MapEvents;
}

export interface AreaOnMap {
  readonly level: string;
  readonly code: string;
}

const CLOSE_ZOOM = 14.5;
const MAX_ZOOM = 19;
const MARGIN_PX = 24;
const CARD_PX = 360;
const NARROW_PX = 640;

function drawnLevels(levels: readonly Layer[], bounds: Bounds): DrawnLevel[] {
  const zooms = levels.map((level) => zoomsFor(bounds, level.areas));
  return levels.map(({ code }, depth) => ({
    code,
    depth,
    zooms: zooms[depth] ?? { line: 0, label: 0 },
    finerLabels: zooms[depth + 1]?.label ?? null,
  }));
}

export class MapView {
  readonly #map: MapLibre;
  readonly #levels: readonly DrawnLevel[];
  readonly #bounds: [number, number, number, number];
  readonly #events: MapEvents;
  readonly #wanted = new Set<string>();
  readonly #ready: Promise<void>;
  #chosenLevel: DrawnLevel | null = null;
  #hidden: ReadonlySet<MapLayer> = new Set();
  #heatTurn = 0;
  #hasHeat = false;

  constructor({ container, levels, bounds, camera, theme, events }: MapSetup) {
    this.#levels = drawnLevels(levels, bounds);
    this.#bounds = [...bounds];
    this.#events = events;
    this.#map = new MapLibre({
      container,
      style: styleOf(this.#levels, bounds, PALETTES[theme]),
      localIdeographFontFamily: MAP_FONTS.join(", "),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: MAX_ZOOM,
      ...(camera
        ? { center: [camera.lon, camera.lat], zoom: camera.zoom }
        : { bounds: this.#bounds, fitBoundsOptions: { padding: MARGIN_PX } }),
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
    this.#ready = new Promise((resolve) => this.#map.once("style.load", () => resolve()));
    listenToMap(this.#map, events, () => this.#wantVisible());
  }

  /** Resolves when what was given so far has been drawn. */
  async settled(): Promise<void> {
    await this.#ready;
    if (!this.#map.loaded() || this.#map.isMoving()) await this.#map.once("idle");
  }

  /** Tells screen readers what the map is and which keys it knows. */
  describe(label: string): void {
    this.#map.getCanvas().setAttribute("aria-label", label);
  }

  /** Draws the boundaries of a level, or of those that fit the zoom, and what is not hidden. */
  async showLayers(level: string | null, hidden: ReadonlySet<MapLayer>): Promise<void> {
    await this.#ready;
    this.#chosenLevel = this.#levels.find(({ code }) => code === level) ?? null;
    this.#hidden = hidden;
    for (const drawn of this.#levels) {
      const { line, name } = showing(drawn, this.#chosenLevel);
      this.#setRange(lineLayer(drawn.code), hidden.has("boundaries") ? null : line);
      this.#setRange(nameLayer(drawn.code), hidden.has("boundaries") ? null : name);
      this.#map.setFilter(nameLayer(drawn.code), roomFilter(this.#chosenLevel));
    }
    for (const layer of HOTSPOT_LAYERS) this.#setVisible(layer, !hidden.has("hotspots"));
    this.#setVisible(HEAT_LAYER, this.#hasHeat && !hidden.has("heat"));
    this.#wantVisible();
  }

  async setAreas(level: string, areas: Areas): Promise<void> {
    await this.#ready;
    this.#source<GeoJSONSource>(areaSource(level)).setData(areas);
    this.#source<GeoJSONSource>(nameSource(level)).setData(namePoints(areas));
  }

  /** Lets a level be asked for again after its areas could not be had. */
  forget(level: string): void {
    this.#wanted.delete(level);
  }

  async setHeat(heat: Heat | null, theme: Theme): Promise<void> {
    this.#heatTurn += 1;
    const turn = this.#heatTurn;
    const picture = heat === null ? null : await pictureFor(theme, heat);
    await this.#ready;
    if (turn !== this.#heatTurn) return;
    if (heat && picture) {
      const coordinates = heatCorners(heat.bounds);
      this.#source<ImageSource>(HEAT).updateImage({ image: picture, coordinates });
    }
    this.#hasHeat = picture !== null;
    this.#setVisible(HEAT_LAYER, this.#hasHeat && !this.#hidden.has("heat"));
  }

  async setHotspots(hotspots: readonly Hotspot[]): Promise<void> {
    await this.#ready;
    this.#source<GeoJSONSource>(DOTS).setData(dots(hotspots));
    this.#source<GeoJSONSource>(OUTLINES).setData(outlines(hotspots));
  }

  async markHotspot(id: string | null): Promise<void> {
    await this.#ready;
    this.#map.setFilter(CHOSEN_HOTSPOT_LAYER, ["==", ["get", "id"], id ?? ""]);
  }

  /** Marks the place asked about and outlines the area it was found in. */
  async markPlace(place: Position | null, area: AreaOnMap | null): Promise<void> {
    await this.#ready;
    this.#source<GeoJSONSource>(PIN).setData(pin(place));
    for (const { code } of this.#levels) {
      const chosen = area?.level === code ? area.code : "";
      this.#map.setFilter(chosenLayer(code), ["==", ["get", "code"], chosen]);
    }
    if (area) this.#want(area.level);
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.#ready;
    for (const { id, paint } of layersOf(this.#levels, PALETTES[theme]))
      for (const [property, value] of Object.entries(paint ?? {}))
        this.#map.setPaintProperty(id, property as never, value as never);
  }

  /** Moves close enough to a place to see a hotspot's extent. */
  goTo({ lon, lat }: Position): void {
    const zoom = Math.max(this.#map.getZoom(), CLOSE_ZOOM);
    this.#map.flyTo({ center: [lon, lat], zoom, offset: this.#offset(), duration: 900 });
  }

  /** Brings a place into view when it is not. */
  reveal({ lon, lat }: Position): void {
    if (!this.#map.getBounds().contains([lon, lat]))
      this.#map.easeTo({ center: [lon, lat], offset: this.#offset(), duration: 600 });
  }

  goToCamera(camera: Camera | null): void {
    if (camera) this.#map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
    else this.showWhole();
  }

  showWhole(): void {
    this.#map.fitBounds(this.#bounds, { padding: MARGIN_PX, duration: 600 });
  }

  zoomBy(steps: number): void {
    this.#map.zoomTo(this.#map.getZoom() + steps, { duration: 250 });
  }

  /** Details lie at the right of the map, on narrow screens over its lower half: keep clear. */
  #offset(): [number, number] {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    return clientWidth < NARROW_PX ? [0, -clientHeight / 4] : [-CARD_PX / 2, 0];
  }

  #source<T>(id: string): T {
    return this.#map.getSource(id) as T;
  }

  #setVisible(layer: string, visible: boolean): void {
    this.#map.setLayoutProperty(layer, "visibility", visible ? "visible" : "none");
  }

  #setRange(layer: string, range: ZoomRange | null): void {
    this.#setVisible(layer, range !== null);
    if (range) this.#map.setLayerZoomRange(layer, range.from, range.to);
  }

  /** Asks for the levels that show at this zoom; the coarsest is the ground and always wanted. */
  #wantVisible(): void {
    const zoom = this.#map.getZoom();
    for (const drawn of this.#levels) {
      const { line } = showing(drawn, this.#chosenLevel);
      const isSeen = !this.#hidden.has("boundaries") && line !== null && line.from <= zoom;
      if (isSeen || drawn.depth === 0) this.#want(drawn.code);
    }
  }

  #want(level: string): void {
    if (this.#wanted.has(level)) return;
    this.#wanted.add(level);
    this.#events.wants(level);
  }
}
