"""Codes are there and differ, and name parents only by a scheme that the whole layer follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.codes import code_findings, parents_by_code
from tests.boundaries.shapes import layer_of, place_of, square


@pytest.mark.parametrize(
    ("codes", "parents", "expected"),
    [
        pytest.param(["330111001003"], ["330111001", "330111002"], ["330111001"], id="prefix"),
        pytest.param(["330111001"], ["330111000000"], ["330111000000"], id="filled-up-parent"),
        pytest.param(
            ["330111001000", "330111010000"], ["330111000000", "330112000000"],
            ["330111000000"] * 2, id="both-filled-up",
        ),
        pytest.param(
            ["330111010003", "330111011001"], ["330111010000", "330111011000"],
            ["330111010000", "330111011000"], id="a-zero-of-its-own",
        ),
        pytest.param(["101", "1001"], ["1", "10"], ["1", "10"], id="last-two-counted"),
        pytest.param(["101", "105", "1001"], ["1", "10", "19"], ["1", "1", "10"], id="unpadded"),
        pytest.param(["1905", "105"], ["1", "10", "19"], ["19", "1"], id="unpadded-two"),
        pytest.param(["111", "112"], ["1", "11"], [None, None], id="two-schemes-disagree"),
        pytest.param(["1-1", "1-12", "2-3"], ["1", "2"], ["1", "1", "2"], id="any-rest"),
        pytest.param(["0113"], ["1", "13"], [None], id="none"),
        pytest.param(["19"], ["19"], [None], id="the-same-code-is-no-parent"),
        pytest.param([""], ["1"], [None], id="no-code"),
        pytest.param(["1"], [], [None], id="no-parents"),
        pytest.param([], ["1"], [], id="no-areas"),
    ],
)  # fmt: skip
def test_parents_by_code(codes: list[str], parents: list[str], expected: list[str | None]) -> None:
    assert parents_by_code(codes, parents) == tuple(expected)


def test_one_code_that_names_nobody_does_not_end_the_scheme_of_many() -> None:
    codes = [f"330111001{k:03}" for k in range(30)] + ["330999001001"]
    assert parents_by_code(codes, ["330111001"]) == ("330111001",) * 30 + (None,)
    assert parents_by_code(codes[28:], ["330111001"]) == (None,) * 3


@given(
    st.sets(st.text("0123456789", min_size=3, max_size=3), min_size=1, max_size=8),
    st.lists(st.integers(0, 99), min_size=1, max_size=8),
    st.data(),
)
def test_the_parent_that_a_padded_code_was_made_from_is_found(
    parents: set[str], numbers: list[int], data: st.DataObject
) -> None:
    above = sorted(parents)
    mine = [data.draw(st.sampled_from(above)) for _ in numbers]
    codes = [f"{parent}{number:02}" for parent, number in zip(mine, numbers, strict=True)]
    assert parents_by_code(codes, above) == tuple(mine)
    filled = [f"{parent}00" for parent in above]
    assert parents_by_code(codes, filled) == tuple(f"{parent}00" for parent in mine)


def test_codes_must_be_there_and_be_different() -> None:
    places = [square(x, 0) for x in range(6)]
    found = code_findings(layer_of(places, ["1", "", "2", "1", "", "1"]))
    assert [(f.kind, f.severity) for f in found] == [
        ("no_code", "error"), ("no_code", "error"), ("duplicate_code", "error"),
    ]  # fmt: skip
    assert [f.message for f in found] == [
        "The area in row 2 has no code.",
        "The area in row 5 has no code.",
        "3 areas carry the code 1: rows 1, 4, 6.",
    ]
    assert places[1].contains(place_of(found[0]))
    assert found[2].shape is not None
    assert found[2].shape.area == pytest.approx(3 * places[0].area)
    assert code_findings(layer_of(places)) == []


def test_many_rows_of_one_code_are_counted_not_listed() -> None:
    (found,) = code_findings(layer_of([square(0, 0)] * 40, ["x"] * 40))
    assert found.message.startswith("40 areas carry the code x: rows 1, 2, 3")
    assert found.message.endswith("12 ….")
