/** Making elements of the page; text goes in as text, never as markup. */

type Attributes = Readonly<Record<string, string>>;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function button(className: string, press: () => void): HTMLButtonElement {
  const element = make("button", { type: "button", class: className });
  element.addEventListener("click", press);
  return element;
}

/** A button that shows an icon and tells its name. */
export function setIcon(element: HTMLElement, path: string, name: string): void {
  element.setAttribute("aria-label", name);
  element.title = name;
  if (element.getAttribute("data-icon") === path) return;
  element.setAttribute("data-icon", path);
  element.replaceChildren(icon(path));
}

function icon(path: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  for (const [name, value] of [
    ["viewBox", "0 0 24 24"],
    ["aria-hidden", "true"],
    ["class", "icon"],
  ] as const) {
    drawing.setAttribute(name, value);
  }
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

/** A group of radio buttons, one choice of many; the current one is `checked`. */
export function radioRow(
  group: string,
  children: readonly (Node | string)[],
  choose: () => void,
): { readonly row: HTMLLabelElement; readonly input: HTMLInputElement } {
  const input = make("input", { type: "radio", name: group });
  input.addEventListener("change", choose);
  return { row: make("label", { class: "choice" }, input, ...children), input };
}
