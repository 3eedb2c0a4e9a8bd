/** Light or dark: as the system wants, or as the visitor chose. */

export type Theme = "light" | "dark";

const KEY = "gridmap.theme";
const DARK = matchMedia("(prefers-color-scheme: dark)");

function chosen(): Theme | null {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : null;
}

export function currentTheme(): Theme {
  return chosen() ?? (DARK.matches ? "dark" : "light");
}

function apply(): void {
  document.documentElement.dataset["theme"] = currentTheme();
}

/** Applies the theme now and whenever it changes; `changed` is called after each change. */
export function followTheme(changed: () => void): void {
  apply();
  DARK.addEventListener("change", () => {
    apply();
    changed();
  });
}

export function switchTheme(): void {
  localStorage.setItem(KEY, currentTheme() === "dark" ? "light" : "dark");
  apply();
}
