/** The script and style of the page of findings, beside those of the heatmap page. */
import { resolve } from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "../gridmap/files/browser"),
    emptyOutDir: false,
    target: "es2020",
    lib: {
      entry: resolve(import.meta.dirname, "src/findings-page/main.ts"),
      formats: ["iife"],
      name: "gridmapFindingsPage",
      fileName: () => "findings_page.js",
      cssFileName: "findings_page",
    },
    rolldownOptions: {
      external: ["leaflet"],
      output: { globals: { leaflet: "L" } },
    },
  },
});
