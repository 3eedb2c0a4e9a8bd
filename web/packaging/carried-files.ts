/** Vite plugin: puts ready-made files of npm packages, and the licences, beside what was bundled. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "vite";
import { licencesText } from "./licences.ts";

export interface Folder {
  /** Where the files go; made when missing. */
  readonly to: string;
  /** Files to copy, as paths below node_modules. */
  readonly files: readonly string[];
  /** Packages whose code was bundled into the folder. */
  readonly bundled: readonly string[];
  /** Packages of which files are copied. */
  readonly copied: readonly string[];
}

const PACKAGES = join(import.meta.dirname, "..", "node_modules");

function fill(folder: Folder): void {
  mkdirSync(folder.to, { recursive: true });
  for (const file of folder.files)
    copyFileSync(join(PACKAGES, file), join(folder.to, basename(file)));
  const text = licencesText(folder.bundled, folder.copied);
  writeFileSync(join(folder.to, "THIRD-PARTY-LICENSES.txt"), text);
}

export function carriedFiles(...folders: readonly Folder[]): Plugin {
  return {
    name: "gridmap-carried-files",
    apply: "build",
    closeBundle: { order: "post", handler: () => folders.forEach(fill) },
  };
}
