"""Whatever a row holds, it gets an answer of its own, and no other row's answer changes."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.routes.test_jurisdictions_forms import PATH, TYPES, arrow_bytes, ask, rows_of

if TYPE_CHECKING:
    from tests.api.conftest import Served

GOOD = "119.905,30.005,"
_HARD = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_CELLS = st.one_of(
    st.sampled_from(
        ["", "119.905", "30.005", "nan", "inf", "-Infinity", "1e999", "5e-324", "-0", "1_0", "٣",
         "east", " 1.5 ", "+1", "0x10", '"', '""', '"a"', '5" pipe', "=1+1", "\x00", "\r",
         "9" * 400]
    ),
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=8),
)  # fmt: skip
_LINES = st.lists(st.lists(_CELLS, min_size=1, max_size=5).map(",".join), max_size=12)


@_HARD
@given(lines=_LINES)
def test_hostile_lines_of_csv_leave_their_neighbours_alone(
    server: Served, lines: list[str]
) -> None:
    """Each is a row, or part of one that a quote holds together: good ones around all stay good."""
    body = "\n".join(["lon,lat,note", GOOD + "first", *lines, "", GOOD + "last"])
    headers = {"Content-Type": TYPES["csv"], "Accept": TYPES["csv"]}
    answer = server.client.post(PATH, content=body.encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert (rows[0]["note"], rows[0]["placement"]) == ("first", "inside")
    assert all(None not in row and None not in row.values() for row in rows)
    for row in rows:
        placed = row["placement"] != "unplaced"
        assert placed == (row["placement_reason"] in {"", "outside_every_area"})
        if placed:
            assert math.isfinite(float(row["lon"]))
    if '"' not in "".join(lines):
        assert (rows[-1]["note"], rows[-1]["placement"]) == ("last", "inside")
        whole = [line for line in lines if line.removesuffix("\r")]
        assert len(rows) == len(whole) + 2


_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from([119.905, 30.005, 5e-324, -0.0, 1e308, 10**30, [], {}, [[1]]]),
)  # fmt: skip
_OBJECTS = st.one_of(
    st.dictionaries(
        st.sampled_from(["lon", "lat", "accuracy", "id", "x", ""]), _VALUES, max_size=5
    ).map(json.dumps),
    st.sampled_from(["{", "}", "[]", "null", '{"lon":1}{"lon":2}', '{"a":[{"b":1}', "{},{}", "\t",
                     '{"c":2}]}', '{"lon":1', '"lat":2}', "[" * 5000, '{"id":"\\ud800"}']),
    st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1),
)  # fmt: skip


@_HARD
@given(lines=st.lists(_OBJECTS, max_size=12))
def test_hostile_lines_of_ndjson_are_each_a_row(server: Served, lines: list[str]) -> None:
    good = '{"lon":119.905,"lat":30.005,"id":"good"}'
    mixed = [part for line in lines for part in (line, good)]
    answer = ask(server, "ndjson", "ndjson", "\n".join(mixed).encode(), details="chain")
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert len(found) == len(mixed)
    for each in found[1::2]:
        assert (each["id"], each["placement"]) == ("good", "inside")
    for k, each in enumerate(found[0::2]):
        if "error" in each:
            assert each["error"]["row"] == 2 * k + 1
            assert each["placement"] == "unplaced"
        assert (each["placement"] == "unplaced") == (each["reason"] not in {None, _OUTSIDE})


_OUTSIDE = "outside_every_area"
_FLOATS = st.one_of(
    st.floats(), st.none(), st.sampled_from([119.905, 30.005, 5e-324, -0.0, 180.0, 90.0, 1e308])
)


@_HARD
@given(points=st.lists(st.tuples(_FLOATS, _FLOATS), min_size=1, max_size=30))
def test_any_floats_have_the_same_answers_in_arrow_and_ndjson(
    server: Served, points: list[tuple[float | None, float | None]]
) -> None:
    lon, lat = (pa.array(column, pa.float64()) for column in zip(*points, strict=True))
    columns = rows_of("arrow", ask(
        server, "arrow", "arrow", arrow_bytes(pa.table({"lon": lon, "lat": lat}), 7)
    ))  # fmt: skip
    body = "\n".join(json.dumps({"lon": x, "lat": y}) for x, y in points).encode()
    lines = rows_of("ndjson", ask(server, "ndjson", "ndjson", body, details="chain"))
    assert [row["placement"] for row in columns] == [row["placement"] for row in lines]
    for column, line, point in zip(columns, lines, points, strict=True):
        if not any(value is not None and math.isnan(value) for value in point):
            assert column["placement_reason"] == line["placement_reason"]
        assert column["grid_code"] == line["grid_code"]


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_a_row_without_an_end_is_one_bad_row(server: Served, form: str) -> None:
    first = b"lon,lat\n" if form == "csv" else b""
    good = b"119.905,30.005\n" if form == "csv" else b'{"lon":119.905,"lat":30.005}\n'
    body = first + good + b"x" * 3_000_000 + b"\n" + good
    rows = rows_of("csv", ask(server, form, "csv", body))
    assert [row["placement"] for row in rows] == ["inside", "unplaced", "inside"]
    assert "100,000 bytes" in rows[1]["placement_error"]
    assert rows[1]["placement_error"].startswith("Row 2:")


def test_a_quote_that_is_never_closed_spoils_its_own_line_alone(server: Served) -> None:
    lines = ["lon,lat,note", GOOD, '119.905,30.005,"oops', *[GOOD] * 20_000]
    rows = rows_of("csv", ask(server, "csv", "csv", "\n".join(lines).encode()))
    assert len(rows) == 20_002
    bad = [k for k, row in enumerate(rows) if row["placement"] == "unplaced"]
    assert bad == [1]
    assert "quote" in rows[1]["placement_error"]


def test_what_is_not_utf_8_is_its_own_rows_fault(server: Served) -> None:
    body = "lon,lat,note\n119.905,30.005,好\n".encode() + "119.905,30.005,好\n".encode("gbk")
    rows = rows_of("csv", ask(server, "csv", "csv", body))
    assert [row["placement_reason"] for row in rows] == ["", "unreadable_row"]
    assert "UTF-8" in rows[1]["placement_error"]


@pytest.mark.parametrize(
    ("form", "body", "status"),
    [
        ("csv", b"", 422), ("csv", b"lon,lat,lon\n1,2,3\n", 422), ("csv", b"x;y\n1;2\n", 422),
        ("csv", "lon,lat\n1,2\n".encode("utf-16"), 422), ("csv", b'"lon,lat\n1,2', 422),
        ("arrow", b"", 422), ("arrow", b"lon,lat\n", 422), ("arrow", b"ARROW1\0\0" * 9, 422),
        ("arrow", b"\xff\xff\xff\xff\xff\xff\xff\x7f", 422), ("json", b"{", 400),
    ],
)  # fmt: skip
def test_a_stream_that_can_not_be_begun_is_a_problem(
    server: Served, form: str, body: bytes, status: int
) -> None:
    answer = server.client.post(PATH, content=body, headers={"Content-Type": TYPES[form]})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("form", ["ndjson", "csv", "arrow"])
def test_a_stream_without_rows_has_an_answer_without_rows(server: Served, form: str) -> None:
    empty: Any = pa.array([], pa.float64())
    body = {
        "ndjson": b"\n\n", "csv": b"lon,lat\n\n",
        "arrow": arrow_bytes(pa.table({"lon": empty, "lat": empty})),
    }  # fmt: skip
    assert rows_of(form, ask(server, form, form, body[form])) == []


def test_texts_are_no_coordinates_in_arrow(server: Served) -> None:
    body = arrow_bytes(pa.table({"lon": ["1.5"], "lat": np.array([2.0])}))
    answer = server.client.post(PATH, content=body, headers={"Content-Type": TYPES["arrow"]})
    assert answer.status_code == 422
    assert "'lon'" in answer.json()["detail"]
