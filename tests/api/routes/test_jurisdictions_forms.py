"""JSON, NDJSON, CSV and Arrow hold the same answers, and keep what the rows brought along."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from tests.api.ground import AREAS, name_of, owners

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import Served

PATH = "/v1/jurisdictions"
TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "arrow": "application/vnd.apache.arrow.stream",
}
_CHANCE = np.random.default_rng(5)
LON = [*_CHANCE.uniform(119.88, 120.0, 120).round(6).tolist(), 0.0, 119.91, 5e-324, 500.0]
LAT = [*_CHANCE.uniform(29.98, 30.06, 120).round(6).tolist(), 0.0, 30.01, 5e-324, 30.5]
IDS = [f"R-{k}" for k in range(len(LON))]


def arrow_bytes(table: pa.Table, rows: int = 50) -> bytes:
    """A table as an IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table, max_chunksize=rows)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def bodies() -> dict[str, bytes]:
    """The same points in each form."""
    rows = list(zip(IDS, LON, LAT, strict=True))
    points = [{"id": i, "lon": x, "lat": y} for i, x, y in rows]
    text = io.StringIO()
    csv.writer(text).writerows([("id", "lon", "lat"), *rows])
    return {
        "json": json.dumps({"points": points}).encode(),
        "ndjson": "\n".join(map(json.dumps, points)).encode(),
        "csv": text.getvalue().encode(),
        "arrow": arrow_bytes(pa.table({"id": IDS, "lon": LON, "lat": LAT})),
    }


def ask(server: Served, given: str, wanted: str, body: bytes, **query: str) -> httpx.Response:
    """An answer that must be 200, of the form that is wanted."""
    headers = {"Content-Type": TYPES[given], "Accept": TYPES[wanted]}
    answer = server.client.post(PATH, params=query, content=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == TYPES[wanted]
    return answer


def rows_of(form: str, answer: httpx.Response) -> list[dict[str, Any]]:
    """The rows of an answer in columns, texts and blanks alike in every form."""
    if form == "csv":
        return list(csv.DictReader(io.StringIO(answer.text)))
    if form == "arrow":
        rows = pa.ipc.open_stream(answer.content).read_all().to_pylist()
        return [{k: "" if v is None else v for k, v in row.items()} for row in rows]
    found = (
        answer.json()["answers"] if form == "json" else map(json.loads, answer.text.splitlines())
    )
    return [_as_columns(each) for each in found]


def _as_columns(found: dict[str, Any]) -> dict[str, Any]:
    blank = {f"{layer}_{what}": "" for layer in AREAS for what in ("code", "name")}
    placed = {"placement": found["placement"], "placement_reason": found["reason"] or ""}
    links = [(link["level"], link) for link in found["chain"]]
    links += [(link["layer"], link) for link in found["overlays"]]
    areas = {f"{layer}_{what}": link[what] for layer, link in links for what in ("code", "name")}
    return {"id": found.get("id")} | blank | areas | placed


@pytest.mark.parametrize("wanted", TYPES)
@pytest.mark.parametrize("given", TYPES)
def test_every_form_answers_the_same_in_every_form(server: Served, given: str, wanted: str) -> None:
    answer = ask(server, given, wanted, bodies()[given], details="chain")
    rows = rows_of(wanted, answer)
    assert [row["id"] for row in rows] == IDS
    for row, lon, lat in zip(rows, LON, LAT, strict=True):
        expected = owners(lon, lat)
        if (lon, lat) != (119.91, 30.01):
            found = {layer: row[f"{layer}_code"] for layer in AREAS if row[f"{layer}_code"]}
            assert found == expected
            assert all(row[f"{layer}_name"] == name_of(code) for layer, code in expected.items())
            inside = "inside" if "grid" in expected else "outside"
            assert row["placement"] in ({inside} if lon not in {0, 500} else {"unplaced"})
    reasons = [row["placement_reason"] for row in rows[-4:]]
    assert reasons == ["zero_coordinate", "", "outside_every_area", "outside_the_earth"]


@pytest.mark.parametrize("given", ["ndjson", "csv", "arrow"])
def test_full_details_are_those_of_the_single_look_up(server: Served, given: str) -> None:
    answer = ask(server, given, "ndjson", bodies()[given], details="full")
    for line, lon, lat in zip(answer.text.splitlines(), LON, LAT, strict=True):
        found = json.loads(line)
        del found["id"]
        assert found == server.get("/v1/jurisdiction", lon=lon, lat=lat)


def test_full_details_are_columns_too(server: Served) -> None:
    by_line = ask(server, "csv", "ndjson", bodies()["csv"]).text.splitlines()
    table = pa.ipc.open_stream(
        ask(server, "csv", "arrow", bodies()["csv"], details="full").content
    ).read_all()
    text = list(csv.DictReader(
        io.StringIO(ask(server, "csv", "csv", bodies()["csv"], details="full").text)
    ))  # fmt: skip
    for line, row, written in zip(by_line, table.to_pylist(), text, strict=True):
        found = json.loads(line)
        nearest = found["nearest"] or dict.fromkeys(("code", "name", "distance_m"))
        assert row["placement"] == written["placement"] == found["placement"]
        assert row["border_m"] == found["border_m"]
        assert row["ask_first"] == (None if row["placement"] == "unplaced" else found["ask_first"])
        assert (row["nearest_code"], row["nearest_m"]) == (nearest["code"], nearest["distance_m"])
        assert written["border_m"] == ("" if row["border_m"] is None else str(row["border_m"]))


def test_a_csv_keeps_its_lines_to_the_byte(server: Served) -> None:
    own = [
        "\ufeffname, lon,lat,x", '"a ""b"", c", 119.905,30.005,', "住在3号,+119.905,3.0005e1,07",
        '"two\nlines",119.905,30.005,"q"',
    ]  # fmt: skip
    body = "\r\n".join(own).encode()
    answer = ask(server, "csv", "csv", body, lon=" lon")
    text = answer.content.decode()
    header, rest = text.split("\n", 1)
    assert header.startswith(own[0] + ",township_code")
    for line in own[1:]:
        assert f"{line},330111001," in rest
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["grid_code"] for row in rows] == [owners(119.905, 30.005)["grid"]] * 3
    assert rows[2]["name"] == "two\nlines"


