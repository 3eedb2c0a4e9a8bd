"""Rejected rows are all in one file, with their reason, and no other file is ever harmed."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from gridmap.errors import InputError
from gridmap.files.rejected import COLUMNS, RejectedFile, rejected_path
from gridmap.model.request import Rejection

if TYPE_CHECKING:
    from pathlib import Path

WHY = Rejection(7, "when", "02/11", "is no date", "Correct it.")
TOLD = ["7", "when", "02/11", "is no date", "Correct it."]


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("a.csv", "a.rejected.csv"),
        ("a.csv.gz", "a.rejected.csv"),
        ("a.tsv", "a.rejected.csv"),
        ("a.parquet", "a.rejected.csv"),
        ("2026.11.csv", "2026.11.rejected.csv"),
        ("a.rejected.csv", "a.rejected.rejected.csv"),
    ],
)
def test_the_file_lies_beside_the_one_read(tmp_path: Path, name: str, beside: str) -> None:
    assert rejected_path(tmp_path / name) == tmp_path / beside


def test_rows_are_kept_as_they_were_read_behind_what_was_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.rejected.csv"
    odd = ["1", 'with "marks", commas\nand lines', "噪音", "one too many"]
    with RejectedFile(path, ["no", "text", "kind"]) as refused:
        refused.add(WHY, ["1", "", "噪音"])
        refused.add(WHY, odd)
        assert not path.exists()
    assert refused.count == 2
    assert rows_of(path) == [
        [*COLUMNS, "no", "text", "kind"], [*TOLD, "1", "", "噪音"], [*TOLD, *odd],
    ]  # fmt: skip
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # a spreadsheet sees that it is UTF-8
    assert [file.name for file in tmp_path.iterdir()] == ["a.rejected.csv"]


def test_without_rejected_rows_there_is_no_file(tmp_path: Path) -> None:
    with RejectedFile(tmp_path / "a.rejected.csv", ["no"]):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_an_earlier_run_is_replaced_or_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.rejected.csv"
    for values in (["1"], ["2"]):
        with RejectedFile(path, ["no"]) as refused:
            refused.add(WHY, values)
    assert rows_of(path)[1:] == [[*TOLD, "2"]]
    with RejectedFile(path, ["no"]):
        pass
    assert not path.exists()


def test_work_that_fails_leaves_what_was(tmp_path: Path) -> None:
    path = tmp_path / "a.rejected.csv"
    with RejectedFile(path, ["no"]) as refused:
        refused.add(WHY, ["1"])
    before = path.read_bytes()

    def fail(add: int) -> None:
        with RejectedFile(path, ["no"]) as refused:
            for k in range(add):
                refused.add(WHY, [str(k)])
            raise InputError("the file is damaged")

    for add in (0, 3):
        with pytest.raises(InputError, match="the file is damaged"):
            fail(add)
        assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("content", ["id,when\n1,2026-11-02\n", "", "rejected_row\n"])
def test_a_file_that_is_none_of_rejected_rows_is_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "important.csv"
    path.write_text(content)
    with pytest.raises(InputError, match="another file of that name"):
        RejectedFile(path, ["no"])
    assert path.read_text() == content


def test_a_mended_file_of_rejected_rows_is_told_anew(tmp_path: Path) -> None:
    with RejectedFile(tmp_path / "b.csv", [*COLUMNS, "no"]) as refused:
        refused.add(WHY, ["3", "old", "old", "old", "old", "1"])
    assert rows_of(tmp_path / "b.csv") == [[*COLUMNS, "no"], [*TOLD, "1"]]


def test_a_folder_that_can_not_be_written_is_said_with_the_first_row(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.csv"
    with pytest.raises(InputError, match="can't be kept") as refused, RejectedFile(path, []) as out:
        out.add(WHY, [])
    assert refused.value.where == str(path)
    with RejectedFile(path, []):
        pass  # nothing to keep, nothing to complain of
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="can't be kept"):
        RejectedFile(tmp_path / "folder.csv", [])


def test_two_at_once_do_not_write_into_each_others_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.rejected.csv"
    with RejectedFile(path, ["no"]) as one, RejectedFile(path, ["no"]) as other:
        for k in range(3000):
            one.add(WHY, [f"one {k}"])
            other.add(WHY, [f"other {k}"])
    kept = {row[-1].split()[0] for row in rows_of(path)[1:]}
    assert len(kept) == 1
    assert len(rows_of(path)) == 3001
