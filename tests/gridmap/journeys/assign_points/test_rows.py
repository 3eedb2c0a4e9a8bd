"""Every row comes out once, its own columns untouched, with its areas or the reason for none."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boundaries.crs import parse_crs, wgs84_to_gcj02
from boundaries.positions import Extent
from gridmap.files.assigned import CHUNK
from tests.boundaries.shapes import SOUTH, WEST
from tests.gridmap.journeys.assign_points.point_files import (
    ADDED,
    IN_V1,
    IN_V2,
    LOCATOR,
    V1,
    V2,
    adds_up,
    rejected_rows,
    rows_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridmap.journeys.assign_points import AssignSummary

    Assign: TypeAlias = Callable[..., AssignSummary]


def test_each_row_has_its_areas_or_its_reason(assign: Assign, tmp_path: Path) -> None:
    cases = [
        (f"{IN_V1[0]}", f"{IN_V1[1]}", V1),
        (f" {IN_V2[0]} ", f"{IN_V2[1]}0", V2),
        (f"{WEST}", f"{SOUTH}", V1),
        ("+1.195156250e2", f"{IN_V2[1]}", V2),  # on the line between both: to the east
        ("119.6", "30.6", "outside_every_area"),
        ("", "", "no_coordinate"),
        (f"{IN_V1[0]}", " ", "no_coordinate"),
        ("east", "30.005", "not_a_number"),
        ("119.5.1", "30.005", "not_a_number"),
        ("119,51", "30.005", "not_a_number"),
        ("119°30'", "30.005", "not_a_number"),
        ("1_19.51", "30.005", "not_a_number"),
        ("nan", "30.005", "not_a_number"),
        ("inf", "30.005", "not_a_number"),
        ("0", "0.0", "zero_coordinate"),
        ("119", "30", "whole_degrees"),
        ("30.005", "119.51", "outside_the_earth"),
        ("1e999", "30.005", "not_a_number"),
    ]
    with (tmp_path / "in.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", "x", "y"), *((k, *c[:2]) for k, c in enumerate(cases))])
    summary = assign("in.csv", "out.csv")
    header, *rows = rows_of(tmp_path / "out.csv")
    assert header == ["id", "x", "y", *ADDED]
    for row, (x, y, expected) in zip(rows, cases, strict=True):
        assert row[1:3] == [x, y]
        kind = "outside" if expected == "outside_every_area" else "unplaced"
        assert row[3:] == (
            expected if isinstance(expected, list) else [""] * 6 + [kind, expected]
        ), (x, y)  # fmt: skip
    assert summary.rows == len(cases)
    assert summary.placements == {"inside": 4, "outside": 1, "unplaced": 13}
    assert adds_up(summary)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_whatever_is_in_a_cell_stays_in_it(
    assign: Assign, tmp_path: Path, cells: list[tuple[str, str]]
) -> None:
    table = [["文本", "x", "y", "b"]]
    table += [[a, f"{IN_V1[0]}", f"{IN_V1[1]}", b] for a, b in cells]
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)
    assign("in.csv", "out.csv")
    assert [row[:4] for row in rows_of(tmp_path / "out.csv")] == table
    assign("in.csv", "out.parquet")
    columns = pq.read_table(tmp_path / "out.parquet").to_pydict()
    assert [list(row) for row in zip(*columns.values(), strict=True)] == [
        [*row, *(value or None for value in V1)] for row in table[1:]
    ]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_large_files_pass_in_chunks_in_their_order(
    kind: str, assign: Assign, tmp_path: Path
) -> None:
    count = 2 * CHUNK + 1
    rng = np.random.default_rng(1)
    x, y = WEST + rng.uniform(-0.01, 0.05, count), SOUTH + rng.uniform(-0.01, 0.02, count)
    table = pa.table({"id": np.arange(count), "x": x, "y": y})
    if kind == "parquet":
        pq.write_table(table, tmp_path / "in.parquet")
    else:
        lines = (f"{k},{a!r},{b!r}\n" for k, (a, b) in enumerate(zip(x.tolist(), y.tolist())))  # noqa: B905
        (tmp_path / "in.csv").write_text("id,x,y\n" + "".join(lines))
    shares: list[float] = []
    summary = assign(f"in.{kind}", "out.parquet", progress=shares.append)
    out = pq.read_table(tmp_path / "out.parquet")
    assert [int(k) for k in out.column("id").to_pylist()] == list(range(count))
    village = LOCATOR.edition.levels[1]
    owners = LOCATOR.locate_many(x, y).areas["village"]
    expected = [village.codes[k] if k >= 0 else None for k in owners.tolist()]
    assert out.column("village_code").to_pylist() == expected
    assert summary.placements["outside"] == expected.count(None)
    assert len(shares) == 3
    assert sorted(shares) == shares
    assert 0 < shares[0] < shares[-1] == 1


def test_short_rows_are_filled_long_rows_are_kept_beside(assign: Assign, tmp_path: Path) -> None:
    x, y = IN_V2
    (tmp_path / "in.csv").write_text(
        f"\nid,x,y,note\n1,{x},{y},a\n\n2,{x},{y}\r\n3\n4,{x},{y},a,b\n\n,,,,,\n5,{x},{y},\n"
    )
    summary = assign("in.csv", "out.csv")
    _, *rows = rows_of(tmp_path / "out.csv")
    assert [row[0] for row in rows] == ["1", "2", "3", "5"]
    assert rows[1] == ["2", str(x), str(y), "", *V2]
    assert rows[2][-2:] == ["unplaced", "no_coordinate"]
    assert (summary.rows, summary.rejected) == (6, 2)
    assert adds_up(summary)
    assert summary.rejected_file == tmp_path / "out.rejected.csv"
    kept = rejected_rows(tmp_path / "out.rejected.csv")
    assert [(row["rejected_row"], row["id"]) for row in kept] == [("4", "4"), ("5", "")]
    assert "5 values, but the header has 4 fields" in kept[0]["rejected_because"]


def test_a_line_with_an_open_quotation_mark_is_kept_beside_and_swallows_no_other(
    assign: Assign, tmp_path: Path
) -> None:
    x, y = IN_V2
    (tmp_path / "in.csv").write_text(
        f'id,x,y\n1,{x},{y}\n"2\na",{x},{y}\n3" pipe,{x},{y}\n"4,{x},{y}\n5,{x},{y}\n'
    )
    summary = assign("in.csv", "out.csv")
    kept = rows_of(tmp_path / "out.csv")
    assert [row[0] for row in kept] == ["id", "1", "2\na", '3" pipe', "5"]
    assert summary.rejected == 1
    assert adds_up(summary)
    (beside,) = rejected_rows(tmp_path / "out.rejected.csv")
    assert "quotation mark" in beside["rejected_because"]
    assert beside["id"].startswith('"4,')


def test_rejected_rows_of_an_earlier_run_go_away(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("x,y\n1,2,3\n")
    assign("in.csv", "out.csv")
    assert (tmp_path / "out.rejected.csv").is_file()
    (tmp_path / "in.csv").write_text("x,y\n1,2\n")
    assert assign("in.csv", "out.csv").rejected_file is None
    assert not (tmp_path / "out.rejected.csv").exists()


def test_coordinates_are_read_in_the_crs_that_is_said(assign: Assign, tmp_path: Path) -> None:
    near_the_east = np.array([WEST + 0.03]), np.array([IN_V2[1]])
    x, y = (float(each[0]) for each in wgs84_to_gcj02(*near_the_east))
    (tmp_path / "in.csv").write_text(f"x,y\n{x},{y}\n500.5,30.5\n")
    assert assign("in.csv", "out.csv").placements == {"outside": 1, "unplaced": 1}
    summary = assign("in.csv", "out.csv", crs=parse_crs("gcj02"))
    assert summary.placements == {"inside": 1, "unplaced": 1}
    assert summary.reasons == {"outside_the_earth": 1}


def test_an_extent_keeps_points_out(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"x,y\n{IN_V1[0]},{IN_V1[1]}\n120.5,31.5\n")
    summary = assign("in.csv", "out.csv", extent=Extent(119, 29, 120, 31))
    assert summary.reasons == {"outside_extent": 1}
