"""Open requests belong to the areas in force; closed ones to those that they were handled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from gridmap.errors import OvertakenError
from gridmap.intake.standing import standings
from gridmap.journeys.place_again import ACTOR, PlacedAgain
from gridmap.model.request import RequestFilter
from tests.gridmap.ground import NOW, contents, import_file, load_ground, village_of
from tests.gridmap.next_edition import (
    areas_of,
    load_areas,
    switch,
    with_moved_line,
    without_corner,
)

if TYPE_CHECKING:
    from pathlib import Path

    from gridmap.model.request import Request
    from gridmap.service import Service

COUNT = 400
LATER = NOW + timedelta(days=1)


@pytest.fixture
def ground(service: Service, tmp_path: Path) -> Service:
    """The small district with requests all over it, outside it and nowhere; a third are closed."""
    load_ground(service, tmp_path)
    rng = np.random.default_rng(8)
    lon, lat = rng.uniform(119.895, 119.945, COUNT), rng.uniform(29.995, 30.045, COUNT)
    lines = ["id,opened,closed,category,lon,lat,text"]
    for k in range(COUNT):
        closed = "2026-11-03 09:00" if k % 3 == 0 else ""
        place = "," if k % 50 == 49 else f"{lon[k]:.7f},{lat[k]:.7f}"
        lines.append(f"{k},2026-11-02 08:05,{closed},噪音,{place},第 {k} 件")
    (tmp_path / "requests.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(service, tmp_path / "requests.csv")
    return service


def _all(service: Service) -> dict[str, Request]:
    page = service.requests.page(RequestFilter(), COUNT + 1)
    return {request.external_id: request for request in page.requests}


def _next(service: Service, folder: Path) -> None:
    """Activate an edition in which a line moved and a corner is nobody's, without townships."""
    areas = without_corner(with_moved_line(areas_of(service)))
    load_areas(service, folder, areas, edition="next", fresh=True)
    switch(service, "next", LATER)


def _drawn(request: Request, service: Service) -> str | None:
    """Code of the village that shapely finds around a request in the active edition."""
    assert request.lon is not None
    assert request.lat is not None
    here = shapely.Point(request.lon, request.lat)
    found = [code for code, shape in areas_of(service).items() if shape.contains(here)]
    return found[0] if found else None


def test_open_requests_get_the_areas_in_force(ground: Service, tmp_path: Path) -> None:
    before = _all(ground)
    _next(ground, tmp_path)
    done = ground.place_again("Ann")
    after = _all(ground)
    still_open = {k for k, request in before.items() if request.status == "open"}
    for k in still_open:
        request = after[k]
        assert request.edition == "next"
        if request.lon is None:
            assert replace(request, edition=before[k].edition) == before[k]
            continue
        owner = _drawn(request, ground)
        assert request.areas == ({} if owner is None else {"village": owner})
        assert request.placement == ("inside" if owner else "outside")
        assert (request.placement_reason is None) == (owner is not None)
        assert (request.nearest_code is None) == (owner is not None)
    changed = {k for k in still_open if after[k].areas != before[k].areas}
    lost = {k for k in changed if before[k].placement == "inside" != after[k].placement}
    assert lost
    assert done == PlacedAgain(len(still_open), len(changed), len(lost))
    for k in after.keys() - still_open:
        assert after[k] == before[k]


def test_each_change_is_an_event_and_nothing_else_is(ground: Service, tmp_path: Path) -> None:
    before = _all(ground)
    _next(ground, tmp_path)
    ground.place_again("Ann")
    for k, request in _all(ground).items():
        steps = [e for e in ground.requests.events_of(request.id) if e.kind == "replaced"]
        assert len(steps) == (request.areas != before[k].areas)
        for step in steps:
            assert (step.actor, step.data) == (
                "Ann",
                {
                    "from": {"edition": "2026-11", "placement": before[k].placement,
                             "areas": before[k].areas},
                    "to": {"edition": "next", "placement": request.placement,
                           "areas": request.areas},
                },
            )  # fmt: skip
            assert step.note.startswith("Edition 2026-11 → next: ")
            assert f"township {before[k].areas.get('township')} → none" in step.note


