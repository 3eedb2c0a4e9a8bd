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
class Activation:
    """That an edition is in force since a moment, and when and by whom that was said.

    Attributes
    ----------
    edition_id
        Row of the edition.
    actor
        Empty where nobody knows.
    until
        Where it was in force for a time in the past only.
    """

    edition_id: int
    since: datetime
    recorded_at: datetime
    actor: str = ""
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it says something of a moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Period:
    """A time in force, [since, until), UTC; `until` is ``None`` where it still is."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class EditionRecord:
    """An edition as it is listed.

    Attributes
    ----------
    activated_at
        When it was last activated; ``None`` for a draft.
    in_force
        Its times in force, the first first; an active one's last has no end.
    revision
        Counts what was changed in it while it was a draft.
    """

    id: int
    name: str
    created_at: datetime
    activated_at: datetime | None
    active: bool
    layers: tuple[LayerRecord, ...]
    in_force: tuple[Period, ...] = ()
    revision: int = 0


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
    revision
        Its revision when it was read: who saves must have read the newest.
    """

    name: str
    id: int | None
    begins_with: int | None
    revision: int = 0


@dataclass(frozen=True)
class Descent:
    """What became of an area of one edition in the next; hectares of ground concerned.

    Attributes
    ----------
    old, new
        Codes; ``None`` where nobody held the ground before, or holds it since.
    """

    layer: str
    kind: str
    old: str | None
    new: str | None
    hectares: float


@dataclass(frozen=True)
class Succession:
    """An edition about to follow the active one, as somebody read and compared both.

    Attributes
    ----------
    follows
        Row of the active edition; ``None`` where none was.
    revision
        Of the edition that follows, when it was read.
    """

    follows: int | None
    revision: int
    descents: tuple[Descent, ...] = ()


@dataclass(frozen=True)
class LineageStep:
    """A step in the history of an area, told when one edition followed another.

    Attributes
    ----------
    activation_id
        Steps of one activation carry the same.
    since
        When the new edition came into force, UTC.
    """

    activation_id: int
    old_edition: str
    new_edition: str
    since: datetime
    layer: str
    kind: str
    old: str | None
    new: str | None
    hectares: float
