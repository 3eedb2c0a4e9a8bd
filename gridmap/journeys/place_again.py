"""Place open requests again where another edition came into force since they were placed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gridmap.errors import OvertakenError
from gridmap.intake.standing import standings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from boundaries.locator import Locator
    from gridmap.store.placements import PlacementStore

_BATCH = 2000
"""Requests in one transaction: others write in between, and what a kill loses is little."""

ACTOR = "boundaries"
"""Who places again, where nobody said who activated the edition."""


@dataclass(frozen=True)
class PlacedAgain:
    """What became of the open requests that another edition had placed.

    Attributes
    ----------
    looked_at, changed, left_outside
        How many; of which other areas hold now, of which in turn none holds any more.
    """

    looked_at: int = 0
    changed: int = 0
    left_outside: int = 0


def place_again(
    store: PlacementStore,
    locator: Locator,
    now: datetime,
    *,
    actor: str = "",
    progress: Callable[[float], None] | None = None,
) -> PlacedAgain:
    """Place every open request by the active edition that another edition placed.

    Which are left is told by the requests themselves: after a kill the next call goes on, and
    a call when nothing is left does nothing. Where yet another edition is activated meanwhile,
    it stops: what is left is for that one. Closed requests keep the areas they were handled in.

    Parameters
    ----------
    locator
        Of the active edition.
    progress
        Called with the share done.
    """
    edition = locator.name
    waiting = store.waiting(edition)
    looked_at = changed = outside = last = 0
    place = partial(standings, locator=locator)
    while waiting:
        try:
            done = store.place_batch(edition, place, now, actor or ACTOR, last, _BATCH)
        except OvertakenError:
            break
        if done.last is None:
            break
        last = done.last
        looked_at += done.looked_at
        changed += done.changed
        outside += done.left_outside
        if progress is not None:
            progress(min(1.0, looked_at / waiting))
    return PlacedAgain(looked_at, changed, outside)
