/** What every part of the page is drawn from: the service, the view, the words, what can be done. */
import { consoleWords } from "../words/console";
import type { Language } from "../words/language";
import { sharedWords } from "../words/shared";
import type { Service } from "./contract";
import { type Format, formatFor } from "./format";
import type { Theme } from "./theme";
import type { MapLayer, Position, ViewState } from "./view-state";

export type Words = (typeof consoleWords)["zh"] & (typeof sharedWords)["zh"];

export interface Actions {
  /** Changes the view as one step that the back button undoes. */
  readonly change: (patch: Partial<ViewState>) => void;
  readonly showLayer: (layer: MapLayer, shown: boolean) => void;
  readonly ask: (place: Position) => void;
  readonly chooseHotspot: (id: string) => void;
  readonly closeCard: () => void;
  readonly goTo: (place: Position) => void;
  readonly retry: () => void;
}

export interface Context {
  readonly service: Service;
  readonly view: ViewState;
  readonly language: Language;
  readonly theme: Theme;
  readonly words: Words;
  readonly format: Format;
  readonly actions: Actions;
}

export function wordsIn(language: Language): Words {
  return { ...sharedWords[language], ...consoleWords[language] };
}

export function formatOf(language: Language, service: Service): Format {
  return formatFor(language, service.timezone);
}

/** Name of a category in the language of the page; its code when the catalogue lost it. */
export function categoryName({ service, language }: Context, code: string): string {
  return service.categories.find((category) => category.code === code)?.names[language] ?? code;
}
