"""Overlaps and gaps are found at their right size and place, and none where there is none."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.coverage import gap_findings, overlap_findings
from boundaries.tolerances import DEFAULT_CHECK
from tests.boundaries.shapes import STEP, layer_of, on_lattice, place_of, snapped_coverages, square

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Finding, Layer

GEOD = pyproj.Geod(ellps="WGS84")
BLOCK = [square(x, y) for x in range(3) for y in range(3)]
"""Nine squares, three by three; the fifth is in the middle."""


def _ground(geometry: BaseGeometry) -> float:
    """Square metres on the ellipsoid, of lines that are straight on the map."""
    return abs(float(GEOD.geometry_area_perimeter(shapely.segmentize(geometry, STEP / 8))[0]))


def coverage_findings(layer: Layer) -> list[Finding]:
    return overlap_findings(layer) + gap_findings(layer)


def test_a_clean_coverage_has_no_findings() -> None:
    assert coverage_findings(layer_of(BLOCK)) == []
    tilted = [
        shapely.transform(s, lambda c: c @ np.array([[0.8, 0.6], [-0.6, 0.8]])) for s in BLOCK
    ]
    assert coverage_findings(layer_of(tilted)) == []


def test_lines_that_meet_without_a_common_corner_are_no_finding() -> None:
    assert coverage_findings(layer_of([square(0, 0, 2), square(0, 1), square(1, 1)])) == []


def test_islands_apart_are_no_gap() -> None:
    assert coverage_findings(layer_of([square(0, 0), square(3, 3)])) == []


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        pytest.param(square(0, 0), square(0.5, 0), square(0.5, 0, 0.5), id="side"),
        pytest.param(square(0, 0), square(0.5, 0.5), square(0.5, 0.5, 0.5, 0.5), id="corner"),
        pytest.param(square(0, 0), square(0, 0), square(0, 0), id="the-same-twice"),
        pytest.param(square(0, 0, 4, 4), square(1, 1), square(1, 1), id="inside"),
        pytest.param(square(0, 0, 4, 4), square(0, 1), square(0, 1), id="inside-at-the-line"),
        pytest.param(square(0, 1, 3), square(1, 0, 1, 3), square(1, 1), id="cross"),
    ],
)
def test_an_overlap_is_found_with_size_andplace_of(
    one: BaseGeometry, other: BaseGeometry, shared: BaseGeometry
) -> None:
    for areas in ([one, other], [other, one]):
        (found,) = coverage_findings(layer_of(areas, ["b", "a"]))
        assert (found.kind, found.severity) == ("overlap", "warning")
        assert sorted(found.codes) == ["a", "b"]
        assert found.square_metres == pytest.approx(_ground(shared), rel=1e-3)
        assert shared.contains(place_of(found))
        assert "points there go to a" in found.message


@pytest.mark.parametrize(
    ("areas", "gap", "around"),
    [
        pytest.param(BLOCK[:4] + BLOCK[5:], BLOCK[4], 8, id="one-missing"),
        pytest.param([square(0, 0, 3, 3) - square(1, 1)], square(1, 1), 1, id="hole"),
        pytest.param(
            [square(0, 0, 5, 5) - square(1, 1, 3, 3), square(2, 2)],
            square(1, 1, 3, 3) - square(2, 2),
            2,
            id="hole-with-an-island",
        ),
    ],
)
def test_a_gap_is_found_with_size_andplace_of(
    areas: list[BaseGeometry], gap: BaseGeometry, around: int
) -> None:
    (found,) = coverage_findings(layer_of(areas))
    assert (found.kind, found.severity) == ("gap", "warning")
    assert found.square_metres == pytest.approx(_ground(gap), rel=1e-3)
    assert gap.contains(place_of(found))
    assert len(found.codes) == around


def test_a_hole_of_an_island_in_a_hole_is_a_gap_of_its_own() -> None:
    island = square(2, 2, 3, 3) - square(3, 3)
    large, small = gap_findings(layer_of([square(0, 0, 7, 7) - square(1, 1, 5, 5), island]))
    assert large.square_metres == pytest.approx(
        _ground(square(1, 1, 5, 5) - square(2, 2, 3, 3)), rel=1e-3
    )
    assert small.square_metres == pytest.approx(_ground(square(3, 3)), rel=1e-3)


def test_areas_that_meet_in_corners_alone_enclose_a_gap() -> None:
    (found,) = gap_findings(layer_of([square(1, 0), square(0, 1), square(2, 1), square(1, 2)]))
    assert found.square_metres == pytest.approx(_ground(square(1, 1)), rel=1e-3)
    assert len(found.codes) == 4


def test_a_bay_is_no_gap() -> None:
    assert gap_findings(layer_of(BLOCK[:1] + BLOCK[2:])) == []
    assert gap_findings(layer_of(BLOCK[:2] + BLOCK[3:])) == []


def test_what_is_thinner_than_a_metre_is_told_elsewhere() -> None:
    metre = 1 / 111_000 / (1 / 64)  # lattice steps
    for side, found in ((1.9, 0), (2.5, 1)):  # of a square the mean width is half its side
        piece = square(1, 0, side * metre / np.cos(np.radians(30)), side * metre)
        assert len(overlap_findings(layer_of([square(1, 0), piece]))) == found
        assert len(gap_findings(layer_of([square(0, -1, 3, 3) - piece]))) == found
    assert DEFAULT_CHECK.sliver_m == 1


def test_findings_come_largest_first() -> None:
    layer = layer_of([square(0, 0, 4), square(3.5, 0), square(0, 0.25, 0.25, 0.25)])
    sizes = [finding.square_metres or 0 for finding in overlap_findings(layer)]
    assert len(sizes) == 2
    assert sizes == sorted(sizes, reverse=True)


@settings(max_examples=60, deadline=None)
@given(snapped_coverages())
def test_no_crooked_coverage_has_findings(layer: Layer) -> None:
    assert coverage_findings(layer) == []


@settings(max_examples=60, deadline=None)
@given(snapped_coverages(), st.data())
def test_an_area_taken_out_leaves_gaps_of_its_size(layer: Layer, data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(layer) - 1))
    kept = np.delete(layer.geometries, gone)
    found = gap_findings(layer_of(kept)) if len(kept) else []
    whole = shapely.union_all(kept)
    faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.boundary(whole))]))
    enclosed = [face for face in faces if not whole.covers(face.representative_point())]
    sizes = sorted(finding.square_metres or 0 for finding in found)
    np.testing.assert_allclose(sizes, sorted(_ground(part) for part in enclosed), rtol=2e-3)
    for finding in found:
        assert layer.geometries[gone].contains(place_of(finding))


TRIANGLES = st.tuples(*[st.tuples(st.integers(0, 6), st.integers(0, 6))] * 3)


@settings(max_examples=100, deadline=None)
@given(st.lists(TRIANGLES, min_size=2, max_size=7))
def test_overlaps_are_those_of_all_pairs(corners: list[tuple[tuple[int, int], ...]]) -> None:
    areas = [on_lattice(shapely.Polygon(each)) for each in corners]
    layer = layer_of([area for area in areas if area.area > 0])
    found = {tuple(sorted(f.codes)): f.square_metres for f in overlap_findings(layer)}
    shared = {
        (layer.codes[j], layer.codes[k]): _ground(
            layer.geometries[j].intersection(layer.geometries[k])
        )
        for j, k in combinations(range(len(layer)), 2)
        if layer.geometries[j].overlaps(layer.geometries[k])
        or layer.geometries[j].within(layer.geometries[k])
        or layer.geometries[k].within(layer.geometries[j])
    }
    assert found == pytest.approx(shared, rel=2e-3)
