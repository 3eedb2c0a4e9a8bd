"""Draw the heat of requests: one surface as an answer, or a page that needs nobody."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridmap.errors import InputError
from gridmap.files.folium_map import HeatmapPage, MapCategory, MapLayer, render_heatmap_page
from gridmap.heatmap.classes import Scale
from gridmap.heatmap.density import DensityParams, density
from gridmap.heatmap.frames import (
    ALL_CATEGORIES,
    FrameParams,
    draw_frames,
    grid_under,
    history_peaks,
)
from gridmap.heatmap.image import Bounds, MercatorRaster, Resampling, surface_png
from gridmap.heatmap.periods import Period, whole_days
from gridmap.journeys.find_hotspots import metres_of
from gridmap.journeys.read_areas import drawn_areas
from gridmap.model.wording import Names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from boundaries.locator import Locator
    from boundaries.model import Edition
    from gridmap.model.category import Catalogue, Category
    from gridmap.model.hotspot import Hotspot
    from gridmap.model.level import Level
    from gridmap.model.request import RequestFilter
    from gridmap.model.wording import Language
    from gridmap.store.request_columns import RequestColumns

UNIT = "requests per km² and 30 days"
_PEAK_DENSITY = DensityParams(cell_m=DensityParams().bandwidth_m / 2)
"""A peak need only find its step of the ladder: cells twice as wide are eight times as fast."""
_FINE_PIXEL_M = 75.0
"""A single image may be finer than the frames of a page, which are hundreds."""
_MARGIN = 0.02
"""Share of the edition's width and height that an image shows beyond it."""


class HeatHistory:
    """All requests that heat is drawn of: they set each category's fixed scale.

    Scales are made when they are first asked for, and kept.

    Attributes
    ----------
    span
        Of whole days; ``None`` where there are no requests.
    """

    def __init__(self, columns: RequestColumns, locator: Locator, zone: ZoneInfo) -> None:
        self.columns = columns
        self.span = whole_days(*columns.first_and_last(), zone) if len(columns) else None
        self._metres = metres_of(locator)
        self._zone = zone
        self._scales: dict[str, Scale | None] = {}

    def scale_of(self, category: str) -> Scale | None:
        """The category's scale, or that of `ALL_CATEGORIES`; ``None`` where it has no request."""
        if category not in self._scales:
            self._scales[category] = self._made(category)
        return self._scales[category]

    def _made(self, category: str) -> Scale | None:
        if self.span is None:
            return None
        peaks = history_peaks(
            self.columns,
            [category],
            span=self.span,
            zone=self._zone,
            projection=self._metres,
            params=_PEAK_DENSITY,
        )
        return Scale.up_to(peaks[category]) if category in peaks else None


def heat_answer(
    columns: RequestColumns,
    wanted: RequestFilter,
    history: HeatHistory,
    locator: Locator,
    zone: ZoneInfo,
) -> dict[str, Any]:
    """The heat of some requests as JSON values, with an image that lies on a Mercator map.

    Raises
    ------
    InputError
        When the period is empty.
    """
    params = FrameParams(pixel_m=_FINE_PIXEL_M)
    span = _span(wanted, history, zone)
    bounds = image_bounds(locator)
    scale = history.scale_of(wanted.category or ALL_CATEGORIES)
    answer: dict[str, Any] = {
        "unit": UNIT,
        "category": wanted.category,
        "from": span.start.isoformat() if span else None,
        "to": span.end.isoformat() if span else None,
        "days": span.days if span else None,
        "bandwidth_m": params.density.bandwidth_m,
        "cell_m": params.density.cell_m,
        "count": len(columns),
        "left_out": columns.left_out,
        "classes": _classes(scale),
        "bounds": [bounds.west, bounds.south, bounds.east, bounds.north],
        "image": None,
        "peak": None,
    }
    if span is None or scale is None or not len(columns):
        return answer
    metres = metres_of(locator)
    raster = MercatorRaster.with_pixels_of(params.pixel_m, bounds)
    grid = grid_under(raster, metres, params.density.cell_m)
    x, y = metres.forward(columns.lon, columns.lat)
    surface = density(x, y, grid, days=span.days, bandwidth_m=params.density.bandwidth_m)
    png = surface_png(surface, scale, Resampling.between(grid, raster, metres.forward))
    peak_x, peak_y, value = surface.peak()
    lon, lat = metres.place_of(peak_x, peak_y)
    return answer | {
        "image": None if png is None else "data:image/png;base64," + base64.b64encode(png).decode(),
        "peak": {"lon": round(lon, 6), "lat": round(lat, 6), "value": round(value, 3)},
    }


