"""The page of findings opens from disk with no network, filters, and zooms to each finding."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from boundaries.editions import assemble_edition, check_edition
from boundaries.model import Finding
from gridmap.files.folium_map import FindingsPage, render_findings_page
from gridmap.files.folium_map.findings import SHOWN, findings_content
from gridmap.model.wording import Names
from tests.boundaries.shapes import layer_of, square

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

built = pytest.mark.skipif(
    not resources.files("gridmap.files").joinpath("browser", "findings_page.js").is_file(),
    reason="gridmap/files/browser is not built: install with pip, or run npm run build in web/",
)
AXE = Path(__file__).parents[4] / "web" / "node_modules" / "axe-core" / "axe.min.js"
FIND_BARRIERS = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, {runOnly: rules});
  return found.violations.map(({id, nodes}) => `${id}: ${nodes[0].html}`);
}"""
EVIL = "</script><script>alert(1)</script>"
DISTRICT = layer_of([square(0, 0, 4, 4)], ["d"], code="district")
VILLAGES = layer_of(
    [square(0, 0, 2, 4), square(1.9, 0, 2.1, 0.1), square(2, 0.2, 2, 3.8)],
    ["d1", "d2", EVIL],
)


def _page(*more: Finding) -> FindingsPage:
    edition, _ = assemble_edition("2026-11", [DISTRICT, VILLAGES], ("district", "village"))
    found = check_edition(edition, ("district", "village"))
    return FindingsPage(
        title=Names("边界检查结果", "Findings in boundaries"),
        language="en",
        zone=ZoneInfo("Asia/Shanghai"),
        generated_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        edition=edition,
        layer_names={"village": Names("村社", "Village")},
        findings=(*found, *more),
    )


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page from disk; afterwards it must not have asked for or complained of anything."""
    asked: list[str] = []
    contexts = []

    def opened(width: int = 1366, height: int = 768) -> Page:
        file = tmp_path / "findings.html"
        file.write_bytes(render_findings_page(_page()))
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [each for each in asked if not each.startswith(("file:", "data:"))] == []


def test_the_data_says_what_was_found_the_worst_first() -> None:
    error = Finding("no_code", "error", "village", (), "The area in row 2 has no code.")
    content = findings_content(_page(error))
    assert content["findings"][0]["kind"] == "no_code"
    assert content["findings"][0]["place"] is None
    severities = [each["severity"] for each in content["findings"]]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    overlap = next(each for each in content["findings"] if each["kind"] == "overlap")
    assert overlap["codes"] == ["d1", "d2"]
    assert len(overlap["rings"]) == 1
    assert content["generated"] == "2026-01-02 11:04"
    assert [layer["code"] for layer in content["layers"]] == ["district", "village"]
    assert content["left"] == 0


def test_more_than_a_page_holds_are_counted() -> None:
    notes = [Finding("scrap", "note", "village", (str(k),), "s") for k in range(SHOWN + 5)]
    content = findings_content(_page(*notes))
    assert len(content["findings"]) == SHOWN
    assert content["left"] == len(_page(*notes).findings) - SHOWN


@built
def test_what_files_say_stays_text() -> None:
    assert EVIL.encode() not in render_findings_page(_page())
    assert render_findings_page(_page()) == render_findings_page(_page())


@built
def test_a_click_zooms_to_the_finding_and_outlines_it(open_page: Callable[..., Page]) -> None:
    page = open_page()
    rows = page.locator("button.row")
    expect(rows).to_have_count(len(_page().findings))
    expect(page.locator(".leaflet-shape-pane path")).to_have_count(0)
    before = page.locator(".leaflet-control-scale-line").text_content()
    row = rows.filter(has_text="Overlap").first
    row.click()
    expect(row).to_have_attribute("aria-current", "true")
    expect(page.locator(".card")).to_contain_text("both hold")
    expect(page.locator(".leaflet-shape-pane path").first).to_be_attached()
    assert page.locator(".leaflet-control-scale-line").text_content() != before
    outline = page.locator(".leaflet-shape-pane path").first.bounding_box()
    assert outline is not None
    assert outline["height"] > 200


@built
def test_filters_and_languages(open_page: Callable[..., Page]) -> None:
    page = open_page()
    rows = page.locator("button.row")
    page.get_by_label("Kind").select_option("overlap")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Warnings").click()
    expect(rows).to_have_count(0)
    expect(page.locator(".count-note")).to_have_text("None in this selection.")
    page.get_by_role("button", name="Warnings").click()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("边界检查结果")
    expect(rows.first).to_contain_text("(d1)、name of d2 (d2) 都包含")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


@built
def test_on_a_phone_the_list_lies_below_the_map(open_page: Callable[..., Page]) -> None:
    page = open_page(390, 844)
    frame, panel = (page.locator(each).bounding_box() for each in (".map-frame", ".panel"))
    assert frame is not None
    assert panel is not None
    assert frame["y"] + frame["height"] <= panel["y"] + 1
    assert frame["width"] == 390
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide == 390
    page.get_by_role("button", name="Next").click()
    expect(page.locator("button.row").first).to_have_attribute("aria-current", "true")


@built
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci in web/")
def test_nothing_keeps_anybody_out(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.locator("button.row").first.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(FIND_BARRIERS) == []
