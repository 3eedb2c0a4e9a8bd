"""Requests of the demonstration district keep the hours, days and seasons of their kind."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

Moments = dict[str, list[datetime]]


@pytest.fixture(scope="module")
def moments(rows: list[list[str]], truth_rows: list[dict[str, str]]) -> Moments:
    """The times of report of the rows that nothing was done to, by category."""
    found: Moments = {}
    for row, true in zip(rows, truth_rows, strict=True):
        if not true["bad"]:
            moment = datetime.fromisoformat(row[1])
            found.setdefault(true["category"], []).append(moment)
    return found


@pytest.mark.parametrize(
    ("category", "inside", "uniform", "times"),
    [
        pytest.param(
            "square_dancing", lambda t: 19 <= t.hour < 21, 2 / 24, 5, id="dancing in the evening"
        ),
        pytest.param(
            "square_dancing", lambda t: 5 <= t.month <= 9, 5 / 12, 1.4, id="dancing when warm"
        ),
        pytest.param("rubbish", lambda t: 6 <= t.hour < 11, 5 / 24, 2, id="rubbish in the morning"),
        pytest.param(
            "street_light", lambda t: 17 <= t.hour < 23, 6 / 24, 2, id="street lights at dusk"
        ),
        pytest.param("water", lambda t: 6 <= t.month <= 9, 4 / 12, 1.3, id="water in summer"),
        pytest.param(
            "illegal_parking",
            lambda t: t.hour in {7, 8, 16, 17} and t.weekday() < 5,
            4 / 24 * 5 / 7,
            3,
            id="parking when school begins and ends",
        ),
        pytest.param(
            "illegal_building", lambda t: t.weekday() < 5, 5 / 7, 1.1, id="building on working days"
        ),
    ],
)
def test_kinds_keep_their_hours(
    moments: Moments,
    category: str,
    inside: Callable[[datetime], bool],
    uniform: float,
    times: float,
) -> None:
    mine = moments[category]
    others = [moment for kind, listed in moments.items() if kind != category for moment in listed]
    share = sum(map(inside, mine)) / len(mine)
    assert share > times * uniform
    assert share > sum(map(inside, others)) / len(others)


def test_water_comes_with_storms(moments: Moments) -> None:
    summer = [moment for moment in moments["water"] if 6 <= moment.month <= 9]
    days = Counter(moment.date() for moment in summer)
    usual = sorted(days.values())[len(days) // 2]
    assert sum(count > 5 * usual for count in days.values()) >= 10


def test_two_years_end_on_the_last_day(moments: Moments) -> None:
    every = [moment for listed in moments.values() for moment in listed]
    assert min(every).date().isoformat() == "2024-11-01"
    assert max(every).date().isoformat() == "2026-10-31"
    assert len({moment.date() for moment in every}) == 730
