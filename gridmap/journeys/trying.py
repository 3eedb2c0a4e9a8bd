"""Try again where somebody else was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from gridmap.errors import OvertakenError

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

_TRIES = 8


def until_undisturbed(attempt: Callable[[], Result]) -> Result:
    """What an attempt gives that reads, computes and stores; repeated where it was overtaken.

    Raises
    ------
    OvertakenError
        When others were faster eight times in a row.
    """
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except OvertakenError:
            continue
    return attempt()
