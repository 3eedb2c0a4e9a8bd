"""Silent villages have as much trouble as others, and the table hears of far less of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

END = datetime(2026, 11, 1)  # noqa: DTZ001  local time, as the table writes it


@pytest.fixture(scope="module")
def villages(truth: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The villages of the truth: the silent, the others."""
    silent = set(truth["silent_villages"])
    listed = truth["villages"]
    assert {village["code"] for village in listed if village["silent"]} == silent
    quiet = [village for village in listed if village["code"] in silent]
    return quiet, [village for village in listed if village["code"] not in silent]


def test_about_thirty_are_silent(villages: tuple[list[Any], list[Any]]) -> None:
    assert len(villages[0]) == 30
    assert len(villages[1]) == 250


def test_incidence_is_alike(villages: tuple[list[Any], list[Any]]) -> None:
    # These kinds depend on the households alone, not on roads or on how dense a place is.
    kinds = ("stray_dogs", "illegal_building", "other")
    silent, others = (
        sum(village["incidents_by_category"][kind] for village in part for kind in kinds)
        / _total(part, "households")
        for part in villages
    )
    assert silent == pytest.approx(others, rel=0.12)


def test_little_is_reported(villages: tuple[list[Any], list[Any]]) -> None:
    silent, others = (_total(part, "reported") / _total(part, "incidents") for part in villages)
    assert silent < 0.35
    assert others > 0.75


def test_repeats_give_the_silence_away(
    villages: tuple[list[Any], list[Any]],
    rows: list[list[str]],
    truth_rows: list[dict[str, str]],
) -> None:
    """The estimator: repeats by exposure, from first report to closing, 100 days at most."""
    repeats, exposure = {True: 0.0, False: 0.0}, {True: 0.0, False: 0.0}
    silent = {village["code"] for village in villages[0]}
    for row, true in zip(rows, truth_rows, strict=True):
        if true["bad"] or row[9] == "网格员":
            continue
        quiet = true["grid"][:12] in silent
        if true["duplicate_of"]:
            repeats[quiet] += 1
        else:
            opened = datetime.fromisoformat(row[1])
            closed = datetime.fromisoformat(row[2]) if row[2] else END
            exposure[quiet] += min(closed - opened, timedelta(days=100)) / timedelta(days=1)
    rate = {quiet: repeats[quiet] / exposure[quiet] for quiet in (True, False)}
    assert 0.02 < rate[False] < 0.045
    assert rate[True] < 0.25 * rate[False]


def _total(part: Sequence[dict[str, Any]], what: str) -> float:
    return float(sum(village[what] for village in part))
