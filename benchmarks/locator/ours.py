"""The locator, as the rows call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundaries.index.compiled_edition import compile_edition
from boundaries.locator import Locator
from boundaries.model import Edition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.locator.points import Places
    from boundaries.model import Layer


def locator_of(layer: Layer, *, quick: bool = False) -> Locator:
    """A locator for a layer by itself; a quick one is made sooner, and answers later."""
    return Locator(compile_edition(Edition("bench", (layer,)), quick=quick))


def owners(locator: Locator, layer: Layer, points: Places, threads: int = 1) -> NDArray[np.int32]:
    """Row of the owner of each point, -1 for none."""
    return locator.locate_many(*points, threads=threads).areas[layer.code]
