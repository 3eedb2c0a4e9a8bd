"""An activation compares, switches and remembers, whole or not at all, whoever else does so."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from gridmap.errors import InputError, NotFoundError, NotReadyError
from gridmap.journeys.activate_edition import Activated, activate_edition, say_it_was_in_force
from gridmap.journeys.drop_layer import drop_layer
from gridmap.service import Service
from gridmap.settings import Settings
from tests.gridmap.ground import NOW, load_ground, middle_of, village_of
from tests.gridmap.next_edition import areas_of, cell, load_areas, with_moved_line, without_corner

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

DAY = timedelta(days=1)


@pytest.fixture
def ground(service: Service, tmp_path: Path) -> Service:
    """The small district, on each kind of database."""
    load_ground(service, tmp_path)
    return service


def _activate(
    service: Service, name: str | None = None, now: datetime = NOW + DAY,
    since: datetime | None = None,
) -> Activated:  # fmt: skip
    return activate_edition(name, service.editions, service.level_order, now, since=since)


def test_it_tells_and_keeps_what_became_of_areas(ground: Service, tmp_path: Path) -> None:
    load_areas(ground, tmp_path, without_corner(with_moved_line(areas_of(ground))), edition="b")
    done = _activate(ground)
    assert done.switched
    assert {each.layer: each.counts() for each in done.changes if each.changes} == {
        "village": {"gone": 1, "moved": 2, "renamed": 15}
    }
    west, east, corner = village_of(0, 1), village_of(1, 1), village_of(3, 3)
    kept = {(s.kind, s.old, s.new) for s in ground.editions.lineage({west, east, corner}, None)}
    assert ("moved", east, west) in kept
    assert ("gone", corner, None) in kept
    (flow,) = [s for s in ground.editions.lineage({east}, "village") if s.kind == "moved"]
    half = [f for each in done.changes for f in each.flows if f.kind == "moved"]
    assert [flow.hectares] == [f.hectares for f in half]


def test_without_a_name_it_never_goes_on_to_an_older_draft(ground: Service, tmp_path: Path) -> None:
    areas = with_moved_line(areas_of(ground))
    load_areas(ground, tmp_path, areas, edition="older")
    load_areas(ground, tmp_path, areas, edition="newer")
    assert _activate(ground).edition.name == "newer"
    again = _activate(ground, now=NOW + 2 * DAY)
    assert (again.edition.name, again.switched) == ("newer", False)
    assert len(ground.editions.named("newer").in_force) == 1
    assert _activate(ground, "older", NOW + 3 * DAY).switched


def test_it_may_have_been_in_force_before_but_not_only_later(ground: Service) -> None:
    with pytest.raises(InputError, match="2026-11-24 04:01 UTC is yet to come") as refused:
        _activate(ground, since=NOW + DAY + timedelta(minutes=1))
    assert refused.value.where == "--since"
    done = _activate(ground, since=NOW - 99 * DAY)  # of the active edition, too
    assert not done.switched
    assert done.edition.in_force[0].since == NOW - 99 * DAY
    name = done.edition.name
    assert ground.locator(NOW - 99 * DAY).edition.name == name
    with pytest.raises(NotFoundError):
        ground.locator(NOW - 100 * DAY)


def test_the_locator_of_any_moment_is_that_of_its_edition(ground: Service, tmp_path: Path) -> None:
    load_areas(ground, tmp_path, with_moved_line(areas_of(ground)), edition="b")
    _activate(ground, "b")
    lon, lat = middle_of(1, 1)
    place = (lon - 0.002, lat)
    owners = {at: ground.locator(at).locate(*place).chain[0].code for at in (NOW, NOW + DAY, None)}
    assert owners == {
        NOW: village_of(1, 1), NOW + DAY: village_of(0, 1), None: village_of(0, 1),
    }  # fmt: skip
    assert ground.locator(NOW) is ground.locator(NOW)


def test_a_past_that_is_not_over_is_refused(ground: Service) -> None:
    name = ground.editions.listed()[0].name
    for since, until in ((NOW, NOW), (NOW, NOW - DAY), (NOW, NOW + DAY)):
        with pytest.raises(InputError, match="must begin before it ends, and be over"):
            say_it_was_in_force(name, (since, until), ground.editions, ground.level_order, NOW)


def test_two_at_once_leave_one_active_and_a_lineage_without_gaps(
    ground: Service, tmp_path: Path, database_url: str
) -> None:
    first = ground.editions.listed()[0].name
    load_areas(ground, tmp_path, with_moved_line(areas_of(ground)), edition="b")
    load_areas(ground, tmp_path, without_corner(areas_of(ground)), edition="c")
    names = ["b", "c", first, "c", "b", first]

    def run(name: str) -> None:
        other = Service(Settings(data_dir=tmp_path, database_url=database_url))
        _activate(other, name)
        other.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(record.active for record in ground.editions.listed()) == 1
    codes = {village_of(0, 1), village_of(3, 3)}
    steps = ground.editions.lineage(codes, "village")
    follows = list(dict.fromkeys((s.activation_id, s.old_edition, s.new_edition) for s in steps))
    assert follows[0][1] == first
    for (_, _, before), (_, after, _) in pairwise(follows):
        assert before == after, "each was compared with the one that it followed"
    assert ground.editions.in_force(None).name == follows[-1][2]


def test_two_loads_at_once_leave_no_stale_parents(
    service: Service, tmp_path: Path, database_url: str
) -> None:
    villages = {village_of(c, r): cell(c, r) for c in range(4) for r in range(4)}
    # Codes say nothing of these townships: parents come from their ground.
    townships = {"west": cell(0, 0, 2, 4), "east": cell(2, 0, 2, 4)}
    order = {
        "one": ((villages, "village"), (townships, "township")),
        "two": ((townships, "township"), (villages, "village")),
    }

    def run(name: str, k: int) -> None:
        other = Service(Settings(data_dir=tmp_path, database_url=database_url))
        folder = tmp_path / f"{name}{k}"
        folder.mkdir()
        areas, layer = order[name][k]
        load_areas(other, folder, areas, layer, name)
        other.close()

    for name in order:
        threads = [threading.Thread(target=run, args=(name, k)) for k in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        read = service.editions.read(service.editions.named(name).id)
        assert [layer.code for layer in read.levels] == ["township", "village"]
        found = dict(zip(read.levels[1].codes, read.levels[1].parents, strict=True))
        assert found == {
            village_of(c, r): "west" if c < 2 else "east" for c in range(4) for r in range(4)
        }


def test_a_level_that_is_dropped_leaves_its_children_to_the_next(
    ground: Service, tmp_path: Path
) -> None:
    county = {"330111": cell(0, 0, 4, 4)}
    load_areas(ground, tmp_path, county, ground.level_order[0], "b")

    def drop(code: str, edition: str | None = None) -> tuple[bool, bool]:
        done = drop_layer(code, edition, ground.editions, ground.level_order, NOW + DAY)
        return done.begun, done.gone

    assert drop("township") == (False, False)
    levels = ground.editions.read(ground.editions.named("b").id).levels
    assert [level.code for level in levels] == [ground.level_order[0], "village"]
    assert set(levels[1].parents) == {"330111"}
    with pytest.raises(NotFoundError, match="has no layer 'township'"):
        drop("township")
    assert drop("police", "c") == (True, False)
    assert [x.code for x in ground.editions.named("c").layers] == ["township", "village"]
    assert [drop("township", "c"), drop("village", "c")] == [(False, False), (False, True)]
    assert [record.name for record in ground.editions.listed()] == ["2026-11", "b"]


def test_a_fresh_edition_holds_what_is_loaded_alone(ground: Service, tmp_path: Path) -> None:
    import shapely

    far = {code: shapely.transform(shape, lambda c: c + 40.0)
           for code, shape in areas_of(ground).items()}  # fmt: skip
    name = load_areas(ground, tmp_path, far, fresh=True)
    assert name == "2026-11.2"
    (layer,) = ground.editions.named(name).layers
    assert (layer.code, layer.areas) == ("village", 16)
    assert _activate(ground).edition.name == name


def test_nothing_to_drop_and_nothing_to_switch_to_say_so(service: Service) -> None:
    with pytest.raises(NotReadyError):
        drop_layer("village", None, service.editions, service.level_order, NOW)
    with pytest.raises(NotReadyError):
        _activate(service)
