/** What was left out and why, and how the surface was made. */
import { heatmapWords } from "../words/heatmap";
import type { Language } from "../words/language";
import { make } from "./dom";
import { metres, number } from "./format";
import type { Choices } from "./view";

export function leftOut(choices: Choices): HTMLElement {
  return note(
    choices,
    (language) => heatmapWords[language].leftOut,
    (language) => leftOutLines(choices, language),
  );
}

export function about(choices: Choices): HTMLElement {
  return note(
    choices,
    (language) => heatmapWords[language].aboutThisMap,
    (language) => aboutLines(choices, language),
  );
}

function note(
  choices: Choices,
  title: (language: Language) => string,
  lines: (language: Language) => readonly string[],
): HTMLElement {
  const section = make("section", { class: "notes" });
  choices.follow(({ language }, before) => {
    if (language === before?.language) return;
    section.replaceChildren(
      make("h2", {}, title(language)),
      ...lines(language).map((line) => make("p", { class: "note" }, line)),
    );
  });
  return section;
}

function leftOutLines(choices: Choices, language: Language): readonly string[] {
  const words = heatmapWords[language];
  const known: Readonly<Record<string, (count: string) => string>> = {
    default: words.leftOutDefault,
    unplaced: words.leftOutUnplaced,
    outside: words.leftOutOutside,
  };
  const lines = Object.entries(choices.content.leftOut).map(([reason, count]) => {
    const told = number(count, language);
    return known[reason]?.(told) ?? words.leftOutOther(reason, told);
  });
  return lines.length > 0 ? lines : [words.nothingLeftOut];
}

function aboutLines(choices: Choices, language: Language): readonly string[] {
  const { bandwidth, timezone, edition, generated } = choices.content;
  const words = heatmapWords[language];
  return [
    words.method(metres(bandwidth, language)),
    words.edgeNote,
    ...(edition === null ? [] : [words.edition(edition)]),
    words.generated(generated),
    words.timesIn(timezone),
  ];
}
