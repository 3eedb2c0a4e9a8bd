/** Builds elements, and redraws a part of the page without losing the keyboard's place in it. */

type Child = Node | string | null | false | undefined;
type Value = string | number | boolean | null | undefined | ((event: never) => void);
type Attributes = Readonly<Record<string, Value>>;

function setAttribute(element: Element, name: string, value: Value): void {
  if (typeof value === "function") {
    element.addEventListener(name, value as unknown as EventListener);
  } else if (value === true) {
    element.setAttribute(name, "");
  } else if (value !== false && value !== null && value !== undefined) {
    element.setAttribute(name, String(value));
  }
}

function fill(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter((child): child is Node | string => !!child || child === ""));
}

/** An HTML element; a function among the attributes listens to the event of that name. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/** A drawing of one path on a grid of 16, for buttons; hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  fill(svg, { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, []);
  const drawn = document.createElementNS(space, "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

/** Replaces what a place on the page shows; what had the focus keeps it, found again by its id. */
export function show(place: Element, ...children: readonly Child[]): void {
  const focused = place.contains(document.activeElement) ? document.activeElement?.id : "";
  place.replaceChildren(...children.filter((child): child is Node | string => !!child));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
