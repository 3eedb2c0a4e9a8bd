"""Pages are served whole by this host alone: the map, the API's documentation, the heatmap."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import api.routes.pages
import gridmap.files.folium_map

if TYPE_CHECKING:
    from tests.api.conftest import Served

CHROMIUM = os.environ.get("GRIDMAP_TEST_CHROMIUM") or shutil.which("chromium") or ""
STATIC = api.routes.pages.STATIC
_FOLIUM_PARTS = Path(gridmap.files.folium_map.__file__).parent.parent / "browser"
_TAG = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=\"([^\"]*)\"")

needs_console = pytest.mark.skipif(
    not (STATIC / "console" / "index.html").is_file(), reason="the console is not built"
)
needs_docs = pytest.mark.skipif(
    not (STATIC / "docs" / "swagger-ui-bundle.js").is_file(), reason="the docs are not built"
)
needs_folium_parts = pytest.mark.skipif(
    not (_FOLIUM_PARTS / "leaflet.js").is_file(), reason="the browser's parts are not built"
)


def _loaded(html: str) -> list[str]:
    return [address for address in _TAG.findall(html) if not address.startswith("data:")]


@pytest.mark.parametrize(
    "path", [pytest.param("/", marks=needs_console), pytest.param("/docs", marks=needs_docs)]
)
def test_all_that_a_page_loads_is_here(server: Served, path: str) -> None:
    page = server.client.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    addresses = _loaded(page.text)
    assert addresses
    for address in addresses:
        assert re.match(r"/[^/]", address), address
        part = server.client.get(address)
        assert part.status_code == 200, address
        assert part.content


@needs_docs
def test_the_documentation_asks_for_our_document_and_no_validator(server: Served) -> None:
    start = server.client.get("/docs/start.js")
    assert start.headers["content-type"].startswith("text/javascript")
    assert 'url: "/openapi.json"' in start.text
    assert "validatorUrl: null" in start.text


@needs_docs
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium: run ./scripts/test, which installs it")
def test_the_documentation_opens_where_no_other_host_can_be_reached(
    server: Served, tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={tmp_path}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--enable-logging=stderr", "--virtual-time-budget=20000", "--dump-dom",
            f"{server.url}/docs",
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    for summary in ("Whose is this point?", "Take a request", "List areas"):
        assert summary in done.stdout
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert not complaints, complaints


@needs_folium_parts
def test_the_heatmap_page_loads_nothing_and_may_stand_in_a_frame(server: Served) -> None:
    page = server.client.get("/maps/heatmap", params={"language": "en", "title": "Cars <b>&</b>"})
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert _loaded(page.text) == []
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors" not in policy
    assert "http" not in policy
    assert "x-frame-options" not in page.headers
    assert "Cars <b>" not in page.text
    assert "Cars &lt;b&gt;" in page.text


@needs_folium_parts
@pytest.mark.parametrize(
    "query", ["", "category=abandoned_car", "from=2026-10-30", "area=330111001", "category=noise"]
)
def test_the_heatmap_page_is_made_for_any_filter(server: Served, query: str) -> None:
    page = server.client.get(f"/maps/heatmap?{query}")
    assert page.status_code == 200
    assert "</html>" in page.text


@pytest.mark.parametrize("query", ["language=fr", "title=" + "x" * 121, "title=a%00b"])
def test_what_a_page_can_not_be_made_of_is_a_problem(server: Served, query: str) -> None:
    answer = server.client.get(f"/maps/heatmap?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
