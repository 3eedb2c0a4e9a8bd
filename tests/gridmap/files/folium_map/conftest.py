"""A small heatmap page: one district of four townships and sixteen villages, a year, two kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely

from gridmap.files.folium_map import HeatmapPage, MapCategory, MapLayer
from gridmap.heatmap.classes import Scale
from gridmap.heatmap.density import DensityParams
from gridmap.heatmap.frames import ALL_CATEGORIES, FrameParams, draw_frames, history_peaks
from gridmap.heatmap.image import Bounds
from gridmap.heatmap.periods import Period
from gridmap.model.hotspot import Hotspot
from gridmap.model.wording import Names
from gridmap.spatial.distance import LocalMetres

if TYPE_CHECKING:
    from numpy.typing import NDArray

ZONE = ZoneInfo("Asia/Shanghai")
PLACE = LocalMetres(119.9, 30.0)
BOUNDS = Bounds(119.8, 29.9, 120.0, 30.1)
SPAN = Period("whole", datetime(2025, 1, 1, tzinfo=ZONE), datetime(2026, 1, 1, tzinfo=ZONE))


@dataclass(frozen=True)
class Points:
    """Columns of requests, as a store has them."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    reported_us: NDArray[np.int64]
    category: NDArray[np.object_]


@pytest.fixture(scope="session")
def points() -> Points:
    """1,200 requests: cars around one place all year, noise around another until August."""
    rng = np.random.default_rng(7)
    first = int(SPAN.start.timestamp())
    days = np.concatenate((rng.uniform(0, 365, 800), rng.uniform(0, 240, 400)))
    return Points(
        lon=np.concatenate((rng.normal(119.88, 0.006, 800), rng.normal(119.93, 0.01, 400))),
        lat=np.concatenate((rng.normal(29.97, 0.006, 800), rng.normal(30.03, 0.01, 400))),
        reported_us=np.floor(first + days * 86400).astype(np.int64) * 1_000_000,
        category=np.repeat(np.array(["car", "noise"], dtype=object), [800, 400]),
    )


@pytest.fixture(scope="session")
def scales(points: Points) -> dict[str, Scale]:
    """The fixed scale of all together, cars and noise."""
    peaks = history_peaks(
        points,
        [ALL_CATEGORIES, "car", "noise"],
        span=SPAN,
        zone=ZONE,
        projection=PLACE,
        params=DensityParams(),
    )
    return {code: Scale.up_to(peak) for code, peak in peaks.items()}


@pytest.fixture(scope="session")
def sample(points: Points, scales: dict[str, Scale]) -> HeatmapPage:
    """The page as a whole."""
    frames = draw_frames(
        points,
        scales,
        span=SPAN,
        zone=ZONE,
        projection=PLACE,
        bounds=BOUNDS,
        params=FrameParams(),
    )
    names = {
        ALL_CATEGORIES: Names("全部类别", "All categories"),
        "car": Names("僵尸车", "Abandoned car"),
        "noise": Names("噪音", "Noise"),
        "light": Names("路灯", "Street light"),
    }
    categories = tuple(
        MapCategory(code, name, scales.get(code), tuple(f for f in frames if f.category == code))
        for code, name in names.items()
    )
    return HeatmapPage(
        title=Names("示范区热力图", "Heat of a district"),
        language="zh",
        zone=ZONE,
        generated_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        bounds=BOUNDS,
        bandwidth_m=400.0,
        categories=categories,
        layers=(
            squares("township", Names("镇街", "Township"), 2),
            squares("village", Names("村社", "Village"), 4),
        ),
        hotspots=(
            hotspot("car", 1, 321, 119.88, 29.97, (day(1, 3), day(12, 30))),
            hotspot("noise", 2, 45, 119.93, 30.03, (day(2, 1), day(8, 2))),
        ),
        left_out={"default": 1234, "unplaced": 5, "outside": 0},
        edition="2026-01",
        synthetic=True,
    )


def squares(code: str, names: Names, side: int) -> MapLayer:
    """A layer of equal squares between 119.82 and 119.98, 29.92 and 30.08."""
    lines = np.linspace(0, 0.16, side + 1)
    features: list[dict[str, Any]] = []
    for row in range(side):
        for column in range(side):
            number = row * side + column
            above = (row * 2 // side) * 2 + column * 2 // side
            box = shapely.box(
                119.82 + lines[column], 29.92 + lines[row],
                119.82 + lines[column + 1], 29.92 + lines[row + 1],
            )  # fmt: skip
            properties = {
                "code": f"{code}-{number}",
                "name": f"{names.zh}{number}",
                "parent_code": f"township-{above}" if side > 2 else None,
            }
            geometry = shapely.geometry.mapping(box)
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return MapLayer(code, names, {"type": "FeatureCollection", "features": features})


def day(month: int, number: int) -> datetime:
    """Midnight of a day of 2025 in the page's zone, told in UTC."""
    return datetime(2025, month, number, tzinfo=ZONE).astimezone(UTC)


def hotspot(
    category: str,
    rank: int,
    count: int,
    lon: float,
    lat: float,
    days: tuple[datetime, datetime],
) -> Hotspot:
    """A hotspot of 150 m."""
    first, last = days
    return Hotspot(
        category=category,
        rank=rank,
        count=count,
        lon=lon,
        lat=lat,
        radius_m=150.0,
        first_at=first,
        last_at=last,
        chain=(("village", "village-5", "村社5"), ("township", "township-0", "镇街0")),
        outline=shapely.Point(lon, lat).buffer(0.0015, quad_segs=4),
    )
