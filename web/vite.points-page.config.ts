/** The script and style of the page of tried points, beside those of the heatmap page. */
import { resolve } from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "../gridmap/files/browser"),
    emptyOutDir: false,
    target: "es2020",
    lib: {
      entry: resolve(import.meta.dirname, "src/points-page/main.ts"),
      formats: ["iife"],
      name: "gridmapPointsPage",
      fileName: () => "points_page.js",
      cssFileName: "points_page",
    },
    rolldownOptions: {
      external: ["leaflet"],
      output: { globals: { leaflet: "L" } },
    },
  },
});
