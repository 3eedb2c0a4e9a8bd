"""``POST /v1/jurisdictions`` with JSON answers each point as the single look-up does, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from gridmap.files.point_streams.json_document import MOST_POINTS
from tests.api.ground import owners

if TYPE_CHECKING:
    from tests.api.conftest import Served

PATH = "/v1/jurisdictions"


def _points(count: int) -> list[dict[str, Any]]:
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
        {"lon": 500, "lat": 30.5}, {"lon": 119.91, "lat": 30.01, "accuracy": 0},
    ]  # fmt: skip
    answers = server.client.post(PATH, json={"points": points, "crs": "gcj02"}).json()["answers"]
    for point, found in zip(points, answers, strict=True):
        assert found == server.get("/v1/jurisdiction", **point, crs="gcj02")


def test_details_of_a_chain_alone_are_the_same_without_distances(server: Served) -> None:
    points = [*_points(200), {"lon": 119.91, "lat": 30.01}, {"lon": 0, "lat": 0}]
    full = server.client.post(PATH, json={"points": points}).json()["answers"]
    brief = server.client.post(PATH, params={"details": "chain"}, json={"points": points})
    for whole, found in zip(full, brief.json()["answers"], strict=True):
        assert list(found) == ["point", "edition", "placement", "reason", "chain", "overlays"]
        assert found["placement"] == whole["placement"].replace("border", "inside")
        links = [{k: v for k, v in link.items() if k != "border_m"} for link in whole["chain"]]
        assert found["chain"] == links
        for key in ("point", "edition", "reason", "overlays"):
            assert found[key] == whole[key]


@pytest.mark.parametrize("details", ["chain", "full"])
def test_a_bad_point_in_the_middle_keeps_nobody_else_from_an_answer(
    server: Served, details: str
) -> None:
    points = _points(9)
    bad: list[tuple[Any, str, str]] = [
        ({"lon": "east", "lat": 30.1}, "not_a_number", "lon is 'east'"),
        ({"lon": 119.9}, "no_coordinate", ""),
        ({"lon": True, "lat": 30.1}, "not_a_number", "lon is True"),
        ({"lon": 119.9, "lat": 30.1, "accuracy": -3}, "unusable_accuracy", "it is -3"),
        ({"lon": 119.9, "lat": 30.1, "accuracy": "far"}, "unusable_accuracy", "'far'"),
        ({"lon": 119.9, "lat": 30.1, "acuracy": 9}, "unreadable_row", "'acuracy'"),
        ([119.9, 30.1], "unreadable_row", "not an object"),
        (None, "unreadable_row", "None"),
        ({}, "no_coordinate", ""),
    ]
    mixed = [
        part for good, (point, _, _) in zip(points, bad, strict=True) for part in (good, point)
    ]
    asked = {"points": mixed}
    answers = server.client.post(PATH, params={"details": details}, json=asked).json()["answers"]
    alone = server.client.post(PATH, params={"details": details}, json={"points": points})
    assert answers[0::2] == alone.json()["answers"]
    for k, (found, (_, reason, what)) in enumerate(zip(answers[1::2], bad, strict=True)):
        assert (found["placement"], found["reason"]) == ("unplaced", reason)
        assert found["chain"] == []
        if what:
            assert found["error"]["row"] == 2 * k + 2
            assert what in found["error"]["what"]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 400])
def test_a_number_beyond_json_is_only_its_own_rows_fault(server: Served, number: str) -> None:
    body = f'{{"points": [{{"lon": 119.905, "lat": 30.005}}, {{"lon": 1.5, "lat": {number}}}]}}'
    headers = {"Content-Type": "application/json"}
    good, bad = server.client.post(PATH, content=body, headers=headers).json()["answers"]
    assert good["placement"] == "inside"
    assert bad["placement"] == "unplaced"
    assert bad["error"]["row"] == 2


def test_ids_come_back_as_they_were_sent(server: Served) -> None:
    ids: list[Any] = ["R-1", 17, 2.5, "", "住", None, {"own": [1, "x"]}, False]
    points = [point | {"id": value} for point, value in zip(_points(8), ids, strict=True)]
    for details in ("chain", "full"):
        asked = server.client.post(PATH, params={"details": details}, json={"points": points})
        assert [found.get("id") for found in asked.json()["answers"]] == ids


@pytest.mark.parametrize("count", [0, MOST_POINTS + 1])
def test_too_few_and_too_many_are_refused(server: Served, count: int) -> None:
    answer = server.client.post(PATH, json={"points": [{"lon": 1.5, "lat": 1}] * count})
    assert answer.status_code == 422
    assert f"{MOST_POINTS:,}" in answer.json()["detail"]
    assert "NDJSON" in answer.json()["remedy"]


def test_as_many_as_allowed_are_answered(server: Served) -> None:
    points = [{"lon": 119.905, "lat": 30.005}, {"lon": 120.3, "lat": 30}] * (MOST_POINTS // 2)
    found = server.client.post(PATH, params={"details": "chain"}, json={"points": points})
    placed = [answer["placement"] for answer in found.json()["answers"]]
    assert placed == ["inside", "outside"] * (MOST_POINTS // 2)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('{"points": {"lon": 1, "lat": 1}}', id="no list"),
        pytest.param('{"point": [{"lon": 1, "lat": 1}]}', id="a slip in a name"),
        pytest.param('{"points": [{"lon": 1.5, "lat": 1}], "crs": "mars"}', id="unknown crs"),
        pytest.param('{"points": [{"lon": 1.5, "lat": 1}], "crs": 4326}', id="a number for a crs"),
        pytest.param('{"points": [{"lon": 1, "lat": 1}], "crs": "\\ud800"}', id="half a pair"),
        pytest.param('{"points": [{"lon": 1, "lat": 1}], "\\ud800": 1}', id="half a pair, named"),
        pytest.param("[]", id="no object"),
        pytest.param("null", id="null"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_can_not_be_understood_is_a_problem(server: Served, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = server.client.post(PATH, content=body, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_two_crs_that_differ_are_refused(server: Served) -> None:
    asked = {"points": [{"lon": 119.905, "lat": 30.005}], "crs": "gcj02"}
    assert server.client.post(PATH, params={"crs": "bd09"}, json=asked).status_code == 422
    by_query = server.client.post(PATH, params={"crs": "gcj02"}, json={"points": asked["points"]})
    assert by_query.json() == server.client.post(PATH, json=asked).json()


def test_without_active_boundaries_it_says_what_to_do(bare: Served) -> None:
    answer = bare.client.post(PATH, json={"points": [{"lon": 119.9, "lat": 30.1}]})
    assert answer.status_code == 503
    assert "gridmap boundaries" in answer.json()["remedy"]
