/** On paper the map keeps what it shows, at the width of a landscape page. */

/** A4 landscape within its margins at 96 pixels an inch, less the title and the notes. */
const PAPER = { width: 1028, height: 480 };

export function fitToPaper(map: L.Map): void {
  const frame = map.getContainer().parentElement;
  if (frame === null) return;
  let shown: L.LatLngBounds | null = null;
  window.addEventListener("beforeprint", () => {
    shown = map.getBounds();
    frame.style.flex = "none";
    frame.style.width = `${PAPER.width}px`;
    frame.style.height = `${PAPER.height}px`;
    refit(map, shown);
  });
  window.addEventListener("afterprint", () => {
    frame.style.flex = "";
    frame.style.width = "";
    frame.style.height = "";
    if (shown !== null) refit(map, shown);
  });
}

function refit(map: L.Map, bounds: L.LatLngBounds): void {
  map.invalidateSize({ animate: false, pan: false });
  map.fitBounds(bounds, { animate: false });
}
