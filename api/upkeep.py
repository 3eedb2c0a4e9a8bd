"""What a serving process sees to by itself: that no work of others stays half done."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from boundaries.errors import ExplainedError

if TYPE_CHECKING:
    from gridmap.service import Service

EVERY_S = 60.0
_PATIENCE_S = 10.0
"""For a batch; what takes longer is cut short."""

_LOG = logging.getLogger("gridmap.api")


class _EndedError(Exception):
    """The process is about to end."""


class Upkeep:
    """Finishes placing requests again after an activation that was cut short, in a thread.

    It asks once a minute, which costs one look into an index. Several processes may do so at
    once: each batch is placed by one of them. What is cut short at the end is safe: it is done
    by transactions.
    """

    def __init__(self, service: Service, every_s: float = EVERY_S) -> None:
        self._service = service
        self._every_s = every_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def begin(self) -> None:
        """Begin, with a first look at once."""
        self._thread.start()

    def end(self) -> None:
        """Begin no more work, and let a batch that was begun end."""
        self._ended.set()
        self._thread.join(_PATIENCE_S)

    def _go_on(self, _share: float) -> None:
        if self._ended.is_set():
            raise _EndedError

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                done = self._service.place_again(progress=self._go_on)
            except _EndedError:
                return
            except ExplainedError as error:
                _LOG.error("Placing requests again: %s", error)
            else:
                if done.looked_at:
                    _LOG.warning(
                        "%d open requests placed again: %d have other areas now.",
                        done.looked_at,
                        done.changed,
                    )
            self._ended.wait(self._every_s)
