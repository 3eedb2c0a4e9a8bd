"""The page opens from disk in a real browser with no network, and every control does its work."""

from __future__ import annotations

import dataclasses
import io
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from gridmap.files.folium_map import HeatmapPage, MapCategory, render_heatmap_page
from gridmap.heatmap.classes import Scale, classify
from gridmap.model.wording import Names
from tests.gridmap.files.folium_map.conftest import PLACE, ZONE, Points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

    from gridmap.model.wording import Language

pytestmark = pytest.mark.skipif(
    not resources.files("gridmap.files").joinpath("browser", "heatmap_page.js").is_file(),
    reason="gridmap/files/browser is not built: install with pip, or run npm run build in web/",
)

AXE = Path(__file__).parents[4] / "web" / "node_modules" / "axe-core" / "axe.min.js"
FIND_BARRIERS = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {runOnly: rules});
  return found.violations.map(({id, nodes}) => `${id}: ${nodes[0].html}`);
}"""
DESK, PHONE = (1366, 768), (390, 844)


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page from disk, offline; afterwards it must have asked for nothing but itself."""
    requests: list[str] = []
    complaints: list[str] = []
    contexts = []

    def on_request(request: Request) -> None:
        if not request.url.startswith("data:"):
            requests.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    def open_it(page: HeatmapPage, size: tuple[int, int] = DESK) -> Page:
        file = tmp_path / "heat.html"
        file.write_bytes(render_heatmap_page(page))
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, locale="de-DE"
        )
        contexts.append(context)
        opened = context.new_page()
        opened.on("request", on_request)
        opened.on("console", on_console)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto(file.as_uri())
        expect(opened.locator("h1")).to_be_visible()
        assert requests == [file.as_uri()]
        return opened

    yield open_it
    for context in contexts:
        context.close()
    assert len(requests) <= 1
    assert complaints == []


def point_to(opened: Page, lon: float, lat: float, zoom: float = 13) -> None:
    """Bring a place into the middle of the map and move the pointer there."""
    at = opened.evaluate(
        "([lat, lon, zoom]) => { map_heat.setView([lat, lon], zoom, {animate: false});"
        " const p = map_heat.latLngToContainerPoint([lat, lon]);"
        " const box = map_heat.getContainer().getBoundingClientRect();"
        " return [p.x + box.x, p.y + box.y]; }",
        [lat, lon, zoom],
    )
    opened.mouse.move(at[0] - 5, at[1])
    opened.mouse.move(at[0], at[1])


def exact_class(points: Points, scale: Scale, category: str, lon: float, lat: float) -> int:
    """Class of the direct sum of Gaussians at a place, over the whole year."""
    mine = points.category == category
    x, y = PLACE.forward(points.lon[mine], points.lat[mine])
    at_x, at_y = PLACE.forward(np.array([lon]), np.array([lat]))
    kernels = np.exp(-((x - at_x) ** 2 + (y - at_y) ** 2) / (2 * 400.0**2))
    value = kernels.sum() / (2 * np.pi * 0.4**2) * 30 / 365
    return int(classify(np.array([value]), scale)[0])


