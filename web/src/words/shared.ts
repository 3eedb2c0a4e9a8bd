/** Words that every page uses: the product, units, kinds of things. */
import { catalogue } from "./catalogue";

export const sharedWords = catalogue(
  {
    product: "民呼必应",
    syntheticData: "合成数据",
    heatmap: "热力图",
    hotspots: "热点",
    boundaries: "边界",
    allCategories: "全部类别",
    densityUnit: "诉求 · 每平方公里每30天",
  },
  {
    product: "gridmap",
    syntheticData: "Synthetic data",
    heatmap: "Heatmap",
    hotspots: "Hotspots",
    boundaries: "Boundaries",
    allCategories: "All categories",
    densityUnit: "requests per km² and 30 days",
  },
);
