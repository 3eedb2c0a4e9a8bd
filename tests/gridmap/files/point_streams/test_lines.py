"""A text in pieces has the records that it has as a whole: those that the csv module finds."""

from __future__ import annotations

import csv
import io
import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.files.point_streams.csv_lines import csv_lines
from gridmap.files.point_streams.lines import LONGEST, Broken, Records


class Pieces:
    """A text, cut where it is told."""

    def __init__(self, text: bytes, *cuts: int) -> None:
        places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
        pairs = itertools.pairwise(places)
        self._pieces = [text[a:b] for a, b in pairs if a < b]

    def read(self) -> bytes:
        """The next piece."""
        return self._pieces.pop(0) if self._pieces else b""


def records(text: bytes, *cuts: int, quoted: bool = True, rows: int = 7) -> list[bytes | Broken]:
    """All records of a text that comes in pieces."""
    blocks = list(Records(Pieces(text, *cuts), quoted=quoted).blocks(rows))
    assert all(1 <= len(block) <= rows for block in blocks)
    return [record for block in blocks for record in block]


_CELL = st.text(st.sampled_from('ab",\n\r é'), max_size=6)
_ROWS = st.lists(st.lists(_CELL, min_size=2, max_size=4), max_size=20)
_CUTS = st.lists(st.integers(0, 400), max_size=12)


@given(rows=_ROWS, cuts=_CUTS, end=st.sampled_from(["\n", "\r\n"]))
def test_what_csv_writes_is_read_again_however_it_is_cut(
    rows: list[list[str]], cuts: list[int], end: str
) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    for whole in (text.getvalue(), text.getvalue().removesuffix(end)):
        found = records(whole.encode(), *cuts)
        assert [next(csv.reader([r.decode()])) for r in found if isinstance(r, bytes)] == rows
        assert len(found) == len(rows)


@given(text=st.text(st.sampled_from('ab",\n'), max_size=80), cuts=_CUTS)
def test_any_text_has_the_same_records_however_it_is_cut(text: str, cuts: list[int]) -> None:
    assert records(text.encode(), *cuts) == records(text.encode())


@given(text=st.text(st.sampled_from('ab",\n'), max_size=80))
def test_any_text_whose_quotes_close_has_the_rows_that_csv_finds(text: str) -> None:
    found = records(text.encode())
    if any(isinstance(record, Broken) for record in found):
        return
    rows = [next(csv.reader([r.decode()])) for r in found if isinstance(r, bytes)]
    assert rows == [row for row in csv.reader(io.StringIO(text, newline="")) if row]


@given(rows=_ROWS)
def test_lines_that_are_written_are_read_again(rows: list[list[str]]) -> None:
    lines = csv_lines(rows)
    assert len(lines) == len(rows)
    text = b"\n".join(lines).decode()
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("size", [LONGEST - 1, LONGEST, LONGEST + 1, 10 * LONGEST])
def test_a_record_may_be_just_so_long(size: int, *, quoted: bool) -> None:
    found = records(b"a\n" + b"x" * size + b"\nb", *range(0, size, 9_999), quoted=quoted)
    assert (found[0], found[2]) == (b"a", b"b")
    assert isinstance(found[1], Broken) == (size > LONGEST)


@pytest.mark.parametrize("line", [b'"\n', b'""\n', b'"""\n', b'a,"\n', b'"a""\n', b'"",""\n'])
def test_quotes_never_take_long(line: bytes) -> None:
    """A scanner that began again at each line would take minutes."""
    begun = time.process_time()
    found = records(b'"' + line * 300_000, *range(0, 2_000_000, 65_536), rows=65_536)
    assert found
    assert time.process_time() - begun < 60
