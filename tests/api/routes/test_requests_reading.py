"""Requests are read page by page, each once, and without a key nothing tells who or where."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.api.ground import DENSE, LAST_REPORT, filed, owners

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from tests.api.conftest import Served

PATH = "/v1/requests"
HIDDEN = {
    "external_id", "source_category", "text", "address", "reporter", "lon", "lat", "nearest_m",
}  # fmt: skip


def _walk(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """All requests from a page on, by following ``next``."""
    found: list[dict[str, Any]] = []
    after: str | None = path
    visited: set[str] = set()
    while after is not None:
        assert after not in visited, "the pages go round in a circle"
        visited.add(after)
        answer = client.get(after)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert list(page) == ["requests", "next"]
        found += page["requests"]
        after = page["next"]
    return found


@pytest.mark.parametrize("limit", [1, 13, 109, 110, 111])
def test_following_next_shows_each_request_once(server: Served, limit: int) -> None:
    seen = [r["external_id"] for r in _walk(server.keyed, f"{PATH}?limit={limit}")]
    assert seen == [row["id"] for row in reversed(filed())]


def test_with_a_key_a_request_is_shown_as_it_was_filed(server: Served) -> None:
    shown = {r["external_id"]: r for r in _walk(server.keyed, PATH)}
    for row in filed():
        request = shown[row["id"]]
        assert request["view"] == "full"
        assert (request["source"], request["category"]) == ("import", row["category"])
        assert request["text"] == row["text"]
        assert request["reported_at"] == row["opened"]
        assert request["status"] == ("closed" if row["closed"] else "open")
        assert request["areas"] == owners(row["lon"], row["lat"])
        if row["category"] == "noise":
            assert (request["placement"], request["placement_reason"], request["lon"]) == (
                "unplaced", "zero_coordinate", None,
            )  # fmt: skip
        else:
            assert (request["lon"], request["lat"]) == (row["lon"], row["lat"])
            outside = row["category"] == "street_light"
            assert request["placement"] == ("outside" if outside else "inside")
            assert (request["nearest_m"] is not None) == outside


def test_without_a_key_nothing_tells_who_or_where(server: Served) -> None:
    full = {r["id"]: r for r in _walk(server.keyed, PATH)}
    public = {r["id"]: r for r in _walk(server.client, PATH)}
    assert set(public) == set(full)
    for key, shown in public.items():
        assert shown["view"] == "public"
        assert {name for name in HIDDEN if shown[name] is not None} == set()
        kept = set(shown) - HIDDEN - {"view"}
        assert {n: shown[n] for n in kept} == {n: full[key][n] for n in kept}
    told = json.dumps(list(public.values()), ensure_ascii=False)
    for row in filed():
        assert row["text"] not in told
        assert row["id"] not in told
        assert repr(row["lon"]) not in told or row["lon"] == 0


def test_one_request_is_shown_as_in_the_list(server: Served) -> None:
    for client in (server.client, server.keyed):
        for shown in client.get(PATH, params={"limit": 3}).json()["requests"]:
            answer = client.get(f"{PATH}/{shown['id']}")
            assert answer.status_code == 200
            assert answer.json() == shown


def test_nothing_in_between_may_keep_what_a_key_opened(server: Served) -> None:
    page = server.keyed.get(PATH, params={"limit": 1})
    assert page.headers["cache-control"] == "no-store"
    one = server.keyed.get(f"{PATH}/{page.json()['requests'][0]['id']}")
    assert one.headers["cache-control"] == "no-store"


def _after(row: dict[str, Any], moment: datetime) -> bool:
    return datetime.fromisoformat(row["opened"]) >= moment


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        pytest.param("category=rubbish", lambda r: r["category"] == "rubbish", id="category"),
        pytest.param("status=open", lambda r: not r["closed"], id="open"),
        pytest.param("status=closed", lambda r: bool(r["closed"]), id="closed"),
        pytest.param(
            f"area={DENSE}",
            lambda r: owners(r["lon"], r["lat"]).get("grid") == DENSE,
            id="grid",
        ),
        pytest.param(
            "area=P2", lambda r: owners(r["lon"], r["lat"]).get("police") == "P2", id="overlay"
        ),
        pytest.param(
            "from=2026-10-25", lambda r: _after(r, LAST_REPORT.replace(day=25, hour=0)), id="from"
        ),
        pytest.param(
            "to=2026-10-25T00:00:00Z",
            lambda r: not _after(r, LAST_REPORT.replace(day=25, hour=0)),
            id="to",
        ),
        pytest.param(
            "category=rubbish&status=closed&area=330111001&from=2026-10-20&to=2026-10-31",
            lambda r: (
                r["category"] == "rubbish"
                and bool(r["closed"])
                and owners(r["lon"], r["lat"]).get("township") == "330111001"
                and _after(r, LAST_REPORT.replace(day=20, hour=0))
                and not _after(r, LAST_REPORT.replace(day=31, hour=0))
            ),
            id="all together",
        ),
        pytest.param("category=dispute", lambda _: False, id="nothing"),
    ],
)
def test_filters_mean_the_same_on_every_page(
    server: Served, query: str, meant: Callable[[dict[str, Any]], bool]
) -> None:
    expected = [row["id"] for row in reversed(filed()) if meant(row)]
    assert [r["external_id"] for r in _walk(server.keyed, f"{PATH}?{query}&limit=3")] == expected


def test_next_keeps_every_parameter(server: Served) -> None:
    query = "category=rubbish&status=open&area=330111001&from=2026-10-01&to=2026-11-01&limit=2"
    page = server.get(f"{PATH}?{query}")
    kept = parse_qs(urlsplit(page["next"]).query)
    cursor = kept.pop("cursor")
    assert kept == parse_qs(query)
    assert int(cursor[0]) > 0
    assert urlsplit(page["next"]).path == PATH


def test_a_cursor_beyond_the_end_finds_nothing_more(server: Served) -> None:
    assert server.get(f"{PATH}?cursor=1") == {"requests": [], "next": None}


def test_a_period_of_the_installations_zone(server: Served) -> None:
    """Without a zone a day is the installation's: here UTC, as nothing else was set."""
    day = LAST_REPORT.date()
    found = _walk(server.keyed, f"{PATH}?from={day}&to={day + timedelta(days=1)}")
    assert {r["reported_at"][:10] for r in found} == {day.isoformat()}


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=1001", "limit=many", "limit=99999999999999999999",
        "cursor=0", "cursor=-5", "cursor=1.5", "cursor=9223372036854775808", "cursor=9" + "9" * 40,
        "status=lost", "category=ghosts", "category=%00", "area=%00", "from=%00",
        "area=no-such-area", "area=" + "x" * 5000, "from=now", "from=2026-10-02&to=2026-10-01",
    ],
)  # fmt: skip
def test_what_can_not_be_understood_is_a_problem(writable: Served, query: str) -> None:
    answer = writable.client.get(f"{PATH}?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("request_id", "status"),
    [
        pytest.param("00000000-0000-5000-8000-000000000000", 404, id="nobody's"),
        pytest.param("12", 422, id="no id"),
        pytest.param("%00", 422, id="NUL"),
        pytest.param("%ED%A0%80", 422, id="half a surrogate pair"),
        pytest.param("x" * 5000, 422, id="very long"),
    ],
)
def test_a_request_that_is_not_there(writable: Served, request_id: str, status: int) -> None:
    answer = writable.client.get(f"{PATH}/{request_id}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
