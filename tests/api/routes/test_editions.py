"""Editions tell when they held, what differs between them, and what came of an area."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from shapely import Point, box, union
from shapely.geometry import mapping

from tests.api.conftest import copied, serving
from tests.api.ground import AREAS, DENSE, filed, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from tests.api.conftest import Installation, Served

MERGED = DENSE[:-1] + "2"
"""The grid east of the dense one, which takes it in."""
BEATS = {"P1": box(119.89, 29.99, 119.945, 30.05), "P2": box(119.945, 29.99, 119.99, 30.05)}
"""The line between the police beats has moved west by a hundredth of a degree."""


def _write(path: Path, areas: Mapping[str, BaseGeometry]) -> Path:
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name_of(code)},
         "geometry": mapping(shape)}
        for code, shape in areas.items()
    ]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture(scope="module")
def changed(made: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server after two grids merged and a line moved; a third edition is a draft."""
    folder = tmp_path_factory.mktemp("changed")
    installation = copied(made, folder)
    grids: dict[str, BaseGeometry] = dict(AREAS["grid"])
    grids[MERGED] = union(grids[MERGED], grids.pop(DENSE))
    fields = ("--code", "code", "--name", "name", "--edition", "2026-12")
    load = ("boundaries", "load")
    run = installation.gridmap.run
    run(*load, _write(folder / "grid.geojson", grids), "--level", "grid", *fields)
    run(*load, _write(folder / "police.geojson", BEATS), "--overlay", "police", *fields)
    run("boundaries", "activate", "--since", "2026-11-01")
    run("boundaries", "drop", "police", "--edition", "draft")
    with serving(installation) as served:
        yield served


def test_editions_tell_when_they_were_in_force_and_what_they_hold(changed: Served) -> None:
    old, new, draft = changed.get("/v1/editions")["editions"]
    assert [each["name"] for each in (old, new, draft)] == ["2026-11", "2026-12", "draft"]
    assert [each["active"] for each in (old, new, draft)] == [False, True, False]
    # It was activated today, and the new one holds since before.
    assert (old["in_force"], draft["in_force"]) == ([], [])
    (period,) = new["in_force"]
    assert datetime.fromisoformat(period["since"]).isoformat() == "2026-11-01T00:00:00+00:00"
    assert period["until"] is None
    layers = {layer["layer"]: layer for layer in new["layers"]}
    assert {code: layer["areas"] for code, layer in layers.items()} == {
        "township": 2, "village": 8, "grid": 31, "police": 2,
    }  # fmt: skip
    assert layers["grid"]["file"] == "grid.geojson"
    assert [layer["layer"] for layer in draft["layers"]] == ["township", "village", "grid"]
    assert changed.get("/v1/editions/2026-12") == new


def test_an_edition_that_there_is_not_is_a_problem(changed: Served) -> None:
    for path in ("/v1/editions/x", "/v1/editions/x/changes?since=2026-11",
                 "/v1/editions/2026-12/changes?since=x"):  # fmt: skip
        answer = changed.client.get(path)
        assert answer.status_code == 404, path
        assert "there are 2026-11, 2026-12, draft" in answer.json()["detail"]
    assert changed.client.get("/v1/editions/2026-12/changes").status_code == 422


def _requests_in(shape: BaseGeometry) -> dict[str, int]:
    mine = [row for row in filed() if shape.contains(Point(row["lon"], row["lat"]))]
    return {"stored": len(mine), "open": sum(not row["closed"] for row in mine)}


def _layer(answer: Any, code: str) -> Any:
    return next(layer for layer in answer["layers"] if layer["layer"] == code)


