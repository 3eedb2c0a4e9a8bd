"""Every row of the locator's benchmark runs, at small sizes, and all its answers are its peer's."""

from __future__ import annotations

import importlib.util
import json

import pytest

from benchmarks.__main__ import main
from benchmarks.locator.subject import SLUGS

PROMISED = [
    "warm-1k5", "warm-20k", "warm-200k", "shapely-20k", "sedonadb-20k", "oneshot-20k",
    "oneshot-200k", "scaling-200k", "open-200k", "point", "http",
]  # fmt: skip
"""The slugs that others look for, in their order."""
NEEDED = {"sedonadb": "sedonadb", "duckdb": "duckdb_extension_spatial"}
"""Engines that only ``pip install '.[bench]'`` brings."""


def test_the_promised_slugs_come_first() -> None:
    assert list(SLUGS[: len(PROMISED)]) == PROMISED


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "postgis-20k"])
def test_a_row_is_equal(
    slug: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    package = NEEDED.get(slug.partition("-")[0])
    if package and importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed: run ./scripts/bench once")
    if slug in {"boston", "taiwan"}:
        request.getfixturevalue("real_data")
    assert main(["locator", "--quick", "--json", "--only", slug]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["machine"]["versions"]["numba"]
    (row,) = found["rows"]
    assert row["slug"] == slug
    assert row["equal"] is not False
    assert min(row["ours"], row["peer"], row["ratio"]) > 0


def test_the_table_is_printed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locator", "--quick", "--only", "warm-1k5"]) == 0
    heads, row = capsys.readouterr().out.splitlines()[-2:]
    assert heads.split()[:6] == ["slug", "ours", "peer", "ratio", "unit", "equal"]
    assert row.split()[0] == "warm-1k5"
    assert " yes " in row
