"""``/v1/hotspots`` shows the clusters of the newest run, as they can be counted in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shapely import Point
from shapely.geometry import shape

from tests.api.ground import DENSE, filed, name_of

if TYPE_CHECKING:
    from tests.api.conftest import Served


def test_the_planted_cluster_is_the_first(server: Served) -> None:
    answer = server.get("/v1/hotspots")
    first = answer["hotspots"][0]
    cars = [row for row in filed() if row["category"] == "abandoned_car"]
    assert (first["rank"], first["category"], first["count"]) == (1, "abandoned_car", len(cars))
    assert first["lon"] == pytest.approx(sum(c["lon"] for c in cars) / len(cars), abs=2e-5)
    assert first["lat"] == pytest.approx(sum(c["lat"] for c in cars) / len(cars), abs=2e-5)
    assert first["first_at"] == min(c["opened"] for c in cars)
    assert first["last_at"] == max(c["opened"] for c in cars)
    codes = [DENSE, DENSE[:-3], DENSE[:-6]]
    assert first["chain"] == [
        {"level": level, "code": code, "name": name_of(code)}
        for level, code in zip(("grid", "village", "township"), codes, strict=True)
    ]
    outline = shape(first["outline"])
    assert outline.is_valid
    assert all(outline.contains(Point(c["lon"], c["lat"])) for c in cars)


def test_the_run_says_how_it_can_be_done_again(server: Served) -> None:
    run = server.get("/v1/hotspots")["run"]
    assert (run["method"], run["edition"]) == ("dbscan", "2026-11")
    assert run["parameters"]["least_count"] >= 2
    assert set(run["parameters"]["categories"]["rubbish"]) == {"radius_m", "window_days"}
    placed = sum(row["category"] not in {"street_light", "noise"} for row in filed())
    assert run["input_count"] == placed
    assert run["left_out"] == {"outside": 5, "unplaced": 5}


def test_ranks_go_with_counts(server: Served) -> None:
    found = server.get("/v1/hotspots")["hotspots"]
    assert [h["rank"] for h in found] == list(range(1, len(found) + 1))
    assert [h["count"] for h in found] == sorted((h["count"] for h in found), reverse=True)
    assert len({h["id"] for h in found}) == len(found)


def test_a_category_and_a_limit_narrow_the_list(server: Served) -> None:
    everything = server.get("/v1/hotspots")["hotspots"]
    cars = server.get("/v1/hotspots?category=abandoned_car")["hotspots"]
    assert cars == [h for h in everything if h["category"] == "abandoned_car"]
    assert server.get("/v1/hotspots?category=street_light")["hotspots"] == []
    assert server.get("/v1/hotspots?limit=1")["hotspots"] == everything[:1]


def test_before_the_first_run_there_is_none(bare: Served) -> None:
    assert bare.get("/v1/hotspots") == {"run": None, "hotspots": []}


@pytest.mark.parametrize(
    "query",
    ["category=ghosts", "category=%00", "limit=0", "limit=10001", "limit=x", "limit=9" + "9" * 30],
)
def test_what_can_not_be_understood_is_a_problem(server: Served, query: str) -> None:
    answer = server.client.get(f"/v1/hotspots?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
