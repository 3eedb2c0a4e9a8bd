/** The script and style of the folium page: one plain script, Leaflet left outside as `L`. */
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { carriedFiles } from "./packaging/carried-files.ts";

const BROWSER = resolve(import.meta.dirname, "../gridmap/files/browser");

export default defineConfig({
  publicDir: false,
  build: {
    outDir: BROWSER,
    emptyOutDir: true,
    target: "es2020",
    lib: {
      entry: resolve(import.meta.dirname, "src/heatmap-page/main.ts"),
      formats: ["iife"],
      name: "gridmapHeatmapPage",
      fileName: () => "heatmap_page.js",
      cssFileName: "heatmap_page",
    },
    rolldownOptions: {
      external: ["leaflet"],
      output: { globals: { leaflet: "L" } },
    },
  },
  plugins: [
    carriedFiles({
      to: BROWSER,
      files: ["leaflet/dist/leaflet.js", "leaflet/dist/leaflet.css"],
      bundled: [],
      copied: ["leaflet"],
    }),
  ],
});
