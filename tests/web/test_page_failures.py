"""What the page can't do it says, with a way on: no service, a refusal, a browser without WebGL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.web.page_view import (
    answer,
    chain_codes,
    open_page,
    shown_count,
    wait_for_count,
    wait_until_drawn,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route


def test_a_service_that_is_down_is_said_and_tried_again(page: Page, server_url: str) -> None:
    def drop(route: Route) -> None:
        route.abort()

    page.route("**/v1/service", drop)
    page.goto(f"{server_url}/?lang=en")
    assert "can't be reached" in page.locator(".notice").inner_text()
    page.unroute("**/v1/service", drop)
    page.click("#retry")
    wait_until_drawn(page)
    assert page.locator(".notice").count() == 0
    assert shown_count(page) > 0


def test_a_refusal_of_the_service_is_shown_in_its_words(page: Page, server_url: str) -> None:
    detail = "The store is being restored."
    problem = {"title": "Locked", "status": 503, "detail": detail}

    def refuse(route: Route) -> None:
        route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(problem))

    open_page(page, server_url, "/?lang=en")
    page.route("**/v1/heatmap*", refuse)
    page.select_option("#category", "noise")
    page.locator("#figures .failure").wait_for()
    assert detail in page.locator("#figures").inner_text()
    page.unroute("**/v1/heatmap*", refuse)
    page.locator("#figures .failure button").click()
    wait_for_count(page, answer(page, server_url, "/v1/heatmap", category="noise")["count"])


def test_without_webgl_the_lists_remain(page: Page, server_url: str) -> None:
    page.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
    )
    open_page(page, server_url, "/?lang=en")
    assert page.locator(".notice a").get_attribute("href") == "/maps/heatmap"
    assert page.locator(".hotspot").count() > 0
    page.fill("#coordinates", "119.9551, 30.0489")
    page.click("#ask")
    assert chain_codes(page)
