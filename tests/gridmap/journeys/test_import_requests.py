"""Every row of a file becomes one request, or is put aside with its number and its reason."""

from __future__ import annotations

import csv
import gzip
import uuid
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridmap.errors import InputError
from gridmap.model.request import RequestFilter
from gridmap.service import Service
from gridmap.settings import Settings
from tests.gridmap.ground import contents, import_file, load_ground, village_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridmap.journeys.import_requests import ImportSummary

HEADER = "id,opened,closed,category,lon,lat,text"
GOOD = "1,2026-11-02 08:05,2026-11-03 09:00,路灯不亮,119.905,30.005,三盏路灯"
FINE = "2,2026-11-02 09:05,,噪音,119.915,30.005,"


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An installation with boundaries, for tests that each have a source of their own."""
    folder = tmp_path_factory.mktemp("ground")
    opened = Service(Settings(data_dir=folder))
    load_ground(opened, folder)
    yield opened
    opened.close()


@pytest.fixture
def source(request: pytest.FixtureRequest) -> str:
    return str(request.node.name)


def written(folder: Path, *rows: str, header: str = HEADER, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def added_up(summary: ImportSummary) -> tuple[int, int, int, int]:
    """New, changed, unchanged and rejected, once they are known to add up."""
    counts = summary.new, summary.changed, summary.unchanged, summary.rejected
    assert summary.rows == sum(counts)
    assert sum(summary.placements.values()) == sum(counts[:3]) == sum(summary.categories.values())
    outside = summary.placements["outside"] + summary.placements["unplaced"]
    assert sum(summary.reasons.values()) == outside
    assert sum(summary.rejected_because.values()) == summary.rejected
    return counts


def rejected_rows(summary: ImportSummary) -> dict[int, str]:
    """Row number to reason, from the file beside."""
    if summary.rejected_file is None:
        return {}
    with summary.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        return {int(row["rejected_row"]): row["rejected_because"] for row in csv.DictReader(file)}


def stored(service: Service, source: str) -> dict[str, Any]:
    page = service.requests.page(RequestFilter(source=source), 10_000)
    assert page.next_cursor is None
    return {request.external_id: request for request in page.requests}


def test_a_row_becomes_a_request_in_its_village(
    ground: Service, tmp_path: Path, source: str
) -> None:
    summary = import_file(
        ground, written(tmp_path, GOOD, FINE), source=source, timezone="Asia/Shanghai"
    )
    assert added_up(summary) == (2, 0, 0, 0)
    found = stored(ground, source)
    assert list(found) == ["2", "1"]
    assert found["1"].areas["village"] == village_of(0, 0)
    assert found["2"].areas["village"] == village_of(1, 0)
    assert found["1"].reported_at.isoformat() == "2026-11-02T00:05:00+00:00"
    assert (found["1"].category, found["1"].source_category) == ("street_light", "路灯不亮")
    assert (found["1"].status, found["2"].status) == ("closed", "open")
    assert [event.kind for event in ground.requests.events_of(found["1"].id)] == [
        "received", "closed",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["semicolon", "gb18030", "bom", "gz", "parquet", "tab"])
def test_the_same_rows_in_another_file_are_the_same_requests(
    ground: Service, tmp_path: Path, source: str, kind: str
) -> None:
    path = written(tmp_path, GOOD, FINE)
    import_file(ground, path, source=source)
    text, stated = path.read_text("utf-8"), {"source": source}
    if kind == "gz":
        other = tmp_path / "b.csv.gz"
        other.write_bytes(gzip.compress(text.encode()))
    elif kind == "parquet":
        other = tmp_path / "b.parquet"
        columns = zip(*(line.split(",") for line in text.splitlines()), strict=True)
        pq.write_table(pa.table({name: values for name, *values in columns}), other)
    else:
        other = tmp_path / "b.csv"
        delimiter = {"semicolon": ";", "tab": "\t"}.get(kind, ",")
        encoding = {"gb18030": "gb18030", "bom": "utf-8-sig"}.get(kind, "utf-8")
        other.write_bytes(text.replace(",", delimiter).encode(encoding))
        stated["encoding"] = "gb18030" if kind == "gb18030" else "utf-8"
    assert added_up(import_file(ground, other, **stated)) == (0, 0, 2, 0)


def test_rows_that_changed_change_their_request_and_no_other(
    ground: Service, tmp_path: Path, source: str
) -> None:
    import_file(ground, written(tmp_path, GOOD, FINE), source=source)
    closed = FINE.replace("09:05,,", "09:05,2026-11-04,")
    summary = import_file(ground, written(tmp_path, GOOD, closed, "3" + FINE[1:]), source=source)
    assert added_up(summary) == (1, 1, 1, 0)
    found = stored(ground, source)
    assert found["2"].status == "closed"
    kinds = {k: [e.kind for e in ground.requests.events_of(r.id)] for k, r in found.items()}
    assert kinds == {"1": ["received", "closed"], "2": ["received", "amended"], "3": ["received"]}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD.replace("1,", ",", 1), "no id"),
        ("1" + FINE[1:], "its id was in row 1 already"),
        ("2,,,噪音,119.9,30.0,", "no time of report"),
        ("2,02/11/2026,,噪音,119.9,30.0,", "can be read safely"),
        ("2,2026-02-30,,噪音,119.9,30.0,", "is no moment"),
        ("2,2027-01-01,,噪音,119.9,30.0,", "reported in the future"),
        ("2,2026-11-02,no,噪音,119.9,30.0,", "can be read safely"),
        ("2,2026-11-02,,噪音,119.9,30.0,a,b", "8 values, but the header has 7 fields"),
        ("2,2026-11-02,,噪音,119.9,30.0,a\0b", "NUL character"),
        ("2,2026-11-02,,噪音,119.9,30.0," + "x" * 20_001, "longer than 20,000"),
        ('2,2026-11-02,,噪音,119.9,30.0,"open', "quotation mark"),
        ("2", "no time of report"),
    ],
)
def test_a_row_that_can_not_be_taken_is_put_aside_and_the_others_are_taken(
    ground: Service, tmp_path: Path, source: str, row: str, reason: str
) -> None:
    summary = import_file(ground, written(tmp_path, GOOD, row, "9" + FINE[1:]), source=source)
    assert added_up(summary) == (2, 0, 0, 1)
    assert set(stored(ground, source)) == {"1", "9"}
    ((number, why),) = rejected_rows(summary).items()
    assert number == 2
    assert reason in why
    assert summary.rejected_file == tmp_path / "a.rejected.csv"


@pytest.mark.parametrize(
    ("place", "placement", "reason"),
    [
        (",", "unplaced", "no_coordinate"),
        ("somewhere,30.005", "unplaced", "not_a_number"),
        ("0,0", "unplaced", "zero_coordinate"),
        ("119,30", "unplaced", "whole_degrees"),
        ("30.005,119.905", "unplaced", "outside_the_earth"),
        ("121.5,31.2", "outside", "outside_every_area"),
    ],
)
def test_a_row_without_a_usable_place_is_taken_with_its_reason(
    ground: Service, tmp_path: Path, source: str, place: str, placement: str, reason: str
) -> None:
    row = f"1,2026-11-02,,噪音,{place},loud"
    summary = import_file(ground, written(tmp_path, row), source=source)
    assert added_up(summary) == (1, 0, 0, 0)
    assert (summary.placements, summary.reasons) == ({placement: 1}, {reason: 1})
    found = stored(ground, source)["1"]
    assert (found.placement, found.placement_reason, found.text) == (placement, reason, "loud")


def test_a_stack_is_marked_and_one_on_no_place_at_all_is_not(
    ground: Service, tmp_path: Path, source: str
) -> None:
    kinds = ["噪音", "垃圾", "路灯", "违停", "违建", "积水"]
    rows = [f"s{k},2026-11-02,,{kinds[k % 6]},119.925,30.025," for k in range(60)]
    rows += [f"z{k},2026-11-02,,{kinds[k % 6]},0,0," for k in range(80)]
    rows += [f"p{k},2026-11-02,,噪音,119.935,30.035," for k in range(70)]
    summary = import_file(ground, written(tmp_path, *rows), source=source)
    added_up(summary)
    assert [(one.x, one.y, one.count) for one in summary.stacks] == [(119.925, 30.025, 60)]
    qualities = {k: r.position_quality for k, r in stored(ground, source).items()}
    assert {k for k, quality in qualities.items() if quality == "default"} == {
        f"s{k}" for k in range(60)
    }
    assert qualities["z0"] == "none"
    assert qualities["p0"] == "gps"


def test_rows_without_an_id_are_known_by_their_content(
    ground: Service, tmp_path: Path, source: str
) -> None:
    columns = {"opened": "opened", "category": "category", "lon": "lon", "lat": "lat"}
    path = written(tmp_path, GOOD, FINE, FINE, FINE)
    assert added_up(import_file(ground, path, source=source, columns=columns)) == (4, 0, 0, 0)
    assert added_up(import_file(ground, path, source=source, columns=columns)) == (0, 0, 4, 0)
    path = written(tmp_path, FINE, GOOD, FINE, FINE.replace("119.915", "119.925"))
    assert added_up(import_file(ground, path, source=source, columns=columns)) == (1, 0, 3, 0)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"id,when\n1,2026-11-02\n", "no field 'opened' for opened; it has id, when"),
        ((HEADER + "\n" + GOOD).encode("gb18030"), "not utf-8"),
        ((HEADER + "\n" + (GOOD + "\n") * 3).encode() + b"4,\xff", "not utf-8"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_before_anything_is_stored(
    ground: Service, tmp_path: Path, source: str, content: bytes, why: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=why):
        import_file(ground, path, source=source)
    assert stored(ground, source) == {}


def test_a_file_that_breaks_off_is_refused_before_anything_is_stored(
    ground: Service, tmp_path: Path, source: str
) -> None:
    rows = [f"{k},2026-11-02 08:05,,噪音,119.9{k:05},30.005,{'x' * 50}" for k in range(12_000)]
    whole = gzip.compress("\n".join([HEADER, *rows]).encode())
    (tmp_path / "a.csv.gz").write_bytes(whole[: len(whole) - 200])
    with pytest.raises(InputError, match="can't be read"):
        import_file(ground, tmp_path / "a.csv.gz", source=source)
    assert stored(ground, source) == {}


TEXTS = st.text(st.sampled_from('ab7,;"\n\0 噪'), max_size=5)
TIMES = st.sampled_from(["2026-11-02", "2026/11/2 8:05", "", "soon", "2126-01-01", "2026-02-30"])
PLACES = st.sampled_from(["119.905", "30.005", "", "0", "119", "nan", "x", "121.5", "1e400"])
LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from("12345 "), TIMES, st.sampled_from(["", "soon", "2026-11-03"]),
                  TEXTS, PLACES, PLACES, TEXTS),
        st.lists(TEXTS, max_size=9),
    ),
    max_size=12,
)  # fmt: skip


@given(lines=LINES, raw=st.booleans())
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_file_holds_every_row_is_accounted_for(
    ground: Service, tmp_path: Path, lines: list[list[str]], *, raw: bool
) -> None:
    path, name = tmp_path / "dirty.csv", str(uuid.uuid4())
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        if raw:  # quotation marks and line ends as they fall
            file.writelines(",".join(line) + "\n" for line in lines)
        else:
            csv.writer(file).writerows(lines)
    summary = import_file(ground, path, source=name)
    new, changed, unchanged, rejected = added_up(summary)
    assert (changed, unchanged) == (0, 0)
    assert len(stored(ground, name)) == new
    put_aside = rejected_rows(summary)
    assert len(put_aside) == rejected
    assert all(1 <= number <= summary.rows for number in put_aside)
    if not raw:
        assert summary.rows == sum(1 for line in lines if line)
    again = import_file(ground, path, source=name)
    assert added_up(again) == (0, 0, new, rejected)
    assert rejected_rows(again) == put_aside


def test_both_databases_hold_the_same_after_the_same_file(service: Service, tmp_path: Path) -> None:
    rows = [f"{k},2026-11-0{1 + k % 9},,噪音,119.9{k % 50:02},30.0{k % 45:02},第{k}件"
            for k in range(300)]  # fmt: skip
    path = written(tmp_path, *rows, "x,soon,,噪音,,,")
    load_ground(service, tmp_path)
    added_up(import_file(service, path))
    reference = Service(Settings(data_dir=tmp_path / "reference"))
    load_ground(reference, tmp_path)
    import_file(reference, path)
    reference.close()
    found = contents(service.settings.resolved_database_url)
    expected = contents(reference.settings.resolved_database_url)
    assert [len(found[name]) for name in ("requests", "events")] == [300, 300]
    for name, table in expected.items():
        if name != "areas":  # geometries carry an SRID on PostGIS
            assert found[name] == table, name
