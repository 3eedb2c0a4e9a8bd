/** What a click, a key and a movement on the map mean. */
import type { Map as MapLibre, PointLike } from "maplibre-gl";
import { round } from "../view-state";
import { DOT_LAYER } from "./hotspot-layers";
import type { MapEvents } from "./map-view";

/** A dot is hit this far from its edge: fingers are wider than pointers. */
const REACH_PX = 6;

function hotspotAt(map: MapLibre, x: number, y: number): string | null {
  const box: [PointLike, PointLike] = [
    [x - REACH_PX, y - REACH_PX],
    [x + REACH_PX, y + REACH_PX],
  ];
  const found = map.queryRenderedFeatures(box, { layers: [DOT_LAYER] });
  const id: unknown = found[0]?.properties["id"];
  return typeof id === "string" ? id : null;
}

export function listenToMap(map: MapLibre, events: MapEvents, zoomed: () => void): void {
  const ask = ({ lng, lat }: { lng: number; lat: number }) =>
    events.asked({ lon: round(lng), lat: round(lat) });

  map.on("click", ({ point, lngLat }) => {
    const hotspot = hotspotAt(map, point.x, point.y);
    if (hotspot === null) ask(lngLat.wrap());
    else events.hotspotChosen(hotspot);
  });
  map.on("mousemove", ({ point }) => {
    const isOverHotspot = map.isStyleLoaded() && hotspotAt(map, point.x, point.y) !== null;
    map.getCanvas().style.cursor = isOverHotspot ? "pointer" : "crosshair";
  });
  map.getCanvas().addEventListener("keydown", ({ key }) => {
    if (key === "Enter") ask(map.getCenter().wrap());
  });
  map.on("zoomend", zoomed);
  map.on("moveend", () => {
    const { lng, lat } = map.getCenter().wrap();
    events.moved({ zoom: map.getZoom(), lon: lng, lat });
  });
}
