"""Every draft becomes a request with its areas, or with the reason why it has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
import shapely

from boundaries.crs import WGS84, parse_crs, wgs84_to_gcj02
from boundaries.locator import Locator
from boundaries.model import Edition, Layer
from boundaries.positions import NO_COORDINATE, NOT_A_NUMBER, Extent
from gridmap.intake.placement import Placer, birth_events
from gridmap.model.event import Event
from gridmap.model.identifiers import request_id
from gridmap.model.request import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from boundaries.model import LayerKind

Box: TypeAlias = tuple[float, float, float, float]

MONDAY = datetime(2026, 11, 2, 0, 5, tzinfo=UTC)
DRAFT = Draft("hotline", "7", "noise", "噪音", MONDAY, text="loud", x=119.905, y=30.005)


def layer(code: str, kind: LayerKind, boxes: Mapping[str, Box]) -> Layer:
    geometries = np.empty(len(boxes), dtype=object)
    geometries[:] = [shapely.box(*box) for box in boxes.values()]
    names = tuple(f"{code} {name}" for name in boxes)
    nobody = (None,) * len(boxes)
    return Layer(code, kind, tuple(boxes), names, nobody, nobody, geometries)


VILLAGES = {"v1": (119.90, 30.0, 119.91, 30.01), "v2": (119.91, 30.0, 119.92, 30.01)}
EDITION = Edition(
    "2026-11",
    (
        layer("township", "level", {"t1": (119.90, 30.0, 119.92, 30.01)}),
        layer("village", "level", VILLAGES),
    ),
    (layer("police", "overlay", {"p1": (119.80, 29.9, 119.91, 30.1)}),),
)
LOCATOR = Locator(EDITION)


def test_a_point_inside_is_placed_in_every_layer_that_holds_it() -> None:
    (request,) = Placer(LOCATOR, WGS84).place([DRAFT])
    assert request.areas == {"township": "t1", "village": "v1", "police": "p1"}
    assert (request.placement, request.placement_reason) == ("inside", None)
    assert (request.lon, request.lat, request.source_crs) == (119.905, 30.005, "wgs84")
    assert (request.nearest_code, request.nearest_m) == (None, None)
    assert (request.id, request.edition) == (request_id("hotline", "7"), "2026-11")
    assert (request.text, request.category, request.reported_at) == ("loud", "noise", MONDAY)
    assert (request.status, request.position_quality) == ("open", "gps")


def test_a_point_outside_is_kept_with_the_nearest_area_and_the_way_there() -> None:
    (request,) = Placer(LOCATOR, WGS84).place([replace(DRAFT, x=119.93)])
    assert (request.placement, request.placement_reason) == ("outside", "outside_every_area")
    assert (request.lon, request.areas, request.nearest_code) == (119.93, {}, "v2")
    # 0.01 degrees of longitude at 30.005° north, by the length of that parallel on WGS 84.
    assert request.nearest_m == pytest.approx(964.8, abs=0.5)


def test_a_point_in_an_overlay_alone_is_outside_and_tells_the_overlay() -> None:
    (request,) = Placer(LOCATOR, WGS84).place([replace(DRAFT, x=119.85)])
    assert (request.placement, request.areas) == ("outside", {"police": "p1"})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"x": float("nan"), "coordinate_problem": NO_COORDINATE}, "no_coordinate"),
        ({"x": float("nan"), "coordinate_problem": NOT_A_NUMBER}, "not_a_number"),
        ({"x": 0.0, "y": 0.0}, "zero_coordinate"),
        ({"x": 120.0, "y": 30.0}, "whole_degrees"),
        ({"x": 200.5, "y": 30.005}, "outside_the_earth"),
        ({"x": 119.905, "y": 1e300}, "outside_the_earth"),
        ({"x": 100.5, "y": 30.005}, "outside_extent"),
    ],
)
def test_what_has_no_usable_position_is_kept_with_its_reason(
    changes: dict[str, float], reason: str
) -> None:
    placer = Placer(LOCATOR, WGS84, Extent(119, 29, 121, 31))
    (request,) = placer.place([replace(DRAFT, **changes)])  # type: ignore[arg-type]
    assert (request.placement, request.placement_reason) == ("unplaced", reason)
    assert (request.lon, request.lat, request.areas) == (None, None, {})
    assert request.position_quality == "none"
    assert request.text == "loud"


def test_a_default_coordinate_stays_one_where_it_is_a_place() -> None:
    quality = replace(DRAFT, position_quality="default")
    nowhere = replace(quality, x=0.0, y=0.0)
    placed, unplaced = Placer(LOCATOR, WGS84).place([quality, nowhere])
    assert (placed.position_quality, placed.placement) == ("default", "inside")
    assert (unplaced.position_quality, unplaced.placement) == ("none", "unplaced")


def test_coordinates_are_understood_in_the_datum_that_is_declared() -> None:
    shifted = wgs84_to_gcj02(np.array([119.9099]), np.array([30.005]))
    x, y = float(shifted[0][0]), float(shifted[1][0])
    as_is, declared = (
        Placer(LOCATOR, crs).place([replace(DRAFT, x=x, y=y)])[0]
        for crs in (WGS84, parse_crs("gcj02"))
    )
    assert as_is.areas["village"] == "v2"
    assert declared.areas["village"] == "v1"
    assert (declared.lon, declared.lat) == pytest.approx((119.9099, 30.005), abs=1e-8)
    assert declared.source_crs == "gcj02"


def test_requests_come_in_the_order_of_their_drafts() -> None:
    drafts = [replace(DRAFT, external_id=str(k), x=119.9 + k / 1000) for k in range(40)]
    placed = Placer(LOCATOR, WGS84).place(drafts)
    assert [request.external_id for request in placed] == [str(k) for k in range(40)]
    for draft, request in zip(drafts, placed, strict=True):
        alone = LOCATOR.locate(draft.x, draft.y)
        assert set(request.areas.values()) == (
            {link.code for link in alone.chain} | {link.code for link in alone.overlays}
        )
    assert Placer(LOCATOR, WGS84).place([]) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "louder"}, {"category": "other"}, {"source_category": "噪声"}, {"x": 119.9051},
        {"reporter": "r-1"}, {"closed_at": MONDAY}, {"accuracy_m": 5.0}, {"address": "here"},
        {"position_quality": "default"}, {"channel": "app"}, {"x": float("nan")},
    ],
    ids=str,
)  # fmt: skip
def test_a_request_that_differs_has_another_fingerprint(changes: dict[str, object]) -> None:
    one, same, other = Placer(LOCATOR, WGS84).place(
        [DRAFT, replace(DRAFT), replace(DRAFT, **changes)]  # type: ignore[arg-type]
    )
    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != other.fingerprint
    assert one.id == other.id


def test_other_boundaries_do_not_make_it_another_request() -> None:
    moved = Edition("2026-12", (layer("village", "level", {"v9": VILLAGES["v2"]}),))
    (before,) = Placer(LOCATOR, WGS84).place([DRAFT])
    (after,) = Placer(Locator(moved), WGS84).place([DRAFT])
    assert (before.placement, after.placement) == ("inside", "outside")
    assert before.fingerprint == after.fingerprint


def test_a_request_is_born_with_what_its_source_tells() -> None:
    tuesday = datetime(2026, 11, 3, tzinfo=UTC)
    is_open, is_closed = Placer(LOCATOR, WGS84).place([DRAFT, replace(DRAFT, closed_at=tuesday)])
    assert birth_events(is_open) == (Event("received", MONDAY, "hotline"),)
    assert birth_events(is_closed) == (
        Event("received", MONDAY, "hotline"),
        Event("closed", tuesday, "hotline"),
    )
    assert (is_open.status, is_closed.status) == ("open", "closed")
