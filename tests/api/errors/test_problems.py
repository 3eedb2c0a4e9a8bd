"""Whatever is asked, what goes wrong is a problem answer after RFC 9457, and never the server's."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import Served

JSON = {"Content-Type": "application/json"}
POSTS = ("/v1/requests", "/v1/jurisdictions")
_RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Titles that RFC 9110 changed after the standard library took them."""


def _assert_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert list(problem)[:4] == ["type", "title", "status", "detail"]
    assert set(problem) <= {"type", "title", "status", "detail", "where", "remedy", "errors"}
    assert problem["type"] == "about:blank"
    assert problem["status"] == status
    assert problem["title"] == _RENAMED.get(status, HTTPStatus(status).phrase)
    assert len(problem["detail"]) > 10
    assert "Traceback" not in answer.text
    return problem


@pytest.mark.parametrize(
    "path",
    ["/nope", "/v1", "/v1/", "/v1/requests/", "/v2/requests", "/v1/areas.kml", "/static/nope.js",
     "/static/", "/static/%00", "/static/..%2f..%2fpyproject.toml", "/static/%2e%2e/app.py",
     "/static/" + "x" * 5000, "/%00", "/%ED%A0%80", "/v1/requests/a%2Fb"],
)  # fmt: skip
def test_an_unknown_address(server: Served, path: str) -> None:
    _assert_problem(server.client.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v1/jurisdiction", {"GET", "HEAD"}),
        ("GET", "/v1/jurisdictions", {"POST"}),
        ("HEAD", "/v1/jurisdictions", {"POST"}),
        ("DELETE", "/v1/areas", {"GET", "HEAD"}),
        ("PUT", "/v1/requests/0b9a3a53-9a3f-5d5e-8a6c-3f1f7f5ad0a1", {"GET", "HEAD"}),
        ("DELETE", "/v1/requests", {"GET", "HEAD", "POST"}),
        ("PATCH", "/v1/service", {"GET", "HEAD"}),
        ("OPTIONS", "/v1/hotspots", {"GET", "HEAD"}),
        ("TRACE", "/v1/heatmap", {"GET", "HEAD"}),
        ("POST", "/", {"GET", "HEAD"}),
        ("POST", "/openapi.json", {"GET", "HEAD"}),
        ("DELETE", "/static/docs/swagger-ui.css", {"GET", "HEAD"}),
    ],
)
def test_a_method_that_is_not_allowed(
    server: Served, method: str, path: str, allowed: set[str]
) -> None:
    answer = server.client.request(method, path)
    assert set(answer.headers["allow"].split(", ")) == allowed
    if method != "HEAD":
        _assert_problem(answer, 405)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"category": ', id="cut off"),
        pytest.param(b"category=rubbish", id="a form"),
        pytest.param(b"{'category': 'rubbish'}", id="single quotes"),
        pytest.param(b'{"category": "rubbish",}', id="a comma too many"),
        pytest.param(b'{"category": "\xff\xfe"}', id="not UTF-8"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="nested without end"),
        pytest.param(b'{"lon": ' + b"9" * 5000 + b"}", id="a number of 5,000 digits"),
        pytest.param(b"\x1f\x8b\x08\x00", id="packed"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_json(server: Served, path: str, body: bytes) -> None:
    _assert_problem(server.keyed.post(path, content=body, headers=JSON), 400)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "declared",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml",
     "application/jsonp", "json", "", "application/"],
)  # fmt: skip
def test_a_body_that_is_not_declared_as_json(server: Served, path: str, declared: str) -> None:
    body = b'{"category": "rubbish", "points": [{"lon": 1, "lat": 1}]}'
    answer = server.keyed.post(path, content=body, headers={"Content-Type": declared})
    assert "application/json" in _assert_problem(answer, 415)["detail"]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"text"', b"5", b"true"])
def test_a_body_that_is_no_object(server: Served, path: str, body: bytes) -> None:
    _assert_problem(server.keyed.post(path, content=body, headers=JSON), 422)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_a_number_that_is_not_finite(server: Served, number: str) -> None:
    body = f'{{"category": "rubbish", "lon": {number}, "lat": 30.5}}'
    problem = _assert_problem(server.keyed.post("/v1/requests", content=body, headers=JSON), 422)
    assert "finite" in problem["detail"]


def test_the_media_type_may_carry_a_character_set(server: Served) -> None:
    for declared in ("application/json; charset=utf-8", "Application/JSON", "application/geo+json"):
        answer = server.client.post(
            "/v1/jurisdictions",
            content=b'{"points": [{"lon": 119.905, "lat": 30.005}]}',
            headers={"Content-Type": declared},
        )
        assert answer.status_code == 200, declared


@pytest.mark.parametrize(
    ("parameter", "path"),
    [
        (name, path)
        for path, names in {
            "/v1/areas": ("limit", "offset"),
            "/v1/requests": ("limit", "cursor"),
            "/v1/hotspots": ("limit",),
        }.items()
        for name in names
    ],
)
@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, 2**64, 10**30, "0x10", "1e3", ""])
def test_integers_of_the_address(
    writable: Served, parameter: str, path: str, value: int | str
) -> None:
    answer = writable.client.get(path, params={parameter: value})
    assert parameter in _assert_problem(answer, 422)["detail"]


def test_mistakes_are_told_with_their_places(server: Served) -> None:
    problem = _assert_problem(server.client.get("/v1/jurisdiction?lon=x&accuracy=-1"), 422)
    assert [e["where"] for e in problem["errors"]] == ["query.lon", "query.lat", "query.accuracy"]
    for mistake in problem["errors"]:
        assert f"{mistake['where']}: {mistake['what']}" in problem["detail"]
