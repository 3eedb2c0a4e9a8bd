"""Words find the one category that they stand for, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.errors import InputError, SettingsError
from gridmap.model.catalogue_file import default_catalogue
from gridmap.model.category import OTHER, Catalogue, Category
from gridmap.model.wording import Names

WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {0x20: "\u3000"}
"""ASCII to the wide letters that Chinese keyboards type."""

DEFAULT_WORDS = [
    (word, category.code)
    for category in default_catalogue().categories
    for word in (category.code, category.names.zh, category.names.en, *category.words)
]


def category(code: str, *words: str, parent: str | None = None) -> Category:
    return Category(code, Names(f"{code} zh", f"{code} en"), parent, words, 50, 28)


def catalogue(**words: list[str]) -> Catalogue:
    return Catalogue((*(category(code, *mine) for code, mine in words.items()), category(OTHER)))


@pytest.mark.parametrize(("word", "code"), DEFAULT_WORDS)
def test_every_default_word_stands_for_its_own_category(word: str, code: str) -> None:
    assert default_catalogue().code_of(word) == code


@pytest.mark.parametrize(("word", "code"), DEFAULT_WORDS)
def test_width_case_and_blanks_do_not_matter(word: str, code: str) -> None:
    known = default_catalogue()
    assert known.code_of(word.upper().translate(WIDE)) == code
    assert known.code_of(f"\t{word.replace(' ', '   ')}  ") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Abandoned Vehicles", "abandoned_car"),
        ("小区门口有一辆长期停放的面包车", "abandoned_car"),
        ("晚上广场舞音响太大，扰民", "square_dancing"),
        ("Street Light Outages", "street_light"),
        ("Street Light Knock Downs", "street_light"),
        ("Request for Snow Plowing (Emergency Responder)", "snow"),
        ("Requests for Street Cleaning", "rubbish"),
        ("Mice Infestation - Residential", "pests"),
        ("Potholes", "road"),
        ("(drain)", "water"),
        ("小区noise很大", "noise"),
        ("General Comments For a Program or Policy", OTHER),
        ("Abandoned Bicycle", OTHER),
        ("A street without a name", OTHER),
        ("", OTHER),
        ("？？", OTHER),
    ],
)
def test_words_in_a_text(text: str, code: str) -> None:
    assert default_catalogue().code_of(text) == code


def test_the_whole_text_wins_over_its_parts_and_the_longest_part_over_others() -> None:
    known = catalogue(car=["car"], park=["car park", "garden"], gate=["car park gate north"])
    assert known.code_of("car") == "car"
    assert known.code_of("the car park is full") == "park"
    assert known.code_of("garden with a car") == "park"
    assert known.code_of("at car park gate north") == "gate"


def test_words_of_a_source_win_when_they_are_the_whole_text() -> None:
    known = catalogue(car=["car"], park=["park"])
    assert known.code_of("car", {"CAR": "park"}) == "park"
    assert known.code_of("a car", {"CAR": "park"}) == "car"


@given(st.data())
def test_the_longest_word_that_is_in_a_text_decides(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text("垃圾路灯噪音", min_size=1, max_size=4), unique=True))
    known = Catalogue(
        (*(Category(f"c{k}", Names(f"甲{k}", f"甲{k}"), None, (word,), 50, 28)
           for k, word in enumerate(words)), category(OTHER))
    )  # fmt: skip
    text = data.draw(st.text("垃圾路灯噪音的", max_size=12))
    inside = [word for word in words if word in text]
    longest = max(map(len, inside), default=0)
    best = {f"c{words.index(word)}" for word in inside if len(word) == longest} or {OTHER}
    assert known.code_of(text) in best


def test_a_code_that_nobody_knows_is_refused_with_those_there_are() -> None:
    known = catalogue(car=["car"])
    assert known.known(None) is None
    found = known.known("car")
    assert found is not None
    assert found.code == "car"
    with pytest.raises(InputError, match="There is no category 'cars'") as refused:
        known.known("cars")
    assert "car, other" in refused.value.remedy


@pytest.mark.parametrize(
    ("code", "radius_m", "window_days", "why"),
    [
        ("Car", 50.0, 28, "lower-case letters"),
        ("1car", 50.0, 28, "lower-case letters"),
        ("", 50.0, 28, "lower-case letters"),
        ("car", 0.5, 28, "1 to 5,000 metres; got 0.5"),
        ("car", float("nan"), 28, "1 to 5,000 metres; got nan"),
        ("car", 5000.1, 28, "1 to 5,000 metres"),
        ("car", 50.0, 0, "1 to 366 days; got 0"),
        ("car", 50.0, 367, "1 to 366 days; got 367"),
    ],
)
def test_a_category_says_what_it_must_be(
    code: str, radius_m: float, window_days: int, why: str
) -> None:
    with pytest.raises(SettingsError, match=why):
        Category(code, Names("车", "Car"), None, (), radius_m, window_days)


@pytest.mark.parametrize(
    ("zh", "en", "word"), [("", "Car", "bus"), ("车", " ", "bus"), ("车", "Car", "_")]
)
def test_a_blank_word_would_stand_for_everything(zh: str, en: str, word: str) -> None:
    with pytest.raises(SettingsError, match="must not be blank"):
        Category("car", Names(zh, en), None, (word,), 50, 28)


@pytest.mark.parametrize(
    ("categories", "why"),
    [
        ([], "must hold 'other'"),
        ([category("car")], "must hold 'other'"),
        ([category("car"), category("car"), category(OTHER)], "each code once"),
        ([category("car", "bus"), category("tram", "BUS"), category(OTHER)], "one category; 'bus'"),
        ([category("car", parent="cars"), category(OTHER)], "car: its parent .* 'cars'"),
        ([category("car", parent="car"), category(OTHER)], "car: its parent"),
        (
            [category("a", parent="b"), category("b", parent="a"), category(OTHER)],
            "does not descend",
        ),
    ],
)
def test_a_catalogue_says_what_it_must_be(categories: list[Category], why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        Catalogue(tuple(categories))
