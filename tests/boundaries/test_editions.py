"""Layers become an edition in their order, parents filled in, and what does not fit is found."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from boundaries.editions import assemble_edition, check_edition, check_layer, edition_of
from boundaries.model import Edition
from tests.boundaries.shapes import layer_of, place_of, square

ORDER = ("district", "township", "village", "grid")
DISTRICT = layer_of([square(0, 0, 2, 2)], ["330111"], code="district")
TOWNSHIPS = layer_of([square(0, 0, 2), square(0, 1, 2)], ["330111001", "330111002"],
                     code="township")  # fmt: skip
VILLAGES = layer_of(
    [square(0, 0), square(1, 0), square(0, 1), square(1, 1)],
    ["330111001001", "330111001002", "330111002001", "330111002002"],
)
POLICE = layer_of([square(0, 0, 1, 2), square(1, 0, 1, 2)], code="police", kind="overlay")
SCHOOLS = layer_of([square(0, 0, 2, 2)], code="school", kind="overlay")


def test_levels_run_coarse_to_fine_and_overlays_by_code() -> None:
    edition, findings = assemble_edition(
        "2026-11", [SCHOOLS, VILLAGES, POLICE, DISTRICT, TOWNSHIPS], ORDER
    )
    assert [layer.code for layer in edition.layers] == [
        "district", "township", "village", "police", "school",
    ]  # fmt: skip
    assert [layer.code for layer in edition.levels] == ["district", "township", "village"]
    assert findings == []


def test_parents_are_those_of_the_level_above_that_is_loaded() -> None:
    whole, _ = assemble_edition("2026-11", [VILLAGES, TOWNSHIPS, DISTRICT], ORDER)
    assert whole.levels[2].parents[2] == "330111002"
    assert whole.levels[1].parents == ("330111", "330111")
    part, _ = assemble_edition("2026-11", [VILLAGES, DISTRICT], ORDER)
    assert part.levels[1].parents == ("330111",) * 4


def test_an_edition_is_left_as_it_is_where_nothing_is_to_be_nested() -> None:
    loose = edition_of("2026-11", [VILLAGES, DISTRICT], ORDER)
    assert loose.levels[1].parents == (None,) * 4


@pytest.mark.parametrize(
    ("moved", "wrong"),
    [
        pytest.param((0.9, 0), False, id="next-county"),
        pytest.param((3.0, 0), True, id="east"),
        pytest.param((0, -5.0), True, id="south"),
        pytest.param((-190.0, -75.0), True, id="other-side"),
    ],
)
def test_a_layer_that_lies_elsewhere_is_an_error(
    moved: tuple[float, float], *, wrong: bool
) -> None:
    places = shapely.transform(POLICE.geometries, lambda c: c + moved)
    elsewhere = layer_of(places, code="police", kind="overlay")
    _, findings = assemble_edition("2026-11", [DISTRICT, elsewhere], ORDER)
    assert [(f.kind, f.severity, f.layer) for f in findings] == [
        ("far_away", "error", "police")
    ] * wrong  # fmt: skip
    if wrong:
        assert "--crs" in findings[0].message
        assert shapely.box(*shapely.total_bounds(places)).contains(place_of(findings[0]))


def test_a_layer_is_checked_for_codes_and_ground() -> None:
    broken = layer_of([square(0, 0), square(0.5, 0), square(3, 3, 3, 3) - square(4, 4)], "aab")
    assert sorted(finding.kind for finding in check_layer(broken)) == [
        "duplicate_code", "gap", "overlap", "stray",
    ]  # fmt: skip
    assert check_layer(VILLAGES) == []


def test_an_edition_is_checked_layer_by_layer_and_between_them() -> None:
    stray = layer_of([*VILLAGES.geometries[:3], square(1.5, 1)], VILLAGES.codes)
    told: list[str] = []
    edition = Edition("2026-11", (DISTRICT, TOWNSHIPS, stray), (POLICE,))
    findings = check_edition(edition, ORDER, told.append)
    assert told == ["district", "township", "village", "police"]
    # Half of it lies in its township yet.
    assert [(f.kind, f.codes[0]) for f in findings] == [
        ("outside_parent", "330111002002"), ("not_covered", "330111002"),
    ]  # fmt: skip
    further = layer_of([*VILLAGES.geometries[:3], square(1.6, 1)], VILLAGES.codes)
    found, bare = check_edition(Edition("2026-11", (DISTRICT, TOWNSHIPS, further)), ORDER)
    assert (found.kind, found.codes) == ("parent_disagrees", ("330111002002",))
    assert (bare.kind, bare.codes) == ("not_covered", ("330111002",))


def test_bounds_are_those_of_all_layers() -> None:
    east = layer_of([square(7, 7)], code="police", kind="overlay")
    bounds = Edition("2026-11", (DISTRICT,), (east,)).bounds
    np.testing.assert_array_equal(bounds, [*square(0, 0).bounds[:2], *square(7, 7).bounds[2:]])
    assert np.isnan(Edition("empty", ()).bounds).all()
