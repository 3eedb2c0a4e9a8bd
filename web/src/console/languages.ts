/** Which language a visitor reads, and how the choice is kept. */
import { firstLanguage, type Language } from "../words/language";

const KEY = "gridmap.language";
const PARAMETER = "lang";

/** The language of the address, of an earlier choice, or of the browser; null when none is ours. */
export function wishedLanguage(): Language | null {
  const inAddress = new URLSearchParams(location.search).get(PARAMETER);
  return firstLanguage([inAddress, localStorage.getItem(KEY), ...navigator.languages]);
}

/** Keeps a choice; an address that names a language goes on naming the one on show. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  const address = new URL(location.href);
  if (!address.searchParams.has(PARAMETER)) return;
  address.searchParams.set(PARAMETER, language);
  history.replaceState(null, "", address);
}
