"""The demonstration district is an exact nested coverage with the right counts and codes."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import shape
from shapely.ops import split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gridmap.demo.files import DemoFiles

    Polygons = dict[str, NDArray[np.object_]]
    Features = dict[str, list[dict[str, Any]]]

CHAIN = ("district", "townships", "villages", "grids")


@pytest.mark.parametrize("level", [*CHAIN, "police"])
def test_each_level_is_a_valid_coverage(polygons: Polygons, level: str) -> None:
    assert shapely.is_valid(polygons[level]).all()
    assert shapely.coverage_is_valid(polygons[level])


@pytest.mark.parametrize(("parent", "child"), list(pairwise(CHAIN)))
def test_children_fill_their_parent_exactly(
    polygons: Polygons, features: Features, parent: str, child: str
) -> None:
    children: dict[str, list[shapely.Polygon]] = {}
    for feature, polygon in zip(features[child], polygons[child], strict=True):
        children.setdefault(feature["properties"]["parent_code"], []).append(polygon)
    assert len(children) == len(features[parent])
    for feature, polygon in zip(features[parent], polygons[parent], strict=True):
        union = shapely.union_all(children[feature["properties"]["code"]])
        assert union.symmetric_difference(polygon).is_empty


@pytest.mark.parametrize(("parent", "child"), list(pairwise(CHAIN)))
def test_parents_have_no_vertex_that_their_children_lack(
    polygons: Polygons, parent: str, child: str
) -> None:
    above, below = (
        {tuple(point) for point in shapely.get_coordinates(polygons[level]).tolist()}
        for level in (parent, child)
    )
    assert above <= below


def test_police_beats_are_whole_villages(polygons: Polygons) -> None:
    inside = shapely.STRtree(polygons["police"]).query(polygons["villages"], predicate="covered_by")
    assert inside[0].tolist() == list(range(len(polygons["villages"])))
    assert (
        shapely.union_all(polygons["police"]).symmetric_difference(polygons["district"][0]).is_empty
    )


def test_counts(polygons: Polygons, demo: DemoFiles) -> None:
    found = {level: len(listed) for level, listed in polygons.items()}
    expected = {"district": 1, "townships": 24, "villages": 280, "grids": 1500, "police": 8}
    assert found == expected
    assert (demo.counts.townships, demo.counts.villages, demo.counts.grids) == (24, 280, 1500)


def test_area_is_that_of_the_model(polygons: Polygons) -> None:
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(polygons["district"][0])
    assert 1780e6 < area < 1880e6
    assert polygons["district"][0].contains(shapely.Point(119.95, 30.05))


def test_codes_nest_by_prefix(features: Features) -> None:
    length = {"district": 6, "townships": 9, "villages": 12, "grids": 15}
    for level in CHAIN:
        listed = [feature["properties"] for feature in features[level]]
        assert len({area["code"] for area in listed}) == len(listed)
        assert all(area["code"].isdigit() and len(area["code"]) == length[level] for area in listed)
    for parent, child in pairwise(CHAIN):
        for feature in features[child]:
            area = feature["properties"]
            assert area["code"][: length[parent]] == area["parent_code"]


def test_names_are_unique_within_their_parent(features: Features) -> None:
    for level in CHAIN[1:]:
        names = Counter(
            (feature["properties"]["parent_code"], feature["properties"][key])
            for feature in features[level]
            for key in ("name", "name_en")
        )
        assert max(names.values()) == 1


def test_subdistricts_have_communities_and_are_denser(
    features: Features, polygons: Polygons
) -> None:
    urban = {
        feature["properties"]["code"]: feature["properties"]["name"].endswith("街道")
        for feature in features["townships"]
    }
    density: dict[bool, list[float]] = {True: [], False: []}
    for feature, polygon in zip(features["villages"], polygons["villages"], strict=True):
        area = feature["properties"]
        assert area["name"].endswith("社区" if urban[area["parent_code"]] else "村")
        density[urban[area["parent_code"]]].append(area["households"] / polygon.area)
    assert np.median(density[True]) > 4 * np.median(density[False])


def test_grids_have_about_equal_households(features: Features) -> None:
    households = np.array([f["properties"]["households"] for f in features["grids"]])
    low, high = np.percentile(households, [10, 90])
    assert 0.4 * households.mean() < low
    assert high < 1.6 * households.mean()


def test_borders_are_crooked(polygons: Polygons) -> None:
    vertices = shapely.get_num_coordinates(polygons["grids"])
    assert 30 <= np.median(vertices) <= 100
    # Cells of a Voronoi diagram would be as long around as their hulls.
    hull = shapely.length(shapely.convex_hull(polygons["villages"]))
    assert np.median(shapely.length(polygons["villages"]) / hull) > 1.05


def test_no_area_straddles_the_river(polygons: Polygons, demo: DemoFiles) -> None:
    line = _river(demo)["centre_line"]
    assert polygons["district"][0].covers(line)
    for level in ("townships", "villages", "grids"):
        assert not shapely.relate_pattern(line, polygons[level], "T********").any()
        borders = shapely.union_all(shapely.boundary(polygons[level]))
        assert line.difference(borders).is_empty


def test_river_divides_the_district_from_south_west_to_north_east(
    polygons: Polygons, demo: DemoFiles
) -> None:
    river = _river(demo)
    ends = sorted((river["centre_line"].coords[0], river["centre_line"].coords[-1]))
    assert ends[0][1] < ends[1][1]
    sides = split(polygons["district"][0], river["centre_line"])
    assert len(sides.geoms) == 2
    assert min(side.area for side in sides.geoms) > 0.2 * polygons["district"][0].area
    assert river["water"].is_valid
    assert polygons["district"][0].buffer(1e-6).covers(river["water"])


def test_files_keep_every_digit(demo: DemoFiles) -> None:
    text = demo.grids.read_text(encoding="utf-8")
    assert len(text.encode()) < 8_000_000
    first = text[text.index("[[[") + 3 :].split("]", 1)[0]
    assert all(len(number.split(".")[1]) == 6 for number in first.split(","))


def _river(demo: DemoFiles) -> dict[str, Any]:
    read = demo.river.read_text(encoding="utf-8")
    listed = json.loads(read)["features"]
    return {f["properties"]["kind"]: shape(f["geometry"]) for f in listed}
