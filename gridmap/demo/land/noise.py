"""Smooth random fields over the plane, for hills, crooked borders and uneven settlement."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.plane import Floats

_LATTICE = 257


@dataclass(frozen=True)
class Noise:
    """Value noise: random heights on a square lattice, blended smoothly between its points.

    Only sums and products are used, no transcendental functions, so that the field is the
    same on every processor.
    """

    heights: Floats
    cell: float

    @classmethod
    def draw(cls, rng: np.random.Generator, cell: float) -> "Noise":
        """Draw a field whose hills are about ``cell`` metres wide."""
        return cls(rng.uniform(-1.0, 1.0, (_LATTICE, _LATTICE)), cell)

    def at(self, x: Floats, y: Floats) -> Floats:
        """Give the field, within -1..1, at points in metres."""
        column, across = _split(x / self.cell)
        row, up = _split(y / self.cell)
        right, above = (column + 1) % _LATTICE, (row + 1) % _LATTICE
        low = _blend(self.heights[row, column], self.heights[row, right], across)
        high = _blend(self.heights[above, column], self.heights[above, right], across)
        return _blend(low, high, up)


def fractal(rng: np.random.Generator, x: Floats, y: Floats, cell: float, octaves: int) -> Floats:
    """Sum octaves of noise, each half as wide and half as strong as the one before."""
    total = np.zeros_like(x)
    for octave in range(octaves):
        total += Noise.draw(rng, cell / 2**octave).at(x, y) / 2**octave
    return total


def _split(position: Floats) -> tuple[np.ndarray, Floats]:
    whole = np.floor(position)
    part = position - whole
    return whole.astype(np.int64) % _LATTICE, part * part * (3.0 - 2.0 * part)


def _blend(start: Floats, end: Floats, share: Floats) -> Floats:
    return start + (end - start) * share
