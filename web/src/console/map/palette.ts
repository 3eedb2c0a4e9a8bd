/** The map's colours by theme; the colours of heat come with the heat. */
import type { Theme } from "../theme";

export interface Palette {
  readonly beyond: string;
  readonly land: string;
  readonly line: string;
  readonly label: string;
  readonly halo: string;
  readonly hotspot: string;
  readonly hotspotRim: string;
  readonly onHotspot: string;
  readonly chosen: string;
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    beyond: "#e9ecef",
    land: "#fbfbfa",
    line: "#5b6b7b",
    label: "#26323e",
    halo: "rgba(255, 255, 255, 0.92)",
    hotspot: "#c2185b",
    hotspotRim: "#ffffff",
    onHotspot: "#ffffff",
    chosen: "#0f62a8",
  },
  dark: {
    beyond: "#0f1317",
    land: "#1b2128",
    line: "#93a1af",
    label: "#eef2f6",
    halo: "rgba(15, 19, 23, 0.88)",
    hotspot: "#ff6f9c",
    hotspotRim: "#2a0413",
    onHotspot: "#2a0413",
    chosen: "#7cc0ff",
  },
};

/** Chinese and Latin names are drawn from the reader's own fonts. */
export const MAP_FONTS = [
  "PingFang SC",
  "Microsoft YaHei",
  "Noto Sans CJK SC",
  "WenQuanYi Micro Hei",
  "sans-serif",
];
