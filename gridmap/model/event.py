"""A step in the life of a request; steps are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

EventKind = Literal["received", "amended", "closed", "replaced"]
"""``replaced``: other boundaries came into force, and other areas hold it since."""


@dataclass(frozen=True)
class Event:
    """What happened to a request, when (UTC), and through whom.

    Attributes
    ----------
    note
        In words.
    data
        The same for machines, as JSON values, where there is more to tell than the words.
    """

    kind: EventKind
    at: datetime
    actor: str
    note: str = ""
    data: dict[str, Any] | None = None
