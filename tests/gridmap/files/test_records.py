"""Every row of a table is read as it is or named as malformed; every damaged file is explained."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gridmap.errors import InputError
from gridmap.files.records import MalformedRow, Row, open_records

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "编号,内容\n1,噪音\n2,路灯\n"
ROWS = [Row(1, ["1", "噪音"]), Row(2, ["2", "路灯"])]


def read(path: Path, encoding: str = "utf-8") -> tuple[list[str], list[Row | MalformedRow]]:
    with open_records(path, encoding) as records:
        return records.fields, list(records.rows)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        ("a.csv", TABLE.encode(), "utf-8"),
        ("a.CSV", TABLE.encode(), "utf-8"),
        ("a.txt", TABLE.encode(), "utf-8"),
        ("a.csv", TABLE.encode("utf-8-sig"), "utf-8"),
        ("a.csv", TABLE.encode("gb18030"), "gb18030"),
        ("a.csv", TABLE.encode("utf-16"), "utf-16"),
        ("a.csv", TABLE.replace("\n", "\r\n").encode(), "utf-8"),
        ("a.csv", TABLE.replace("\n", "\r").encode(), "utf-8"),
        ("a.csv", TABLE.replace(",", ";").encode(), "utf-8"),
        ("a.tsv", TABLE.replace(",", "\t").encode(), "utf-8"),
        ("a.csv", TABLE.replace(",", "|").encode(), "utf-8"),
        ("a.csv", ("\n\n" + TABLE.replace("\n", "\n\n")).encode(), "utf-8"),
        ("a.csv", TABLE.rstrip("\n").encode(), "utf-8"),
        ("a.csv.gz", gzip.compress(TABLE.encode()), "utf-8"),
        ("a.csv.gz", gzip.compress(TABLE.encode("gb18030")), "gb18030"),
        ("a.csv.gz", gzip.compress(TABLE[:8].encode()) + gzip.compress(TABLE[8:].encode()),
         "utf-8"),
    ],
)  # fmt: skip
def test_one_table_in_many_files(tmp_path: Path, name: str, content: bytes, encoding: str) -> None:
    assert read(written(tmp_path / name, content), encoding) == (["编号", "内容"], ROWS)


def test_short_rows_are_filled_up_and_long_ones_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a,b,c\n1\n1,2,3\n1,2,3,4\n,,\n1,2,3,\n")
    why = "4 values, but the header has 3 fields"
    assert read(path)[1] == [
        Row(1, ["1", "", ""]),
        Row(2, ["1", "2", "3"]),
        MalformedRow(3, ["1", "2", "3", "4"], why),
        Row(4, ["", "", ""]),
        MalformedRow(5, ["1", "2", "3", ""], why),
    ]


def test_a_broken_line_is_named_and_its_neighbours_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'a,b\n1,"x\n2,y\n3,"two\nlines"\n')
    _, rows = read(path)
    assert [row.number for row in rows] == [1, 2, 3]
    assert isinstance(rows[0], MalformedRow)
    assert rows[1:] == [Row(2, ["2", "y"]), Row(3, ["3", "two\nlines"])]


def test_nul_characters_are_read_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"a,b\n1,\x00\x00x\n2,y\n")
    assert read(path)[1] == [Row(1, ["1", "\0\0x"]), Row(2, ["2", "y"])]


def test_a_table_of_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert read(written(tmp_path / "a.csv", "a,b\n")) == (["a", "b"], [])


def test_values_of_a_parquet_file_are_read_as_text(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 2, 8, 5, tzinfo=UTC)
    table = pa.table(
        {
            "n": pa.array([1, None], pa.int64()),
            "x": [119.1 + 0.2, None],
            "nan": [-1e-7, float("nan")],
            "when": pa.array([moment, None], pa.timestamp("ns", "Asia/Shanghai")),
            "day": pa.array([date(2026, 11, 2), None]),
            "money": pa.array([Decimal("1.50"), None]),
            "text": ["噪音", ""],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    fields, rows = read(tmp_path / "a.parquet")
    assert fields == ["n", "x", "nan", "when", "day", "money", "text"]
    assert [row.values for row in rows] == [
        [
            "1",
            repr(119.1 + 0.2),
            "-1e-07",
            "2026-11-02T16:05:00+08:00",
            "2026-11-02",
            "1.50",
            "噪音",
        ],
        [""] * 7,
    ]


def test_parquet_rows_are_numbered_through_all_groups(tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": range(25_000)}), tmp_path / "a.pq", row_group_size=7000)
    _, rows = read(tmp_path / "a.pq")
    assert [row.number for row in rows] == list(range(1, 25_001))
    assert [row.values for row in rows] == [[str(n)] for n in range(25_000)]


def test_the_share_read_grows_to_the_whole(tmp_path: Path) -> None:
    lines = "a,b\n" + "1,some text\n" * 50_000
    packed = written(tmp_path / "b.csv.gz", gzip.compress(lines.encode()))
    plain = written(tmp_path / "a.csv", lines)
    pq.write_table(pa.table({"n": range(50_000)}), tmp_path / "c.parquet")
    for path in (plain, packed, tmp_path / "c.parquet"):
        with open_records(path) as records:
            shares = [records.share_read() for _ in records.rows]
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
        assert 0.0 < shares[25_000] < 1.0 or path is packed


def broken_gzip() -> bytes:
    """A gzip whose middle was damaged on the way."""
    noise = np.random.default_rng(1).bytes(40_000).hex()
    packed = bytearray(gzip.compress(f"a,b\n1,{noise}\n".encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 50] = b"\xff" * 50
    return bytes(packed)


def parquet_bytes() -> bytes:
    held = io.BytesIO()
    pq.write_table(pa.table({"n": range(10_000)}), held, compression="none")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"\n \n\t\n", "The file is empty"),
        ("a.csv.gz", gzip.compress(b""), "The file is empty"),
        ("a.csv", TABLE.encode("gb18030"), "The text is not utf-8"),
        ("a.csv", TABLE.encode("utf-16"), "The text is not utf-8"),
        ("a.csv", b"a,b\n" + b"1,x\n" * 90_000 + b"2,\xff\n", "The text is not utf-8"),
        ("a.csv", b"a,b,a\n1,2,3\n", "Several fields are called a"),
        ("a.csv", b'"a,b\n1,2\n', "header can't be read: a quotation mark is opened"),
        ("a.csv.gz", TABLE.encode(), "can't be read: Not a gzipped file"),
        ("a.csv.gz", gzip.compress(TABLE.encode() * 9999)[:-20], "can't be read"),
        ("a.csv.gz", gzip.compress(TABLE.encode())[:7], "can't be read"),
        ("a.csv.gz", broken_gzip(), "can't be read"),
        ("a.parquet", b"", "The file"),
        ("a.parquet", TABLE.encode(), "no Parquet"),
        ("a.parquet", parquet_bytes()[:-100], "no Parquet"),
        ("a.parquet", b"PAR1" + b"\xff" * 3000 + parquet_bytes()[3004:], "damaged"),
        ("a.xlsx", b"PK", "Files ending in '.xlsx' are not read"),
        ("table", b"a,b\n", "Files ending in 'nothing' are not read"),
    ],
)
def test_each_damage_is_explained_with_its_file(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    path = written(tmp_path / name, content)
    with pytest.raises(InputError, match=why) as refused:
        read(path)
    assert refused.value.where == str(path)


@pytest.mark.parametrize("encoding", ["nonsense", "hex", "utf-16", "utf-32", "ascii"])
def test_an_encoding_that_does_not_fit_is_explained(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(InputError, match=encoding):
        read(written(tmp_path / "a.csv", TABLE), encoding)


def test_a_file_that_is_not_there_and_a_folder_are_explained(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("nothing.csv", "folder.csv", "nothing.parquet"):
        with pytest.raises(InputError, match="There is no such file"):
            read(tmp_path / name)


def test_what_a_caller_does_wrong_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", TABLE)
    nothing: dict[int, str] = {}
    with pytest.raises(KeyError), open_records(path) as records:
        nothing[next(records.rows).number]


def test_boston_reads_as_the_standard_library_reads_it(real_data: Path) -> None:
    path = real_data / "boston" / "boston_311_2015.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        header, *theirs = csv.reader(file)
    fields, rows = read(path)
    assert fields == header
    assert len(rows) == 121_145
    assert [row.values for row in rows] == theirs
