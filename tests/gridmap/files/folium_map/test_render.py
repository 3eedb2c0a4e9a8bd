"""The page carries all that it needs, links nothing, and is the same for the same input."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from importlib import resources
from typing import TYPE_CHECKING, Any

import folium
import pytest

from gridmap.errors import NotFoundError
from gridmap.files.folium_map import HeatmapPage, render_heatmap_page
from gridmap.files.folium_map.browser_files import script_text, style_text
from gridmap.files.folium_map.content import page_content
from gridmap.model.wording import Names

if TYPE_CHECKING:
    from gridmap.heatmap.frames import Frame

pytestmark = pytest.mark.skipif(
    not resources.files("gridmap.files").joinpath("browser", "heatmap_page.js").is_file(),
    reason="gridmap/files/browser is not built: install with pip, or run npm run build in web/",
)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its data."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self._within_data = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._within_data = dict(attrs).get("id") == "gridmap-content"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._within_data = False

    def handle_data(self, data: str) -> None:
        if self._within_data:
            self.data += data


def test_the_same_page_gives_the_same_bytes(sample: HeatmapPage) -> None:
    assert render_heatmap_page(sample) == render_heatmap_page(sample)


def test_no_element_asks_for_another_file(sample: HeatmapPage) -> None:
    text = render_heatmap_page(sample)
    asking = {"src", "href", "srcset", "data", "poster", "action", "background"}
    for tag, attributes in Elements(text).found:
        assert not asking & set(attributes), tag
        assert tag not in {"link", "iframe", "base", "object", "embed"}
    assert b"sourceMappingURL" not in text
    assert not re.search(rb"@import|url\((?!['\"]?(?:data:|#))", text)
    assert b"default-src 'none'" in text


def test_names_and_titles_stay_text(sample: HeatmapPage) -> None:
    evil = "</script></title><script>alert(1)</script><!--"
    spoilt = dataclasses.replace(
        sample,
        title=Names(evil, evil),
        filters=Names(evil, evil),
        edition=evil,
        left_out={evil: 1},
    )
    plain, found = Elements(render_heatmap_page(sample)), Elements(render_heatmap_page(spoilt))
    assert [tag for tag, _ in found.found] == [tag for tag, _ in plain.found]
    assert json.loads(found.data)["title"]["zh"] == evil


def test_the_data_says_what_was_given(sample: HeatmapPage) -> None:
    content = json.loads(Elements(render_heatmap_page(sample)).data)
    assert content == json.loads(json.dumps(page_content(sample)))
    assert [each["code"] for each in content["categories"]] == ["", "car", "noise", "light"]
    assert content["periods"][0]["first"] == "2025-01-01"
    assert content["periods"][0]["last"] == "2025-12-31"
    assert [period["last"][5:] for period in content["periods"][1:4]] == ["01-31", "02-28", "03-31"]
    assert content["generated"] == "2026-01-02 11:04"
    assert content["leftOut"] == {"default": 1234, "unplaced": 5}
    assert content["hotspots"][0]["chain"] == ["镇街0", "村社5"]
    assert content["hotspots"][0]["first"] == "2025-01-03"
    assert sum(count for count, _ in content["categories"][1]["frames"][1:]) == 800


def test_alike_and_empty_frames_cost_nothing(sample: HeatmapPage) -> None:
    content = page_content(sample)
    noise = content["categories"][2]
    assert noise["frames"][-1] == [0, -1]
    doubled = _with_frames(
        sample, [*sample.categories[1].frames[:1], *sample.categories[2].frames[1:]]
    )
    assert page_content(doubled)["images"].count(content["images"][0]) == 1
    assert len(set(content["images"])) == len(content["images"])


def _with_frames(sample: HeatmapPage, frames: list[Frame]) -> HeatmapPage:
    other = dataclasses.replace(sample.categories[2], frames=tuple(frames))
    return dataclasses.replace(sample, categories=(*sample.categories[:2], other))


def test_another_page_is_told_apart(sample: HeatmapPage) -> None:
    later = dataclasses.replace(sample, generated_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert render_heatmap_page(later) != render_heatmap_page(sample)


def test_categories_of_different_periods_are_refused(sample: HeatmapPage) -> None:
    with pytest.raises(ValueError, match="frames of the same periods"):
        _with_frames(sample, list(sample.categories[2].frames[:-1]))


def test_a_time_without_a_zone_is_refused(sample: HeatmapPage) -> None:
    with pytest.raises(ValueError, match="carries a time zone"):
        dataclasses.replace(sample, generated_at=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    "address",
    [*(url for _, url in folium.folium._default_js), "../../errors.py", "other.js"],  # noqa: SLF001
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(NotFoundError, match="not a file that a page may carry"):
        script_text(address)


def test_a_link_that_folium_adds_is_refused(sample: HeatmapPage, monkeypatch: Any) -> None:
    from gridmap.files.folium_map.offline_map import OfflineMap

    more = [*OfflineMap.default_js, ("jquery", "https://code.jquery.com/jquery-3.7.1.min.js")]
    monkeypatch.setattr(OfflineMap, "default_js", more)
    with pytest.raises(NotFoundError, match=r"code\.jquery\.com"):
        render_heatmap_page(sample)


def test_leaflet_points_at_no_picture() -> None:
    assert "layers.png" not in style_text("leaflet.css")
    assert "url(#default#VML)" in style_text("leaflet.css")
