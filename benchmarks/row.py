"""One row of a benchmark's table."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Target:
    """The figure to be held to: a ratio at least, or at most, so much."""

    bound: float
    sense: Literal["at least", "at most"] = "at least"

    def met(self, ratio: float) -> bool:
        """Whether a ratio is as good."""
        return ratio >= self.bound if self.sense == "at least" else ratio <= self.bound


@dataclass(frozen=True)
class Row:
    """One figure, ours beside a peer's in the same run.

    Attributes
    ----------
    slug
        The row's fixed name.
    ours, peer
        In `unit`.
    ratio
        How many times better we are; where `target` says ``at most``, how many times worse.
    equal
        Whether all answers were compared and are the same; ``None`` where there is nothing to
        compare.
    against
        What the peer is.
    details
        Anything else that was measured, for ``--json``.
    """

    slug: str
    ours: float
    peer: float
    ratio: float
    unit: str
    equal: bool | None
    against: str
    target: Target | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The row as plain values."""
        plain = asdict(self)
        plain["met"] = self.target.met(self.ratio) if self.target else None
        return plain
