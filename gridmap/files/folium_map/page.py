"""What the heatmap page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from gridmap.heatmap.classes import Scale
    from gridmap.heatmap.frames import Frame
    from gridmap.heatmap.image import Bounds
    from gridmap.model.hotspot import Hotspot
    from gridmap.model.wording import Language, Names


@dataclass(frozen=True)
class MapLayer:
    """The areas of a level or an overlay, to be drawn as lines and names.

    Attributes
    ----------
    code
        As ``village`` or ``police``.
    names
        Of the layer.
    areas
        GeoJSON FeatureCollection of polygons and multipolygons, lon, lat in WGS 84, simplified
        for drawing; properties ``code``, ``name`` and, where there is one, ``parent_code``.
    overlay
        Whether it lies outside the chain of levels.
    """

    code: str
    names: Names
    areas: Mapping[str, Any] = field(repr=False)
    overlay: bool = False


@dataclass(frozen=True)
class MapCategory:
    """One choice of the category switch.

    Attributes
    ----------
    code
        ``ALL_CATEGORIES`` for all together.
    names
        As people call it.
    scale
        Of all its frames; ``None`` where nothing was ever stored of it.
    frames
        The whole span first, then its periods in order, the same periods for every category;
        empty where there is nothing.
    """

    code: str
    names: Names
    scale: Scale | None
    frames: tuple[Frame, ...]

    @property
    def count(self) -> int:
        """Requests drawn in the whole span."""
        return self.frames[0].count if self.frames else 0


@dataclass(frozen=True)
class HeatmapPage:
    """All that the page holds; it asks nobody for more.

    Attributes
    ----------
    title
        Of the page, plain text.
    language
        That it opens in; the reader can switch.
    zone
        In which days are told.
    generated_at
        When, with a time zone.
    bounds
        Of the images.
    bandwidth_m
        Of the surface, told below the legend.
    layers
        Levels coarse to fine, then overlays.
    categories
        In the order shown; the first is shown first.
    hotspots
        Of any of the categories; others are left out.
    left_out
        Reason to number of requests that are meant but not drawn: ``default``, ``unplaced``,
        ``outside``; other reasons are shown as they are.
    filters
        What was chosen, in words; ``None`` for everything.
    edition
        Name of the edition of the boundaries.
    synthetic
        Whether the data is made up; then the page says so at all times.
    """

    title: Names
    language: Language
    zone: ZoneInfo
    generated_at: datetime
    bounds: Bounds
    bandwidth_m: float
    categories: tuple[MapCategory, ...]
    layers: tuple[MapLayer, ...] = ()
    hotspots: tuple[Hotspot, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    filters: Names | None = None
    edition: str | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        if self.generated_at.tzinfo is None:
            raise ValueError(f"generated_at carries a time zone, not {self.generated_at}")
        periods = {tuple(f.period for f in each.frames) for each in self.categories if each.frames}
        if len(periods) > 1:
            raise ValueError("the categories of a page have frames of the same periods")
