"""What a layer, an edition, a finding and a placement are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import shapely

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

LayerKind = Literal["level", "overlay"]
Severity = Literal["error", "warning", "note"]
PlacementKind = Literal["inside", "border", "outside", "unplaced"]


@dataclass(frozen=True)
class Layer:
    """All areas of one level, or of one overlay, as columns of equal length.

    Attributes
    ----------
    code
        The level's or overlay's own code, as ``village`` or ``police``.
    kind
        ``level`` for a member of the chain of jurisdictions, ``overlay`` otherwise.
    codes, names
        Of the areas. Codes are unique within a layer.
    declared_parents
        Parent codes as the file states them; ``None`` where it doesn't.
    parents
        Code of the area one loaded level up; ``None`` where there is none.
    geometries
        Polygons and multipolygons, lon, lat in WGS 84; shape (n,), dtype object.
    """

    code: str
    kind: LayerKind
    codes: tuple[str, ...]
    names: tuple[str, ...]
    declared_parents: tuple[str | None, ...]
    parents: tuple[str | None, ...]
    geometries: NDArray[np.object_] = field(repr=False)

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class Edition:
    """A dated release of all layers.

    Attributes
    ----------
    name
        As ``2026-11``; unique within an installation.
    levels
        Coarse to fine.
    overlays
        In the order of their codes.
    """

    name: str
    levels: tuple[Layer, ...]
    overlays: tuple[Layer, ...] = ()

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Levels coarse to fine, then overlays."""
        return self.levels + self.overlays

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all areas, degrees; NaN without any."""
        boxes = [shapely.box(*shapely.total_bounds(layer.geometries)) for layer in self.layers]
        west, south, east, north = shapely.bounds(shapely.union_all(boxes))
        return float(west), float(south), float(east), float(north)


@dataclass(frozen=True)
class Finding:
    """Something about a layer that a person should know.

    Attributes
    ----------
    kind
        As ``overlap``, ``gap``, ``duplicate_code``, ``no_parent``, ``repaired``.
    severity
        ``error`` stops a load, ``warning`` wants a look, ``note`` tells what was done.
    layer
        Code of the layer.
    codes
        Of the areas concerned.
    message
        One sentence with the numbers in it.
    lon, lat
        A place on the map to look at, WGS 84; ``None`` where there is none.
    square_metres
        Extent on the ground; ``None`` where it has none.
    shape
        What to draw, WGS 84; ``None`` where a point says it all. Findings that differ in
        nothing else are the same.
    """

    kind: str
    severity: Severity
    layer: str
    codes: tuple[str, ...]
    message: str
    lon: float | None = None
    lat: float | None = None
    square_metres: float | None = None
    shape: BaseGeometry | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Link:
    """One area of a chain, and how far the point is from its line in metres."""

    level: str
    code: str
    name: str
    border_m: float


@dataclass(frozen=True)
class OverlayLink:
    """The area of an overlay that holds the point."""

    layer: str
    code: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """An area that may own the point, with the share of the accuracy disc in it."""

    level: str
    code: str
    name: str
    probability: float


@dataclass(frozen=True)
class Nearest:
    """The nearest area of a point outside all of them, in metres."""

    level: str
    code: str
    name: str
    distance_m: float


@dataclass(frozen=True)
class Placement:
    """The answer to "whose is this point?".

    Attributes
    ----------
    lon, lat
        The point, WGS 84.
    edition
        Name of the edition that answered.
    placement
        ``inside``; ``border`` (inside, but another area is as near as the point is
        uncertain); ``outside`` every area; ``unplaced`` for no usable position.
    reason
        Why the point is outside or unplaced, as ``outside_every_area``.
    chain
        Fine to coarse.
    border_m
        Distance to the nearest line of the finest area, in metres.
    candidates
        Where an accuracy was given: areas of the finest level, likeliest first.
    nearest
        Where the point is outside.
    """

    lon: float
    lat: float
    edition: str
    placement: PlacementKind
    reason: str | None = None
    chain: tuple[Link, ...] = ()
    overlays: tuple[OverlayLink, ...] = ()
    border_m: float | None = None
    candidates: tuple[Candidate, ...] = ()
    nearest: Nearest | None = None

    @property
    def ask_first(self) -> bool:
        """Whether a person should ask before sending it to the owner's office."""
        return self.placement == "border"
