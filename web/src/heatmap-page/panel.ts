/** What the reader can choose in the panel beside the map: language, category, boundaries. */
import { heatmapWords } from "../words/heatmap";
import { LANGUAGES, type Language } from "../words/language";
import { sharedWords } from "../words/shared";
import { button, make, radioRow } from "./dom";
import { number } from "./format";
import type { Choices } from "./view";

const OWN_NAME: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };
const OWN_TAG: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en" };

export function heading(choices: Choices): HTMLElement {
  const { content } = choices;
  const title = make("h1");
  const badge = make("span", { class: "badge" });
  const filters = make("p", { class: "filters" });
  badge.hidden = !content.synthetic;
  choices.follow(({ language }) => {
    title.textContent = content.title[language];
    badge.textContent = sharedWords[language].syntheticData;
    filters.textContent = content.filters?.[language] ?? "";
    filters.hidden = content.filters === null;
  });
  const top = make("div", { class: "head-top" }, badge, languageSwitch(choices));
  return make("header", { class: "head" }, top, title, filters);
}

function languageSwitch(choices: Choices): HTMLElement {
  const group = make("div", { class: "languages", role: "group" });
  for (const language of LANGUAGES) {
    const choice = button("language", () => choices.choose({ language }));
    choice.textContent = OWN_NAME[language];
    choice.lang = OWN_TAG[language];
    choices.follow((view) =>
      choice.setAttribute("aria-pressed", String(view.language === language)),
    );
    group.append(choice);
  }
  choices.follow(({ language }) =>
    group.setAttribute("aria-label", heatmapWords[language].language),
  );
  return group;
}

export function categorySwitch(choices: Choices): HTMLElement {
  const rows = choices.content.categories.map((category, place) => {
    const name = make("span", { class: "name" });
    const count = make("span", { class: "count" });
    const { row, input } = radioRow("category", [name, count], () =>
      choices.choose({ category: place }),
    );
    choices.follow(({ language, category: chosen }) => {
      name.textContent = category.names[language];
      count.textContent = number(category.frames[0]?.count ?? 0, language);
      input.checked = chosen === place;
    });
    return row;
  });
  return choiceGroup(choices, "category", "choices", rows);
}

export function layerSwitch(choices: Choices): HTMLElement {
  const rows = [...choices.content.layers, null].map((layer, at) => {
    const place = layer === null ? -1 : at;
    const name = make("span", { class: "name" });
    const { row, input } = radioRow("layer", [name], () => choices.choose({ layer: place }));
    choices.follow(({ language, layer: chosen }) => {
      name.textContent = layer?.names[language] ?? heatmapWords[language].noLayer;
      input.checked = chosen === place;
    });
    return row;
  });
  const group = choiceGroup(choices, "layer", "choices chips", rows);
  group.hidden = choices.content.layers.length === 0;
  return group;
}

function choiceGroup(
  choices: Choices,
  title: "category" | "layer",
  className: string,
  rows: readonly HTMLElement[],
): HTMLElement {
  const legend = make("legend");
  choices.follow(({ language }) => {
    legend.textContent = heatmapWords[language][title];
  });
  return make("fieldset", {}, legend, make("div", { class: className }, ...rows));
}