def test_it_opens_with_map_legend_and_title(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample)
    expect(opened.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(opened.locator("h1")).to_have_text("示范区热力图")
    expect(opened.locator(".badge")).to_have_text("合成数据")
    expect(opened.locator(".legend")).to_be_visible()
    expect(opened.locator(".legend .note")).to_have_text("诉求 · 每平方公里每30天")
    scale = sample.categories[0].scale
    assert scale is not None
    steps = [float(text.rstrip("+")) for text in opened.locator(".legend .step").all_inner_texts()]
    assert tuple(steps) == scale.steps
    expect(opened.locator("canvas.leaflet-image-layer")).to_be_visible()
    expect(opened.locator(".leaflet-control-scale")).to_contain_text("km")
    expect(opened.get_by_text("1,234 件使用了默认坐标")).to_be_visible()
    expect(opened.get_by_text("5 件没有可用坐标")).to_be_visible()


def test_the_category_switch_changes_counts_and_scale(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample)
    expect(opened.locator(".choice .count")).to_have_text(["1,200", "800", "400", "0"])
    before = opened.locator(".legend .scale").inner_text()
    opened.get_by_role("radio", name="噪音 400").check()
    expect(opened.locator(".period-count")).to_have_text("400 件诉求")
    assert opened.locator(".legend .scale").inner_text() != before
    opened.get_by_role("radio", name="路灯 0").check()
    expect(opened.locator(".empty")).to_have_text("没有可显示的诉求")
    expect(opened.locator(".legend")).to_be_hidden()
    expect(opened.locator("canvas.leaflet-image-layer")).to_have_count(0)


def test_the_slider_steps_through_the_months(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample)
    expect(opened.locator(".period")).to_have_text("2025年")
    opened.get_by_role("radio", name="噪音 400").check()
    slider = opened.locator(".track input")
    counts = [frame.count for frame in sample.categories[2].frames]
    slider.focus()
    slider.press("ArrowRight")
    expect(opened.locator(".period")).to_have_text("2025年2月")
    expect(opened.locator(".period-count")).to_have_text(f"{counts[2]} 件诉求")
    assert slider.get_attribute("aria-valuetext") == f"2025年2月, {counts[2]} 件诉求"
    slider.press("End")
    expect(opened.locator(".empty")).to_have_text("本时段没有诉求")
    opened.get_by_role("button", name="上一时段").click()
    expect(opened.locator(".period")).to_have_text("2025年11月")
    opened.get_by_role("button", name="全部时段").click()
    expect(opened.locator(".period-count")).to_have_text("400 件诉求")


def test_playing_runs_to_the_last_month_and_stops(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample)
    slider = opened.locator(".track input")
    slider.focus()
    for _ in range(9):
        slider.press("ArrowRight")
    opened.get_by_role("button", name="播放").click()
    expect(opened.locator(".period")).to_have_text("2025年12月")
    expect(opened.get_by_role("button", name="播放")).to_be_visible()


def test_a_hotspot_says_what_how_many_where_and_when(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample)
    mark = opened.get_by_role("button", name="热点 2: 噪音, 45 件诉求")
    mark.focus()
    mark.press("Enter")
    popup = opened.locator(".hotspot-popup")
    expect(popup).to_contain_text("噪音")
    expect(popup).to_contain_text("45 件诉求，半径约 150 米")
    expect(popup).to_contain_text("镇街0 › 村社5")
    expect(popup).to_contain_text("2025年2月1日至8月2日")
    opened.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    opened.locator(".hotspot-row").first.click()
    expect(popup).to_contain_text("僵尸车")


def test_hotspots_show_in_the_months_they_lasted(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample)
    expect(opened.locator(".hotspot-mark")).to_have_count(2)
    opened.locator(".track input").fill("1")
    expect(opened.locator(".hotspot-mark")).to_have_count(1)
    expect(opened.get_by_text("1 / 2 个在本时段活跃")).to_be_visible()
    opened.locator(".track input").fill("8")
    expect(opened.locator(".hotspot-mark")).to_have_count(2)


def test_the_class_under_the_pointer_is_that_of_the_direct_sum(
    open_page: Callable[..., Page],
    sample: HeatmapPage,
    points: Points,
    scales: dict[str, Scale],
) -> None:
    opened = open_page(dataclasses.replace(sample, hotspots=()))
    opened.get_by_role("radio", name="僵尸车 800").check()
    expect(opened.locator("canvas.leaflet-image-layer")).to_be_visible()
    scale = scales["car"]
    swatches = opened.locator(".swatch")
    seen, agreeing, told = set(), 0, 0
    for lon in np.linspace(119.845, 119.915, 12):
        for lat in (29.955, 29.9705, 29.982):
            point_to(opened, lon, lat)
            marked = [
                place
                for place in range(swatches.count())
                if "marked" in str(swatches.nth(place).get_attribute("class"))
            ]
            found = marked[0] + 1 if marked else 0
            expected = exact_class(points, scale, "car", lon, lat)
            seen.add(found)
            told += 1
            agreeing += found == expected
            assert abs(found - expected) <= 1
    assert len(seen) >= 5
    assert agreeing >= 0.85 * told


def test_the_colours_lie_where_the_requests_are(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(dataclasses.replace(sample, hotspots=()))
    opened.get_by_role("radio", name="僵尸车 800").check()
    opened.get_by_role("radio", name="无").check()
    for zoom in (11.5, 13, 15):
        opened.evaluate(f"map_heat.setView([29.97, 119.88], {zoom}, {{animate: false}})")
        opened.wait_for_timeout(300)
        shot = Image.open(io.BytesIO(opened.screenshot())).convert("RGB")
        at = opened.evaluate(
            "() => { const p = map_heat.latLngToContainerPoint([29.97, 119.88]);"
            " const box = map_heat.getContainer().getBoundingClientRect();"
            " return [Math.round(p.x + box.x), Math.round(p.y + box.y)]; }"
        )
        scale = sample.categories[1].scale
        assert scale is not None
        blends = [_over_white(each.colour, each.opacity) for each in scale.classes]
        pixel = np.array(shot.getpixel((at[0], at[1])))
        nearest = int(np.abs(np.array(blends) - pixel).max(axis=1).argmin())
        assert np.abs(np.array(blends[nearest]) - pixel).max() <= 4
        assert nearest >= len(blends) - 3


def _over_white(colour: str, opacity: float) -> list[float]:
    return [255 + (channel - 255) * opacity for channel in bytes.fromhex(colour[1:])]


def test_areas_are_named_under_the_pointer_and_on_the_map(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(dataclasses.replace(sample, hotspots=()))
    expect(opened.locator(".area-name")).to_have_count(4)
    opened.get_by_role("radio", name="村社").check()
    expect(opened.locator(".area-name")).to_have_count(16)
    point_to(opened, 119.83, 29.93)
    expect(opened.locator(".readout strong")).to_have_text("村社0")
    expect(opened.locator(".readout .above")).to_have_text("镇街0")
    point_to(opened, 119.97, 29.93)
    expect(opened.locator(".readout strong")).to_have_text("村社3")
    expect(opened.locator(".readout .above")).to_have_text("镇街1")
    opened.get_by_role("radio", name="无").check()
    expect(opened.locator(".area-name")).to_have_count(0)


def test_the_language_switches_in_place(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample)
    opened.locator(".track input").fill("3")
    opened.get_by_role("button", name="English").click()
    expect(opened.locator("html")).to_have_attribute("lang", "en-GB")
    expect(opened).to_have_title("Heat of a district")
    expect(opened.locator(".badge")).to_have_text("Synthetic data")
    expect(opened.locator(".period")).to_have_text("March 2025")
    expect(opened.locator(".legend .note")).to_have_text("requests per km² and 30 days")
    leftover = re.findall(
        r"[一-鿿]+", opened.locator(".panel, .timeline, .legend").first.inner_text()
    )
    assert all(re.fullmatch(r"镇街\d*|村社\d*|镇街|村社", each) for each in leftover)


def test_the_map_works_by_keyboard_alone(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(dataclasses.replace(sample, hotspots=()))
    opened.evaluate("map_heat.setView([29.97, 119.88], 13, {animate: false})")
    for _ in range(60):
        opened.keyboard.press("Tab")
        if opened.evaluate("document.activeElement === map_heat.getContainer()"):
            break
    expect(opened.locator(".crosshair")).to_be_visible()
    expect(opened.locator(".readout strong")).to_be_visible()


def test_on_a_phone_the_panel_is_a_sheet(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample, PHONE)
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    expect(opened.locator(".legend")).to_be_in_viewport(ratio=1)
    expect(opened.locator(".timeline")).to_be_in_viewport(ratio=1)
    expect(opened.locator(".panel")).to_be_hidden()
    opened.locator(".sheet-button").click()
    expect(opened.get_by_role("radio", name="僵尸车 800")).to_be_visible()
    opened.get_by_role("radio", name="僵尸车 800").check()
    opened.keyboard.press("Escape")
    expect(opened.locator(".panel")).to_be_hidden()
    expect(opened.locator(".sheet-button")).to_contain_text("僵尸车")
    expect(opened.locator(".sheet-button")).to_be_focused()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_control_is_large_enough_to_hit(
    open_page: Callable[..., Page], sample: HeatmapPage, size: tuple[int, int]
) -> None:
    opened = open_page(sample, size)
    boxes = [
        each.bounding_box() for each in opened.locator("button:visible, .choice:visible").all()
    ]
    assert len(boxes) > 7
    assert all(box and box["width"] >= 24 and box["height"] >= 24 for box in boxes)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_keeps_anybody_out(
    open_page: Callable[..., Page], sample: HeatmapPage, size: tuple[int, int], language: Language
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run npm ci in web/")
    opened = open_page(dataclasses.replace(sample, language=language), size)
    opened.evaluate(AXE.read_text(encoding="utf-8"))
    assert opened.evaluate(FIND_BARRIERS) == []
    if size == PHONE:
        opened.locator(".sheet-button").click()
        assert opened.evaluate(FIND_BARRIERS) == []
    opened.locator(".hotspot-row").first.click()
    expect(opened.locator(".hotspot-popup")).to_be_visible()
    opened.wait_for_timeout(400)  # it fades in
    assert opened.evaluate(FIND_BARRIERS) == []


def test_a_page_without_anything_says_so(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    nothing = MapCategory("", Names("全部类别", "All categories"), None, ())
    bare = dataclasses.replace(
        sample, categories=(nothing,), layers=(), hotspots=(), left_out={}, synthetic=False
    )
    opened = open_page(bare)
    expect(opened.locator(".empty")).to_have_text("没有可显示的诉求")
    expect(opened.locator(".badge")).to_be_hidden()
    expect(opened.locator(".legend")).to_be_hidden()
    expect(opened.locator(".timeline")).to_be_hidden()
    expect(opened.get_by_text("没有诉求被排除")).to_be_visible()


def test_on_paper_the_controls_go_and_the_map_stays(
    open_page: Callable[..., Page], sample: HeatmapPage
) -> None:
    opened = open_page(sample)
    sheets = opened.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheets)) == 1
    # Leaflet's own canvases print on white: one of them over the heat would hide it.
    expect(opened.locator(".leaflet-map-pane canvas:not(.leaflet-image-layer)")).to_have_count(0)
    opened.emulate_media(media="print")
    for gone in (".steps", ".track", ".zoom-buttons", ".languages", "fieldset >> nth=0"):
        expect(opened.locator(gone)).to_be_hidden()
    for there in ("h1", ".badge", ".folium-map", ".legend", ".period", ".notes >> nth=0"):
        expect(opened.locator(there)).to_be_visible()


def test_short_spans_step_by_weeks(open_page: Callable[..., Page], sample: HeatmapPage) -> None:
    frames = [
        dataclasses.replace(
            frame,
            period=dataclasses.replace(
                frame.period,
                kind="week" if place else "whole",
                start=frame.period.start.replace(month=3, day=3 + place, tzinfo=ZONE),
                end=frame.period.start.replace(month=3, day=10 + place, tzinfo=ZONE),
            ),
        )
        for place, frame in enumerate(sample.categories[0].frames[:3])
    ]
    weekly = dataclasses.replace(sample.categories[0], frames=tuple(frames))
    opened = open_page(dataclasses.replace(sample, categories=(weekly,), language="en"))
    expect(opened.locator(".period")).to_have_text(re.compile(r"^3\s–\s9 Mar 2025$"))
    opened.get_by_role("button", name="Next period").click()
    expect(opened.locator(".period")).to_have_text(re.compile(r"^4\s–\s10 Mar 2025$"))
