"""The page is used by keyboard, on a phone and by screen reader, in both languages and schemes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.page_view import (
    PHONE_HEIGHT,
    PHONE_WIDTH,
    answer,
    chain_codes,
    open_page,
    tab_to,
    wait_for_count,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_everything_is_done_by_keyboard(page: Page, server_url: str) -> None:
    open_page(page, server_url, "/?lang=en")
    tab_to(page, "category")
    style = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(style) == "solid"
    tab_to(page, "coordinates")
    west, south, east, north = answer(page, server_url, "/v1/service")["bounds"]
    lon, lat = round((west + east) / 2, 4), round((south + north) / 2, 4)
    page.keyboard.type(f"{lon}, {lat}")
    page.keyboard.press("Enter")
    codes = chain_codes(page)
    expected = answer(page, server_url, "/v1/jurisdiction", lon=lon, lat=lat)
    assert codes == [area["code"] for area in expected["chain"]]
    page.wait_for_function("document.activeElement?.id === 'card-title'")
    for area in expected["chain"]:
        assert area["name"] in page.locator("#live").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#card").count() == 0
    assert page.evaluate("document.activeElement?.id") == "coordinates"

    first = page.locator(".hotspot").first.get_attribute("id")
    assert first is not None
    tab_to(page, first)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.id === 'card-title'")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement?.id") == first


def test_the_map_itself_is_asked_by_keyboard(page: Page, server_url: str) -> None:
    open_page(page, server_url, "/?lang=en")
    tab_to(page, "skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement?.tagName") == "CANVAS"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"at="))
    page.locator("#card").wait_for()


def test_a_phone_gets_a_sheet_under_the_map(page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT})
    open_page(page, server_url)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE_WIDTH
    assert not page.locator("#category").is_visible()
    page.click("#panel-handle")
    assert page.locator("#category").is_visible()
    page.select_option("#category", "noise")
    count = answer(page, server_url, "/v1/heatmap", category="noise")["count"]
    wait_for_count(page, count)
    page.click("#panel-handle")
    assert not page.locator("#category").is_visible()
    assert f"{count:,}" in page.locator("#panel-handle").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE_WIDTH


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def one_hotspot(page: Page) -> None:
    page.locator(".hotspot").first.click()
    page.locator("#card").wait_for()


def open_sheet(page: Page) -> None:
    page.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT})
    page.click("#panel-handle")


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: run `npm ci` in web/")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("address", "act"),
    [
        pytest.param("", None, id="first view"),
        pytest.param("&at=119.9551,30.0489", None, id="place"),
        pytest.param("", one_hotspot, id="hotspot"),
        pytest.param("", open_sheet, id="phone"),
    ],
)
def test_no_barrier_is_found(
    page: Page,
    server_url: str,
    scheme: Any,
    language: str,
    address: str,
    act: Callable[[Page], None] | None,
) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, server_url, f"/?lang={language}{address}")
    if act:
        act(page)
    assert violations(page) == []
