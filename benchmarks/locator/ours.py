"""The locator, as the rows call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boundaries.locator import Locator
from boundaries.model import Edition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.locator.points import Places
    from boundaries.model import Layer


def locator_of(layer: Layer) -> Locator:
    """A locator for a layer by itself."""
    return Locator(Edition("bench", (layer,)))


def owners(locator: Locator, layer: Layer, points: Places) -> NDArray[np.int32]:
    """Row of the owner of each point, -1 for none."""
    return locator.locate_many(*points).areas[layer.code]


def whose(locator: Locator, lon: float, lat: float) -> dict[str, int]:
    """Row of one point's owner in every layer, in the quickest way there is."""
    found = locator.locate_many(np.array([lon]), np.array([lat])).areas
    return {code: int(rows[0]) for code, rows in found.items()}
