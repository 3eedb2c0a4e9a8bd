"""Take requests: place them and store them, each once. There is one way a request is born."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridmap.intake.placement import Placer, birth_events
from gridmap.model.identifiers import request_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from gridmap.model.request import Draft, Request
    from gridmap.store.requests import RequestStore


@dataclass(frozen=True)
class Taken:
    """What became of some drafts.

    Attributes
    ----------
    requests
        In the order of the drafts.
    new, changed, unchanged
        How many were not known, differed from what was stored, and were stored already.
    placements
        ``inside``, ``outside`` and ``unplaced`` to how many.
    """

    requests: tuple[Request, ...]
    new: int
    changed: int
    unchanged: int
    placements: Counter[str]


def with_first_report(filed: Mapping[str, Any], source: str, store: RequestStore) -> dict[str, Any]:
    """What was filed; sent again without a time, with the time of its first report.

    So a sender that heard no answer and sends the same again changes nothing.
    """
    before = store.get(request_id(source, filed["external_id"])) if filed["external_id"] else None
    if filed["reported_at"] is not None or before is None:
        return dict(filed)
    return {**filed, "reported_at": before.reported_at}


def take_requests(
    drafts: Sequence[Draft], placer: Placer, store: RequestStore, now: datetime
) -> Taken:
    """Place and store drafts in one transaction.

    A draft whose source and external id are known is the same request: it changes what is
    stored where it differs, and nothing where it doesn't. One outside every area, or without
    a position, is stored with its reason.

    Raises
    ------
    StoreError
        When the database can't take them; then none is stored.
    """
    requests = placer.place(drafts)
    saved = store.save([(request, birth_events(request)) for request in requests], now)
    return Taken(
        requests=tuple(requests),
        new=len(saved.new),
        changed=len(saved.changed),
        unchanged=len(saved.unchanged),
        placements=Counter(request.placement for request in requests),
    )
