"""Names that are the same whenever and wherever they are made."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_REQUESTS = uuid.UUID("5b1f6a3e-3f0c-5b3f-9a55-0e3a2ad0c1a7")
"""The namespace of request ids (RFC 9562, version 5)."""


def request_id(source: str, external_id: str) -> str:
    """The id of the request that a source calls `external_id`; the same on every run."""
    return str(uuid.uuid5(_REQUESTS, f"{source}\x1f{external_id}"))


def new_external_id() -> str:
    """An external id for a request that comes without one by a door that asks once."""
    return str(uuid.uuid4())


def row_external_id(fields: Iterable[str], occurrence: int) -> str:
    """An external id for a row of a file that has none: its content, and which such row it is."""
    return f"row-{fingerprint(fields)}-{occurrence}"


def fingerprint(values: Iterable[object]) -> str:
    """32 hexadecimal digits that differ when any of the values does."""
    return hashlib.blake2b(repr(tuple(values)).encode(), digest_size=16).hexdigest()
