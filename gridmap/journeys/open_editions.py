"""Editions that are kept open for look-ups: the active one, and a few that `at` asked about."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from boundaries.locator import Locator

KEPT = 4


class OpenEditions:
    """Locators by row of their edition; what was asked for longest ago is let go of.

    Parameters
    ----------
    opened
        Opens the locator of an edition that was activated, and so never changes.
    """

    def __init__(self, opened: Callable[[int], Locator]) -> None:
        self._opened = opened
        self._opening = threading.Lock()
        self._held: OrderedDict[int, Locator] = OrderedDict()

    def locator(self, edition_id: int) -> Locator:
        """The locator of an edition; opened by one thread, those that ask for others go on."""
        found = self._held.get(edition_id)
        if found is None:
            with self._opening:
                found = self._held.get(edition_id) or self._opened(edition_id)
                self._held[edition_id] = found
                while len(self._held) > KEPT:
                    self._held.popitem(last=False)
        with suppress(KeyError):  # another thread may have let go of it
            self._held.move_to_end(edition_id)
        return found
