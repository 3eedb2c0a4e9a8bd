"""``/v1/areas`` lists every loaded area once, and draws a layer as GeoJSON that GIS tools read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest

from tests.api.ground import AREAS, LEVELS, name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.conftest import Served

COUNT = sum(len(areas) for areas in AREAS.values())


def _walk(server: Served, path: str) -> list[dict[str, Any]]:
    """All areas from a page on, by following ``next``."""
    found: list[dict[str, Any]] = []
    after: str | None = path
    while after is not None:
        page = server.get(after)
        assert page["areas"], "an empty page in the middle"
        found += page["areas"]
        after = page["next"]
    return found


@pytest.mark.parametrize("limit", [1, 7, COUNT - 1, COUNT, COUNT + 1])
def test_following_next_shows_each_area_once(server: Served, limit: int) -> None:
    seen = [(a["layer"], a["code"]) for a in _walk(server, f"/v1/areas?limit={limit}")]
    assert len(seen) == len(set(seen))
    assert set(seen) == {(layer, code) for layer, areas in AREAS.items() for code in areas}


def test_an_area_says_what_it_is(server: Served) -> None:
    page = server.get("/v1/areas")
    assert list(page) == ["edition", "total", "areas", "next"]
    assert (page["edition"], page["total"], page["next"]) == ("2026-11", COUNT, None)
    for area in page["areas"]:
        assert list(area) == ["layer", "kind", "code", "name", "parent_code"]
        assert area["kind"] == ("overlay" if area["layer"] == "police" else "level")
        assert area["name"] == name_of(area["code"])
        is_nested = area["layer"] in LEVELS[1:]
        assert area["parent_code"] == (area["code"][:-3] if is_nested else None)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        pytest.param("layer=village", lambda layer, _: layer == "village", id="layer"),
        pytest.param("layer=police", lambda layer, _: layer == "police", id="overlay"),
        pytest.param("parent=330111002", lambda _, code: code[:-3] == "330111002", id="area above"),
        pytest.param(
            "q=330111001004", lambda _, code: code.startswith("330111001004"), id="start of a code"
        ),
        pytest.param("q=区P", lambda layer, _: layer == "police", id="part of a name"),
        pytest.param("q=区p", lambda layer, _: layer == "police", id="name in another case"),
        pytest.param(
            "layer=grid&q=330111001",
            lambda layer, code: layer == "grid" and code.startswith("330111001"),
            id="layer and code",
        ),
        pytest.param("parent=no-such-area", lambda *_: False, id="nothing above"),
        pytest.param("q=%25", lambda *_: False, id="a percent sign is no wildcard"),
    ],
)
def test_filters_narrow_the_list(
    server: Served, query: str, meant: Callable[[str, str], bool]
) -> None:
    expected = {(x, code) for x, areas in AREAS.items() for code in areas if meant(x, code)}
    page = server.get(f"/v1/areas?{query}")
    assert {(a["layer"], a["code"]) for a in page["areas"]} == expected
    assert page["total"] == len(page["areas"]) == len(expected)


def test_filters_are_kept_from_page_to_page(server: Served) -> None:
    found = _walk(server, "/v1/areas?layer=grid&parent=330111002003&limit=1")
    assert {a["code"] for a in found} == {f"330111002003{k:03}" for k in range(1, 5)}
    assert len(found) == 4


def test_beyond_the_end_there_is_nothing(server: Served) -> None:
    page = server.get("/v1/areas?offset=10000000")
    assert (page["areas"], page["next"], page["total"]) == ([], None, COUNT)


@pytest.mark.parametrize("layer", [*LEVELS, "police"])
def test_a_layer_is_drawn_as_it_was_loaded(server: Served, layer: str) -> None:
    answer = server.client.get("/v1/areas.geojson", params={"level": layer})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/geo+json"
    drawn = gpd.read_file(io.BytesIO(answer.content))
    assert drawn.crs == "EPSG:4326"
    assert bool(drawn.geometry.is_valid.all())
    shapes = dict(zip(drawn["code"], drawn.geometry, strict=True))
    assert set(shapes) == set(AREAS[layer])
    assert set(drawn["level"]) == {layer}
    for code, polygon in AREAS[layer].items():
        assert shapes[code].symmetric_difference(polygon).area <= 1e-3 * polygon.area


def test_properties_are_the_agreed_ones(server: Served) -> None:
    answer = server.get("/v1/areas.geojson?level=village")
    properties = next(
        f["properties"] for f in answer["features"] if f["properties"]["code"] == "330111001003"
    )
    assert properties == {
        "level": "village", "code": "330111001003", "name": "片区003", "parent_code": "330111001",
    }  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/v1/areas?limit=5", "/v1/areas?layer=grid", "/v1/areas.geojson?level=village"]
)
def test_who_has_the_answer_is_not_sent_it_again(server: Served, path: str) -> None:
    first = server.client.get(path)
    etag = first.headers["etag"]
    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = server.client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
    for other in ('"other"', "", "nonsense"):
        answer = server.client.get(path, headers={"If-None-Match": other})
        assert (answer.status_code, answer.content) == (200, first.content)


def test_other_answers_have_other_etags(server: Served) -> None:
    paths = [
        "/v1/areas", "/v1/areas?limit=5", "/v1/areas?offset=5&limit=5", "/v1/areas?layer=grid",
        "/v1/areas.geojson?level=grid", "/v1/areas.geojson?level=police",
    ]  # fmt: skip
    assert len({server.client.get(path).headers["etag"] for path in paths}) == len(paths)


@pytest.mark.parametrize("path", ["/v1/areas?layer=parish", "/v1/areas.geojson?level=parish"])
def test_an_unknown_layer_is_told_with_those_there_are(server: Served, path: str) -> None:
    answer = server.client.get(path)
    assert answer.status_code == 404
    assert "'parish'" in answer.json()["detail"]
    assert answer.json()["remedy"] == "There are township, village, grid, police."


@pytest.mark.parametrize(
    "path",
    [
        "/v1/areas.geojson",
        "/v1/areas?limit=0",
        "/v1/areas?limit=-1",
        "/v1/areas?limit=10001",
        "/v1/areas?limit=1.5",
        "/v1/areas?limit=99999999999999999999999",
        "/v1/areas?offset=99999999999999999999999",
        "/v1/areas?offset=-1",
        "/v1/areas?q=a%00b",
        "/v1/areas?layer=%00",
        "/v1/areas?parent=%00",
        "/v1/areas.geojson?level=%00",
        "/v1/areas?q=" + "x" * 5000,
    ],
)
def test_what_can_not_be_understood_is_a_problem(server: Served, path: str) -> None:
    answer = server.client.get(path)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["where"].startswith("query.")


@pytest.mark.parametrize("path", ["/v1/areas", "/v1/areas.geojson?level=grid"])
def test_without_active_boundaries_it_says_what_to_do(bare: Served, path: str) -> None:
    answer = bare.client.get(path)
    assert answer.status_code == 503
    assert "gridmap boundaries" in answer.json()["remedy"]
