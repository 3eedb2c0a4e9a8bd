"""``/v1/heatmap`` draws what was reported where and when it was asked for, and says so."""

from __future__ import annotations

import base64
import io
import itertools
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from shapely import box

from tests.api.ground import DENSE, LAST_REPORT, filed

if TYPE_CHECKING:
    from tests.api.conftest import Served

PATH = "/v1/heatmap"


def _image(answer: dict[str, Any]) -> Image.Image:
    head, data = answer["image"].split(",", 1)
    assert head == "data:image/png;base64"
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    image.load()
    return image


def _mercator(lat: float) -> float:
    return float(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))


def test_the_image_is_a_palette_png_of_the_classes(server: Served) -> None:
    answer = server.get(PATH)
    image = _image(answer)
    assert (image.format, image.mode) == ("PNG", "P")
    used = {index for _, index in image.getcolors() or []}
    assert len(used) <= len(answer["classes"]) + 1
    palette = np.array(image.getpalette()).reshape(-1, 3)
    colours = {f"#{r:02x}{g:02x}{b:02x}" for r, g, b in palette[sorted(used - {0})]}
    assert colours <= {c["colour"].lower() for c in answer["classes"]}
    alpha = np.asarray(image.convert("RGBA"))[..., 3]
    assert (alpha == 0).any(), "below the lowest class it is transparent"
    assert (alpha > 0).any()


def test_the_image_fills_its_bounds_in_mercator(server: Served) -> None:
    answer = server.get(PATH)
    west, south, east, north = answer["bounds"]
    assert box(west, south, east, north).contains_properly(box(119.89, 29.99, 119.99, 30.05))
    image = _image(answer)
    wide, high = np.radians(east - west), _mercator(north) - _mercator(south)
    assert image.width / image.height == pytest.approx(wide / high, rel=0.02)


def test_the_hottest_pixel_is_where_the_requests_are(server: Served) -> None:
    answer = server.get(PATH, category="abandoned_car")
    west, south, east, north = answer["bounds"]
    pixels = np.asarray(_image(answer))
    row, column = np.argwhere(pixels == pixels.max()).mean(axis=0)
    lon = west + (column + 0.5) / pixels.shape[1] * (east - west)
    top, bottom = _mercator(north), _mercator(south)
    y = top - (row + 0.5) / pixels.shape[0] * (top - bottom)
    lat = np.degrees(2 * np.arctan(np.exp(y)) - np.pi / 2)
    assert (lon, lat) == pytest.approx((119.905, 30.005), abs=2e-3)
    peak = answer["peak"]
    assert (peak["lon"], peak["lat"]) == pytest.approx((119.905, 30.005), abs=1e-3)


def test_the_peak_is_the_density_that_the_formula_gives(server: Served) -> None:
    """Sixty requests on one spot under a Gaussian of the stated bandwidth."""
    answer = server.get(PATH, category="abandoned_car")
    bandwidth, days = answer["bandwidth_m"], answer["days"]
    alone = 1e6 / (2 * np.pi * bandwidth**2) * 30 / days
    assert answer["peak"]["value"] == pytest.approx(60 * alone, rel=0.03)


def test_classes_rise_without_a_gap(server: Served) -> None:
    for query in ({}, {"category": "rubbish"}, {"category": "abandoned_car"}):
        classes = server.get(PATH, **query)["classes"]
        assert len(classes) >= 2
        assert [c["to"] for c in classes[:-1]] == [c["from"] for c in classes[1:]]
        assert classes[-1]["to"] is None
        assert all(a["from"] < b["from"] for a, b in itertools.pairwise(classes))
        assert classes[0]["from"] > 0


def test_the_scale_is_the_same_for_every_period(server: Served) -> None:
    whole = server.get(PATH, category="rubbish")
    part = server.get(PATH, category="rubbish", **{"from": "2026-10-30"})
    assert part["classes"] == whole["classes"]


