"""The plain look-up that goes ahead of the route answers as the route does, to the byte."""

from __future__ import annotations

import asyncio
import string
import time
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.middleware.quick_look_up import PATH, QuickLookUp, asked_plainly
from gridmap.service import Service
from gridmap.settings import Settings
from gridmap.store.remembered import LONGEST_S
from tests.api.conftest import copied, serving
from tests.api.ground import AREAS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tests.api.conftest import Installation, Served

Answer = tuple[int, dict[str, str], bytes]
_PLAIN = b"lon=119.9131&lat=30.0272"


def asked(app: ASGIApp, query: bytes, method: str = "GET") -> Answer:
    """What an application answers: status, headers and body."""
    scope = {
        "type": "http", "method": method, "path": PATH, "raw_path": PATH.encode(), "headers": [],
        "query_string": query, "root_path": "", "scheme": "http", "http_version": "1.1",
        "server": ("testserver", 80), "client": ("testclient", 1), "asgi": {"version": "3.0"},
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:])


@pytest.fixture(scope="module")
def opened(made: Installation) -> Iterator[Service]:
    service = Service(Settings(data_dir=made.gridmap.data_dir))
    yield service
    service.close()


@pytest.fixture(scope="module")
def whole(opened: Service) -> ASGIApp:
    """The application, with the plain look-up ahead of the route."""
    return create_app(opened)


def ahead(service: Service, query: bytes) -> Answer:
    """The answer of what goes ahead, alone."""
    while service.locator_at_hand() is None:
        service.locator()

    async def alone(scope: Scope, _receive: Receive, send: Send) -> None:
        assert await QuickLookUp(service).answered(scope, send)

    return asked(alone, query)


def by_route(app: Any, query: bytes) -> Answer:
    """The answer of the route: an empty parameter more is nothing, but not plain."""
    return asked(app, query + b"&")


def _is_near(found: dict[str, str]) -> bool:
    """Whether a place lies in the box of all areas."""
    west, south, east, north = shapely.total_bounds(
        [polygon for areas in AREAS.values() for polygon in areas.values()]
    )
    return bool(west <= float(found["lon"]) <= east and south <= float(found["lat"]) <= north)


_NUMBERS = st.one_of(
    st.floats(119.88, 120.0).map(str),
    st.floats(29.98, 30.06).map(str),
    st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True, alphabet=string.printable),
    st.sampled_from(["0", "-0", "119.91", "30.01", "1e5", "nan", "", "+1", " 1", "1_0", "٣", "x"]),
)
_PARTS = st.one_of(
    st.tuples(st.sampled_from(["lon", "lat"]), _NUMBERS),
    st.tuples(st.just("accuracy"), st.sampled_from(["0", "25", "999.5", "1000", "-1", "1e-300"])),
    st.tuples(st.just("crs"), st.sampled_from(["wgs84", "gcj02", "bd09", "EPSG:4326", "mars"])),
    st.tuples(st.sampled_from(["at", "x", "LON", ""]), st.sampled_from(["", "2026-11-02"])),
)
_QUERIES = st.lists(_PARTS, max_size=6).map(lambda parts: "&".join(f"{n}={v}" for n, v in parts))


@settings(max_examples=300, deadline=None)
@given(text=_QUERIES)
@example(text=_PLAIN.decode())
@example(text="lon=119.91&lat=30.01&accuracy=120&crs=cgcs2000")
def test_whatever_is_plain_is_answered_as_by_the_route(
    opened: Service, whole: ASGIApp, text: str
) -> None:
    query = text.encode()
    plain = asked_plainly(query)
    if plain is None or not _is_near(plain):
        return
    status, headers, body = ahead(opened, query)
    by_status, by_headers, by_body = by_route(whole, query)
    assert (status, body) == (by_status, by_body)
    by_headers.pop("vary", None)
    assert headers == by_headers


@pytest.mark.parametrize(
    "query",
    [_PLAIN, b"lat=30&lon=119.9", b"lon=-0&lat=5&crs=bd09", b"accuracy=0&lon=1.5&lat=2&crs=gcj02"],
)
def test_what_programs_ask_is_plain(query: bytes) -> None:
    assert asked_plainly(query) is not None


@pytest.mark.parametrize(
    "query",
    [
        b"", b"lon=1", b"lon=1&lat=2&", b"lon=1&lat=2&lat=2", b"lon=1&lat=2&x=3", b"lon=1&lat=nan",
        b"lon=%31&lat=2", b"lon=1&lat=2&at=2026-11-02", b"lon=1&lat=2&crs=EPSG:4326",
        b"lon=1&lat=2&accuracy=1000", b"lon=1&lat=2&accuracy=-1", b"LON=1&lat=2", b"lon=1;lat=2",
        "lon=1&lat=٣".encode(), b"lon=1&lat=2\n", b"\xff",
    ],
)  # fmt: skip
def test_all_else_is_left_to_the_route(query: bytes) -> None:
    assert asked_plainly(query) is None


def test_nobody_asks_the_database_while_the_edition_is_remembered(opened: Service) -> None:
    while (held := opened.locator_at_hand()) is None:
        opened.locator()
    assert held is opened.locator()
    opened.editions.switches += 1  # as an activation in this process does
    assert opened.locator_at_hand() is None


def test_its_parameters_are_those_of_the_document(whole: Any) -> None:
    """Each is taken ahead of the route, or left to it."""
    told = {p["name"] for p in whole.openapi()["paths"][PATH]["get"]["parameters"]}
    assert told == {"lon", "lat", "crs", "accuracy", "at"}
    found = asked_plainly(b"lon=1&lat=2&crs=wgs84&accuracy=5")
    assert found is not None
    assert told - set(found) == {"at"}


@pytest.mark.parametrize(
    ("query", "where"),
    [("lon=119.9&lat=30.1&acuracy=5", "acuracy"), ("lon=119.9&lat=30.1&lat=30.2", "lat")],
)
def test_unknown_and_repeated_parameters_are_refused(
    server: Served, query: str, where: str
) -> None:
    answer = server.client.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert where in answer.json()["detail"]


@pytest.mark.parametrize(
    ("at", "status"),
    [("2027-01-01", 200), ("2000-01-01", 404), ("yesterday", 422), ("", 200), ("2026-13-01", 422)],
)
def test_a_moment_names_the_edition_that_was_in_force(server: Served, at: str, status: int) -> None:
    answer = server.client.get(PATH, params={"lon": 119.9131, "lat": 30.0272, "at": at})
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json() == server.get(PATH, lon=119.9131, lat=30.0272)


def test_another_processs_activation_is_seen_within_a_second(
    made: Installation, tmp_path: Path
) -> None:
    installation = copied(made, tmp_path)
    layer = made.gridmap.data_dir.parent / "layers" / "grid.geojson"
    gridmap = installation.gridmap
    with serving(installation) as served:
        query = {"lon": 119.9131, "lat": 30.0272}
        assert served.get(PATH, **query)["edition"] == "2026-11"
        options = ["--level", "grid", "--code", "code", "--name", "name", "--edition", "next"]
        gridmap.run("boundaries", "load", str(layer), *options)
        gridmap.run("boundaries", "activate", "next")
        time.sleep(LONGEST_S)
        assert [served.get(PATH, **query)["edition"] for _ in range(3)] == ["next"] * 3
