"""``GET /v1/jurisdiction`` says whose a point is exactly as shapely does, in the agreed shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely import Point, Polygon

from boundaries.crs import gcj02_to_bd09, wgs84_to_gcj02
from tests.api.ground import AREAS, LEVELS, name_of, owners

if TYPE_CHECKING:
    from tests.api.conftest import Served

PATH = "/v1/jurisdiction"
KEYS = (
    "point", "edition", "placement", "reason", "ask_first", "border_m", "chain", "overlays",
    "candidates", "nearest",
)  # fmt: skip
_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:32651", always_xy=True)


def _in_metres(polygon: Polygon) -> Polygon:
    """In UTM, whose scale errs by less than 0.1 % here."""
    return shapely.transform(
        polygon, lambda c: np.column_stack(_TO_METRES.transform(c[:, 0], c[:, 1]))
    )


def _metres_to_line(lon: float, lat: float, layer: str, code: str) -> float:
    line = _in_metres(AREAS[layer][code]).exterior
    return float(line.distance(Point(_TO_METRES.transform(lon, lat))))


def _places(count: int) -> list[tuple[float, float]]:
    chance = np.random.default_rng(11)
    return [
        (round(chance.uniform(119.88, 120.0), 6), round(chance.uniform(29.98, 30.06), 6))
        for _ in range(count)
    ]


def test_random_places_have_the_owners_that_shapely_finds(server: Served) -> None:
    inside = 0
    for lon, lat in _places(150):
        answer = server.get(PATH, lon=lon, lat=lat)
        expected = owners(lon, lat)
        chain = {link["level"]: link["code"] for link in answer["chain"]}
        beats = {overlay["layer"]: overlay["code"] for overlay in answer["overlays"]}
        assert chain | beats == expected, (lon, lat)
        assert (answer["placement"] in {"inside", "border"}) == ("grid" in expected)
        inside += "grid" in expected
    assert 30 < inside < 120


def test_the_answer_has_the_agreed_shape(server: Served) -> None:
    answer = server.get(PATH, lon=119.9131, lat=30.0272)
    assert tuple(answer) == KEYS
    assert answer["point"] == {"lon": 119.9131, "lat": 30.0272, "crs": "wgs84"}
    assert (answer["edition"], answer["placement"], answer["reason"]) == ("2026-11", "inside", None)
    assert (answer["ask_first"], answer["candidates"], answer["nearest"]) == (False, [], None)
    assert [link["level"] for link in answer["chain"]] == [*reversed(LEVELS)]
    for link in answer["chain"]:
        assert list(link) == ["level", "code", "name", "border_m"]
        assert link["name"] == name_of(link["code"])
        true = _metres_to_line(119.9131, 30.0272, link["level"], link["code"])
        assert link["border_m"] == pytest.approx(true, rel=2e-3)
    assert answer["border_m"] == answer["chain"][0]["border_m"]
    assert answer["overlays"] == [{"layer": "police", "code": "P1", "name": name_of("P1")}]


@pytest.mark.parametrize(
    ("metres", "accuracy", "placement"),
    [
        pytest.param(5, None, "border", id="nearer than an unknown accuracy"),
        pytest.param(40, None, "inside", id="farther than an unknown accuracy"),
        pytest.param(40, 60, "border", id="nearer than the stated accuracy"),
        pytest.param(5, 2, "inside", id="farther than the stated accuracy"),
    ],
)
def test_a_place_near_a_border_wants_asking_first(
    server: Served, metres: float, accuracy: float | None, placement: str
) -> None:
    lon = 119.91 - metres / 96_500
    query = {"lon": lon, "lat": 30.005} | ({"accuracy": accuracy} if accuracy else {})
    answer = server.get(PATH, **query)
    assert answer["placement"] == placement
    assert answer["ask_first"] == (placement == "border")
    assert answer["border_m"] == pytest.approx(metres, abs=0.3)


def test_the_outer_border_is_nobody_elses(server: Served) -> None:
    assert server.get(PATH, lon=119.90001, lat=30.005)["placement"] == "inside"


def test_a_place_on_a_shared_line_has_one_owner(server: Served) -> None:
    answers = [server.get(PATH, lon=119.91, lat=30.01) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    chain = answers[0]["chain"]
    assert [link["level"] for link in chain] == ["grid", "village", "township"]
    assert AREAS["grid"][chain[0]["code"]].touches(Point(119.91, 30.01))
    assert chain[0]["code"].startswith(chain[1]["code"])
    assert answers[0]["placement"] == "border"


def test_candidates_share_the_disc_of_the_accuracy(server: Served) -> None:
    lon, lat, accuracy = 119.9095, 30.0098, 120.0
    answer = server.get(PATH, lon=lon, lat=lat, accuracy=accuracy)
    disc = Point(_TO_METRES.transform(lon, lat)).buffer(accuracy, quad_segs=64)
    shares = {
        code: _in_metres(polygon).intersection(disc).area / disc.area
        for code, polygon in AREAS["grid"].items()
    }
    found = {c["code"]: c["probability"] for c in answer["candidates"]}
    assert found == pytest.approx({c: s for c, s in shares.items() if s > 0}, abs=3e-3)
    assert len(found) == 4
    assert [c["probability"] for c in answer["candidates"]] == sorted(found.values(), reverse=True)
    assert sum(found.values()) == pytest.approx(1, abs=1e-3)
    assert answer["placement"] == "border"


def test_outside_names_the_nearest_area(server: Served) -> None:
    answer = server.get(PATH, lon=120.01, lat=30.033)
    assert (answer["placement"], answer["reason"]) == ("outside", "outside_every_area")
    assert (answer["chain"], answer["border_m"]) == ([], None)
    nearest = answer["nearest"]
    assert list(nearest) == ["level", "code", "name", "distance_m"]
    point = Point(_TO_METRES.transform(120.01, 30.033))
    distances = {
        code: _in_metres(polygon).distance(point) for code, polygon in AREAS["grid"].items()
    }
    code = min(distances, key=lambda c: distances[c])
    assert (nearest["level"], nearest["code"], nearest["name"]) == ("grid", code, name_of(code))
    assert nearest["distance_m"] == pytest.approx(distances[code], rel=2e-3)


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        (0, 0, "zero_coordinate"),
        (120, 30, "whole_degrees"),
        (119.9, 95, "outside_the_earth"),
        (119.9, -90.0001, "outside_the_earth"),
        (180.5, 30, "outside_the_earth"),
        (1e300, 1e300, "outside_the_earth"),
    ],
)
def test_what_can_not_be_a_place_is_unplaced_with_its_reason(
    server: Served, lon: float, lat: float, reason: str
) -> None:
    answer = server.get(PATH, lon=lon, lat=lat)
    assert (answer["placement"], answer["reason"]) == ("unplaced", reason)
    assert (answer["chain"], answer["nearest"], answer["ask_first"]) == ([], None, False)
    assert answer["point"] == {"lon": lon, "lat": lat, "crs": "wgs84"}


def _in_crs(crs: str, lon: float, lat: float) -> tuple[float, float]:
    if crs.startswith("EPSG"):
        x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
        return float(x), float(y)
    shifted = wgs84_to_gcj02(np.array([lon]), np.array([lat]))
    x, y = gcj02_to_bd09(*shifted) if crs == "bd09" else shifted
    return float(x[0]), float(y[0])


@pytest.mark.parametrize("crs", ["gcj02", "bd09", "EPSG:4549", "EPSG:3857", "epsg:32651"])
def test_the_place_is_the_same_in_every_declared_crs(server: Served, crs: str) -> None:
    lon, lat = 119.9231, 30.0118
    x, y = _in_crs(crs.upper() if crs.startswith("epsg") else crs, lon, lat)
    answer = server.get(PATH, lon=x, lat=y, crs=crs)
    plain = server.get(PATH, lon=lon, lat=lat)
    codes = [link["code"] for link in answer["chain"]]
    assert codes == [link["code"] for link in plain["chain"]]
    assert codes[0] == owners(lon, lat)["grid"]
    assert answer["border_m"] == pytest.approx(plain["border_m"], abs=0.2)
    assert answer["point"] == {"lon": x, "lat": y, "crs": crs}


def test_a_shifted_datum_matters(server: Served) -> None:
    """Some 500 m: read as WGS 84, the same numbers are another grid's."""
    x, y = _in_crs("gcj02", 119.9071, 30.0028)
    assert server.get(PATH, lon=x, lat=y)["chain"] != []
    right = server.get(PATH, lon=x, lat=y, crs="gcj02")["chain"][0]["code"]
    assert right == owners(119.9071, 30.0028)["grid"]
    assert right != server.get(PATH, lon=x, lat=y)["chain"][0]["code"]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"lat": 30}, id="no lon"),
        pytest.param({"lon": 119.9}, id="no lat"),
        pytest.param({}, id="nothing"),
        pytest.param({"lon": "", "lat": 30}, id="blank lon"),
        pytest.param({"lon": "119,9", "lat": 30}, id="decimal comma"),
        pytest.param({"lon": "nan", "lat": 30}, id="NaN"),
        pytest.param({"lon": "-inf", "lat": 30}, id="infinity"),
        pytest.param({"lon": "1e999", "lat": 30}, id="too large a number"),
        pytest.param({"lon": 119.9, "lat": 30.1, "accuracy": -1}, id="negative accuracy"),
        pytest.param({"lon": 119.9, "lat": 30.1, "accuracy": 50_001}, id="accuracy of a country"),
        pytest.param({"lon": 119.9, "lat": 30.1, "accuracy": "nan"}, id="NaN accuracy"),
        pytest.param({"lon": 119.9, "lat": 30.1, "crs": "beijing"}, id="unknown crs"),
        pytest.param({"lon": 119.9, "lat": 30.1, "crs": ""}, id="blank crs"),
        pytest.param({"lon": 119.9, "lat": 30.1, "crs": "EPSG:99999999"}, id="no such number"),
        pytest.param({"lon": 119.9, "lat": 30.1, "crs": "EPSG:5703"}, id="heights only"),
        pytest.param({"lon": 119.9, "lat": 30.1, "crs": "EPSG:4978"}, id="earth-centred"),
        pytest.param({"lon": 119.9, "lat": 30.1, "crs": "IAU_2015:30100"}, id="the moon"),
        pytest.param({"lon": 119.9, "lat": 30.1, "crs": "wgs84\0"}, id="NUL in the crs"),
        pytest.param({"lon": 119.9, "lat": 30.1, "crs": "x" * 10_000}, id="very long crs"),
    ],
)
def test_what_can_not_be_understood_is_a_problem(server: Served, query: dict[str, Any]) -> None:
    answer = server.client.get(PATH, params=query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 422
    assert len(problem["detail"]) > 15


@pytest.mark.parametrize("accuracy", [0, 1e-300, 1e-12, 0.5, 50_000])
def test_every_accuracy_in_range_has_an_answer(server: Served, accuracy: float) -> None:
    answer = server.get(PATH, lon=119.905, lat=30.005, accuracy=accuracy)
    assert answer["chain"][0]["code"] == owners(119.905, 30.005)["grid"]
    assert all(0 <= c["probability"] <= 1 for c in answer["candidates"])


def test_without_active_boundaries_it_says_what_to_do(bare: Served) -> None:
    answer = bare.client.get(PATH, params={"lon": 119.9, "lat": 30.1})
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"].isdecimal()
    assert "gridmap boundaries" in answer.json()["remedy"]
