"""Police beats: an overlay of whole villages gathered around eight stations."""

import numpy as np
import shapely

from gridmap.demo.land.borders import Borders, between
from gridmap.demo.land.division import Division
from gridmap.demo.land.growth import Network, grow
from gridmap.demo.land.layers import Labels, Layer
from gridmap.demo.land.polygons import Polygons, trace_polygons
from gridmap.demo.plane import Floats, Ints

_STATIONS = (
    ("330111001", "富春", "Fuchun"),
    ("330111002", "春江", "Chunjiang"),
    ("330111005", "东洲", "Dongzhou"),
    ("330111006", "银湖", "Yinhu"),
    ("330111100", "万市", "Wanshi"),
    ("330111110", "场口", "Changkou"),
    ("330111115", "新登", "Xindeng"),
    ("330111117", "大源", "Dayuan"),
)
_ACROSS_RIVER = 20.0


def make_police(
    borders: Borders, division: Division, villages: Layer, busy: Floats, north: Ints
) -> Layer:
    """Give each village to the station that is nearest over land, from village to village.

    Parameters
    ----------
    borders, division, villages
        The district.
    busy
        People of each village: a station stands in the busiest village of its township.
    north
        1 for each village on the north bank, else 0; the other bank is far.
    """
    stations = []
    for code, _, _ in _STATIONS:
        here = np.array([parent == code for parent in villages.labels.parents])
        stations.append(int(np.argmax(np.where(here, busy, -1.0))))
    network = _neighbours(borders, division, villages.polygons, north)
    beat = grow(network, np.array(stations), np.ones(len(stations))).owner
    labels = Labels(
        [f"PCS{number:02d}" for number in range(1, len(_STATIONS) + 1)],
        [f"{name}派出所辖区（合成数据）" for _, name, _ in _STATIONS],
        [f"{name} police beat (synthetic data)" for _, _, name in _STATIONS],
        [None] * len(_STATIONS),
    )
    return Layer("police", labels, trace_polygons(borders, beat[division.village]))


def _neighbours(borders: Borders, division: Division, polygons: Polygons, north: Ints) -> Network:
    kept = between(borders, division.village) & (borders.left >= 0) & (borders.right >= 0)
    one, other = division.village[borders.left[kept]], division.village[borders.right[kept]]
    pairs = np.unique(np.column_stack([np.minimum(one, other), np.maximum(one, other)]), axis=0)
    start, end = pairs.T
    middle = shapely.centroid(polygons)
    x, y = shapely.get_x(middle), shapely.get_y(middle)
    far = np.where(north[start] == north[end], 1.0, _ACROSS_RIVER)
    return Network(x, y, start, end, far * np.hypot(x[start] - x[end], y[start] - y[end]))
