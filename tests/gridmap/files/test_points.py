"""Points are read from every kind of table, and what is wrong with them is told, not dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boundaries.positions import NO_COORDINATE, NOT_A_NUMBER, OK
from gridmap.errors import InputError
from gridmap.files.points import read_points

if TYPE_CHECKING:
    from pathlib import Path


def test_a_csv_gives_coordinates_problems_and_fields(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text('x,y,who\n1.5,2,a\n,3,b\nsix,4,\n1,2,3,4,5\n"7",8,d\n')
    table = read_points(path, "x", "y", ["who"])
    np.testing.assert_array_equal(table.x, [1.5, np.nan, np.nan, 7])
    np.testing.assert_array_equal(table.y, [2, 3, 4, 8])
    assert table.problem.tolist() == [OK, NO_COORDINATE, NOT_A_NUMBER, OK]
    assert table.fields == {"who": ["a", "b", "", "d"]}
    assert table.malformed == 1


def test_parquet_keeps_numbers(tmp_path: Path) -> None:
    path = tmp_path / "points.parquet"
    pq.write_table(pa.table({"x": [1.25, None, np.inf], "y": [1, 2, 3], "n": [7, 8, 9]}), path)
    table = read_points(path, "x", "y", ["n"])
    assert table.problem.tolist() == [OK, NO_COORDINATE, NOT_A_NUMBER]
    assert table.fields["n"] == [7, 8, 9]


def test_one_field_may_be_asked_for_twice(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y\n1,2\n3,4\n")
    assert read_points(path, "x", "y", ["x"]).fields == {"x": ["1", "3"]}


@pytest.mark.parametrize(
    ("text", "why"), [("x,z\n1,2\n", "no field 'y'; it has x, z"), ("x,y\n", "holds no row")]
)
def test_what_is_missing_is_named(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=why):
        read_points(path, "x", "y")