def _classes(scale: Scale | None) -> list[dict[str, Any]]:
    return [
        {"from": c.start, "to": c.end, "colour": c.colour, "opacity": c.opacity}
        for c in (scale.classes if scale else ())
    ]


def _span(wanted: RequestFilter, history: HeatHistory, zone: ZoneInfo) -> Period | None:
    """The time that values are stated over: as asked, else that of the whole history."""
    whole = history.span
    start = wanted.since or (whole.start if whole else None)
    end = wanted.until or (whole.end if whole else None)
    if start is None or end is None:
        return None
    if start >= end:
        if wanted.since is not None and wanted.until is not None:
            raise InputError("The period must end after it begins.", where="from, to")
        return None
    return Period("whole", start.astimezone(zone), end.astimezone(zone))


def image_bounds(locator: Locator) -> Bounds:
    """The box that images are drawn in: the edition's, and a little more."""
    west, south, east, north = locator.bounds
    wide, high = (east - west) * _MARGIN, (north - south) * _MARGIN
    return Bounds(
        max(west - wide, -180.0),
        max(south - high, -85.0),
        min(east + wide, 180.0),
        min(north + high, 85.0),
    )


@dataclass(frozen=True)
class PageWording:
    """What a page is called and says of itself."""

    title: Names
    language: Language
    layers: Sequence[Level]
    catalogue: Catalogue
    filters: Names | None = None
    synthetic: bool = False


def heatmap_page(
    columns: RequestColumns,
    wanted: RequestFilter,
    history: HeatHistory,
    found: Sequence[Hotspot],
    locator: Locator,
    zone: ZoneInfo,
    wording: PageWording,
    now: datetime,
) -> bytes:
    """A self-contained page of density, boundaries and hotspots that opens without a network.

    Raises
    ------
    InputError
        When the period is empty.
    NotReadyError
        When the browser's parts are not built, or nothing is loaded.
    """
    params = FrameParams()
    span = _span(wanted, history, zone)
    bounds = image_bounds(locator)
    counts = Counter(columns.category.tolist())
    shown = [ALL_CATEGORIES] if wanted.category is None else []
    shown += [c.code for c in wording.catalogue.categories if counts[c.code]]
    scales = {code: history.scale_of(code) for code in shown}
    frames = (
        draw_frames(
            columns,
            {code: scale for code, scale in scales.items() if scale is not None},
            span=span,
            zone=zone,
            projection=metres_of(locator),
            bounds=bounds,
            params=params,
        )
        if span is not None
        else ()
    )
    categories = tuple(
        MapCategory(
            code,
            _category_names(code, wording.catalogue),
            scales[code],
            tuple(frame for frame in frames if frame.category == code),
        )
        for code in shown
    )
    page = HeatmapPage(
        title=wording.title,
        language=wording.language,
        zone=zone,
        generated_at=now,
        bounds=bounds,
        bandwidth_m=params.density.bandwidth_m,
        categories=categories,
        layers=_layers(locator.edition, wording.layers),
        hotspots=tuple(found),
        left_out=columns.left_out,
        filters=wording.filters,
        edition=locator.name,
        synthetic=wording.synthetic,
    )
    return render_heatmap_page(page)


def described(wanted: RequestFilter, category: Category | None, zone: ZoneInfo) -> Names | None:
    """What was chosen, in words; ``None`` for everything."""
    names = category.names if category else None
    since = f"{wanted.since.astimezone(zone):%Y-%m-%d %H:%M}" if wanted.since else ""
    until = f"{wanted.until.astimezone(zone):%Y-%m-%d %H:%M}" if wanted.until else ""
    zh = [names.zh if names else "", f"自 {since}" if since else "", f"至 {until}" if until else ""]
    en = [names.en if names else "", f"from {since}" if since else ""]
    en.append(f"before {until}" if until else "")
    zh.append(f"区域 {wanted.area}" if wanted.area else "")
    en.append(f"area {wanted.area}" if wanted.area else "")
    zh.append("含默认坐标" if wanted.with_defaults else "")
    en.append("with default coordinates" if wanted.with_defaults else "")
    if not any(zh):
        return None
    return Names(" · ".join(filter(None, zh)), " · ".join(filter(None, en)))


def _category_names(code: str, catalogue: Catalogue) -> Names:
    if code == ALL_CATEGORIES:
        return Names("全部类别", "All categories")
    return catalogue.by_code[code].names


def _layers(edition: Edition, named: Sequence[Level]) -> tuple[MapLayer, ...]:
    names = {layer.code: layer.names for layer in named}
    return tuple(
        MapLayer(
            layer.code,
            names.get(layer.code, Names(layer.code, layer.code)),
            drawn_areas(layer),
            overlay=layer.kind == "overlay",
        )
        for layer in edition.layers
    )
