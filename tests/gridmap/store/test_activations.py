"""Which edition was in force at a moment: of everything that was said of it, the last counts."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from gridmap.errors import NotFoundError, NotReadyError, OvertakenError
from gridmap.store.activations import periods_in_force
from gridmap.store.connection import open_database
from gridmap.store.edition_records import Activation, Descent, Draft, NewLayer, Period, Succession
from gridmap.store.editions import EditionStore
from tests.boundaries.shapes import layer_of, square

if TYPE_CHECKING:
    from gridmap.service import Service

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = timedelta(days=1)
AREAS = layer_of([square(0, 0)], ["a"])


@pytest.fixture
def store(service: Service) -> EditionStore:
    """With three drafts, on each kind of database."""
    for name in ("one", "two", "three"):
        draft = Draft(name, None, None)
        service.editions.save(draft, NewLayer(AREAS, "a.gpkg", "wgs84"), [], NOW)
    return service.editions


def _names(store: EditionStore, *days: int) -> list[str]:
    return [store.in_force(NOW + day * DAY).name for day in days]


def test_what_was_in_force_is_told_for_every_moment(store: EditionStore) -> None:
    store.activate("one", NOW, since=NOW - 30 * DAY)
    store.activate("two", NOW + DAY, since=NOW - 10 * DAY)
    assert _names(store, -30, -20, -11, -10, 0, 99) == ["one", "one", "one", "two", "two", "two"]
    store.activate("one", NOW + 2 * DAY)  # back again
    assert _names(store, -20, -10, 1, 2, 3) == ["one", "two", "two", "one", "one"]
    one, two, three = store.listed()
    start, back = NOW - 10 * DAY, NOW + 2 * DAY
    assert one.in_force == (Period(NOW - 30 * DAY, start), Period(back, None))
    assert two.in_force == (Period(start, back),)
    assert (three.in_force, three.activated_at) == ((), None)
    assert store.in_force(None).name == "one"


def test_what_is_said_later_counts(store: EditionStore) -> None:
    store.activate("one", NOW)
    store.activate("two", NOW + DAY, since=NOW - DAY)  # before one: one never held
    assert _names(store, -1, 0, 5) == ["two", "two", "two"]
    store.activate("two", NOW + 2 * DAY, since=NOW - 3 * DAY)
    assert [each.in_force for each in store.listed()] == [(), (Period(NOW - 3 * DAY, None),), ()]


def test_a_time_in_the_past_switches_nothing(store: EditionStore) -> None:
    store.activate("one", NOW)
    store.was_in_force("two", Period(NOW - 9 * DAY, NOW - 3 * DAY), NOW + DAY)
    assert _names(store, -9, -4, 0) == ["two", "two", "one"]
    assert store.in_force(None).name == "one"
    with pytest.raises(NotFoundError, match="2026-11-20 08:00 UTC: the next that are known came "
                                            "into force at 2026-11-23 08:00"):  # fmt: skip
        store.in_force(NOW - 3 * DAY)
    with pytest.raises(NotFoundError, match="came into force at 2026-11-14") as refused:
        store.id_in_force(NOW - 10 * DAY)
    assert (refused.value.where, "--since DATE" in refused.value.remedy) == ("at", True)


def test_without_any_activation_it_says_what_to_do(store: EditionStore) -> None:
    for at in (None, NOW):
        with pytest.raises(NotReadyError):
            store.in_force(at)


said = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 12), st.integers(1, 6) | st.none()), max_size=8
)


@given(said=said)
def test_periods_answer_every_moment_once(said: list[tuple[int, int, int | None]]) -> None:
    listed = [
        Activation(
            edition, NOW + since * DAY, NOW, "", None if n is None else NOW + (since + n) * DAY
        )
        for edition, since, n in said
    ]
    periods = periods_in_force(listed)
    for hours in range(0, 24 * 20, 6):
        at = NOW + timedelta(hours=hours)
        meant = [each.edition_id for each in listed if each.holds(at)][-1:]
        found = [
            edition
            for edition, mine in periods.items()
            for each in mine
            if each.since <= at and (each.until is None or at < each.until)
        ]
        assert found == meant
    for mine in periods.values():
        assert all(one.until is not None for one in mine[:-1])
        assert all(one.until != other.since for one, other in pairwise(mine))


def test_who_compared_with_another_edition_is_overtaken(store: EditionStore) -> None:
    store.activate("one", NOW, succession=Succession(None, 1))
    one, two, _ = (record.id for record in store.listed())
    with pytest.raises(OvertakenError):
        store.activate("two", NOW, succession=Succession(None, 1))
    with pytest.raises(OvertakenError):
        store.activate("two", NOW, succession=Succession(one, 7))
    assert (store.active_id(), len(store.lineage({"a"}, None))) == (one, 0)
    found = Descent("village", "recoded", "a", "b", 1.5)
    store.activate("two", NOW + DAY, succession=Succession(one, 1, (found,)), actor="Ann")
    assert store.active_id() == two
    (step,) = store.lineage({"b"}, "village")
    assert (step.old_edition, step.new_edition, step.since) == ("one", "two", NOW + DAY)
    assert (step.kind, step.old, step.new, step.hectares) == ("recoded", "a", "b", 1.5)
    assert store.lineage({"b"}, "police") == []


def test_many_activations_at_once_leave_one_active(
    store: EditionStore, database_url: str, service: Service
) -> None:
    engine = open_database(database_url)
    others = EditionStore(engine, service.level_order)
    names = ["one", "two", "three"] * 4
    threads = [
        threading.Thread(target=(store, others)[k % 2].activate, args=(name, NOW + k * DAY))
        for k, name in enumerate(names)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        count = sa.text("SELECT count(*) FROM activations")
        assert connection.execute(count).scalar_one() == len(names)
    engine.dispose()
    active = [record for record in store.listed() if record.active]
    assert len(active) == 1
