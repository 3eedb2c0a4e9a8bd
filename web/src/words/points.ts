/** Words of the page of tried points. */
import { catalogue } from "./catalogue";

const DATUMS: Readonly<Record<string, string>> = {
  wgs84: "WGS 84 / CGCS2000",
  gcj02: "GCJ-02",
  bd09: "BD-09",
};

export const pointsWords = catalogue(
  {
    title: "这些点用的是哪种坐标？",
    subtitle: (file: string, edition: string) => `${file} · 边界版本 ${edition}`,
    language: "语言",
    readings: "按哪种坐标读取",
    reading: (name: string) => {
      const [crs = "", swapped] = name.split(" ");
      return (DATUMS[crs] ?? crs) + (swapped === undefined ? "" : "（经纬度对调）");
    },
    inside: (share: string) => `${share} 在界内`,
    outside: (metres: string) => `平均界外 ${metres} 米`,
    agreement: (share: string) => `${share} 归属相符`,
    best: "最吻合",
    rival: "与最吻合者分不开",
    fits: (name: string) => `${name}最吻合。`,
    unsure: (names: string) => `仅凭这些点，${names}分不开。`,
    none: "都不吻合：点多半在别处，或边界属于别处。",
    separator: "与",
    shown: (shown: string, tried: string) => `图上显示 ${shown} 个点，共试 ${tried} 个。`,
    byOutline: "依据：落在外边界以外的距离；只有靠近外边界的点说明问题。",
    byTruth: "依据：与已知归属是否相符。",
    kind: (kind: number) => ["界外", "界内", "归属不符", "归属相符"][kind] ?? "",
    nothing: "这里没有要改的：选定后请自行用 --crs 声明。",
    map: "地图",
    zoomIn: "放大",
    zoomOut: "缩小",
    whole: "显示全部",
  },
  {
    title: "Which coordinates are these?",
    subtitle: (file: string, edition: string) => `${file} · edition ${edition}`,
    language: "Language",
    readings: "Read as",
    reading: (name: string) => {
      const [crs = "", swapped] = name.split(" ");
      return (DATUMS[crs] ?? crs) + (swapped === undefined ? "" : ", axes swapped");
    },
    inside: (share: string) => `${share} inside`,
    outside: (metres: string) => `${metres} m outside on average`,
    agreement: (share: string) => `${share} agree with the known area`,
    best: "fits best",
    rival: "can't be told from the best",
    fits: (name: string) => `${name} fits best.`,
    unsure: (names: string) => `${names} can't be told apart by these points.`,
    none: "None fits: most points lie elsewhere, or the boundaries are of another place.",
    separator: " and ",
    shown: (shown: string, tried: string) => `${shown} points shown of ${tried} tried.`,
    byOutline: "Judged by how far points lie outside the outline; only those near it tell.",
    byTruth: "Judged by the known area of each point.",
    kind: (kind: number) => ["outside", "inside", "another area", "the known area"][kind] ?? "",
    nothing: "Nothing is changed by this: declare the one you mean with --crs.",
    map: "Map",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    whole: "Show all",
  },
);
