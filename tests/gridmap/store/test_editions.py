"""An edition is stored whole or not at all, and what answered for a time never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely

from boundaries.editions import assemble_edition
from gridmap.errors import NotFoundError, NotReadyError, RefusedError, StoreError
from gridmap.store.edition_records import Draft, EditionRecord, NewLayer
from tests.boundaries.shapes import layer_of, square

if TYPE_CHECKING:
    from boundaries.model import Edition, Layer
    from gridmap.service import Service
    from gridmap.store.editions import EditionStore

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TOWNSHIPS = layer_of([square(0, 0, 1, 2), square(1, 0, 1, 2)], ["330111002", "330111001"],
                     code="township")  # fmt: skip
VILLAGES = replace(
    layer_of(
        [square(0, 0) - square(0.25, 0.25, 0.5, 0.5), square(0, 1), square(1, 0), square(1, 1)],
        ["330111002001", "330111002002", "330111001001", "330111001002"],
        declared=["330111002", "330111002", "330111001", "330111001"],
    ),
    names=("春江村", "大桥社区", "O'Brien\"; --", ""),
)
POLICE = layer_of([square(0, 0, 2, 2)], ["p"], code="police", kind="overlay")


@pytest.fixture
def store(service: Service) -> EditionStore:
    """Of an empty installation, on each kind of database."""
    return service.editions


def _load(
    store: EditionStore, layer: Layer, name: str | None = None, now: datetime = NOW
) -> str:  # fmt: skip
    """Store a layer as the journey does; the edition's name."""
    draft = store.draft(name, now)
    others = [each for each in store.begun(draft).layers if each.code != layer.code]
    edition, _ = assemble_edition(draft.name, [*others, layer], ("township", "village"))
    mine = next(each for each in edition.layers if each.code == layer.code)
    near = [each for each in edition.levels if each.code != layer.code]
    store.save(draft, NewLayer(mine, f"{layer.code}.gpkg", "cgcs2000"), near, now)
    return draft.name


