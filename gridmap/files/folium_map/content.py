"""The heatmap page's data, as its script reads it (``web/src/heatmap-page/content.ts``)."""

from __future__ import annotations

import base64
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from gridmap.files.folium_map.outlines import area_rows, drawn_rings

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from gridmap.files.folium_map.page import HeatmapPage, MapCategory, MapLayer
    from gridmap.heatmap.frames import Frame
    from gridmap.heatmap.periods import Period
    from gridmap.model.hotspot import Hotspot

_MOMENT = timedelta(microseconds=1)


def page_content(page: HeatmapPage) -> dict[str, Any]:
    """JSON values only; images are kept once, frames name them by their place in the list."""
    images = _Images()
    frames = next((each.frames for each in page.categories if each.frames), ())
    codes = {category.code for category in page.categories}
    return {
        "title": asdict(page.title),
        "language": page.language,
        "timezone": page.zone.key,
        "generated": f"{page.generated_at.astimezone(page.zone):%Y-%m-%d %H:%M}",
        "synthetic": page.synthetic,
        "edition": page.edition,
        "filters": asdict(page.filters) if page.filters else None,
        "bounds": [page.bounds.west, page.bounds.south, page.bounds.east, page.bounds.north],
        "bandwidth": page.bandwidth_m,
        "leftOut": {reason: count for reason, count in page.left_out.items() if count},
        "periods": [_period(frame.period, page.zone) for frame in frames],
        "categories": [_category(category, images) for category in page.categories],
        "layers": [_layer(layer) for layer in page.layers],
        "hotspots": [_hotspot(each, page.zone) for each in page.hotspots if each.category in codes],
        "images": images.texts,
    }


class _Images:
    """Images in base64, each different one once."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._places: dict[bytes, int] = {}

    def place_of(self, png: bytes | None) -> int:
        """Place in the list; -1 for no image."""
        if png is None:
            return -1
        if png not in self._places:
            self._places[png] = len(self.texts)
            self.texts.append(base64.b64encode(png).decode())
        return self._places[png]


def _category(category: MapCategory, images: _Images) -> dict[str, Any]:
    return {
        "code": category.code,
        "names": asdict(category.names),
        "classes": [
            {"from": each.start, "to": each.end, "colour": each.colour, "opacity": each.opacity}
            for each in (category.scale.classes if category.scale else ())
        ],
        "frames": [_frame(frame, images) for frame in category.frames],
    }


def _frame(frame: Frame, images: _Images) -> list[int]:
    return [frame.count, images.place_of(frame.png)]


def _period(period: Period, zone: ZoneInfo) -> dict[str, Any]:
    """With the first and the last day that it reaches into."""
    return {
        "kind": period.kind,
        "first": _day(period.start, zone),
        "last": _day(period.end - _MOMENT, zone),
        "clipped": period.clipped,
        "days": round(period.days, 3),
    }


def _layer(layer: MapLayer) -> dict[str, Any]:
    return {
        "code": layer.code,
        "names": asdict(layer.names),
        "overlay": layer.overlay,
        "areas": area_rows(layer.areas),
    }


def _hotspot(hotspot: Hotspot, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "rank": hotspot.rank,
        "category": hotspot.category,
        "count": hotspot.count,
        "lon": round(hotspot.lon, 6),
        "lat": round(hotspot.lat, 6),
        "radius": round(hotspot.radius_m, 1),
        "first": _day(hotspot.first_at, zone),
        "last": _day(hotspot.last_at, zone),
        "chain": [name for _, _, name in reversed(hotspot.chain)],
        "rings": drawn_rings(hotspot.outline),
    }


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).date().isoformat()
