/** The slim header: the product, the edition, what is synthetic, language and theme. */
import { LANGUAGES, type Language, LOCALE } from "../../words/language";
import type { Words } from "../context";
import type { Service } from "../contract";
import { h, icon } from "../dom";
import type { Theme } from "../theme";

const OWN_NAMES: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };
const SUN =
  "M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M8 .5v2M8 13.5v2M.5 8h2M13.5 8h2M2.7 2.7l1.4 1.4M11.9 11.9l1.4 1.4M13.3 2.7l-1.4 1.4M4.1 11.9l-1.4 1.4";
const MOON = "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z";

export interface HeaderState {
  readonly service: Service | null;
  readonly language: Language;
  readonly theme: Theme;
  readonly words: Words;
  readonly setLanguage: (language: Language) => void;
  readonly switchTheme: () => void;
}

function languageSwitch({ language, words, setLanguage }: HeaderState): HTMLElement {
  const buttons = LANGUAGES.map((code) =>
    h(
      "button",
      {
        type: "button",
        id: `language-${code}`,
        class: "language",
        lang: LOCALE[code],
        "aria-pressed": String(code === language),
        click: () => setLanguage(code),
      },
      OWN_NAMES[code],
    ),
  );
  return h("div", { class: "languages", role: "group", "aria-label": words.language }, ...buttons);
}

function themeButton({ theme, words, switchTheme }: HeaderState): HTMLElement {
  const label = theme === "dark" ? words.toLight : words.toDark;
  return h(
    "button",
    {
      type: "button",
      id: "theme",
      class: "icon-button",
      "aria-label": label,
      title: label,
      click: switchTheme,
    },
    icon(theme === "dark" ? SUN : MOON),
  );
}

function brand(): HTMLElement {
  const mark = h("span", { class: "mark", "aria-hidden": "true" }, h("i"), h("i"), h("i"), h("i"));
  return h(
    "h1",
    { class: "brand" },
    mark,
    h("span", { lang: LOCALE.zh }, "民呼必应"),
    h("span", { class: "brand-latin", lang: LOCALE.en }, "gridmap"),
  );
}

/** The address stays as it is: what follows its "#" says where the map stands. */
function skipToMap(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#map canvas")?.focus();
}

export function header(state: HeaderState): Node[] {
  const { service, words } = state;
  return [
    h("a", { class: "skip", id: "skip", href: "#map", click: skipToMap }, words.skipToMap),
    brand(),
    ...(service?.edition ? [h("span", { class: "edition" }, words.edition(service.edition))] : []),
    ...(service?.synthetic
      ? [
          h(
            "span",
            { class: "badge", id: "synthetic", title: words.syntheticHint },
            words.syntheticData,
          ),
        ]
      : []),
    h("span", { class: "spacer" }),
    languageSwitch(state),
    themeButton(state),
  ];
}
