"""How a test reads the page: what is drawn, what is said, where the keyboard is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from playwright.sync_api import Page

PHONE_WIDTH, PHONE_HEIGHT = 390, 844
# Grey lines and names have almost none, the colours of heat have much.
SATURATED = 50


def open_page(page: Page, server_url: str, address: str = "/?lang=zh") -> None:
    page.goto(server_url + address)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    page.wait_for_selector("main[aria-busy=false]")


def answer(page: Page, server_url: str, path: str, **query: str | float) -> Any:
    response = page.request.get(server_url + path, params=query)
    assert response.ok, response.text()
    return response.json()


def query_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def map_pixels(page: Page) -> NDArray[np.int16]:
    picture = page.locator("#map canvas").screenshot()
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=np.int16)


def share_of(pixels: NDArray[np.int16], colour: tuple[int, int, int]) -> float:
    return float((np.abs(pixels - colour).max(axis=2) <= 1).mean())


def saturated_share(pixels: NDArray[np.int16]) -> float:
    return float((pixels.max(axis=2) - pixels.min(axis=2) > SATURATED).mean())


def shown_count(page: Page) -> int:
    return int(page.locator("#count").inner_text().replace(",", ""))


def wait_for_count(page: Page, count: int) -> None:
    page.wait_for_function(
        "shown => document.getElementById('count')?.textContent === shown", arg=f"{count:,}"
    )


def chain_codes(page: Page) -> list[str | None]:
    rows = page.locator("#card ol.chain li")
    rows.first.wait_for()
    return [row.get_attribute("data-code") for row in rows.all()]


def tab_to(page: Page, element: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.id") == element:
            return
    pytest.fail(f"the keyboard does not reach #{element}")
