"""What can't be assigned is refused in words, and leaves what was there before."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gridmap.errors import InputError
from tests.boundaries.shapes import SOUTH, WEST
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

    from gridmap.journeys.assign_points import AssignSummary

    Assign: TypeAlias = Callable[..., AssignSummary]

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
    header, row = rows_of(tmp_path / "out.csv")
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
            assert adds_up(assign(path.name, "out.csv"))
        except InputError as error:
            explained += 1
            assert error.where == str(path)  # noqa: PT017  some damage leaves a table
    assert explained > 5
    assert not list(tmp_path.glob("*.part"))


def test_a_file_is_not_written_over_itself(assign: Assign, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"x,y\n{IN_V1[0]},{IN_V1[1]}\n")
    with pytest.raises(InputError, match="the file that is read"):
        assign("in.csv", "in.csv")
    assert (tmp_path / "in.csv").read_text() == f"x,y\n{IN_V1[0]},{IN_V1[1]}\n"
