"""The page of tried points shows each reading on the map, in both languages, off the network."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from boundaries.datum_trial import Reading, TrialRules, judge_readings
from gridmap.files.folium_map import PointsPage, render_points_page
from gridmap.files.folium_map.trial_points import points_content
from tests.boundaries.shapes import edition_of_one, layer_of, square

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

RNG = np.random.default_rng(0)
LON, LAT = RNG.uniform((119.5, 30.0), (119.53, 30.03), (5000, 2)).T
NOTHING = np.full(5000, np.nan)


def _reading(name: str, east: float, agrees: np.ndarray = NOTHING) -> Reading:
    inside = LON + east < 119.53
    return Reading(name, LON + east, LAT, inside, np.where(inside, 0.0, 300.0), agrees)


def _page(*readings: Reading) -> PointsPage:
    edition = edition_of_one(layer_of([square(0, 0), square(1, 0), square(0, 1), square(1, 1)]))
    verdict = judge_readings(list(readings), TrialRules())
    return PointsPage("点 <b>.csv", "zh", edition, readings, verdict)


PAGE = _page(_reading("wgs84", 0.012), _reading("gcj02", 0.0))


@pytest.fixture(scope="module")
def shown(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page, opened from disk; whatever it asks for besides is an error."""
    file: Path = tmp_path_factory.mktemp("page") / "page.html"
    file.write_bytes(render_points_page(PAGE))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.goto(file.as_uri())
    yield page
    page.close()
    assert asked == [file.as_uri()]


def test_the_best_is_shown_first_and_said(shown: Page) -> None:
    assert shown.get_by_role("status").inner_text() == "GCJ-02最吻合。"
    assert shown.get_by_role("radio").first.is_checked()
    assert shown.locator("b").count() == 0
    assert "点 <b>.csv" in shown.locator(".head").inner_text()


def test_another_reading_moves_the_points(shown: Page) -> None:
    before = shown.locator("canvas").first.screenshot()
    shown.get_by_role("radio").nth(1).check()
    assert shown.get_by_role("radio").nth(1).is_checked()
    assert shown.locator("canvas").first.screenshot() != before
    assert [text.strip() for text in shown.locator(".legend li").all_inner_texts()] == [
        "界外", "界内"
    ]  # fmt: skip


def test_the_reader_can_switch_to_english(shown: Page) -> None:
    shown.get_by_role("button", name="English").click()
    assert shown.get_by_role("status").inner_text() == "GCJ-02 fits best."
    assert shown.locator("html").get_attribute("lang") == "en-GB"
    assert "WGS 84 / CGCS2000" in shown.get_by_role("group", name="Read as").inner_text()


def test_the_same_page_gives_the_same_bytes() -> None:
    assert render_points_page(PAGE) == render_points_page(replace(PAGE))


def test_a_share_of_the_points_is_carried_the_same_under_each_reading() -> None:
    content = points_content(PAGE)
    assert (content["tried"], content["shown"]) == (5000, 2500)
    best, other = content["readings"]
    assert (best["name"], other["name"]) == ("gcj02", "wgs84")
    one, shifted = (np.array(each["points"]).reshape(-1, 2) for each in (best, other))
    assert len(one) == len(best["kinds"]) == 2500
    assert np.abs(shifted - one - (12000, 0)).max() <= 1
    known = np.where(RNG.random(5000) < 0.5, 1.0, 0.0)
    told = points_content(_page(_reading("wgs84", 0.0, known)))
    assert told["judge"] == "truth"
    assert set(told["readings"][0]["kinds"]) == {"2", "3"}