def _held(store: EditionStore, name: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything that an edition holds, in its order."""
    edition: Edition = store.read(store.named(name).id)
    assert edition.name == name
    return {
        layer.code: list(
            zip(
                layer.codes, layer.names, layer.declared_parents, layer.parents,
                shapely.to_wkb(layer.geometries), strict=True,
            )
        )
        for layer in edition.layers
    }  # fmt: skip


def _states(store: EditionStore) -> list[tuple[str, bool, bool, list[str]]]:
    return [
        (each.name, each.active, each.activated_at is not None, [x.code for x in each.layers])
        for each in store.listed()
    ]


def test_what_is_stored_is_read_back_exactly(store: EditionStore) -> None:
    name = _load(store, TOWNSHIPS)
    _load(store, VILLAGES)
    _load(store, POLICE)
    held = _held(store, name)
    assert list(held) == ["township", "village", "police"]
    parents = ("330111002", "330111002", "330111001", "330111001")
    wkb = shapely.to_wkb(VILLAGES.geometries)
    assert held["village"] == list(
        zip(VILLAGES.codes, VILLAGES.names, parents, parents, wkb, strict=True)
    )
    assert [row[0] for row in held["township"]] == ["330111002", "330111001"]
    assert [row[3] for row in held["police"]] == [None]


def test_the_list_says_where_layers_came_from(store: EditionStore) -> None:
    _load(store, VILLAGES, now=NOW)
    _load(store, TOWNSHIPS, now=NOW + timedelta(hours=1))
    (record,) = store.listed()
    assert record.created_at == NOW
    assert [(x.code, x.kind, x.file, x.crs, x.areas) for x in record.layers] == [
        ("township", "level", "township.gpkg", "cgcs2000", 2),
        ("village", "level", "village.gpkg", "cgcs2000", 4),
    ]
    assert record.layers[0].loaded_at == NOW + timedelta(hours=1)


def test_an_edition_is_named_after_the_month_and_numbered_where_that_is_taken(
    store: EditionStore,
) -> None:
    assert _load(store, TOWNSHIPS) == "2026-11"
    assert _load(store, VILLAGES) == "2026-11"  # the draft there is
    store.activate("2026-11", NOW)
    assert _load(store, TOWNSHIPS) == "2026-11.2"
    store.activate("2026-11.2", NOW)
    assert _load(store, TOWNSHIPS) == "2026-11.3"
    assert _load(store, TOWNSHIPS, now=NOW + timedelta(days=30)) == "2026-11.3"
    assert _load(store, TOWNSHIPS, "merger") == "merger"
    assert _load(store, VILLAGES) == "merger"  # the newest draft


def test_asking_for_a_draft_stores_nothing(store: EditionStore) -> None:
    assert store.draft(None, NOW) == Draft("2026-11", None, None)
    assert store.begun(store.draft("spring", NOW)).layers == ()
    assert store.listed() == []
    with pytest.raises(NotReadyError, match="No boundaries are loaded yet"):
        store.named(None)


def test_a_layer_replaces_the_one_of_its_code_and_no_other(store: EditionStore) -> None:
    for layer in (TOWNSHIPS, VILLAGES, POLICE):
        _load(store, layer)
    before = _held(store, "2026-11")
    moved = layer_of([square(0, 0, 2), square(0, 1, 2)], ["x", "y"], code="police", kind="overlay")
    _load(store, moved)
    after = _held(store, "2026-11")
    assert [row[0] for row in after["police"]] == ["x", "y"]
    assert {code: after[code] for code in ("township", "village")} == {
        code: before[code] for code in ("township", "village")
    }


def test_a_level_in_between_changes_whom_the_one_below_belongs_to(store: EditionStore) -> None:
    free = replace(VILLAGES, declared_parents=(None,) * 4)
    _load(store, free)
    assert {row[3] for row in _held(store, "2026-11")["village"]} == {None}
    _load(store, TOWNSHIPS)
    assert {row[3] for row in _held(store, "2026-11")["village"]} == set(TOWNSHIPS.codes)
    other = replace(TOWNSHIPS, codes=("n", "s"), geometries=TOWNSHIPS.geometries[::-1].copy())
    _load(store, other)
    assert [row[3] for row in _held(store, "2026-11")["village"]] == ["s", "s", "n", "n"]


def test_a_new_edition_begins_with_the_layers_of_the_active_one(store: EditionStore) -> None:
    for layer in (TOWNSHIPS, VILLAGES, POLICE):
        _load(store, layer, "first")
    store.activate("first", NOW)
    before = _held(store, "first")
    beats = layer_of([square(0, 0)], ["b"], code="police", kind="overlay")
    assert _load(store, beats) == "2026-11"
    second = _held(store, "2026-11")
    assert {code: second[code] for code in ("township", "village")} == {
        code: before[code] for code in ("township", "village")
    }
    assert [row[0] for row in second["police"]] == ["b"]
    assert _held(store, "first") == before
    assert _states(store) == [
        ("first", True, True, ["township", "village", "police"]),
        ("2026-11", False, False, ["township", "village", "police"]),
    ]
    old, new = store.listed()
    assert [x.file for x in new.layers[:2]] == [x.file for x in old.layers[:2]]


def test_an_edition_that_was_active_takes_no_layer(store: EditionStore) -> None:
    _load(store, TOWNSHIPS, "first")
    store.activate("first", NOW)
    _load(store, VILLAGES, "second")
    store.activate("second", NOW)
    before = {name: _held(store, name) for name in ("first", "second")}
    for name in before:  # one was active, one is
        with pytest.raises(RefusedError, match="has been active and stays as it is") as refused:
            store.draft(name, NOW)
        assert "--edition NAME" in refused.value.remedy
    assert {name: _held(store, name) for name in before} == before


def test_a_draft_that_is_activated_before_it_is_saved_takes_no_layer(store: EditionStore) -> None:
    _load(store, TOWNSHIPS)
    draft = store.draft(None, NOW)
    store.activate("2026-11", NOW)
    before = _held(store, "2026-11")
    with pytest.raises(RefusedError, match="has been active"):
        store.save(draft, NewLayer(POLICE, "police.gpkg", "wgs84"), [], NOW)
    assert _held(store, "2026-11") == before


def test_two_loads_that_begin_the_same_edition_do_not_mix(store: EditionStore) -> None:
    first, second = store.draft(None, NOW), store.draft(None, NOW)
    store.save(first, NewLayer(TOWNSHIPS, "t.gpkg", "wgs84"), [], NOW)
    with pytest.raises(RefusedError, match="begun by another load"):
        store.save(second, NewLayer(POLICE, "police.gpkg", "wgs84"), [], NOW)
    assert _states(store) == [("2026-11", False, False, ["township"])]


@pytest.mark.parametrize("begun", [False, True])
def test_a_save_that_fails_leaves_what_was(store: EditionStore, *, begun: bool) -> None:
    if begun:
        _load(store, POLICE)
        _load(store, VILLAGES)
    before = _states(store), _held(store, "2026-11") if begun else None
    twice = layer_of([square(0, 0), square(1, 0)], ["p", "p"], code="police", kind="overlay")
    with pytest.raises(StoreError):
        _load(store, twice)
    assert (_states(store), _held(store, "2026-11") if begun else None) == before


def test_one_edition_is_active_and_the_one_before_stays(store: EditionStore) -> None:
    assert store.active_id() is None
    for k, name in enumerate(("first", "second")):
        _load(store, TOWNSHIPS, name)
        store.activate(name, NOW + timedelta(days=k))
    first, second = store.listed()
    assert [each.active for each in (first, second)] == [False, True]
    assert (first.activated_at, second.activated_at) == (NOW, NOW + timedelta(days=1))
    assert store.active_id() == second.id
    store.activate("first", NOW + timedelta(days=2))
    assert store.active_id() == first.id
    assert [each.active for each in store.listed()] == [True, False]


def test_an_edition_is_found_by_name_or_is_the_active_or_the_newest(store: EditionStore) -> None:
    def name_of(record: EditionRecord) -> str:
        return record.name

    _load(store, TOWNSHIPS, "first")
    _load(store, TOWNSHIPS, "second")
    assert name_of(store.named(None)) == "second"
    store.activate("first", NOW)
    assert name_of(store.named(None)) == "first"
    assert name_of(store.named("second")) == "second"
    with pytest.raises(NotFoundError, match="no edition 'third'; there are first, second"):
        store.named("third")
    with pytest.raises(NotFoundError):
        store.activate("third", NOW)
    assert store.active_id() == store.named("first").id
