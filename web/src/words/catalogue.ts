/** How a part of the catalogue is written: every entry in Chinese and English, or it won't compile. */
import type { Language } from "./language";

// biome-ignore lint/suspicious/noExplicitAny: the parameters of an entry are its own affair.
type Entry = string | ((...values: any[]) => string);
type Entries = Readonly<Record<string, Entry>>;
type SameKeys<T extends Entries> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };

/** One part of the catalogue in both languages; numbers and dates come in already formatted. */
export function catalogue<T extends Entries>(
  zh: T,
  en: SameKeys<T>,
): Readonly<Record<Language, SameKeys<T>>> {
  return { zh: zh as SameKeys<T>, en };
}
