"""Hotspots are the clusters of each kind, kept so that they can be found again."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
import sqlalchemy as sa
from pyproj import Geod

from boundaries.crs import WGS84
from gridmap.errors import InputError, NotReadyError
from gridmap.intake.placement import Placer
from gridmap.journeys.find_hotspots import HotspotSearch, find_hotspots
from gridmap.journeys.read_hotspots import hotspots_answer
from gridmap.journeys.take_request import take_requests
from gridmap.model.catalogue_file import default_catalogue
from gridmap.model.request import Draft, RequestFilter
from tests.gridmap.ground import NOW, load_ground, middle_of, village_of

if TYPE_CHECKING:
    from pathlib import Path

    from gridmap.model.hotspot import Hotspot, HotspotRun
    from gridmap.model.request import PositionQuality
    from gridmap.service import Service

END = datetime(2026, 11, 22, tzinfo=UTC)
CAR, NOISE = (default_catalogue().by_code[code] for code in ("abandoned_car", "noise"))
GEOD = Geod(ellps="WGS84")


def reports(
    name: str, count: int, column: int, *, category: str = "abandoned_car", spread_m: float = 15.0,
    days: float = 10.0, quality: PositionQuality = "gps",
) -> list[Draft]:  # fmt: skip
    """Reports around the middle of a village, the last of them at the end."""
    rng = np.random.default_rng(sum(map(ord, name)))
    lon, lat = middle_of(column, 1)
    away, bearing = rng.uniform(0, spread_m, count), rng.uniform(0, 360, count)
    x, y, _ = GEOD.fwd([lon] * count, [lat] * count, bearing, away)
    times = np.linspace(-days, 0, count)
    return [
        Draft("test", f"{name}{k}", category, category, END + timedelta(days=float(times[k])),
              x=float(x[k]), y=float(y[k]), position_quality=quality)
        for k in range(count)
    ]  # fmt: skip


@pytest.fixture
def ground(service: Service, tmp_path: Path) -> Service:
    load_ground(service, tmp_path)
    return service


def take(service: Service, *groups: list[Draft]) -> None:
    drafts = [draft for group in groups for draft in group]
    take_requests(drafts, Placer(service.locator(), WGS84), service.requests, NOW)


def find(
    service: Service, wanted: RequestFilter | None = None, **changes: Any
) -> tuple[HotspotRun, tuple[Hotspot, ...]]:
    """A search for cars and noise, but for what is changed."""
    search = replace(HotspotSearch((CAR, NOISE), wanted or RequestFilter()), **changes)
    _, last = service.requests.period()
    return find_hotspots(search, service.columns, last, service.locator(), service.hotspots, NOW)


def test_what_gathers_is_found_and_what_is_scattered_is_not(ground: Service) -> None:
    take(
        ground,
        reports("car", 12, 0),
        reports("loud", 7, 2, category="noise", spread_m=60),
        reports("scattered", 3, 3),
        reports("far", 9, 1, spread_m=450),
    )
    run, found = find(ground)
    assert [(spot.rank, spot.category, spot.count) for spot in found] == [
        (1, "abandoned_car", 12), (2, "noise", 7),
    ]  # fmt: skip
    car, noise = found
    assert [code for _, code, _ in car.chain] == [village_of(0, 1), "330111001"]
    assert [name for _, _, name in noise.chain] == ["Village 21", "Township 1"]
    assert (run.input_count, run.left_out, run.edition) == (31, {}, "2026-11")
    assert (car.first_at, car.last_at) == (END - timedelta(days=10), END)


def test_a_hotspot_lies_in_the_middle_of_its_requests_and_reaches_the_farthest(
    ground: Service,
) -> None:
    take(ground, reports("car", 25, 0, spread_m=30))
    _, (spot,) = find(ground)
    columns = ground.columns(RequestFilter())
    lon, lat = math.fsum(columns.lon) / 25, math.fsum(columns.lat) / 25
    places = list(zip(columns.lon.tolist(), columns.lat.tolist(), strict=True))
    away = [GEOD.inv(spot.lon, spot.lat, *place)[2] for place in places]
    assert GEOD.inv(spot.lon, spot.lat, lon, lat)[2] < 0.01
    assert spot.radius_m == pytest.approx(max(away), rel=1e-4)
    assert all(spot.outline.contains(shapely.Point(place)) for place in places)


def test_what_is_found_is_kept_with_its_members_and_parameters(ground: Service) -> None:
    take(ground, reports("car", 8, 0), reports("few", 3, 2))
    run, (spot,) = find(ground, least_count=4)
    kept = ground.hotspots.last_run()
    assert kept == run
    assert run.id is not None
    (listed,) = ground.hotspots.of_run(run.id)
    assert (listed.lon, listed.lat, listed.count) == (spot.lon, spot.lat, 8)
    engine = sa.create_engine(ground.settings.resolved_database_url)
    with engine.connect() as connection:
        members = connection.execute(
            sa.text(
                "SELECT external_id FROM hotspot_members JOIN requests ON seq = request_seq "
                "WHERE hotspot_id = :spot ORDER BY seq"
            ),
            {"spot": listed.id},
        ).scalars()
        assert list(members) == [f"car{k}" for k in range(8)]
    engine.dispose()
    assert run.parameters["least_count"] == 4
    assert run.parameters["with_defaults"] is False
    assert run.parameters["categories"]["abandoned_car"] == {"radius_m": 50.0, "window_days": 28}
    assert run.parameters["until"] == "2026-11-22T00:00:00.000001+00:00"


def test_each_category_looks_back_over_its_own_window(ground: Service) -> None:
    take(
        ground,
        reports("old cars", 6, 0, days=27.9),
        reports("old noise", 6, 2, category="noise", days=27.9),
    )
    _, found = find(ground)
    assert [spot.category for spot in found] == ["abandoned_car"]  # of noise 3 lie in 14 days
    _, found = find(ground, wanted=RequestFilter(since=END - timedelta(days=28)))
    assert {spot.category for spot in found} == {"abandoned_car", "noise"}
    _, found = find(ground, wanted=RequestFilter(until=END - timedelta(days=1)))
    assert [spot.count for spot in found] == [5]


def test_default_coordinates_are_left_out_and_counted_unless_asked_for(ground: Service) -> None:
    take(ground, reports("hall", 30, 1, spread_m=0, quality="default"), reports("car", 6, 0))
    run, found = find(ground)
    assert [spot.count for spot in found] == [6]
    assert (run.input_count, run.left_out) == (6, {"default": 30})
    run, found = find(ground, wanted=RequestFilter(with_defaults=True))
    assert [spot.count for spot in found] == [30, 6]
    assert (run.input_count, run.left_out) == (36, {})


def test_thirty_reports_at_one_address_are_one_hotspot(ground: Service) -> None:
    take(ground, reports("square", 30, 2, category="noise", spread_m=0, days=3))
    _, (spot,) = find(ground)
    assert (spot.count, spot.category) == (30, "noise")
    assert spot.radius_m == pytest.approx(0, abs=1e-6)
    assert spot.outline.area > 0


def test_one_area_alone_can_be_looked_at(ground: Service) -> None:
    take(ground, reports("west", 6, 0), reports("east", 7, 3))
    _, found = find(ground, wanted=RequestFilter(area="330111002"))
    assert [spot.count for spot in found] == [7]


def test_the_same_again_is_found_again_to_the_last_bit(ground: Service) -> None:
    take(ground, reports("car", 12, 0), reports("loud", 12, 2, category="noise", spread_m=60),
         reports("twin", 12, 3))  # fmt: skip
    runs = [find(ground) for _ in range(2)]
    answers = [hotspots_answer(run, found) for run, found in runs]
    for answer in answers:
        answer["run"].pop("id")
        for spot in answer["hotspots"]:
            spot.pop("id")
    assert answers[0] == answers[1]
    first, second = (found for _, found in runs)
    assert [(s.lon, s.lat, s.radius_m, s.outline.wkb, s.members) for s in first] == [
        (s.lon, s.lat, s.radius_m, s.outline.wkb, s.members) for s in second
    ]
    # Ranks of equal counts follow kind and place, not the order in which they came.
    assert [spot.category for spot in first] == ["abandoned_car", "abandoned_car", "noise"]
    assert first[0].lon < first[1].lon


def test_nothing_to_look_at_is_explained(ground: Service) -> None:
    with pytest.raises(NotReadyError, match="no requests yet") as refused:
        find(ground)
    assert "gridmap requests import" in refused.value.remedy
    assert ground.hotspots.last_run() is None


def test_a_kind_that_nobody_reported_gives_a_run_without_hotspots(ground: Service) -> None:
    take(ground, reports("car", 12, 0))
    run, found = find(ground, categories=(NOISE,))
    assert (run.input_count, found) == (0, ())
    assert ground.hotspots.last_run() == run


@pytest.mark.parametrize("changes", [{"radius_m": 0.0}, {"radius_m": -5.0}, {"least_count": 1}])
def test_parameters_that_mean_nothing_are_refused_and_leave_no_run(
    ground: Service, changes: dict[str, Any]
) -> None:
    take(ground, reports("car", 12, 0))
    with pytest.raises(InputError, match="must be"):
        find(ground, **changes)
    assert ground.hotspots.last_run() is None
