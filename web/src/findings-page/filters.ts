/** What the reader can choose: language, severities, one kind, one layer. */
import { button, make } from "../heatmap-page/dom";
import { findingsWords } from "../words/findings";
import { LANGUAGES, type Language } from "../words/language";
import type { Choices } from "./choices";
import { type Finding, SEVERITIES, type Severity } from "./content";
import { number } from "./told";

const OWN_NAME: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };
const OWN_TAG: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en" };

export function heading(choices: Choices): HTMLElement {
  const { content } = choices;
  const title = make("h1");
  const edition = make("p", { class: "note" });
  choices.follow(({ language }) => {
    title.textContent = content.title[language];
    edition.textContent = findingsWords[language].edition(content.edition, content.generated);
  });
  const top = make("div", { class: "head-top" }, title, languageSwitch(choices));
  return make("header", { class: "head" }, top, edition);
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
    group.setAttribute("aria-label", findingsWords[language].language),
  );
  return group;
}

export function filters(choices: Choices): HTMLElement {
  const severities = make("div", { class: "severities", role: "group" });
  severities.append(...SEVERITIES.map((severity) => severityButton(choices, severity)));
  choices.follow(({ language }) =>
    severities.setAttribute("aria-label", findingsWords[language].severity),
  );
  const { layers } = choices.content;
  const layerName = (code: string, language: Language) =>
    layers.find((each) => each.code === code)?.names[language] ?? code;
  const selects = make(
    "div",
    { class: "selects" },
    select(choices, "kind", (code, language) => findingsWords[language].kindName(code)),
    select(choices, "layer", layerName),
  );
  return make("div", { class: "filters-box" }, severities, selects);
}

function severityButton(choices: Choices, severity: Severity): HTMLElement {
  const all = choices.content.findings.filter((each) => each.severity === severity).length;
  const toggle = button(`severity ${severity}`, () => {
    const hidden = new Set(choices.view.hidden);
    if (!hidden.delete(severity)) hidden.add(severity);
    choices.choose({ hidden });
  });
  toggle.disabled = all === 0;
  choices.follow(({ language, hidden }) => {
    toggle.setAttribute("aria-pressed", String(!hidden.has(severity) && all > 0));
    toggle.replaceChildren(
      make("span", { class: `mark ${severity}`, "aria-hidden": "true" }),
      `${findingsWords[language][severity]} ${number(all, language)}`,
    );
  });
  return toggle;
}

/** A list of what there is of kinds or layers, with how many of each. */
function select(
  choices: Choices,
  what: "kind" | "layer",
  name: (code: string, language: Language) => string,
): HTMLElement {
  const counts = countedBy(choices.content.findings, what);
  const box = make("select");
  box.addEventListener("change", () => choices.choose({ [what]: box.value }));
  choices.follow((view, before) => {
    if (view.language === before?.language) return;
    const words = findingsWords[view.language];
    const rows = [...counts].map(([code, count]) =>
      make(
        "option",
        { value: code },
        `${name(code, view.language)} (${number(count, view.language)})`,
      ),
    );
    const every = what === "kind" ? words.allKinds : words.allLayers;
    box.replaceChildren(make("option", { value: "" }, every), ...rows);
    box.value = view[what];
    box.setAttribute("aria-label", words[what]);
  });
  return box;
}

function countedBy(
  findings: readonly Finding[],
  what: "kind" | "layer",
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(finding[what], (counts.get(finding[what]) ?? 0) + 1);
  return counts;
}
