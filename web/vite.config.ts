/** The console page, and the files of the API documentation page. */
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { carriedFiles } from "./packaging/carried-files.ts";

const STATIC = resolve(import.meta.dirname, "../api/static");
const SERVICE = "http://127.0.0.1:8000";

export default defineConfig(({ command }) => ({
  // The page is served at "/", what it loads at "/static/console/".
  base: command === "build" ? "/static/console/" : "/",
  build: {
    outDir: `${STATIC}/console`,
    emptyOutDir: true,
    // Nothing inlined as data: addresses, so that a strict content policy holds.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // MapLibre's worker ends in .mjs, which not every server takes for a script.
        assetFileNames: ({ names }) =>
          names[0]?.endsWith(".mjs") ? "assets/[name]-[hash].js" : "assets/[name]-[hash][extname]",
      },
    },
    // MapLibre alone is over the default limit.
    chunkSizeWarningLimit: 1500,
  },
  plugins: [
    carriedFiles(
      {
        to: `${STATIC}/console`,
        files: [],
        bundled: ["maplibre-gl", "polylabel"],
        copied: [],
      },
      {
        to: `${STATIC}/docs`,
        files: [
          "swagger-ui-dist/swagger-ui-bundle.js",
          "swagger-ui-dist/swagger-ui.css",
          "swagger-ui-dist/favicon-32x32.png",
        ],
        bundled: [],
        copied: ["swagger-ui-dist"],
      },
    ),
  ],
  server: { proxy: { "/v1": SERVICE, "/maps": SERVICE, "/docs": SERVICE } },
}));