def test_counts_are_those_of_the_data(server: Served) -> None:
    answer = server.get(PATH)
    assert answer["unit"] == "requests per km² and 30 days"
    assert answer["count"] == 100
    assert answer["left_out"] == {"outside": 5, "unplaced": 5}
    since = LAST_REPORT - timedelta(days=6)
    for category in (None, "rubbish", "abandoned_car", "noise"):
        meant = [
            row for row in filed()
            if category in {None, row["category"]}
            and datetime.fromisoformat(row["opened"]) >= since
        ]  # fmt: skip
        drawn = [row for row in meant if row["category"] not in {"street_light", "noise"}]
        query = {"from": since.isoformat()} | ({"category": category} if category else {})
        found = server.get(PATH, **query)
        assert found["count"] == len(drawn), category
        assert found["count"] + sum(found["left_out"].values()) == len(meant)


def test_the_period_is_half_open(server: Served) -> None:
    moment = filed()[60]["opened"]
    later = (datetime.fromisoformat(moment) + timedelta(microseconds=1)).isoformat()
    assert server.get(PATH, **{"from": moment, "to": later})["count"] == 1
    earlier = (datetime.fromisoformat(moment) - timedelta(hours=3)).isoformat()
    assert server.get(PATH, **{"from": earlier, "to": moment})["count"] == 1


def test_only_an_area_can_be_drawn(server: Served) -> None:
    assert server.get(PATH, area=DENSE, category="abandoned_car")["count"] == 60
    assert server.get(PATH, area="330111002", category="abandoned_car")["count"] == 0


def test_where_nothing_was_reported_there_is_no_image(server: Served) -> None:
    answer = server.get(PATH, category="noise")
    assert (answer["count"], answer["image"], answer["peak"]) == (0, None, None)
    assert answer["left_out"] == {"unplaced": 5}


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("from=yesterday", id="no date"),
        pytest.param("from=2026-02-30", id="no such day"),
        pytest.param("to=31/10/2026", id="day first"),
        pytest.param("from=1969-12-31", id="before 1970"),
        pytest.param("to=9999-12-31T23:59:59-12:00", id="after the last year"),
        pytest.param("from=2026-10-02&to=2026-10-01", id="backwards"),
        pytest.param("from=2026-10-02&to=2026-10-02", id="empty period"),
        pytest.param("from=2026-10-02T00:00:00+08:00", id="a plus that was not escaped"),
        pytest.param("from=%00", id="NUL in a date"),
        pytest.param("category=ghosts", id="unknown category"),
        pytest.param("category=", id="blank category"),
        pytest.param("area=no-such-area", id="unknown area"),
        pytest.param("area=%00", id="NUL in an area"),
        pytest.param("with_defaults=perhaps", id="neither true nor false"),
    ],
)
@pytest.mark.parametrize("path", [PATH, "/maps/heatmap"])
def test_what_can_not_be_understood_is_a_problem(server: Served, path: str, query: str) -> None:
    answer = server.client.get(f"{path}?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_an_escaped_offset_is_understood(server: Served) -> None:
    answer = server.get(f"{PATH}?from=2026-10-31T08:00:00%2B08:00&to=2026-11-01")
    assert answer["from"].startswith("2026-10-31T00:00:00")


def test_a_new_request_changes_the_etag(writable: Served) -> None:
    first = writable.client.get(PATH)
    etag = first.headers["etag"]
    known = {"If-None-Match": etag}
    assert writable.client.get(PATH, headers=known).status_code == 304
    new = {"category": "rubbish", "lon": 119.915, "lat": 30.005}
    assert writable.keyed.post("/v1/requests", json=new).status_code == 201
    second = writable.client.get(PATH, headers=known)
    assert second.status_code == 200
    assert second.headers["etag"] != etag
    assert second.json()["count"] == first.json()["count"] + 1


def test_without_active_boundaries_it_says_what_to_do(bare: Served) -> None:
    for path in (PATH, "/maps/heatmap"):
        answer = bare.client.get(path)
        assert answer.status_code == 503
        assert "gridmap boundaries" in answer.json()["remedy"]
