"""Whose is this point? The owner of a point in every layer of an edition, exactly.

Areas are half-open: a point belongs to the area that it would lie in after an infinitesimal step
east and then north. Where that leads out of the layer, the area touching the point owns it; where
areas overlap, the lowest code does. The answers come from the compiled index of
`boundaries.index`, the same whether it lies in memory or in a file.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from boundaries.geometry import degree_metres
from boundaries.index.compiled_edition import CompiledEdition, compile_edition, open_edition
from boundaries.index.far import nearest_from_afar
from boundaries.model import Candidate, Edition, Link, Nearest, OverlayLink, Placement
from boundaries.positions import OFF_EARTH, REASONS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from boundaries.index.compiled_edition import LayerTable

UNKNOWN_ACCURACY_M = 15.0
"""How near to another area a point is "ask first" when nobody says how accurate it is."""
_LEAST_ACCURACY_M = 1e-3
"""Below a millimetre a disc is a point: it has one owner, and no area to share."""
_FAR_M = 100_000.0
"""Beyond it the local scale of a point is off by per cents."""
_MANY = 131_072
"""So many points are worth a second thread."""


@dataclass(frozen=True)
class Owners:
    """For each point its owner in every layer.

    Attributes
    ----------
    areas
        Layer code to row of the owning area in that layer, int32, shape (n,); -1 for none.
    outside
        Which points lie in no area of any level, bool, shape (n,); overlays do not count.
    """

    areas: dict[str, NDArray[np.int32]]
    outside: NDArray[np.bool_]


class Locator:
    """Answers "whose is this point?" for one edition.

    Parameters
    ----------
    edition
        Compiled here where it isn't yet; its polygons must be valid.
    """

    def __init__(self, edition: Edition | CompiledEdition) -> None:
        compiled = edition if isinstance(edition, CompiledEdition) else compile_edition(edition)
        self.name = compiled.name
        self.levels = compiled.levels
        self.overlays = compiled.overlays
        self.layers = compiled.layers
        self._compiled = compiled
        # Fine to coarse: who is asked, and the rows of the parents where those follow.
        self._ladder = tuple(
            (level.compiled.owner, memoryview(level.parent_rows.data) if level.nested else None)
            for level in reversed(self.levels)
        )
        self._given = edition if isinstance(edition, Edition) else None

    @classmethod
    def open(cls, path: Path, stamp: str | None = None, *, plain: bool = False) -> Locator:
        """The locator of a compiled edition's file.

        Parameters
        ----------
        stamp
            That the file must have been saved with, where given.
        plain
            Without numba: for one or two points that is the quicker way.

        Raises
        ------
        IndexFileError
            When there is no such file, or it is foreign or damaged.
        """
        return cls(open_edition(path, stamp, plain=plain))

    @cached_property
    def edition(self) -> Edition:
        """The edition with its shapes."""
        return self._given or self._compiled.edition()

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all areas, degrees; NaN without any."""
        boxes = [table.compiled.index.boxes for table in self.layers if len(table)]
        if not boxes:
            return math.nan, math.nan, math.nan, math.nan
        low = np.min([box[:, :2].min(axis=0) for box in boxes], axis=0).tolist()
        high = np.max([box[:, 2:].max(axis=0) for box in boxes], axis=0).tolist()
        return low[0], low[1], high[0], high[1]

    def locate_many(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], threads: int | None = None
    ) -> Owners:
        """The owner of each point in every layer.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84, float64, shape (n,). NaN for a point without a position, which
            has no owner.
        threads
            At most so many at once; as many as there are processors where not given.
        """
        at_once = threads or (_processors() if len(lon) >= _MANY else 1)
        areas = self._level_owners(lon, lat, at_once)
        outside = np.ones(len(lon), dtype=bool)
        for rows in areas.values():
            outside &= rows < 0
        for overlay in self.overlays:
            areas[overlay.code] = overlay.compiled.owners(lon, lat, at_once)[0]
        return Owners({layer.code: areas[layer.code] for layer in self.layers}, outside)

    def _level_owners(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], threads: int
    ) -> dict[str, NDArray[np.int32]]:
        found: dict[str, NDArray[np.int32]] = {}
        below: LayerTable | None = None
        ruled = np.empty(0, dtype=np.int64)
        for level in reversed(self.levels):
            if below is not None and below.nested:
                rows = np.append(below.parent_rows, np.int32(-1))[found[below.code]]
                if len(ruled):
                    rows[ruled], again = level.compiled.owners(lon[ruled], lat[ruled])
                    ruled = ruled[again]
            else:
                rows, ruled = level.compiled.owners(lon, lat, threads)
            found[level.code] = rows
            below = level
        return found

    def rows_at(self, lon: float, lat: float) -> tuple[int, ...]:
        """Row of the owner of one point in every layer, -1 for none: `layers` names them."""
        rows: list[int] = []
        follows: memoryview | None = None
        row, clean = -1, False
        for owner, parents in self._ladder:
            if follows is not None and (clean or row < 0):
                row = follows[row] if row >= 0 else -1
            else:
                row, clean = owner(lon, lat)
            rows.append(row)
            follows = parents
        rows.reverse()
        rows += [overlay.compiled.owner(lon, lat)[0] for overlay in self.overlays]
        return tuple(rows)

    def locate(self, lon: float, lat: float, accuracy_m: float | None = None) -> Placement:
        """The full answer for one point.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84.
        accuracy_m
            Radius in metres of the disc that holds the true position.
        """
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            return Placement(lon, lat, self.name, "unplaced", REASONS[OFF_EARTH])
        rows = self.rows_at(lon, lat)
        owned = [(t, row) for t, row in zip(self.layers, rows, strict=True) if row >= 0]
        overlays = tuple(_overlay_link(t, row) for t, row in owned if t.kind == "overlay")
        chain = [(t, row) for t, row in reversed(owned) if t.kind == "level"]
        if not chain:
            return self._outside(lon, lat, overlays, accuracy_m)
        scale = degree_metres(lat)
        links = tuple(_link(table, row, lon, lat, scale) for table, row in chain)
        finest, row = chain[0]
        radius = UNKNOWN_ACCURACY_M if accuracy_m is None else accuracy_m
        near = finest.compiled.others_within(row, lon, lat, radius, scale)
        return Placement(
            lon, lat, self.name, "border" if near else "inside",
            chain=links, overlays=overlays, border_m=links[0].border_m,
            candidates=_candidates(finest, lon, lat, accuracy_m),
        )  # fmt: skip

    def _outside(
        self, lon: float, lat: float, overlays: tuple[OverlayLink, ...], accuracy_m: float | None
    ) -> Placement:
        nearest: Nearest | None = None
        candidates: tuple[Candidate, ...] = ()
        finest = self.levels[-1] if self.levels else None
        if finest is not None and len(finest):
            distance, row = finest.compiled.nearest_area(lon, lat)
            if row < 0 or distance > _FAR_M:
                distance, row = nearest_from_afar(finest.compiled.index, lon, lat)
            nearest = Nearest(finest.code, finest.codes[row], finest.names[row], distance)
            candidates = _candidates(finest, lon, lat, accuracy_m)
        return Placement(
            lon, lat, self.name, "outside", "outside_every_area",
            overlays=overlays, nearest=nearest, candidates=candidates,
        )  # fmt: skip


def _processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not told on every platform
        return os.cpu_count() or 1


def _candidates(
    table: LayerTable, lon: float, lat: float, accuracy_m: float | None
) -> tuple[Candidate, ...]:
    """The share of the accuracy disc in each area of a level, likeliest first."""
    if accuracy_m is None or accuracy_m < _LEAST_ACCURACY_M:
        return ()
    shares = table.compiled.shares(lon, lat, accuracy_m)
    named = sorted((-share, table.codes[row], row) for row, share in shares.items())
    return tuple(Candidate(table.code, code, table.names[row], -x) for x, code, row in named)


def _link(table: LayerTable, row: int, lon: float, lat: float, scale: tuple[float, float]) -> Link:
    border = table.compiled.line_distance(row, lon, lat, scale)
    return Link(table.code, table.codes[row], table.names[row], border)


def _overlay_link(table: LayerTable, row: int) -> OverlayLink:
    return OverlayLink(table.code, table.codes[row], table.names[row])
