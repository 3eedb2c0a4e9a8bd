"""The small parts of the generator do what their names say."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.demo.calls.cluster_kinds import ClusterKind
from gridmap.demo.calls.kinds import KINDS, Kind
from gridmap.demo.calls.patterns import Pattern
from gridmap.demo.land.apportion import apportion
from gridmap.demo.land.borders import Borders
from gridmap.demo.land.growth import Network, grow
from gridmap.demo.land.names import chinese_number
from gridmap.demo.land.polygons import trace_polygons
from gridmap.demo.land.size import DistrictSize
from gridmap.model.catalogue_file import default_catalogue


@given(
    weights=st.lists(st.floats(0.0, 1e6), min_size=1, max_size=30).filter(lambda w: sum(w) > 0),
    spare=st.integers(0, 200),
)
def test_apportion_deals_out_all_within_the_limits(weights: list[float], spare: int) -> None:
    most = np.full(len(weights), 2 + spare)
    dealt = apportion(np.array(weights), 2 * len(weights) + spare, 2, most)
    assert dealt.sum() == 2 * len(weights) + spare
    assert (dealt >= 2).all()
    assert (dealt <= most).all()


def test_apportion_gives_to_the_largest_remainder() -> None:
    # Hamilton's own case: quotas 1.5, 1.5 and 7: the first of the equal remainders gets it.
    dealt = apportion(np.array([1.5, 1.5, 7.0]), 10, 0, np.array([10, 10, 10]))
    assert dealt.tolist() == [2, 1, 7]


def test_apportion_refuses_more_than_there_is_room_for() -> None:
    with pytest.raises(ValueError, match=re.escape("within 2..6, got 7")):
        apportion(np.array([1.0, 1.0]), 7, 1, np.array([3, 3]))


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四"), (100, "一百"),
     (105, "一百零五"), (110, "一百一十"), (999, "九百九十九")],
)  # fmt: skip
def test_chinese_numbers(number: int, words: str) -> None:
    assert chinese_number(number) == words


def test_growth_shares_a_line_where_costs_meet() -> None:
    # Five corners in a row, seeds at the ends, the second sets out late.
    row = np.arange(5.0)
    network = Network(row, np.zeros(5), np.arange(4), np.arange(1, 5), np.ones(4))
    grown = grow(network, np.array([0, 4]), np.array([1.0, 2.5]))
    assert grown.owner.tolist() == [0, 0, 0, 1, 1]
    assert grown.before.tolist() == [0, 0, 1, 4, 4]
    assert grown.cost.tolist() == [1.0, 2.0, 3.0, 3.5, 2.5]


def test_growth_leaves_alone_what_it_cannot_reach() -> None:
    row = np.arange(3.0)
    network = Network(row, np.zeros(3), np.array([0]), np.array([1]), np.ones(1))
    assert grow(network, np.array([0]), np.ones(1)).owner.tolist() == [0, 0, -1]


def test_tracing_keeps_holes_and_pieces() -> None:
    # Grid 0 is a square with grid 1 as its hole; grid 2 is a square apart, of the same area.
    squares = [((0, 0, 9, 9), 0, -1), ((3, 3, 6, 6), 1, 0), ((20, 0, 29, 9), 2, -1)]
    points: list[tuple[int, int]] = []
    start: list[int] = []
    end: list[int] = []
    left: list[int] = []
    right: list[int] = []
    for (west, south, east, north), inner, outer in squares:
        first = len(points)
        points += [(west, south), (east, south), (east, north), (west, north)]
        start += [first + turn for turn in range(4)]
        end += [first + (turn + 1) % 4 for turn in range(4)]
        left += [inner] * 4
        right += [outer] * 4
    lon, lat = np.array(points).T * 1_000_000
    borders = Borders(lon, lat, *(np.array(part) for part in (start, end, left, right)))
    grids = trace_polygons(borders, np.array([0, 1, 2]))
    assert [polygon.area for polygon in grids] == [72.0, 9.0, 81.0]
    areas = trace_polygons(borders, np.array([0, 1, 0]))
    expected = shapely.box(0, 0, 9, 9) - shapely.box(3, 3, 6, 6) | shapely.box(20, 0, 29, 9)
    assert areas[0].equals(expected)
    assert areas[1].equals(shapely.box(3, 3, 6, 6))


@pytest.mark.parametrize(("villages", "grids"), [(47, 200), (2_001, 4_000), (60, 59), (60, 3_601)])
def test_size_states_its_ranges(villages: int, grids: int) -> None:
    with pytest.raises(ValueError, match=r"must be within \d+.*\.\.\d+, got"):
        DistrictSize(villages, grids)


def test_words_mean_their_category_in_the_default_catalogue() -> None:
    catalogue = default_catalogue()
    meant = {word: catalogue.code_of(word) for kind in KINDS for word in kind.words}
    assert meant == {word: kind.code for kind in KINDS for word in kind.words}


def test_parameters_state_their_rules() -> None:
    with pytest.raises(ValueError, match="24 hours and 12 months, got 3 and 12"):
        Pattern("water", 0.1, "111", "1" * 12)
    with pytest.raises(ValueError, match="forgotten must be within"):
        Kind("water", ("水",), 0.1, 1.0, 1.0, 1.5)
    with pytest.raises(ValueError, match="must be positive"):
        Kind("water", ("水",), 0.1, 0.0, 1.0, 0.5)
    with pytest.raises(ValueError, match="follows must be"):
        ClusterKind("water", 1, (1, 1), (1, 1), 1.0, (0.0, 0.0), 1.0, follows="moon")
    with pytest.raises(ValueError, match="shape must be"):
        ClusterKind("water", 1, (1, 1), (1, 1), 1.0, (0.0, 0.0), 1.0, shape="ring")
