"""Levels and overlays are read from one line, and a line that can't be is explained."""

from __future__ import annotations

import pytest

from gridmap.errors import SettingsError
from gridmap.model.level import DEFAULT_LEVELS, parse_levels, parse_overlays


def test_the_default_line_gives_the_default_levels() -> None:
    assert parse_levels("district,township,village,grid") == DEFAULT_LEVELS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("village", ("村社", "Village")),
        ("ward", ("ward", "ward")),
        ("ward:选区", ("选区", "选区")),
        ("ward:选区:Ward", ("选区", "Ward")),
        (" ward : 选区 : Ward ", ("选区", "Ward")),
        ("ward::Ward", ("ward", "Ward")),
        ("village:小区:Estate", ("小区", "Estate")),
    ],
)
def test_names_are_said_or_known(text: str, names: tuple[str, str]) -> None:
    (level,) = parse_levels(text)
    assert (level.names.zh, level.names.en) == names


def test_the_order_is_that_of_the_line_and_blanks_are_nothing() -> None:
    assert [level.code for level in parse_levels("borough, ward ,,block")] == [
        "borough", "ward", "block",
    ]  # fmt: skip
    assert parse_overlays("") == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "at least one level"),
        (" , ", "at least one level"),
        ("ward,ward", "stand once"),
        ("ward,ward:选区:Ward", "stand once"),
        ("Ward", "lower-case letters"),
        ("1st", "lower-case letters"),
        ("村", "lower-case letters"),
        (":选区:Ward", "lower-case letters"),
        ("ward-2", "lower-case letters"),
        ("ward:选区:Ward:Quartier", "one Chinese and one English name"),
    ],
)
def test_each_mistake_is_explained(text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        parse_levels(text)
