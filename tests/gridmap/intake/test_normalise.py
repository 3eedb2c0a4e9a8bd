"""Every record becomes a draft that says what the source said, or a rejection that says why not."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.positions import NO_COORDINATE, NOT_A_NUMBER, OK
from gridmap.intake.mapping import Fields, SourceMapping
from gridmap.intake.normalise import LONGEST_TEXT, Normaliser, parse_coordinate
from gridmap.model.catalogue_file import default_catalogue
from gridmap.model.request import Draft, Rejection

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FIELDS = Fields(
    opened="when", category="kind", id="no", lon="x", lat="y", closed="done", text="what",
    address="where", channel="how", reporter="who", accuracy="metres",
)  # fmt: skip
GOOD = {
    "no": "7", "when": "2026-11-02 08:05", "done": "2026-11-03 09:00", "kind": "僵尸车",
    "what": "白色面包车", "where": "文昌路 3 号", "how": "hotline", "who": "r-9", "x": "119.95",
    "y": "30.05", "metres": "25.5",
}  # fmt: skip


def read(record: dict[str, str], fields: Fields = FIELDS) -> Draft | Rejection:
    mapping = SourceMapping(
        fields, "hotline", ZoneInfo("Asia/Shanghai"), categories={"占位车": "abandoned_car"}
    )
    return Normaliser(mapping, default_catalogue(), NOW).draft(record, 12, "row-id")


def drafted(**changes: str) -> Draft:
    draft = read(GOOD | changes)
    assert isinstance(draft, Draft), draft
    return draft


def rejected(**changes: str) -> Rejection:
    rejection = read(GOOD | changes)
    assert isinstance(rejection, Rejection), rejection
    return rejection


def test_a_good_record_becomes_a_draft_word_for_word() -> None:
    assert drafted() == Draft(
        source="hotline", external_id="7", category="abandoned_car", source_category="僵尸车",
        reported_at=datetime(2026, 11, 2, 0, 5, tzinfo=UTC),
        closed_at=datetime(2026, 11, 3, 1, 0, tzinfo=UTC), text="白色面包车",
        address="文昌路 3 号", channel="hotline", reporter="r-9", x=119.95, y=30.05,
        coordinate_problem=OK, accuracy_m=25.5, position_quality="gps",
    )  # fmt: skip


def test_fields_that_a_source_has_not_are_blank() -> None:
    draft = read({"when": "2026-11-02"}, Fields(opened="when"))
    assert isinstance(draft, Draft)
    assert (draft.external_id, draft.category, draft.closed_at) == ("row-id", "other", None)
    assert (draft.text, draft.position_quality) == ("", "none")
    assert math.isnan(draft.x)
    assert draft.coordinate_problem == NO_COORDINATE


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"no": ""}, "no", "no id"),
        ({"when": ""}, "when", "no time of report"),
        ({"when": "02/11/2026"}, "when", "can be read safely"),
        ({"when": "2026-11-31"}, "when", "is no moment"),
        ({"when": "1969-07-20"}, "when", "lies before 1970"),
        ({"when": "2026-11-24 12:01"}, "when", "reported in the future"),
        ({"when": "2126-11-02"}, "when", "reported in the future"),
        ({"when": "9999-12-31T23:59-12:00"}, "when", "lies after the year 9999"),
        ({"done": "soon"}, "done", "can be read safely"),
        ({"done": "2026-02-30"}, "done", "is no moment"),
        ({"what": "x" * (LONGEST_TEXT + 1)}, "what", "longer than 20,000 characters"),
        ({"what": "a\0b"}, "what", "NUL character"),
        ({"no": "7\0"}, "no", "NUL character"),
    ],
)
def test_what_can_not_be_taken_is_rejected_with_its_place(
    changes: dict[str, str], field: str, why: str
) -> None:
    rejection = rejected(**changes)
    assert (rejection.row, rejection.field) == (12, field)
    assert why in rejection.reason
    assert rejection.remedy
    assert rejection.value == changes[field][:80] + ("…" if why[:3] in {"lon", "NUL"} else "")


def test_clocks_may_differ_by_a_day() -> None:
    assert drafted(when="2026-11-24 11:59").reported_at == NOW + timedelta(hours=23, minutes=59)


def test_the_longest_text_is_taken() -> None:
    assert drafted(what="x" * LONGEST_TEXT).text == "x" * LONGEST_TEXT


@pytest.mark.parametrize(
    ("x", "y", "problem"),
    [
        ("", "", NO_COORDINATE),
        ("119.95", "", NO_COORDINATE),
        ("n/a", "30.05", NOT_A_NUMBER),
        ("119,95", "30,05", NOT_A_NUMBER),
        ("119.95°E", "30.05°N", NOT_A_NUMBER),
        ("119°57'0\"", "30.05", NOT_A_NUMBER),
        ("nan", "30.05", NOT_A_NUMBER),
        ("inf", "30.05", NOT_A_NUMBER),
        ("1_1_9.95", "30.05", NOT_A_NUMBER),
        ("0x77", "30.05", NOT_A_NUMBER),
        ("", "n/a", NOT_A_NUMBER),
    ],
)
def test_a_request_without_a_readable_position_is_taken_all_the_same(
    x: str, y: str, problem: int
) -> None:
    draft = drafted(x=x, y=y)
    assert draft.coordinate_problem == problem
    assert draft.position_quality == "none"
    assert draft.external_id == "7"


@pytest.mark.parametrize("accuracy", ["", "-5", "good", "nan", "inf"])
def test_an_accuracy_that_says_nothing_is_none(accuracy: str) -> None:
    assert drafted(metres=accuracy).accuracy_m is None


def test_the_words_of_the_source_are_kept_beside_their_category() -> None:
    draft = drafted(kind="占位车")
    assert (draft.category, draft.source_category) == ("abandoned_car", "占位车")
    draft = drafted(kind="外星人")
    assert (draft.category, draft.source_category) == ("other", "外星人")


def test_a_closing_before_the_report_is_taken_as_it_says() -> None:
    draft = drafted(done="2026-11-01 00:00")
    assert draft.closed_at is not None
    assert draft.closed_at < draft.reported_at


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_was_written(value: float) -> None:
    assert parse_coordinate(repr(value)) == (value, OK)


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_a_reason(text: str) -> None:
    value, problem = parse_coordinate(text.strip())
    assert math.isfinite(value) == (problem == OK)


@given(st.fixed_dictionaries({name: st.text(max_size=20) for name in GOOD}))
def test_any_record_becomes_a_draft_or_a_rejection(record: dict[str, str]) -> None:
    read_as = read({name: value.strip() for name, value in record.items()})
    assert isinstance(read_as, Draft | Rejection)
