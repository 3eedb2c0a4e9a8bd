"""Every row comes out once, its own columns untouched, with its areas or the reason for none."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boundaries.crs import parse_crs, wgs84_to_gcj02
from boundaries.locator import Locator
from boundaries.model import Edition
from boundaries.positions import Extent
from gridmap.errors import InputError
from gridmap.files.assigned import CHUNK
from gridmap.journeys.assign_points import AssignOptions, AssignSummary, assign_points
from tests.boundaries.shapes import SOUTH, WEST, layer_of, square

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Assign: TypeAlias = Callable[..., AssignSummary]

LOCATOR = Locator(
    Edition(
        "2026-11",
        (
            layer_of([square(0, 0, 2)], ["t"], code="township"),
            layer_of([square(0, 0), square(1, 0)], ["v1", "v2"]),
        ),
        (layer_of([square(0, 0, 0.5)], ["p"], code="police", kind="overlay"),),
    )
)
ADDED = [
    f"{layer}_{what}" for layer in ("township", "village", "police") for what in ("code", "name")
] + ["placement", "placement_reason"]
IN_V1, IN_V2 = (WEST + 0.002, SOUTH + 0.005), (WEST + 0.02, SOUTH + 0.005)
V1 = ["t", "name of t", "v1", "name of v1", "p", "name of p", "inside", ""]
V2 = ["t", "name of t", "v2", "name of v2", "", "", "inside", ""]


@pytest.fixture
def assign(tmp_path: Path) -> Assign:
    """Assigns a file of the test's folder to a row of two villages."""

    def done(name: str, out: str, **options: Any) -> AssignSummary:
        how: dict[str, Any] = {"lon": "x", "lat": "y", "crs": parse_crs("wgs84")} | options
        progress = how.pop("progress", None)
        return assign_points(
            tmp_path / name, tmp_path / out, AssignOptions(**how), LOCATOR, progress
        )

    return done


