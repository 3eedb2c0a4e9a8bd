"""A step in the life of a request; steps are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

EventKind = Literal["received", "amended", "closed"]


@dataclass(frozen=True)
class Event:
    """What happened to a request, when (UTC), and through whom."""

    kind: EventKind
    at: datetime
    actor: str
    note: str = ""
