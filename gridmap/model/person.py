"""People and systems that may write, and the keys they carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Person:
    """Somebody, or a system, that acts on requests."""

    id: int
    name: str
    created_at: datetime


@dataclass(frozen=True)
class Key:
    """A key's record; the key itself is shown once and never stored.

    Attributes
    ----------
    prefix
        The first characters, by which people tell keys apart.
    """

    id: int
    person: str
    prefix: str
    created_at: datetime
    revoked_at: datetime | None
