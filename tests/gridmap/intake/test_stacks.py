"""A default coordinate is told from a hotspot: it holds some of everything."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.intake.stacks import Stack, StackRule, find_stacks

if TYPE_CHECKING:
    from pathlib import Path

CITY_HALL = (-71.0587, 42.3594)


@pytest.fixture(scope="module")
def boston(real_data: Path) -> list[tuple[float, float, str]]:
    """Longitude, latitude and type of every request of 2015, as published."""
    with gzip.open(real_data / "boston" / "boston_311_2015.csv.gz", "rt", encoding="utf-8") as file:
        return [
            (float(row["LONGITUDE"]), float(row["LATITUDE"]), row["TYPE"])
            for row in csv.DictReader(file)
        ]


def stacks_of(
    rows: list[tuple[float, float, str]], rule: StackRule | None = None
) -> tuple[Stack, ...]:
    kinds = {kind: k for k, kind in enumerate(sorted({kind for _, _, kind in rows}))}
    return find_stacks(
        np.array([x for x, _, _ in rows]),
        np.array([y for _, y, _ in rows]),
        np.array([kinds[kind] for _, _, kind in rows]),
        rule,
    )


def test_boston_has_one_and_it_is_city_hall(boston: list[tuple[float, float, str]]) -> None:
    assert stacks_of(boston) == (Stack(*CITY_HALL, 17_070),)
    fullest = Counter((x, y) for x, y, _ in boston).most_common(3)
    assert [count for _, count in fullest] == [17_070, 387, 143]


def test_boston_without_city_hall_has_none(boston: list[tuple[float, float, str]]) -> None:
    assert stacks_of([row for row in boston if row[:2] != CITY_HALL]) == ()


def test_trouble_of_one_kind_on_one_spot_is_no_default(
    boston: list[tuple[float, float, str]],
) -> None:
    loud_square = [(-71.1, 42.3, "Loud Parties")] * 5000
    assert stacks_of(boston + loud_square) == (Stack(*CITY_HALL, 17_070),)


def spread(count: int) -> list[tuple[float, float, str]]:
    """Requests that all lie elsewhere, of ten kinds."""
    return [(119.0 + k / 10_000, 30.0, f"kind {k % 10}") for k in range(count)]


@pytest.mark.parametrize(
    ("on_the_spot", "kinds", "elsewhere", "found"),
    [
        (50, 5, 4950, True),
        (49, 5, 0, False),
        (50, 4, 4950, False),
        (50, 5, 4951, False),
        (100, 5, 9900, True),
    ],
    ids=["just enough", "too few", "too few kinds", "too small a share", "a hundredth"],
)
def test_each_part_of_the_rule_counts(
    on_the_spot: int, kinds: int, elsewhere: int, *, found: bool
) -> None:
    stack = [(119.95, 30.05, f"kind {k % kinds}") for k in range(on_the_spot)]
    expected = (Stack(119.95, 30.05, on_the_spot),) if found else ()
    assert stacks_of(spread(elsewhere) + stack) == expected


def test_rows_without_a_position_are_no_stack_and_no_part_of_the_whole() -> None:
    blank = [(float("nan"), float("nan"), f"kind {k % 10}") for k in range(50_000)]
    half = [(119.95, float("nan"), f"kind {k % 10}") for k in range(50_000)]
    stack = [(119.95, 30.05, f"kind {k % 5}") for k in range(50)]
    assert stacks_of(blank + half + stack + spread(4950)) == (Stack(119.95, 30.05, 50),)
    assert stacks_of(blank) == ()
    assert stacks_of([]) == ()


def test_several_come_with_the_fullest_first() -> None:
    rows = [(1.0, 2.0, f"{k % 5}") for k in range(60)] + [(2.0, 1.0, f"{k % 6}") for k in range(70)]
    assert stacks_of(rows) == (Stack(2.0, 1.0, 70), Stack(1.0, 2.0, 60))


PLACES = st.tuples(st.sampled_from([0.0, -0.0, 1.5]), st.sampled_from([2.0, -7.25]))
ROWS = st.lists(st.tuples(PLACES, st.sampled_from("abcd")), max_size=60)


@given(ROWS, st.integers(2, 8), st.integers(1, 4), st.floats(0.01, 0.6))
def test_plain_counting_finds_the_same(
    placed: list[tuple[tuple[float, float], str]], count: int, kinds: int, share: float
) -> None:
    rows = [(x, y, kind) for (x, y), kind in placed]
    on: dict[tuple[float, float], list[str]] = defaultdict(list)
    for x, y, kind in rows:
        on[x, y].append(kind)
    expected = {
        (spot, len(found))
        for spot, found in on.items()
        if len(found) >= count and len(found) >= share * len(rows) and len(set(found)) >= kinds
    }
    stacks = stacks_of(rows, StackRule(share, count, kinds))
    assert {((stack.x, stack.y), stack.count) for stack in stacks} == expected


@pytest.mark.parametrize(
    ("share", "count", "kinds"),
    [(0.0, 50, 5), (1.1, 50, 5), (float("nan"), 50, 5), (0.01, 1, 5), (0.01, 50, 0)],
)
def test_a_rule_that_means_nothing_is_refused(share: float, count: int, kinds: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        StackRule(share, count, kinds)
