"""Every kind of file that is read and written gives the same rows, and keeps its own types."""

from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gridmap.journeys.assign_points import AssignSummary
from tests.gridmap.journeys.assign_points.point_files import (
    ADDED,
    IN_V1,
    V1,
    adds_up,
    rows_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Assign: TypeAlias = Callable[..., AssignSummary]


@pytest.mark.parametrize("source", ["in.csv", "in.csv.gz", "in.CSV"])
@pytest.mark.parametrize("target", ["out.csv", "out.csv.gz", "out.parquet", "out.pq"])
def test_every_kind_of_file_gives_the_same_rows(
    source: str, target: str, assign: Assign, tmp_path: Path
) -> None:
    text = f"id,x,y\n7,{IN_V1[0]},{IN_V1[1]}\n8,,\n".encode()
    (tmp_path / source).write_bytes(gzip.compress(text) if source.endswith("gz") else text)
    assert adds_up(assign(source, target))
    if target.startswith("out.p"):
        columns = pq.read_table(tmp_path / target).to_pydict()
        rows = [list(columns), *(list(row) for row in zip(*columns.values(), strict=True))]
        rows = [[value or "" for value in row] for row in rows]
    else:
        rows = rows_of(tmp_path / target)
    assert rows == [
        ["id", "x", "y", *ADDED],
        ["7", f"{IN_V1[0]}", f"{IN_V1[1]}", *V1],
        ["8", "", "", *[""] * 6, "unplaced", "no_coordinate"],
    ]


def test_parquet_keeps_its_types_and_values(assign: Assign, tmp_path: Path) -> None:
    table = pa.table(
        {
            "x": pa.array([IN_V1[0], None, float("nan"), float("inf"), 0.0]),
            "when": pa.array([0, 1, None, 3, 4], pa.timestamp("us", "Asia/Shanghai")),
            "y": pa.array([IN_V1[1], 30.0, 30.0, 30.0, 0.0], pa.float64()),
            "kind": pa.array(["a", "b", None, "a", "b"]).dictionary_encode(),
            "many": pa.array([[1], [], None, [2, 3], [4]]),
            "raw": pa.array([b"\xff", None, b"", b"0", b"1"]),
            "amount": pa.array([1, None, 3, 4, 5], pa.decimal128(12, 2)),
        },
        metadata={"made": "by hand"},
    )
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=2)
    summary = assign("in.parquet", "out.parquet")
    out = pq.read_table(tmp_path / "out.parquet")
    kept = out.select(table.schema.names)
    assert kept.schema == table.schema
    assert str(kept.to_pydict()) == str(table.to_pydict())  # a nan is not itself
    assert out.schema.names[len(table.schema.names) :] == ADDED
    assert out.column("placement_reason").to_pylist() == [
        None, "no_coordinate", "no_coordinate", "not_a_number", "zero_coordinate",
    ]  # fmt: skip
    assert adds_up(summary)
    assign("in.parquet", "out.csv")
    assert [row[0] for row in rows_of(tmp_path / "out.csv")] == [
        "x", str(IN_V1[0]), "", "nan", "inf", "0.0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(pa.array([str(IN_V1[0])]), id="text"),
        pytest.param(pa.array([IN_V1[0]], pa.float32()), id="single"),
        pytest.param(pa.array([str(IN_V1[0])]).dictionary_encode(), id="dictionary"),
        pytest.param(pa.array(["119.502"]).cast(pa.decimal128(9, 4)), id="decimal"),
    ],
)
def test_coordinates_of_any_type_are_read(column: Any, assign: Assign, tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": column, "y": [IN_V1[1]]}), tmp_path / "in.parquet")
    assert assign("in.parquet", "out.parquet").placements == {"inside": 1}


@pytest.mark.parametrize("column", [pa.array([True]), pa.array([[119.5]]), pa.array([b"119.5"])])
def test_what_is_no_coordinate_is_said_to_be_none(
    column: Any, assign: Assign, tmp_path: Path
) -> None:
    pq.write_table(pa.table({"x": column, "y": [IN_V1[1]]}), tmp_path / "in.parquet")
    assert assign("in.parquet", "out.parquet").reasons == {"not_a_number": 1}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_header(
    delimiter: str, assign: Assign, tmp_path: Path
) -> None:
    rows = [["id", "x", "y"], ["a,b;c|d", str(IN_V1[0]), str(IN_V1[1])]]
    with (tmp_path / "in.txt").open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assign("in.txt", "out.csv")
    assert rows_of(tmp_path / "out.csv")[1] == [*rows[1], *V1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "big5"])
def test_texts_are_read_in_the_encoding_that_is_said(
    encoding: str, assign: Assign, tmp_path: Path
) -> None:
    text = f"名稱,x,y\n大橋,{IN_V1[0]},{IN_V1[1]}\n"
    (tmp_path / "in.csv").write_bytes(text.encode(encoding))
    assign("in.csv", "out.csv", encoding="utf-8" if encoding == "utf-8-sig" else encoding)
    header, row = rows_of(tmp_path / "out.csv")
    assert (header[0], row[0], row[-2]) == ("名稱", "大橋", "inside")


@pytest.mark.parametrize("out", ["out.csv", "out.csv.gz", "out.parquet"])
def test_a_file_without_rows_gives_its_columns(out: str, assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,x,y\n")
    assert assign("in.csv", out) == AssignSummary()
    names = (
        pq.read_schema(tmp_path / out).names
        if out.endswith("parquet")
        else rows_of(tmp_path / out)[0]
    )
    assert names == ["id", "x", "y", *ADDED]


def test_the_same_rows_give_the_same_bytes(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"x,y\n{IN_V1[0]},{IN_V1[1]}\n")
    assign("in.csv", "a.csv.gz")
    assign("in.csv", "b.csv.gz")
    packed = (tmp_path / "a.csv.gz").read_bytes()
    assert packed == (tmp_path / "b.csv.gz").read_bytes()
    assert packed[4:8] == bytes(4)  # gzip keeps the time there