def _rows(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def _adds_up(summary: AssignSummary) -> bool:
    told = sum(summary.placements.values()) + summary.rejected
    why = summary.placements["outside"] + summary.placements["unplaced"]
    return summary.rows == told and why == sum(summary.reasons.values())


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
    header, *rows = _rows(tmp_path / "out.csv")
    assert header == ["id", "x", "y", *ADDED]
    for row, (x, y, expected) in zip(rows, cases, strict=True):
        assert row[1:3] == [x, y]
        kind = "outside" if expected == "outside_every_area" else "unplaced"
        assert row[3:] == (
            expected if isinstance(expected, list) else [""] * 6 + [kind, expected]
        ), (x, y)  # fmt: skip
    assert summary.rows == len(cases)
    assert summary.placements == {"inside": 4, "outside": 1, "unplaced": 13}
    assert _adds_up(summary)


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
    assert [row[:4] for row in _rows(tmp_path / "out.csv")] == table
    assign("in.csv", "out.parquet")
    columns = pq.read_table(tmp_path / "out.parquet").to_pydict()
    assert [list(row) for row in zip(*columns.values(), strict=True)] == [
        [*row, *(value or None for value in V1)] for row in table[1:]
    ]


@pytest.mark.parametrize("source", ["in.csv", "in.csv.gz", "in.CSV"])
@pytest.mark.parametrize("target", ["out.csv", "out.csv.gz", "out.parquet", "out.pq"])
def test_every_kind_of_file_gives_the_same_rows(
    source: str, target: str, assign: Assign, tmp_path: Path
) -> None:
    text = f"id,x,y\n7,{IN_V1[0]},{IN_V1[1]}\n8,,\n".encode()
    (tmp_path / source).write_bytes(gzip.compress(text) if source.endswith("gz") else text)
    assert _adds_up(assign(source, target))
    if target.startswith("out.p"):
        columns = pq.read_table(tmp_path / target).to_pydict()
        rows = [list(columns), *(list(row) for row in zip(*columns.values(), strict=True))]
        rows = [[value or "" for value in row] for row in rows]
    else:
        rows = _rows(tmp_path / target)
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
    assert _adds_up(summary)
    assign("in.parquet", "out.csv")
    assert [row[0] for row in _rows(tmp_path / "out.csv")] == [
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
    _, *rows = _rows(tmp_path / "out.csv")
    assert [row[0] for row in rows] == ["1", "2", "3", "5"]
    assert rows[1] == ["2", str(x), str(y), "", *V2]
    assert rows[2][-2:] == ["unplaced", "no_coordinate"]
    assert (summary.rows, summary.rejected) == (6, 2)
    assert _adds_up(summary)
    assert summary.rejected_file == tmp_path / "out.rejected.csv"
    kept = _rows_of_rejected(tmp_path / "out.rejected.csv")
    assert [(row["rejected_row"], row["id"]) for row in kept] == [("4", "4"), ("5", "")]
    assert "5 values, but the header has 4 fields" in kept[0]["rejected_because"]


def _rows_of_rejected(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_line_with_an_open_quotation_mark_is_kept_beside_and_swallows_no_other(
    assign: Assign, tmp_path: Path
) -> None:
    x, y = IN_V2
    (tmp_path / "in.csv").write_text(
        f'id,x,y\n1,{x},{y}\n"2\na",{x},{y}\n3" pipe,{x},{y}\n"4,{x},{y}\n5,{x},{y}\n'
    )
    summary = assign("in.csv", "out.csv")
    kept = _rows(tmp_path / "out.csv")
    assert [row[0] for row in kept] == ["id", "1", "2\na", '3" pipe', "5"]
    assert summary.rejected == 1
    assert _adds_up(summary)
    (beside,) = _rows_of_rejected(tmp_path / "out.rejected.csv")
    assert "quotation mark" in beside["rejected_because"]
    assert beside["id"].startswith('"4,')


def test_rejected_rows_of_an_earlier_run_go_away(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("x,y\n1,2,3\n")
    assign("in.csv", "out.csv")
    assert (tmp_path / "out.rejected.csv").is_file()
    (tmp_path / "in.csv").write_text("x,y\n1,2\n")
    assert assign("in.csv", "out.csv").rejected_file is None
    assert not (tmp_path / "out.rejected.csv").exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_header(
    delimiter: str, assign: Assign, tmp_path: Path
) -> None:
    rows = [["id", "x", "y"], ["a,b;c|d", str(IN_V1[0]), str(IN_V1[1])]]
    with (tmp_path / "in.txt").open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assign("in.txt", "out.csv")
    assert _rows(tmp_path / "out.csv")[1] == [*rows[1], *V1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "big5"])
def test_texts_are_read_in_the_encoding_that_is_said(
    encoding: str, assign: Assign, tmp_path: Path
) -> None:
    text = f"名稱,x,y\n大橋,{IN_V1[0]},{IN_V1[1]}\n"
    (tmp_path / "in.csv").write_bytes(text.encode(encoding))
    assign("in.csv", "out.csv", encoding="utf-8" if encoding == "utf-8-sig" else encoding)
    header, row = _rows(tmp_path / "out.csv")
    assert (header[0], row[0], row[-2]) == ("名稱", "大橋", "inside")


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


@pytest.mark.parametrize("out", ["out.csv", "out.csv.gz", "out.parquet"])
def test_a_file_without_rows_gives_its_columns(out: str, assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,x,y\n")
    assert assign("in.csv", out) == AssignSummary()
    names = (
        pq.read_schema(tmp_path / out).names
        if out.endswith("parquet")
        else _rows(tmp_path / out)[0]
    )
    assert names == ["id", "x", "y", *ADDED]


def test_the_same_rows_give_the_same_bytes(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"x,y\n{IN_V1[0]},{IN_V1[1]}\n")
    assign("in.csv", "a.csv.gz")
    assign("in.csv", "b.csv.gz")
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


def test_a_file_may_be_written_over_itself(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"x,y\n{IN_V1[0]},{IN_V1[1]}\n")
    assign("in.csv", "in.csv")
    assert _rows(tmp_path / "in.csv")[1][2:] == V1


REFUSED = {
    "no-longitude": (b"id,a,y\n1,2,3\n", {}, "no field 'x'; it has id, a, y"),
    "no-latitude": (b"x,b\n1,2\n", {}, "no field 'y'"),
    "taken": (b"x,y,village_code\n1,2,3\n", {}, "has village_code already"),
    "taken-with-prefix": (b"x,y,g_placement\n1,2,3\n", {"prefix": "g_"}, "has g_placement already"),
    "repeated": (b"x,y,x\n1,2,3\n", {}, "Several fields are called x"),
    "empty": (b"", {}, "The file is empty"),
    "blank": (b"\n \n\r\n", {}, "The file is empty"),
    "wrong-encoding": ("名,x,y\n甲,1,2\n".encode("gb18030"), {}, "text is not utf-8"),
    "wrong-encoding-later": (b"x,y\n" + b"1.5,2.5\n" * 9000 + b"\xff,2\n", {}, "text is not utf-8"),
    "no-such-encoding": (b"x,y\n1,2\n", {"encoding": "klingon"}, "no encoding called 'klingon'"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_assigned_is_refused_and_leaves_no_file(
    case: str, assign: Assign, tmp_path: Path
) -> None:
    content, options, says = REFUSED[case]
    (tmp_path / "in.csv").write_bytes(content)
    (tmp_path / "out.csv").write_text("of an earlier run")
    with pytest.raises(InputError, match=says):
        assign("in.csv", "out.csv", **options)
    assert (tmp_path / "out.csv").read_text() == "of an earlier run"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_prefix_makes_room_for_the_new_columns(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"x,y,village_code\n{IN_V1[0]},{IN_V1[1]},mine\n")
    assign("in.csv", "out.csv", prefix="gm_")
    header, row = _rows(tmp_path / "out.csv")
    assert header[3:] == [f"gm_{name}" for name in ADDED]
    assert row[2:] == ["mine", *V1]


def test_what_is_no_table_is_refused(assign: Assign, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        assign("none.csv", "out.csv")
    with pytest.raises(InputError, match="no such file"):
        assign("none.parquet", "out.csv")
    (tmp_path / "in.xlsx").write_bytes(b"PK")
    with pytest.raises(InputError, match=r"'.xlsx' are not read as tables"):
        assign("in.xlsx", "out.csv")
    twice = pa.Table.from_arrays([pa.array([1.0])] * 3, names=["x", "y", "x"])
    pq.write_table(twice, tmp_path / "twice.parquet")
    with pytest.raises(InputError, match="Several fields are called x"):
        assign("twice.parquet", "out.csv")


def test_what_cannot_be_written_is_refused(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("x,y\n1,2\n")
    (tmp_path / "folder.csv").mkdir()
    for out, says in (
        ("none/out.csv", "can't be written: No such file"),
        ("folder.csv", "can't be written: Is a directory"),
        ("out.xlsx", r"'.xlsx' are not written"),
        ("out.tsv", r"'.tsv' are not written"),
        ("out.gz", r"'.gz' are not written"),
        ("out", "'nothing' are not written"),
    ):
        with pytest.raises(InputError, match=says):
            assign("in.csv", out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.csv", "in.csv"]


@pytest.mark.parametrize("kind", ["csv.gz", "parquet", "csv"])
def test_a_damaged_file_is_assigned_or_explained(kind: str, assign: Assign, tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    x, y = WEST + rng.uniform(0, 0.04, 4000), SOUTH + rng.uniform(0, 0.02, 4000)
    path = tmp_path / f"in.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"x": x, "y": y}), path)
    else:
        text = "x,y\n" + "".join(f"{a},{b}\n" for a, b in zip(x, y, strict=True))
        path.write_bytes(gzip.compress(text.encode()) if kind == "csv.gz" else text.encode())
    whole, explained = path.read_bytes(), 0
    for k in range(60):
        at, some = int(rng.integers(len(whole))), rng.bytes(int(rng.integers(1, 40)))
        cut = whole[:at] + (b"" if k % 3 == 0 else some + whole[at + len(some) * (k % 3 - 1) :])
        path.write_bytes(cut)
        try:
            assert _adds_up(assign(path.name, "out.csv"))
        except InputError as error:
            explained += 1
            assert error.where == str(path)  # noqa: PT017  some damage leaves a table
    assert explained > 5
    assert not list(tmp_path.glob("*.part"))