def test_arrow_keeps_its_columns_and_their_types(server: Served) -> None:
    table = pa.table(
        {
            "when": pa.array([0, 1, None], pa.timestamp("ms", "Asia/Shanghai")),
            "lat": pa.array([30.005, None, 30.005], pa.float32()),
            "word": pa.array(["a", None, "b"]).dictionary_encode(),
            "lon": pa.array([119, 120, None], pa.int16()),
            "list": [[1], None, []],
            "accuracy": pa.array([None, None, 5.0]),
        }
    )
    answer = pa.ipc.open_stream(ask(server, "arrow", "arrow", arrow_bytes(table, 2)).content)
    found = answer.read_all()
    assert found.select(table.column_names).equals(table)
    assert found.schema.names[6:] == [
        *(f"{layer}_{what}" for layer in AREAS for what in ("code", "name")),
        "placement", "placement_reason", "placement_error",
    ]  # fmt: skip
    reasons = found.column("placement_reason").to_pylist()
    assert reasons == ["outside_every_area", "no_coordinate", "no_coordinate"]


def test_what_objects_bring_along_comes_back(server: Served) -> None:
    lines = [
        {"lon": 119.905, "lat": 30.005, "id": 7, "kind": "tree", "n": [1, None]},
        {"lat": 30.005, "lon": 119.905}, {"lon": 119.905, "lat": 30.005, "kind": None},
    ]  # fmt: skip
    body = "\n\n".join(map(json.dumps, lines)).encode()
    found = [*map(json.loads, ask(server, "ndjson", "ndjson", body).text.splitlines())]
    assert [f.get("properties") for f in found] == [
        {"kind": "tree", "n": [1, None]}, None, {"kind": None},
    ]  # fmt: skip
    assert [f.get("id") for f in found] == [7, None, None]
    rows = rows_of("arrow", ask(server, "ndjson", "arrow", body))
    assert [row["id"] for row in rows] == ["7", "", ""]
    assert json.loads(rows[0]["properties"]) == {"kind": "tree", "n": [1, None]}


def test_fields_may_have_other_names(server: Served) -> None:
    body = b"x,y,r,key\n119.905,30.005,90,k1\n119.905,30.005,,k2\n"
    query = {"lon": "x", "lat": "y", "accuracy": "r", "id": "key", "details": "full"}
    found = ask(server, "csv", "json", body, **query).json()["answers"]
    assert [f["id"] for f in found] == ["k1", "k2"]
    assert "properties" not in found[0]
    assert found[0]["candidates"]
    assert found[1]["candidates"] == []


def test_columns_are_added_under_other_names_where_theirs_are_taken(server: Served) -> None:
    body = b"lon,lat,grid_code\n119.905,30.005,mine\n"
    headers = {"Content-Type": TYPES["csv"]}
    refused = server.client.post(PATH, content=body, headers=headers)
    assert refused.status_code == 422
    assert "prefix" in refused.json()["remedy"]
    row = rows_of("csv", ask(server, "csv", "csv", body, prefix="gm_"))[0]
    assert (row["grid_code"], row["gm_placement"]) == ("mine", "inside")
    assert row["gm_grid_code"] == owners(119.905, 30.005)["grid"]
