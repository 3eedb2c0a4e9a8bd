"""Whoever sees any part of the demonstration district is told that it is synthetic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gridmap.demo.files import DemoFiles


@pytest.mark.parametrize(
    "file", ["district", "townships", "villages", "grids", "police", "river", "truth", "mapping"]
)
def test_files_say_so(demo: DemoFiles, file: str) -> None:
    text = getattr(demo, file).read_text(encoding="utf-8")
    assert "ynthetic" in text[:400]


@pytest.mark.parametrize("level", ["district", "townships", "villages", "grids", "police"])
def test_every_area_says_so(features: dict[str, list[dict[str, Any]]], level: str) -> None:
    assert all(feature["properties"]["synthetic"] is True for feature in features[level])


def test_names_that_show_say_so(features: dict[str, list[dict[str, Any]]]) -> None:
    for level in ("district", "police"):
        for feature in features[level]:
            assert "合成数据" in feature["properties"]["name"]
            assert "synthetic" in feature["properties"]["name_en"]


def test_requests_carry_it_in_their_number(rows: list[list[str]]) -> None:
    assert all(row[0].startswith("SYN-") for row in rows if row[0])


def test_readme_says_so_in_both_languages(demo: DemoFiles) -> None:
    text = demo.readme.read_text(encoding="utf-8")
    assert "全部为合成数据" in text
    assert "all of it is synthetic data" in text
    named = {
        path.name for path in demo.folder.iterdir() if path.suffix in {".geojson", ".csv", ".json"}
    }
    assert all(name in text for name in named)


def test_townships_are_the_real_ones(features: dict[str, list[dict[str, Any]]]) -> None:
    listed = {f["properties"]["code"]: f["properties"]["name"] for f in features["townships"]}
    assert len(listed) == 24
    assert listed["330111001"] == "富春街道"
    assert listed["330111115"] == "新登镇"
    assert listed["330111207"] == "渔山乡"
