"""The fixed scale of a category: classes on a 1-2-5 ladder, their colours, and classifying."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_CLASSES, MOST_CLASSES = 6, 8

TOLD_FROM = 0.1
"""The lowest class starts no lower, unless there would be too few classes: a tenth of what one
request in 30 days shows at its place with a bandwidth of 400 m, in requests per km² and 30 days."""

RAMPS = {
    6: ("#eae51a", "#70cf57", "#22a785", "#297b8e", "#3e4c8a", "#471063"),
    7: ("#eae51a", "#84d44b", "#32b67a", "#20928c", "#2f6c8e", "#414287", "#471063"),
    8: ("#eae51a", "#90d743", "#46c06f", "#1fa187", "#26828e", "#34618d", "#443b84", "#471063"),
}
"""Colours by number of classes, low to high: viridis reversed, so that over a pale map more is
darker. Sampled evenly between entries 247 and 10 of the 256 published by N. Smith, S. van der
Walt and E. Firing (2015), https://bids.github.io/colormap/, CC0; perceptually uniform, and read
alike with and without colour blindness."""

LOWEST_OPACITY, HIGHEST_OPACITY = 0.55, 0.9

_MANTISSAS = (1, 2, 5)


@dataclass(frozen=True)
class HeatClass:
    """One class of a scale, half-open: ``start <= value < end``.

    Attributes
    ----------
    start, end
        Requests per km² and 30 days; ``end`` is ``None`` in the highest class, which has none.
    colour
        As ``#rrggbb``.
    opacity
        0 to 1.
    """

    start: float
    end: float | None
    colour: str
    opacity: float


@dataclass(frozen=True)
class Scale:
    """Classes that hold for every frame, zoom and period filter of a category.

    Attributes
    ----------
    steps
        Where the classes start, ascending, 6 to 8 of them; below the first nothing is drawn.
        The highest class is open: a short period may exceed the peak that the scale was made
        for.
    """

    steps: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.steps) not in RAMPS:
            raise ValueError(f"a scale has 6 to 8 classes, not {len(self.steps)}")
        if not all(low < high for low, high in zip(self.steps, self.steps[1:], strict=False)):
            raise ValueError(f"the steps of a scale must rise, not {self.steps}")
        if not self.steps[0] > 0:
            raise ValueError(f"the lowest step must be above 0, not {self.steps[0]}")

    @classmethod
    def up_to(cls, peak: float, *, told_from: float = TOLD_FROM) -> Scale:
        """The scale whose highest class ends at the 1-2-5 step at or above a peak.

        It has eight classes; six or seven where more would start below `told_from`.

        Parameters
        ----------
        peak
            The highest value of the category's whole stored history, above 0.
        told_from
            What is worth showing at all, in the same unit.

        Raises
        ------
        ValueError
            When the peak is not a number above 0.
        """
        if not (math.isfinite(peak) and peak > 0):
            raise ValueError(f"the peak of a scale must be above 0, not {peak}")
        top = _ladder_index_at_or_above(peak)
        steps = tuple(_ladder_step(top - below) for below in range(MOST_CLASSES, 0, -1))
        too_low = sum(step < told_from for step in steps)
        return cls(steps[min(too_low, MOST_CLASSES - LEAST_CLASSES) :])

    @property
    def classes(self) -> tuple[HeatClass, ...]:
        """Low to high."""
        count = len(self.steps)
        ends = (*self.steps[1:], None)
        rise = (HIGHEST_OPACITY - LOWEST_OPACITY) / (count - 1)
        return tuple(
            HeatClass(start, end, colour, round(LOWEST_OPACITY + rise * place, 3))
            for place, (start, end, colour) in enumerate(
                zip(self.steps, ends, RAMPS[count], strict=True)
            )
        )


def classify(values: NDArray[np.float64], scale: Scale) -> NDArray[np.uint8]:
    """Class of each value: 0 below the lowest class or not a number, else 1 for the lowest on.

    Parameters
    ----------
    values
        Requests per km² and 30 days, any shape.

    Returns
    -------
    ndarray
        uint8, the shape of `values`.
    """
    found = np.zeros(values.shape, dtype=np.uint8)
    for step in scale.steps:
        found += values >= step
    return found


def _ladder_step(index: int) -> float:
    """The step of a place on the ladder … 0.5 (-1), 1 (0), 2 (1), 5 (2), 10 (3) …, as written."""
    decade, place = divmod(index, len(_MANTISSAS))
    return float(f"{_MANTISSAS[place]}e{decade}")


def _ladder_index_at_or_above(value: float) -> int:
    """The lowest place on the ladder whose step is at or above a value above 0."""
    index = 3 * math.floor(math.log10(value)) - 1
    while _ladder_step(index) < value:
        index += 1
    return index
