"""What is told of editions and their layers, and what is handed over to be stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from boundaries.model import Layer


@dataclass(frozen=True)
class LayerRecord:
    """A layer of an edition as it was loaded."""

    code: str
    kind: str
    file: str
    crs: str
    loaded_at: datetime
    areas: int


@dataclass(frozen=True)
class EditionRecord:
    """An edition as it is listed."""

    id: int
    name: str
    created_at: datetime
    activated_at: datetime | None
    active: bool
    layers: tuple[LayerRecord, ...]


@dataclass(frozen=True)
class NewLayer:
    """A layer about to be stored, with the file and the CRS it was read from."""

    layer: Layer
    file: str
    crs: str


@dataclass(frozen=True)
class Draft:
    """An edition that a layer is about to be loaded into.

    Attributes
    ----------
    id
        Its row; ``None`` where there is none yet.
    begins_with
        Row of the edition whose layers it has: its own, or the active one's; ``None`` for
        none.
    """

    name: str
    id: int | None
    begins_with: int | None
