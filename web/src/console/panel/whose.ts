/** "Whose is this?" by typing: the way to ask without a pointer. */
import type { Context } from "../context";
import { readCoordinates } from "../coordinates";
import { h } from "../dom";

export function whose({ view, words, format, actions }: Context): Node[] {
  const input = h("input", {
    id: "coordinates",
    type: "text",
    inputmode: "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "119.9551, 30.0489",
    value: view.at && format.place(view.at.lon, view.at.lat),
    "aria-describedby": "coordinates-wrong",
  });
  const wrong = h("p", { class: "wrong", id: "coordinates-wrong", role: "alert" });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const place = readCoordinates(input.value);
    wrong.textContent = place ? "" : words.coordinatesWrong;
    input.toggleAttribute("aria-invalid", place === null);
    if (place) actions.ask(place);
    else input.focus();
  };
  return [
    h("h2", { class: "part-title" }, words.whose),
    h(
      "form",
      { class: "field", submit, novalidate: true },
      h("label", { class: "field-title", for: "coordinates" }, words.coordinates),
      h(
        "div",
        { class: "asking" },
        input,
        h("button", { class: "button primary", type: "submit", id: "ask" }, words.ask),
      ),
      wrong,
    ),
  ];
}
