"""A catalogue is read as it is written, and every mistake in it is explained."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from gridmap.errors import SettingsError
from gridmap.model.catalogue_file import default_catalogue, parse_catalogue

OTHER_ENTRY = """
[[category]]
code = "other"
zh = "其他"
en = "Other"
radius_m = 100
window_days = 28
"""
CAR = {
    "code": '"car"', "zh": '"车"', "en": '"Car"', "words": '["bus"]', "radius_m": "50",
    "window_days": "28",
}  # fmt: skip


def entry(**changes: str | None) -> str:
    """A catalogue of cars and the rest, with some fields changed or, by ``None``, left out."""
    fields = {k: v for k, v in (CAR | changes).items() if v is not None}
    return "[[category]]\n" + "\n".join(f"{k} = {v}" for k, v in fields.items()) + OTHER_ENTRY


def test_what_is_written_is_what_is_read() -> None:
    known = parse_catalogue(entry(parent='"other"', radius_m="12.5"), "mine.toml")
    car = known.by_code["car"]
    assert (car.names.zh, car.names.en, car.parent) == ("车", "Car", "other")
    assert (car.words, car.radius_m, car.window_days) == (("bus",), 12.5, 28)
    assert list(known.by_code) == ["car", "other"]


def test_words_and_parent_may_be_left_out() -> None:
    car = parse_catalogue(entry(words=None), "mine.toml").by_code["car"]
    assert car.words == ()
    assert car.parent is None


def test_the_default_catalogue_holds_what_its_file_says() -> None:
    text = resources.files("gridmap.model").joinpath("categories.toml").read_text("utf-8")
    stated = tomllib.loads(text)["category"]
    known = default_catalogue().categories
    assert [category.code for category in known] == [one["code"] for one in stated]
    assert [list(category.words) for category in known] == [one["words"] for one in stated]
    assert [category.radius_m for category in known] == [one["radius_m"] for one in stated]


def test_the_default_catalogue_has_the_trouble_of_grassroots_governance() -> None:
    named = {category.names.zh for category in default_catalogue().categories}
    assert {"僵尸车", "广场舞噪音", "垃圾", "路灯", "违停", "违建", "流浪犬"} <= named


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "must be a list of"),
        ("[category]\ncode = 'car'", "must be a list of"),
        ("category = ['car']", "must be a list of"),
        ("category = 5", "must be a list of"),
        ("[[categories]]\ncode = 'car'", "has 'categories', which is not known"),
        ("[[category]", "Not TOML"),
        (entry(code=None), "Category 1 lacks 'code'"),
        (entry(zh=None), "Category 'car' lacks 'zh'"),
        (entry(radius_m=None), "Category 'car' lacks 'radius_m'"),
        (entry(window_days=None), "Category 'car' lacks 'window_days'"),
        (entry(code="5"), "code must be a text; got 5"),
        (entry(en="true"), "en must be a text; got True"),
        (entry(words='"bus"'), "words must be a list of texts; got 'bus'"),
        (entry(words='["bus", 5]'), r"words must be a list of texts; got \['bus', 5\]"),
        (entry(words='["bus", " "]'), "each of its words must not be blank"),
        (entry(zh='""'), "must not be blank"),
        (entry(radius_m='"50"'), "radius_m must be a number; got '50'"),
        (entry(radius_m="true"), "radius_m must be a number; got True"),
        (entry(radius_m="inf"), "1 to 5,000 metres; got inf"),
        (entry(radius_m="-50"), "1 to 5,000 metres"),
        (entry(window_days="28.5"), "window_days must be a whole number; got 28.5"),
        (entry(window_days="0"), "1 to 366 days"),
        (entry(parent='"cars"'), "its parent must be the code of another category"),
        (entry(word='["bus"]'), "Category 'car' has 'word', which is not known"),
        (entry(code='"other"'), "each code once"),
        (entry(words='["其他"]'), "'其他' stands for"),
        (entry(code='"Cars"'), "lower-case letters"),
        ('[[category]]\ncode = "car"\nzh = "车"\nen = "Car"\nradius_m = 5\nwindow_days = 5',
         "must hold 'other'"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_file(text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why) as refused:
        parse_catalogue(text, "mine.toml")
    assert refused.value.where == "mine.toml"
