/** What the console says. */
import { catalogue } from "./catalogue";

export const consoleWords = catalogue(
  {
    title: "民呼必应 gridmap · 诉求地图",
    skipToMap: "跳到地图",
    edition: (edition: string) => `边界版本 ${edition}`,
    syntheticHint: "这里的全部诉求都是合成的，没有真实居民。",
    language: "语言",
    toDark: "切换到深色",
    toLight: "切换到浅色",
    comma: "，",
    loading: "正在读取…",
    retry: "重试",
    close: "关闭",

    filters: "筛选",
    category: "类别",
    categoryCount: (name: string, count: string) => `${name}（${count}）`,
    period: "时段",
    period30d: "近30天",
    period90d: "近90天",
    period1y: "近一年",
    periodAll: "全部",
    map: "地图",
    boundaryLevel: "边界层级",
    levelAuto: "自动",
    layers: "显示",

    openPanel: "筛选、图例和热点",
    figures: "当前所选",
    requestsUnit: (_count: number) => "件诉求",
    leftOut: (reasons: string) => `未计入：${reasons}`,
    leftOutBecause: (reason: string, count: string) => {
      const names: Record<string, string> = {
        default: "默认坐标",
        outside: "不在辖区",
        unplaced: "无法定位",
      };
      return `${names[reason] ?? reason} ${count} 件`;
    },
    noneSelected: "所选范围内没有诉求。",
    legend: (unit: string) => `密度：${unit}`,
    legendNote: (radius: string) => `更低处不着色；平滑半径 ${radius}。`,

    whose: "这里归谁管？",
    coordinates: "点地图，或输入经度, 纬度（WGS 84）",
    ask: "查询",
    coordinatesWrong: "请输入两个数字：经度, 纬度，例如 119.9551, 30.0489。",
    mapLabel: "诉求地图。方向键移动，加减键缩放，回车查询中心点归谁管。",
    inside: "所属区域",
    onBorder: "正好在边界上",
    outside: "不在任何区域内",
    unplaced: "这个坐标无法定位",
    reason: (code: string) => {
      const reasons: Record<string, string> = {
        zero_coordinate: "0, 0 通常表示没有填写坐标。",
        whole_degrees: "经纬度都是整数度，多半不是实测坐标。",
        outside_the_earth: "经度应在 ±180 之间，纬度应在 ±90 之间。",
        outside_extent: "超出了本系统设定的范围。",
      };
      return reasons[code] ?? "";
    },
    nearest: (level: string, name: string, code: string, distance: string) =>
      `最近的${level}是${name}（${code}），相距 ${distance}。`,
    borderDistance: (distance: string) => `距边界 ${distance}`,
    askFirst: (distance: string) => `距边界只有 ${distance}：请先与相邻属地确认。`,
    askFirstPlain: "紧邻边界：请先与相邻属地确认。",
    overlays: "其他图层",
    copy: "复制",
    copied: "已复制",
    placeFound: (chain: string) => `归属：${chain}`,

    hotspotCount: (count: string) => `${count} 件`,
    hotspotRadius: (radius: string) => `半径 ${radius}`,
    hotspotRank: (rank: string) => `第 ${rank} 位热点`,
    hotspotsFound: (count: string, day: string) => `${count} 个，${day}计算`,
    hotspotsActive: (count: string, all: string, day: string) =>
      `${all} 个中 ${count} 个在所选时段内活跃，${day}计算`,
    hotspotRequests: "诉求",
    hotspotExtent: "范围",
    hotspotDays: "首末日期",
    hotspotWhere: "所在属地",
    showAll: (count: string) => `显示全部 ${count} 个`,
    showFewer: "收起",
    noHotspots: "所选范围内没有热点。",
    noRun: "还没有计算过热点。请运行：",
    zoomTo: "放大到这里",

    noBoundariesTitle: "还没有边界",
    noBoundaries: "请先载入一个边界图层并启用它：",
    noRequestsTitle: "还没有诉求",
    noRequests: "边界已经就绪。导入诉求后，这里会显示热力和热点：",
    unreachableTitle: "连不上服务",
    unreachable: "服务没有回应。请确认它正在运行（gridmap serve），网络也通。",
    refusedTitle: "服务没能回答",
    refused: (detail: string) => `服务的说明：${detail}`,
    noWebglTitle: "此浏览器画不了这张地图",
    noWebgl:
      "地图需要 WebGL 2，而这里没有开启。列表和坐标查询照常可用；也可以打开不需要它的热力图页面。",
    openHeatmap: "打开热力图页面",
    areasFailed: "有一层边界没有读到。",
    heatFailed: "热力图没有读到。",
    hotspotsFailed: "热点没有读到。",
    placementFailed: "没有查到归属。",

    selectionAnnounced: (requests: string, hotspots: string) =>
      `${requests} 件诉求，${hotspots} 个热点`,
    zoomIn: "放大",
    zoomOut: "缩小",
    wholeArea: "显示全境",
    apiDocs: "接口文档",
    shareablePage: "可分享的热力图",
  },
  {
    title: "gridmap · map of requests",
    skipToMap: "Skip to the map",
    edition: (edition: string) => `Boundaries ${edition}`,
    syntheticHint: "All requests here are made up; there are no real residents.",
    language: "Language",
    toDark: "Switch to dark",
    toLight: "Switch to light",
    comma: ", ",
    loading: "Loading…",
    retry: "Try again",
    close: "Close",

    filters: "Filters",
    category: "Category",
    categoryCount: (name: string, count: string) => `${name} (${count})`,
    period: "Period",
    period30d: "30 days",
    period90d: "90 days",
    period1y: "1 year",
    periodAll: "All",
    map: "Map",
    boundaryLevel: "Boundaries",
    levelAuto: "Auto",
    layers: "Show",

    openPanel: "Filters, legend and hotspots",
    figures: "Selected",
    requestsUnit: (count: number) => (count === 1 ? "request" : "requests"),
    leftOut: (reasons: string) => `Left out: ${reasons}`,
    leftOutBecause: (reason: string, count: string) => {
      const names: Record<string, string> = {
        default: "on a default coordinate",
        outside: "outside",
        unplaced: "unplaced",
      };
      return `${count} ${names[reason] ?? reason}`;
    },
    noneSelected: "No request in this selection.",
    legend: (unit: string) => `Density: ${unit}`,
    legendNote: (radius: string) => `Lower values stay blank; smoothed over ${radius}.`,

    whose: "Whose is this?",
    coordinates: "Click the map, or type longitude, latitude",
    ask: "Look up",
    coordinatesWrong: "Type two numbers: longitude, latitude. For example 119.9551, 30.0489.",
    mapLabel:
      "Map of requests. Arrow keys move, plus and minus zoom, Enter asks whose the centre is.",
    inside: "Belongs to",
    onBorder: "Exactly on a border",
    outside: "Outside every area",
    unplaced: "This position can't be placed",
    reason: (code: string) => {
      const reasons: Record<string, string> = {
        zero_coordinate: "0, 0 usually means that no coordinate was given.",
        whole_degrees: "Both are whole degrees: hardly a measured position.",
        outside_the_earth: "Longitudes lie within ±180, latitudes within ±90.",
        outside_extent: "It lies beyond the extent set for this installation.",
      };
      return reasons[code] ?? "";
    },
    nearest: (level: string, name: string, code: string, distance: string) =>
      `Nearest ${level.toLowerCase()}: ${name} (${code}), ${distance} away.`,
    borderDistance: (distance: string) => `${distance} to the border`,
    askFirst: (distance: string) => `Only ${distance} to the border: ask the neighbour first.`,
    askFirstPlain: "Right at a border: ask the neighbour first.",
    overlays: "Other layers",
    copy: "Copy",
    copied: "Copied",
    placeFound: (chain: string) => `Belongs to ${chain}`,

    hotspotCount: (count: string) => (count === "1" ? "1 request" : `${count} requests`),
    hotspotRadius: (radius: string) => `radius ${radius}`,
    hotspotRank: (rank: string) => `Hotspot no. ${rank}`,
    hotspotsFound: (count: string, day: string) => `${count} found, ${day}`,
    hotspotsActive: (count: string, all: string, day: string) =>
      `${count} of ${all} active in the period, found ${day}`,
    hotspotRequests: "Requests",
    hotspotExtent: "Extent",
    hotspotDays: "First and last",
    hotspotWhere: "Where",
    showAll: (count: string) => `Show all ${count}`,
    showFewer: "Show fewer",
    noHotspots: "No hotspot in this selection.",
    noRun: "Hotspots have not been looked for yet. Run:",
    zoomTo: "Zoom to it",

    noBoundariesTitle: "No boundaries yet",
    noBoundaries: "Load a boundary layer and switch it on:",
    noRequestsTitle: "No requests yet",
    noRequests: "The boundaries are ready. Import requests to see heat and hotspots:",
    unreachableTitle: "The service can't be reached",
    unreachable:
      "It did not answer. Check that it is running (gridmap serve) and the network is up.",
    refusedTitle: "The service could not answer",
    refused: (detail: string) => `It says: ${detail}`,
    noWebglTitle: "This browser can't draw the map",
    noWebgl:
      "The map needs WebGL 2, which is off here. Lists and the look-up still work; the heatmap page does without it.",
    openHeatmap: "Open the heatmap page",
    areasFailed: "A boundary layer could not be read.",
    heatFailed: "The heatmap could not be read.",
    hotspotsFailed: "The hotspots could not be read.",
    placementFailed: "The look-up failed.",

    selectionAnnounced: (requests: string, hotspots: string) =>
      `${requests} requests, ${hotspots} hotspots`,
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    wholeArea: "Show everything",
    apiDocs: "API",
    shareablePage: "Shareable heatmap",
  },
);

export type ConsoleWords = (typeof consoleWords)["zh"];
