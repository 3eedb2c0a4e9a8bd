"""``POST /v1/jurisdictions`` answers up to 1,000 points as the single look-up does, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.api.ground import owners

if TYPE_CHECKING:
    from tests.api.conftest import Served

PATH = "/v1/jurisdictions"


def _points(count: int) -> list[dict[str, float]]:
    chance = np.random.default_rng(count)
    return [
        {"lon": chance.uniform(119.88, 120.0), "lat": chance.uniform(29.98, 30.06)}
        for _ in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_answers_come_in_the_order_of_the_points(server: Served, count: int) -> None:
    points = _points(count)
    answer = server.client.post(PATH, json={"points": points})
    assert answer.status_code == 200
    answers = answer.json()["answers"]
    assert answer.json()["edition"] == "2026-11"
    assert [a["point"] for a in answers] == [p | {"crs": "wgs84"} for p in points]
    for point, found in zip(points, answers, strict=True):
        chain = {link["level"]: link["code"] for link in found["chain"]}
        expected = {k: v for k, v in owners(**point).items() if k != "police"}
        assert chain == expected


def test_each_answer_is_that_of_the_single_look_up(server: Served) -> None:
    points: list[dict[str, float]] = [
        *_points(20), {"lon": 0, "lat": 0}, {"lon": 119.91, "lat": 30.01, "accuracy": 80},
        {"lon": 500, "lat": 30.5},
    ]  # fmt: skip
    answers = server.client.post(PATH, json={"points": points, "crs": "gcj02"}).json()["answers"]
    for point, found in zip(points, answers, strict=True):
        assert found == server.get("/v1/jurisdiction", **point, crs="gcj02")


@pytest.mark.parametrize("count", [0, 1001])
def test_too_few_and_too_many_are_refused(server: Served, count: int) -> None:
    answer = server.client.post(PATH, json={"points": _points(count)})
    assert answer.status_code == 422
    assert "1000" in answer.text or "1 item" in answer.text


def test_every_bad_row_is_named_by_its_index(server: Served) -> None:
    points: list[dict[str, Any]] = [dict(p) for p in _points(10)]
    points[2]["lon"] = "east"
    del points[5]["lat"]
    points[9]["accuracy"] = -3
    problem = server.client.post(PATH, json={"points": points}).json()
    assert problem["status"] == 422
    assert [e["where"] for e in problem["errors"]] == [
        "body.points.2.lon", "body.points.5.lat", "body.points.9.accuracy",
    ]  # fmt: skip
    assert all(e["what"] for e in problem["errors"])


def test_a_thousand_bad_rows_are_not_all_told(server: Served) -> None:
    problem = server.client.post(PATH, json={"points": [{"lon": 1}] * 1000}).json()
    assert 1 <= len(problem["errors"]) <= 20


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('{"points": [{"lon": NaN, "lat": 1}]}', id="NaN"),
        pytest.param('{"points": [{"lon": 1, "lat": -Infinity}]}', id="infinity"),
        pytest.param('{"points": [{"lon": 1, "lat": 1e999}]}', id="too large a number"),
        pytest.param('{"points": [{"lon": "1", "lat": 1}]}', id="a number in quotes"),
        pytest.param('{"points": [{"lon": true, "lat": 1}]}', id="a truth value"),
        pytest.param('{"points": [{"lon": 1, "lat": 1, "acuracy": 9}]}', id="a slip in a name"),
        pytest.param('{"points": [[1, 1]]}', id="a list for a point"),
        pytest.param('{"points": {"lon": 1, "lat": 1}}', id="no list"),
        pytest.param('{"points": [{"lon": 1.5, "lat": 1}], "crs": "mars"}', id="unknown crs"),
        pytest.param('{"points": [{"lon": 1, "lat": 1}], "crs": "\\ud800"}', id="half a pair"),
        pytest.param('{"points": [{"lon": 1, "lat": 1}], "\\ud800": 1}', id="half a pair, named"),
        pytest.param("[]", id="no object"),
        pytest.param("null", id="null"),
    ],
)
def test_what_can_not_be_understood_is_a_problem(server: Served, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = server.client.post(PATH, content=body, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