def test_the_nearest_area_of_those_outside_is_found_anew(ground: Service, tmp_path: Path) -> None:
    before = _all(ground)
    _next(ground, tmp_path)
    ground.place_again()
    here = [k for k, each in before.items() if each.status == "open" and each.nearest_code]
    moved = [k for k in here if before[k].nearest_code == village_of(3, 3)]
    assert moved
    after = _all(ground)
    for k in moved:
        request = after[k]
        assert request.nearest_code in {village_of(2, 3), village_of(3, 2)}
        assert request.nearest_m is not None
        assert request.nearest_m > (before[k].nearest_m or 0)
        told = [event.kind for event in ground.requests.events_of(request.id)]
        assert told == ["received"], "its areas are none, as before"


def test_it_goes_on_after_any_number_of_batches(ground: Service, tmp_path: Path) -> None:
    _next(ground, tmp_path)
    locator = ground.locator()
    waiting = ground.placements.waiting("next")
    last = 0
    for _ in range(7):
        done = ground.placements.place_batch(
            "next", lambda lon, lat: standings(lon, lat, locator), LATER, ACTOR, last, 13
        )
        assert done.last is not None
        last = done.last
    assert ground.placements.waiting("next") == waiting - 7 * 13
    assert ground.placements.is_waiting()
    assert ground.place_again().looked_at == waiting - 7 * 13
    assert not ground.placements.is_waiting()
    assert ground.place_again() == PlacedAgain()
    events = [len(ground.requests.events_of(request.id)) for request in _all(ground).values()]
    assert max(events) == 2


def test_back_to_the_old_edition_everything_is_as_it_was(ground: Service, tmp_path: Path) -> None:
    before = _all(ground)
    _next(ground, tmp_path)
    ground.place_again()
    switch(ground, "2026-11", LATER + timedelta(days=1))
    ground.place_again()
    assert _all(ground) == before


def test_sent_again_after_it_nothing_looks_amended(
    ground: Service, tmp_path: Path, database_url: str
) -> None:
    _next(ground, tmp_path)
    ground.place_again()
    before = contents(database_url)
    summary = import_file(ground, tmp_path / "requests.csv")
    assert (summary.new, summary.changed, summary.unchanged) == (0, 0, COUNT)
    assert contents(database_url) == before


def test_sent_again_before_it_nothing_is_lost(ground: Service, tmp_path: Path) -> None:
    _next(ground, tmp_path)
    assert import_file(ground, tmp_path / "requests.csv").unchanged == COUNT
    waiting = ground.placements.waiting("next")
    assert waiting == sum(request.status == "open" for request in _all(ground).values())
    assert ground.place_again().looked_at == waiting


def test_what_its_source_changes_is_taken(ground: Service, tmp_path: Path) -> None:
    before = _all(ground)
    _next(ground, tmp_path)
    ground.place_again()
    path = tmp_path / "requests.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("件", "件!"), encoding="utf-8")
    assert import_file(ground, path).changed == COUNT
    for k, request in _all(ground).items():
        assert request.text.endswith("件!")
        kept = before[k] if request.status == "closed" else None
        assert request.edition == ("2026-11" if kept else "next")
        if kept:
            assert request.areas == kept.areas
        elif request.lon is not None:
            assert request.areas.get("village") == _drawn(request, ground)


def test_another_activation_in_between_is_for_the_other_to_finish(
    ground: Service, tmp_path: Path
) -> None:
    _next(ground, tmp_path)
    locator = ground.locator()
    switch(ground, "2026-11", LATER + timedelta(days=1))
    with pytest.raises(OvertakenError):
        ground.placements.place_batch(
            "next", lambda lon, lat: standings(lon, lat, locator), LATER, ACTOR, 0, 13
        )
    assert not ground.placements.is_waiting()


def test_spots_are_those_of_all_requests_with_a_position(ground: Service) -> None:
    stored = [request for request in _all(ground).values() if request.lon is not None]
    spots = ground.placements.spots()
    assert len(spots) == len(stored)
    assert sorted(spots.lon.tolist()) == sorted(request.lon for request in stored)  # type: ignore[type-var]
    assert int(spots.open.sum()) == sum(request.status == "open" for request in stored)
