"""The same request gets the same id on every machine and run, and a different one another."""

from __future__ import annotations

import subprocess
import sys
import uuid

from hypothesis import given
from hypothesis import strategies as st

from gridmap.model.identifiers import fingerprint, new_external_id, request_id, row_external_id


def test_an_id_is_a_name_based_uuid_that_never_changes() -> None:
    assert request_id("boston", "101001240734") == "5ab89b02-a3a6-5c8d-8b39-2ffcc799111d"
    assert uuid.UUID(request_id("a", "b")).version == 5


def test_an_id_tells_source_and_number_apart() -> None:
    assert request_id("a", "bc") != request_id("ab", "c")
    assert request_id("a", "b") != request_id("b", "a")


def test_ids_and_fingerprints_do_not_depend_on_the_process() -> None:
    code = (
        "from gridmap.model.identifiers import *;"
        "print(request_id('a', 'b'), row_external_id(['x', 'y'], 1),"
        "fingerprint([1, None, {'k': 'v'}]))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    here = (
        request_id("a", "b"),
        row_external_id(["x", "y"], 1),
        fingerprint([1, None, {"k": "v"}]),
    )
    assert printed == {" ".join(here) + "\n"}


def test_new_external_ids_do_not_repeat() -> None:
    assert len({new_external_id() for _ in range(1000)}) == 1000


TEXTS = st.lists(st.text(st.sampled_from("ab,'\x1f\"\\ "), max_size=3), min_size=1, max_size=4)


@given(TEXTS, TEXTS)
def test_fingerprints_differ_exactly_when_the_values_do(one: list[str], other: list[str]) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


@given(TEXTS, st.integers(1, 5), st.integers(1, 5))
def test_equal_rows_of_a_file_are_told_apart_by_their_count(
    row: list[str], one: int, other: int
) -> None:
    same = row_external_id(row, one) == row_external_id(row, other)
    assert same == (one == other)
