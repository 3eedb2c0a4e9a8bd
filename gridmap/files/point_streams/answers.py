"""What the columns of an answer are called, and the parts that every form shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gridmap.files.point_streams.block import ROW_REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from boundaries.locator import Locator
    from boundaries.model import Placement
    from gridmap.files.point_streams.block import PlacedBlock

KINDS = ("inside", "border", "outside", "unplaced")
OUTSIDE_REASON = ROW_REASONS.index("outside_every_area")


@dataclass(frozen=True)
class AnswerForm:
    """What is answered.

    Attributes
    ----------
    crs
        As the asker named it.
    full
        Whether distances, "ask first", candidates and the nearest area are wanted.
    prefix
        Put before the name of each added column.
    """

    locator: Locator
    crs: str = "wgs84"
    full: bool = False
    prefix: str = ""

    @property
    def layers(self) -> Sequence[Any]:
        """The tables of codes and names: levels coarse to fine, then overlays."""
        layers: Sequence[Any] = self.locator.layers
        return layers

    @property
    def added(self) -> list[str]:
        """The columns that are added."""
        layers = [f"{layer.code}_{what}" for layer in self.layers for what in ("code", "name")]
        names = [*layers, "placement", "placement_reason", "placement_error"]
        if self.full:
            names += ["border_m", "ask_first", "nearest_code", "nearest_name", "nearest_m"]
        return [self.prefix + name for name in names]


def kinds(placed: PlacedBlock) -> NDArray[np.int32]:
    """For each row the index of its kind in `KINDS`."""
    if placed.placements is not None:
        return np.array([KINDS.index(p.placement) for p in placed.placements], dtype=np.int32)
    reason = placed.reason
    found = np.where(reason == 0, 0, np.where(reason == OUTSIDE_REASON, 2, 3))
    return found.astype(np.int32)


def combinations(placed: PlacedBlock) -> tuple[NDArray[np.int64], list[tuple[int, ...]]]:
    """Which rows have the same answer, and each answer once.

    Returns
    -------
    For each row the number of its answer, and for each answer its kind, its reason, and its
    area in every layer.
    """
    import pyarrow as pa

    columns = [kinds(placed), placed.reason.astype(np.int32), *placed.rows.values()]
    key = np.zeros(len(placed.reason), dtype=np.int64)
    for column in columns:
        # At most as many answers so far as rows, so that the product stays far below 2**63.
        wide = key * (int(column.max(initial=0)) + 2) + column + 1
        key = pa.array(wide).dictionary_encode().indices.to_numpy().astype(np.int64)
    one = np.empty(int(key.max(initial=-1)) + 1, dtype=np.int64)
    one[key] = np.arange(len(key))
    each = zip(*(column[one].tolist() for column in columns), strict=True)
    return key, [*each]


def error_text(placed: PlacedBlock, place: int) -> str | None:
    """What was wrong with a row, with its number; ``None`` where nothing is to be said."""
    what = placed.block.wrong.get(place)
    return None if what is None else f"Row {placed.block.first + place}: {what}"


def full_values(placement: Placement) -> tuple[Any, ...]:
    """The columns that a full answer adds: line, "ask first", nearest area and its distance."""
    nearest = placement.nearest
    near = (nearest.code, nearest.name, _metres(nearest.distance_m)) if nearest else (None,) * 3
    asking = None if placement.placement == "unplaced" else placement.ask_first
    return _metres(placement.border_m), asking, *near


def _metres(value: float | None) -> float | None:
    """A distance as answers state it, to a decimetre."""
    return None if value is None else round(value, 1)