def test_changes_tell_areas_ground_and_requests(changed: Served) -> None:
    answer = changed.get("/v1/editions/2026-12/changes", since="2026-11")
    assert (answer["from"], answer["to"]) == ("2026-11", "2026-12")
    assert _layer(answer, "village")["changes"] == []
    grid, police = _layer(answer, "grid"), _layer(answer, "police")
    assert (grid["areas_before"], grid["areas_after"], grid["unchanged"]) == (32, 31, 30)
    (merged,) = grid["changes"]
    dense = _requests_in(AREAS["grid"][DENSE])
    assert merged["kind"] == "merged"
    assert [area["code"] for area in merged["old"]] == [DENSE, MERGED]
    assert merged["moving"] == grid["moving"] == dense
    assert merged["requests"] == _requests_in(union(AREAS["grid"][DENSE], AREAS["grid"][MERGED]))
    assert {flow["old_code"]: flow["requests"] for flow in grid["flows"]}[DENSE] == dense
    assert police["counts"] == {"moved": 2}
    (flow,) = police["flows"]
    assert (flow["old_code"], flow["new_code"]) == ("P1", "P2")
    # A hundredth of a degree at 30° north, six hundredths high: 964.7 m by 6,651.5 m.
    assert flow["hectares"] == pytest.approx(641.7, rel=2e-3)
    assert flow["requests"] == _requests_in(box(119.945, 29.99, 119.955, 30.05))


def test_comparing_with_a_draft_tells_the_layer_it_lacks(changed: Served) -> None:
    answer = changed.get("/v1/editions/draft/changes", since="2026-12")
    assert _layer(answer, "police")["whole"] == "removed"
    assert [layer["whole"] for layer in answer["layers"]] == [None, None, None, "removed"]


def test_the_history_of_an_area_leads_to_its_successor(changed: Served) -> None:
    steps = changed.get("/v1/lineage", code=DENSE)["steps"]
    assert [(step["kind"], step["old_code"], step["new_code"]) for step in steps] == [
        ("merged", DENSE, MERGED), ("merged", MERGED, MERGED),
    ]  # fmt: skip
    assert {(step["old_edition"], step["new_edition"]) for step in steps} == {
        ("2026-11", "2026-12")
    }
    assert changed.get("/v1/lineage", code=MERGED)["steps"] == steps
    assert changed.get("/v1/lineage", code="330111001", layer="township")["steps"] == []
    for query in ({"code": "nowhere"}, {"code": DENSE, "layer": "village"}):
        assert changed.client.get("/v1/lineage", params=query).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/v1/editions", "/v1/editions/2026-12", "/v1/editions/2026-12/changes?since=2026-11",
     f"/v1/lineage?code={DENSE}"],
)  # fmt: skip
def test_what_did_not_change_is_not_sent_again(changed: Served, path: str) -> None:
    first = changed.client.get(path)
    assert first.status_code == 200
    again = changed.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_open_requests_were_placed_again_and_closed_ones_were_not(changed: Served) -> None:
    answer = changed.keyed.get("/v1/requests", params={"limit": 1000}).json()["requests"]
    dense = [each for each in answer if each["category"] == "abandoned_car"]
    assert {(each["status"], each["edition"]) for each in answer} == {
        ("open", "2026-12"), ("closed", "2026-11"),
    }  # fmt: skip
    inside = {"open": MERGED, "closed": DENSE}
    for each in dense:
        assert each["areas"]["grid"] == inside[each["status"]]


def test_a_server_finishes_what_was_cut_short(
    made: Installation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    installation = copied(made, tmp_path_factory.mktemp("cut"))
    path = installation.gridmap.data_dir / "gridmap.sqlite"
    # As it is after a kill behind the switch: no open request has been looked at.
    with sqlite3.connect(path) as database:
        database.execute("UPDATE requests SET edition = 'before'")
        database.execute("DELETE FROM request_areas")
    waiting = "SELECT count(*) FROM requests WHERE status = 'open' AND edition = 'before'"
    with serving(installation), sqlite3.connect(path) as database:
        end = time.monotonic() + 60
        while database.execute(waiting).fetchone()[0] and time.monotonic() < end:
            time.sleep(0.1)
    with sqlite3.connect(path) as database:
        assert database.execute(waiting).fetchone()[0] == 0
        closed = "SELECT DISTINCT edition FROM requests WHERE status = 'closed'"
        assert database.execute(closed).fetchall() == [("before",)]
        owned = (
            "SELECT count(DISTINCT request_seq) FROM request_areas JOIN requests "
            "ON seq = request_seq WHERE placement = 'inside' AND status = 'open'"
        )
        inside = "SELECT count(*) FROM requests WHERE placement = 'inside' AND status = 'open'"
        assert database.execute(owned).fetchone() == database.execute(inside).fetchone()
