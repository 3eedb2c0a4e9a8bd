"""What every peer does: index a layer, take points as it likes them, name their areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Peer(Protocol):
    """Another way to find the areas of many points.

    Attributes
    ----------
    name
        As the table shows it, with version.
    """

    name: str

    def build(self, geometries: NDArray[np.object_]) -> None:
        """Take in a layer's polygons, and index them where the peer keeps an index."""

    def ready(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Any:
        """The points in the peer's own form: not part of what is measured."""

    def find(self, points: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of a point and an area that holds it, by row: what is measured."""
