/** Gathers the licences of the packages whose code goes to the browser, for the file beside it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGES = join(import.meta.dirname, "..", "node_modules");
const LICENCE_FILE = /^(licen[cs]e|notice|copying)/i;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(PACKAGES, name, "package.json"), "utf8")) as Manifest;
}

/** Packages that a bundle is made of: the named ones and what they depend on, types left out. */
function withDependencies(names: readonly string[]): Manifest[] {
  const found = new Map<string, Manifest>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name) || name.startsWith("@types/")) continue;
    const manifest = manifestOf(name);
    found.set(name, manifest);
    open.push(...Object.keys(manifest.dependencies ?? {}));
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function authorOf({ author }: Manifest): string {
  return typeof author === "string" ? author : (author?.name ?? "its authors");
}

function textOf(manifest: Manifest, alongside: readonly string[]): string {
  const folder = join(PACKAGES, manifest.name);
  const files = readdirSync(folder).filter(
    (file) => (LICENCE_FILE.test(file) && !file.endsWith(".js")) || alongside.includes(file),
  );
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return texts.length > 0 ? texts.join("\n\n") : `Copyright ${authorOf(manifest)}.`;
}

/**
 * The text of THIRD-PARTY-LICENSES.txt for a folder of browser files.
 *
 * `copied` names packages of which single files are copied as they are: their own dependencies
 * are inside those files, listed by the `<file>.LICENSE.txt` beside them.
 */
export function licencesText(bundled: readonly string[], copied: readonly string[] = []): string {
  const manifests = [...withDependencies(bundled), ...copied.map(manifestOf)];
  const parts = manifests.map((manifest) => {
    const heading = `${manifest.name} ${manifest.version} (${manifest.license ?? "see below"})`;
    const alongside = copied.includes(manifest.name) ? besideBundle(manifest.name) : [];
    return `${heading}\n${"-".repeat(heading.length)}\n\n${textOf(manifest, alongside)}\n`;
  });
  return `Software of others in this folder, and its licences.\n\n${parts.join("\n\n")}`;
}

function besideBundle(name: string): string[] {
  const file = `${name.replace(/-dist$/, "")}-bundle.js.LICENSE.txt`;
  return existsSync(join(PACKAGES, name, file)) ? [file] : [];
}
