"""Rows are those of the standard reader; a line with broken quoting costs itself and no other."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.files.csv_rows import LONGEST_FIELD, BrokenLine, CsvRows

OPEN = "a quotation mark is opened and never closed"
AFTER = "text follows a closing quotation mark"


def rows_of(text: str, delimiter: str = ",") -> list[list[str] | BrokenLine]:
    return list(CsvRows(io.StringIO(text, newline=""), delimiter))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("a\rb\r", [["a"], ["b"]]),
        ('"a,b","c ""d"""\n', [["a,b", 'c "d"']]),
        ('"two\nlines",x\ny,z\n', [["two\nlines", "x"], ["y", "z"]]),
        ('5" pipe,x\n', [['5" pipe', "x"]]),
        ("a\n\nb\n", [["a"], [], ["b"]]),
        ('"open,1\n2,b\n3,c\n', [BrokenLine('"open,1', OPEN), ["2", "b"], ["3", "c"]]),
        ('1,"open\n2,"b\n3,c\n', [BrokenLine('1,"open', AFTER), BrokenLine('2,"b', OPEN),
                                  ["3", "c"]]),
        ('1,"open\n2,"b"\n3,c\n', [BrokenLine('1,"open', AFTER), ["2", "b"], ["3", "c"]]),
        ('1,"open\n2,""\n3,c\n', [BrokenLine('1,"open', OPEN), ["2", ""], ["3", "c"]]),
        ('"5" pipe",x\r\ny,z\r\n', [BrokenLine('"5" pipe",x', AFTER), ["y", "z"]]),
        ('a,"', [BrokenLine('a,"', OPEN)]),
    ],
)  # fmt: skip
def test_rows_and_broken_lines(text: str, rows: list[list[str] | BrokenLine]) -> None:
    assert rows_of(text) == rows


def test_a_mark_left_open_over_more_than_a_value_can_hold_costs_its_line() -> None:
    filling = "x" * 999 + "\n"
    text = '1,"open\n' + filling * (LONGEST_FIELD // 1000 + 1)
    first, *others = rows_of(text)
    assert first == BrokenLine('1,"open', OPEN)
    assert others == [["x" * 999]] * (LONGEST_FIELD // 1000 + 1)


VALUES = st.text(st.sampled_from('ab,;"\n\r 噪音'), max_size=6)


@given(st.lists(st.lists(VALUES, min_size=2, max_size=4), max_size=6), st.sampled_from(",;\t|"))
def test_what_a_spreadsheet_writes_is_read_back(table: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    assert rows_of(text.getvalue(), delimiter) == table


@given(st.text(st.sampled_from('ab,"\n'), max_size=40))
def test_no_line_is_lost_whatever_its_quoting(text: str) -> None:
    read = rows_of(text)
    broken = [row for row in read if isinstance(row, BrokenLine)]
    good = [row for row in read if isinstance(row, list)]
    # Every letter of the text is in a row or in a broken line, and none is in two.
    for letter in "ab":
        kept = sum(row.text.count(letter) for row in broken)
        kept += sum(value.count(letter) for row in good for value in row)
        assert kept == text.count(letter)
    strict = csv.reader(io.StringIO(text, newline=""), strict=True)
    if not broken:
        assert good == list(strict)
    else:
        with pytest.raises(csv.Error):
            list(strict)
