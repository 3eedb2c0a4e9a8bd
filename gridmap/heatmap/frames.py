"""The frames of an animated heatmap: a surface for each category and period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from gridmap.heatmap.density import DensityParams, Surface, density
from gridmap.heatmap.image import Bounds, MercatorRaster, Resampling, surface_png
from gridmap.heatmap.metric_grid import MetricGrid
from gridmap.heatmap.periods import Period, fitting_kind, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from gridmap.heatmap.classes import Scale

Floats = NDArray[np.float64]

ALL_CATEGORIES = ""
"""The code that stands for all categories together."""

SHORTEST_FOR_PEAK_DAYS = 7.0
"""Shorter periods don't set a scale: scaled up to 30 days, a few requests would."""


class Projection(Protocol):
    """A local metric projection."""

    def forward(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Metres of WGS 84 degrees."""


class ReportedPoints(Protocol):
    """Requests as columns of equal length n, whatever holds them."""

    @property
    def lon(self) -> Floats:
        """Longitude, WGS 84 degrees, finite, shape (n,)."""

    @property
    def lat(self) -> Floats:
        """Latitude, WGS 84 degrees, finite, shape (n,)."""

    @property
    def reported_us(self) -> NDArray[np.int64]:
        """Microseconds since 1970 UTC, shape (n,)."""

    @property
    def category(self) -> NDArray[np.object_]:
        """Codes, strings, shape (n,)."""


@dataclass(frozen=True)
class FrameParams:
    """What the frames are drawn with.

    Attributes
    ----------
    density
        Bandwidth and cell of the surface.
    pixel_m
        About how wide an image's pixel is on the ground, metres, at most the bandwidth.
    """

    density: DensityParams = field(default_factory=DensityParams)
    pixel_m: float = 150.0

    def __post_init__(self) -> None:
        if not 1.0 <= self.pixel_m <= self.density.bandwidth_m:
            raise ValueError(
                f"pixel_m must be 1 to the bandwidth ({self.density.bandwidth_m} metres), "
                f"not {self.pixel_m}"
            )


@dataclass(frozen=True)
class Frame:
    """The surface of one category in one period, as an image on the page's bounds.

    Attributes
    ----------
    category
        Code, or ``ALL_CATEGORIES``.
    count
        Requests in it.
    png
        ``None`` when nothing reaches the lowest class of the category's scale.
    """

    category: str
    period: Period
    count: int
    png: bytes | None = field(repr=False)


def history_peaks(
    history: ReportedPoints,
    categories: Sequence[str],
    *,
    span: Period,
    zone: ZoneInfo,
    projection: Projection,
    params: DensityParams,
) -> dict[str, float]:
    """The highest value of each category over its whole stored history, which sets its scale.

    It is taken over calendar months of at least a week and over the whole span, in requests per
    km² and 30 days. Categories without requests are left out.

    Parameters
    ----------
    history
        All stored requests that heat is drawn of, whatever is filtered for the page.
    categories
        Codes, ``ALL_CATEGORIES`` among them where it is wanted.
    span
        Of the history.
    """
    if not len(history.lon):
        return {}
    months = [p for p in split(span, "month", zone) if p.days >= SHORTEST_FOR_PEAK_DAYS]
    x, y = projection.forward(history.lon, history.lat)
    grid = MetricGrid.covering(x.min(), y.min(), x.max(), y.max(), cell_m=params.cell_m)
    drawing = _Drawing(history.reported_us, x, y, grid, params)
    peaks = {}
    for code in categories:
        chosen = _of_category(history, code)
        surfaces = (surface for _, _, surface in drawing.surfaces(chosen, [span, *months]))
        peaks[code] = max((s.peak()[2] for s in surfaces if s is not None), default=0.0)
    return {code: peak for code, peak in peaks.items() if peak > 0}


def draw_frames(
    requests: ReportedPoints,
    scales: Mapping[str, Scale],
    *,
    span: Period,
    zone: ZoneInfo,
    projection: Projection,
    bounds: Bounds,
    params: FrameParams,
) -> tuple[Frame, ...]:
    """Frames of every category: the whole span first, then its periods in order.

    The periods are the calendar units that suit the span's length, half-open in the zone. Each
    value is divided by its frame's true length, so that a short February and a clipped month
    compare with the others. A category keeps one scale in all its frames.

    Parameters
    ----------
    requests
        What is drawn; those outside the span don't count.
    scales
        By category code, in the order wanted, ``ALL_CATEGORIES`` among them where it is wanted.
    span
        The time drawn.
    bounds
        Of the images.
    """
    raster = MercatorRaster.with_pixels_of(params.pixel_m, bounds)
    grid = grid_under(raster, projection, params.density.cell_m)
    resampling = Resampling.between(grid, raster, projection.forward)
    x, y = projection.forward(requests.lon, requests.lat)
    drawing = _Drawing(requests.reported_us, x, y, grid, params.density)
    periods = [span, *split(span, fitting_kind(span), zone)]
    return tuple(
        Frame(code, period, count, surface_png(surface, scale, resampling) if surface else None)
        for code, scale in scales.items()
        for period, count, surface in drawing.surfaces(_of_category(requests, code), periods)
    )


@dataclass(frozen=True)
class _Drawing:
    """What all frames share."""

    reported_us: NDArray[np.int64]
    x: Floats
    y: Floats
    grid: MetricGrid
    params: DensityParams

    def surfaces(
        self, chosen: NDArray[np.bool_], periods: Sequence[Period]
    ) -> Iterator[tuple[Period, int, Surface | None]]:
        """Each period with its count and surface; no surface where nothing was reported."""
        reported_us, x, y = self.reported_us[chosen], self.x[chosen], self.y[chosen]
        for period in periods:
            during = (reported_us >= _us(period.start)) & (reported_us < _us(period.end))
            count = int(during.sum())
            yield period, count, self._surface(x[during], y[during], period) if count else None

    def _surface(self, x: Floats, y: Floats, period: Period) -> Surface:
        return density(x, y, self.grid, days=period.days, bandwidth_m=self.params.bandwidth_m)


def _of_category(requests: ReportedPoints, code: str) -> NDArray[np.bool_]:
    if code == ALL_CATEGORIES:
        return np.ones(len(requests.lon), dtype=np.bool_)
    return np.asarray(requests.category == code, dtype=np.bool_)


def _us(moment: datetime) -> int:
    return round(moment.timestamp() * 1e6)


def grid_under(raster: MercatorRaster, projection: Projection, cell_m: float) -> MetricGrid:
    """A grid that holds the centres of all pixels between the centres of its cells."""
    lon, lat = raster.centres()
    x, y = projection.forward(
        np.concatenate((lon, lon, np.full(len(lat), lon[0]), np.full(len(lat), lon[-1]))),
        np.concatenate((np.full(len(lon), lat[0]), np.full(len(lon), lat[-1]), lat, lat)),
    )
    return MetricGrid.covering(x.min(), y.min(), x.max(), y.max(), cell_m=cell_m).padded(1)
