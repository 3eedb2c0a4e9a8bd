/** The languages of the interface, and which of them a visitor gets. */

export type Language = "zh" | "en";

/** Names of things that come from the service in both languages. */
export type Names = Readonly<Record<Language, string>>;

export const LANGUAGES: readonly Language[] = ["zh", "en"];

/** The tag that Intl and the `lang` attribute want. */
export const LOCALE: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };

export function isLanguage(value: unknown): value is Language {
  return value === "zh" || value === "en";
}

/** The first of the wishes that is a language of ours: "zh-Hans-CN" asks for "zh". */
export function firstLanguage(wishes: readonly (string | null | undefined)[]): Language | null {
  for (const wish of wishes) {
    const primary = wish?.split("-")[0]?.toLowerCase();
    if (isLanguage(primary)) return primary;
  }
  return null;
}
