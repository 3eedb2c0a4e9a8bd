"""A request that is posted is placed and stored once, or refused with what was wrong with it."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from boundaries.crs import wgs84_to_gcj02
from tests.api.ground import DENSE, owners

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import Served

PATH = "/v1/requests"
_THREADS = 8
_ROUNDS = 20


def _car(**more: Any) -> dict[str, Any]:
    return {"category": "abandoned_car", "lon": 119.905, "lat": 30.005} | more


def _new_id() -> str:
    return f"T-{uuid.uuid4()}"


def _total(served: Served) -> int:
    return int(served.get("/v1/service")["requests"]["total"])


def test_a_new_request_is_placed_and_can_be_read_at_its_address(writable: Served) -> None:
    new = _car(
        text="楼下的车🚗", external_id=_new_id(), address="一号楼", channel="walk",
        reporter="p-7", accuracy_m=12.5, reported_at="2026-10-30T08:00:00+08:00",
    )  # fmt: skip
    answer = writable.keyed.post(PATH, json=new)
    assert answer.status_code == 201, answer.text
    taken = answer.json()
    assert answer.headers["location"] == f"{PATH}/{taken['id']}"
    assert writable.keyed.get(answer.headers["location"]).json() == taken
    for name in new.keys() - {"reported_at"}:
        assert taken[name] == new[name], name
    assert taken["reported_at"] == "2026-10-30T00:00:00+00:00"
    assert (taken["source"], taken["status"], taken["view"]) == ("hotline", "open", "full")
    assert (taken["placement"], taken["position_quality"]) == ("inside", "gps")
    assert taken["areas"] == owners(119.905, 30.005)
    assert taken["edition"] == "2026-11"


def test_it_is_the_first_of_the_list(writable: Served) -> None:
    taken = writable.keyed.post(PATH, json=_car()).json()
    assert writable.keyed.get(PATH, params={"limit": 1}).json()["requests"] == [taken]


def test_the_same_external_id_is_the_same_request(writable: Served) -> None:
    new = _car(external_id=_new_id(), text="first", reported_at="2026-10-30T08:00:00Z")
    first = writable.keyed.post(PATH, json=new)
    before = _total(writable)
    again = writable.keyed.post(PATH, json=new)
    amended = writable.keyed.post(PATH, json=new | {"text": "second", "category": "rubbish"})
    assert [first.status_code, again.status_code, amended.status_code] == [201, 200, 200]
    assert again.json() == first.json()
    assert amended.headers["location"] == first.headers["location"]
    assert _total(writable) == before
    stored = writable.keyed.get(first.headers["location"]).json()
    assert (stored["text"], stored["category"]) == ("second", "rubbish")


def test_sent_again_after_no_answer_it_changes_nothing(writable: Served) -> None:
    """Without a time of report, too: it stays that of the first report."""
    new = _car(external_id=_new_id())
    first = writable.keyed.post(PATH, json=new).json()
    etag = writable.client.get("/v1/heatmap").headers["etag"]
    again = writable.keyed.post(PATH, json=new)
    assert (again.status_code, again.json()) == (200, first)
    assert writable.client.get("/v1/heatmap").headers["etag"] == etag


def test_another_senders_number_is_another_request(writable: Served) -> None:
    new = _car(external_id=_new_id())
    first = writable.keyed.post(PATH, json=new)
    with writable.client_with({"X-API-Key": writable.installation.other_key}) as patrol:
        second = patrol.post(PATH, json=new)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]
    assert second.json()["source"] == "patrol"


def test_without_an_external_id_each_is_a_new_one(writable: Served) -> None:
    before = _total(writable)
    ids = {writable.keyed.post(PATH, json=_car()).json()["id"] for _ in range(3)}
    assert len(ids) == 3
    assert _total(writable) == before + 3


@pytest.mark.parametrize(
    ("place", "placement", "reason"),
    [
        pytest.param({"lon": 120.2, "lat": 30.3}, "outside", "outside_every_area", id="outside"),
        pytest.param({"lon": 0, "lat": 0}, "unplaced", "zero_coordinate", id="zero"),
        pytest.param({"lon": 120, "lat": 30}, "unplaced", "whole_degrees", id="whole degrees"),
        pytest.param({"lon": 30.5, "lat": 119.5}, "unplaced", "outside_the_earth", id="swapped"),
        pytest.param({}, "unplaced", "no_coordinate", id="no place"),
        pytest.param({"lon": None, "lat": None}, "unplaced", "no_coordinate", id="null"),
    ],
)
def test_one_without_an_area_is_stored_with_its_reason(
    writable: Served, place: dict[str, Any], placement: str, reason: str
) -> None:
    answer = writable.keyed.post(PATH, json={"category": "rubbish"} | place)
    assert answer.status_code == 201
    taken = writable.keyed.get(answer.headers["location"]).json()
    assert (taken["placement"], taken["placement_reason"]) == (placement, reason)
    assert taken["areas"] == {}
    assert (taken["nearest_code"] is not None) == (placement == "outside")


def test_a_place_in_another_crs_is_the_same_place(writable: Served) -> None:
    lon, lat = wgs84_to_gcj02(np.array([119.905]), np.array([30.005]))
    shifted = _car(lon=lon[0], lat=lat[0], crs="gcj02")
    taken = writable.keyed.post(PATH, json=shifted).json()
    assert taken["areas"]["grid"] == DENSE
    assert (taken["lon"], taken["lat"]) == pytest.approx((119.905, 30.005), abs=1e-8)


@pytest.mark.parametrize(
    ("words", "code"),
    [("abandoned_car", "abandoned_car"), ("僵尸车", "abandoned_car"), ("Ghost", "other")],
)
def test_a_category_may_be_said_in_words(writable: Served, words: str, code: str) -> None:
    taken = writable.keyed.post(PATH, json={"category": words}).json()
    assert (taken["category"], taken["source_category"]) == (code, words)


def test_a_time_without_a_zone_is_the_installations(writable: Served) -> None:
    taken = writable.keyed.post(PATH, json=_car(reported_at="2026-10-30T08:00:00")).json()
    assert taken["reported_at"] == "2026-10-30T08:00:00+00:00"


def test_without_a_time_it_is_now(writable: Served) -> None:
    before = datetime.now(UTC)
    taken = writable.keyed.post(PATH, json=_car()).json()
    assert before <= datetime.fromisoformat(taken["reported_at"]) <= datetime.now(UTC)


def _tomorrow_week() -> str:
    return (datetime.now(UTC) + timedelta(days=8)).isoformat()


@pytest.mark.parametrize(
    ("body", "where"),
    [
        pytest.param({}, "category", id="no category"),
        pytest.param({"category": ""}, "category", id="empty category"),
        pytest.param({"category": " \t "}, "category", id="blank category"),
        pytest.param({"category": 5}, "category", id="category of a wrong type"),
        pytest.param(_car(lat=None), "lat", id="half a position"),
        pytest.param(_car(lon="119.9"), "lon", id="a number in quotes"),
        pytest.param(_car(lon=True), "lon", id="a truth value"),
        pytest.param(_car(accuracy_m=-1), "accuracy_m", id="negative accuracy"),
        pytest.param(_car(accuracy_m=1e9), "accuracy_m", id="huge accuracy"),
        pytest.param(_car(crs="mars"), "", id="unknown crs"),
        pytest.param(_car(reported_at=_tomorrow_week()), "reported_at", id="future"),
        pytest.param(_car(reported_at="1969-12-31T00:00:00Z"), "reported_at", id="long ago"),
        pytest.param(_car(reported_at="0001-01-01T00:00:00+14:00"), "reported_at", id="year 1"),
        pytest.param(_car(reported_at="9999-12-31T23:59:59-14:00"), "reported_at", id="year 9999"),
        pytest.param(_car(reported_at=1700000000), "reported_at", id="a number for a time"),
        pytest.param(_car(reported_at="1700000000"), "reported_at", id="digits for a time"),
        pytest.param(_car(reported_at="soon"), "reported_at", id="no time"),
        pytest.param(_car(external_id=""), "external_id", id="empty number"),
        pytest.param(_car(external_id="   "), "external_id", id="blank number"),
        pytest.param(_car(external_id="x" * 501), "external_id", id="very long number"),
        pytest.param(_car(text="x" * 20_001), "text", id="very long text"),
        pytest.param(_car(status="closed"), "status", id="a field that can't be set"),
        pytest.param(_car(colour="red"), "colour", id="an unknown field"),
        *[
            pytest.param(_car(**{name: "a\0b"}), name, id=f"NUL in {name}")
            for name in ("category", "text", "external_id", "address", "channel", "reporter", "crs")
        ],
    ],
)  # fmt: skip
def test_what_can_not_be_kept_is_refused(writable: Served, body: Any, where: str) -> None:
    before = _total(writable)
    answer = writable.keyed.post(PATH, json=body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert where in answer.text
    assert _total(writable) == before


@pytest.mark.parametrize(
    "name", ["category", "text", "external_id", "address", "channel", "reporter", "crs"]
)
def test_half_a_surrogate_pair_is_no_text(writable: Served, name: str) -> None:
    body = f'{{"category": "rubbish", "{name}": "\\ud83d"}}'
    answer = writable.keyed.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert name in answer.json()["detail"]


def test_the_longest_texts_are_kept_whole(writable: Served) -> None:
    text = "🚗长" * 10_000
    taken = writable.keyed.post(PATH, json=_car(text=text, external_id="y" * 500)).json()
    assert writable.keyed.get(f"{PATH}/{taken['id']}").json()["text"] == text


def test_many_at_once_with_one_number_are_one_request(writable: Served) -> None:
    before, start = _total(writable), threading.Barrier(_THREADS)
    key = {"Authorization": f"Bearer {writable.installation.key}"}
    clients = [writable.client_with(key) for _ in range(_THREADS)]

    def post(client: httpx.Client, new: dict[str, Any]) -> httpx.Response:
        client.get("/healthz")  # connects
        start.wait()
        return client.post(PATH, json=new)

    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in range(_ROUNDS):
            new = _car(external_id=_new_id(), reported_at="2026-10-30T08:00:00Z")
            answers = list(threads.map(post, clients, [new] * _THREADS))
            assert sorted(a.status_code for a in answers) == [200] * (_THREADS - 1) + [201]
            assert len({answer.text for answer in answers}) == 1
            assert writable.keyed.get(answers[0].headers["location"]).json() == answers[0].json()
    for client in clients:
        client.close()
    assert _total(writable) == before + _ROUNDS


def test_many_at_once_with_numbers_of_their_own_are_all_taken(writable: Served) -> None:
    before = _total(writable)
    numbers = [_new_id() for _ in range(60)]
    with ThreadPoolExecutor(_THREADS) as threads:
        answers = list(
            threads.map(lambda n: writable.keyed.post(PATH, json=_car(external_id=n)), numbers)
        )
    assert [answer.status_code for answer in answers] == [201] * 60
    assert _total(writable) == before + 60


def test_without_active_boundaries_nothing_is_taken(bare: Served) -> None:
    answer = bare.keyed.post(PATH, json=_car())
    assert answer.status_code == 503
    assert "gridmap boundaries" in answer.json()["remedy"]
    assert _total(bare) == 0
