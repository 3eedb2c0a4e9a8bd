"""The page at ``/`` shows what the service answers, and its address says what it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from tests.web.page_view import (
    SATURATED,
    answer,
    chain_codes,
    map_pixels,
    open_page,
    query_of,
    saturated_share,
    share_of,
    shown_count,
    wait_for_count,
    wait_until_drawn,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

LAND = {"light": (251, 251, 250), "dark": (27, 33, 40)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_shows_land_and_heat(page: Page, server_url: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, server_url, "/?lang=zh&hide=hotspots")
    with_heat = map_pixels(page)
    assert share_of(with_heat, LAND[scheme]) > 0.1
    page.uncheck("#show-heat")
    page.wait_for_timeout(500)
    without_heat = map_pixels(page)
    assert saturated_share(with_heat) > saturated_share(without_heat) + 0.005
    assert query_of(page)["hide"] == "heat,hotspots"


def test_what_is_synthetic_is_called_so(page: Page, server_url: str) -> None:
    open_page(page, server_url)
    assert answer(page, server_url, "/v1/service")["synthetic"]
    assert page.locator("#synthetic").is_visible()
    assert page.locator("#synthetic").inner_text() == "合成数据"


def test_a_category_changes_heat_count_list_and_address(page: Page, server_url: str) -> None:
    open_page(page, server_url)
    everything = answer(page, server_url, "/v1/heatmap")
    assert shown_count(page) == everything["count"]
    before = map_pixels(page)

    page.select_option("#category", "illegal_parking")
    one = answer(page, server_url, "/v1/heatmap", category="illegal_parking")
    assert 0 < one["count"] < everything["count"]
    wait_for_count(page, one["count"])
    page.wait_for_timeout(500)
    assert query_of(page)["category"] == "illegal_parking"
    assert np.abs(map_pixels(page) - before).max() > SATURATED
    spots = answer(page, server_url, "/v1/hotspots", category="illegal_parking", limit=100)
    assert page.locator(".hotspot").count() == min(len(spots["hotspots"]), 10)

    page.go_back()
    wait_for_count(page, everything["count"])
    assert page.input_value("#category") == ""


def test_a_period_counts_back_from_the_newest_request(page: Page, server_url: str) -> None:
    open_page(page, server_url)
    newest = answer(page, server_url, "/v1/service")["requests"]["last"]
    with page.expect_response(re.compile(r"/v1/heatmap\?.*from=")) as caught:
        page.locator("label[for=period-30d]").click()
    start = parse_qs(urlsplit(caught.value.url).query)["from"][0]
    span = np.datetime64(newest[:19]) - np.datetime64(start[:19])
    assert span == np.timedelta64(30, "D")
    wait_for_count(page, caught.value.json()["count"])
    assert query_of(page)["period"] == "30d"


def test_an_address_opens_the_same_view(page: Page, server_url: str) -> None:
    address = (
        "/?lang=en&category=noise&period=1y&level=village&hide=hotspots#12.00/30.05000/119.95000"
    )
    open_page(page, server_url, address)
    assert page.input_value("#category") == "noise"
    assert page.is_checked("#period-1y")
    assert page.is_checked("#level-village")
    assert not page.is_checked("#show-hotspots")
    assert page.url == server_url + address


def test_the_language_is_switched_in_place_and_kept(page: Page, server_url: str) -> None:
    open_page(page, server_url, "/")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("label[for=category]").inner_text() == "类别"
    page.click("#language-en")
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.locator("label[for=category]").inner_text() == "Category"
    assert page.locator("#synthetic").inner_text() == "Synthetic data"
    page.reload()
    wait_until_drawn(page)
    assert page.locator("label[for=category]").inner_text() == "Category"


def test_a_click_tells_whose_the_place_is(page: Page, server_url: str) -> None:
    open_page(page, server_url, "/?lang=en&hide=hotspots")
    west, south, east, north = answer(page, server_url, "/v1/service")["bounds"]
    page.locator("#map canvas").click()
    codes = chain_codes(page)
    lon, lat = (float(number) for number in query_of(page)["at"].split(","))
    assert west < lon < east
    assert south < lat < north
    expected = answer(page, server_url, "/v1/jurisdiction", lon=lon, lat=lat)
    assert codes == [area["code"] for area in expected["chain"]]
    assert f"{lon:.6f}, {lat:.6f}" in page.locator("#card").inner_text()
    assert page.input_value("#coordinates") == f"{lon:.6f}, {lat:.6f}"


def test_a_place_outside_names_the_nearest_area(page: Page, server_url: str) -> None:
    _, south, east, _ = answer(page, server_url, "/v1/service")["bounds"]
    lon, lat = round(east + 0.1, 3), round(south - 0.1, 3)
    open_page(page, server_url, f"/?lang=en&at={lon},{lat}")
    page.locator("#card").wait_for()
    nearest = answer(page, server_url, "/v1/jurisdiction", lon=lon, lat=lat)["nearest"]
    said = page.locator("#card").inner_text()
    assert "Outside every area" in said
    assert nearest["code"] in said


@pytest.mark.parametrize("typed", ["not a place", "119.95", "200, 100"])
def test_what_is_no_coordinate_is_said_to_be_none(page: Page, server_url: str, typed: str) -> None:
    open_page(page, server_url, "/?lang=en")
    page.fill("#coordinates", typed)
    page.click("#ask")
    assert "longitude, latitude" in page.locator("#coordinates-wrong").inner_text()
    assert "at" not in query_of(page)


def test_hotspots_are_listed_in_their_order_and_opened(page: Page, server_url: str) -> None:
    open_page(page, server_url, "/?lang=en")
    spots = answer(page, server_url, "/v1/hotspots", limit=100)["hotspots"]
    assert spots
    listed = [row.get_attribute("data-hotspot") for row in page.locator(".hotspot").all()]
    assert listed == [spot["id"] for spot in spots[:10]]

    page.locator(".hotspot").first.click()
    assert chain_codes(page) == [area["code"] for area in spots[0]["chain"]]
    assert query_of(page)["hotspot"] == spots[0]["id"]
    page.wait_for_function("location.hash !== ''")
    page.wait_for_timeout(1500)
    zoom, lat, _ = (float(number) for number in urlsplit(page.url).fragment.split("/"))
    assert zoom >= 14
    assert lat == pytest.approx(spots[0]["lat"], abs=0.01)


def test_no_other_host_is_asked_and_nothing_is_complained_of(
    page: Page, server_url: str, foreign_requests: list[str], console_errors: list[str]
) -> None:
    open_page(page, server_url)
    page.click("#language-en")
    page.click("#theme")
    page.locator("label[for=level-grid]").click()
    page.locator("#map canvas").click()
    page.locator("#card").wait_for()
    page.locator(".hotspot").first.click()
    page.wait_for_timeout(1500)
    assert foreign_requests == []
    assert console_errors == []
