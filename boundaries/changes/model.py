"""What a change between two editions is, what ground flowed, and by which thresholds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import LayerKind

ChangeKind = Literal["created", "gone", "split", "merged", "renamed", "recoded", "moved"]
CHANGE_KINDS: tuple[ChangeKind, ...] = (
    "split", "merged", "created", "gone", "recoded", "renamed", "moved",
)  # fmt: skip
"""In the order in which they are told."""


@dataclass(frozen=True)
class ChangeRules:
    """From which share on an area is the same one, and below which width a strip is noise.

    Attributes
    ----------
    continues
        An area continues in another where at least this share of each lies in the other; it
        belongs to a split or a merger where at least this share of it does.
    keeps_code
        Of two areas of one code that do not continue so, at least this share of one must lie
        in the other: else the code was given to other ground.
    noise_m
        A strip in which no disc of this diameter fits is drawing, not a change; metres.
    """

    continues: float = 0.9
    keeps_code: float = 0.5
    noise_m: float = 1.0

    def __post_init__(self) -> None:
        for name, value in (("continues", self.continues), ("keeps_code", self.keeps_code)):
            if not 0.5 <= value <= 1:
                raise ValueError(f"{name} must be 0.5 to 1; got {value}")
        if not 0 < self.noise_m <= 1000:
            raise ValueError(f"noise_m must be over 0 and at most 1000 metres; got {self.noise_m}")


@dataclass(frozen=True)
class Flow:
    """Ground that was one area's and is another's since.

    Attributes
    ----------
    kind
        What it is part of: `moved` where both areas go on, or where neither is the other's
        successor.
    old, new
        Codes; ``None`` where nobody held the ground before, or nobody holds it now.
    hectares
        0 where an area came or went and all its ground is told in other flows.
    geometry
        The ground, WGS 84; ``None`` with 0 hectares.
    """

    kind: ChangeKind
    old: str | None
    new: str | None
    hectares: float
    geometry: BaseGeometry | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Change:
    """What became of one area, or of several together.

    Attributes
    ----------
    old, new
        Codes; several old ones merged, several new ones after a split.
    old_names, new_names
        In the order of the codes.
    hectares
        Ground concerned: of the area or areas; for `moved` what it gained and lost.
    gained, lost
        For `moved`: hectares by code of the area they came from or went to; ``None`` for
        ground that nobody held before, or holds now.
    """

    kind: ChangeKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    old_names: tuple[str, ...]
    new_names: tuple[str, ...]
    hectares: float
    gained: dict[str | None, float] = field(default_factory=dict)
    lost: dict[str | None, float] = field(default_factory=dict)


@dataclass(frozen=True)
class LayerChanges:
    """What differs in one layer.

    Attributes
    ----------
    before, after
        Number of areas.
    unchanged
        Number of areas with the same ground, code and name.
    whole
        ``added`` or ``removed`` where only one edition has the layer: then its areas are
        not told one by one.
    """

    layer: str
    kind: LayerKind
    before: int
    after: int
    unchanged: int
    changes: tuple[Change, ...] = ()
    flows: tuple[Flow, ...] = ()
    whole: Literal["added", "removed"] | None = None

    def counts(self) -> dict[str, int]:
        """Kind of change to how many, those that occur."""
        found = [change.kind for change in self.changes]
        return {kind: found.count(kind) for kind in CHANGE_KINDS if kind in found}
