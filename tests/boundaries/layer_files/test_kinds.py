"""A layer is the same from every kind of file, whatever wrote it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pytest
import shapely

from boundaries.editions import check_layer
from boundaries.layer_files import ENDINGS
from tests.boundaries.shapes import square

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas
    from numpy.typing import NDArray

    from boundaries.layer_files import LayerRead

    Write: TypeAlias = Callable[..., Path]
    Read: TypeAlias = Callable[..., LayerRead]
    Frame: TypeAlias = geopandas.GeoDataFrame


def _corners(geometries: NDArray[np.object_]) -> set[tuple[float, float]]:
    return set(map(tuple, shapely.get_coordinates(geometries).tolist()))


def _same(read: LayerRead, frame: Frame, *, exactly: bool = True) -> None:
    """The layer holds what the frame holds, in whatever order its file keeps them."""
    layer = read.layer
    rows = {code: k for k, code in enumerate(frame["CODE"].astype(str))}
    order = [rows[code] for code in layer.codes]
    assert sorted(order) == list(range(len(frame)))
    assert list(layer.names) == frame["NAME"].iloc[order].tolist()
    mine, theirs = layer.geometries, frame.geometry.to_numpy()[order]
    if exactly:
        assert shapely.equals(mine, theirs).all()
        assert _corners(mine) == _corners(theirs)
    else:
        assert (shapely.hausdorff_distance(mine, theirs) < 1e-9).all()


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_geopandas_writes_is_read_as_it_was(
    ending: str, frame: Frame, write: Write, read: Read
) -> None:
    found = read(write(frame, f"villages{ending}"), parent="TOWN")
    _same(found, frame)
    assert found.crs == "cgcs2000"
    assert found.findings == ()
    assert check_layer(found.layer)[0].kind == "gap"  # the hole; nothing else
    parents = dict(zip(found.layer.codes, found.layer.declared_parents, strict=True))
    assert parents == dict(zip(frame["CODE"], frame["TOWN"], strict=True))


@pytest.mark.parametrize("ending", [".SHP", ".GeoJSON", ".GPKG", ".Parquet"])
def test_the_case_of_an_ending_does_not_matter(
    ending: str, frame: Frame, write: Write, read: Read
) -> None:
    path = write(frame, f"villages{ending.lower()}")
    for part in path.parent.glob("villages.*"):
        part.rename(part.with_suffix(part.suffix.replace(ending.lower(), ending)))
    _same(read(path.with_suffix(ending)), frame)


@pytest.mark.parametrize("ending", [".shp", ".gpkg", ".fgb", ".parquet"])
@pytest.mark.parametrize("crs", ["EPSG:4549", "EPSG:2249", "EPSG:4326", "EPSG:3857"])
def test_a_file_says_its_crs(
    ending: str, crs: str, frame: Frame, write: Write, read: Read
) -> None:  # fmt: skip
    found = read(write(frame.to_crs(crs), f"villages{ending}"))
    assert found.crs == ("wgs84" if crs == "EPSG:4326" else crs)
    _same(found, frame, exactly=False)
    assert check_layer(found.layer)[1:] == []  # borders stay shared: one gap, the hole


def test_geoparquet_says_crs84_where_it_says_nothing_else(
    frame: Frame, write: Write, read: Read
) -> None:
    found = read(write(frame.set_crs("OGC:CRS84", allow_override=True), "villages.parquet"))
    assert found.crs == "wgs84"
    _same(found, frame)


@pytest.mark.parametrize(
    "folder", ["", "villages/", "边界 2026/", "a/b/"], ids=["flat", "folder", "chinese", "deep"]
)
def test_a_zip_may_hold_its_shapefile_in_a_folder(
    folder: str, frame: Frame, write: Write, read: Read
) -> None:
    path = write(frame, "村社 villages.zip", folder=folder)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("readme.txt", "Villages as of November.")
        packed.writestr(f"__MACOSX/{folder}._villages.shp", "what macOS puts there")
    _same(read(path), frame)


def test_a_zip_may_hold_a_geojson(frame: Frame, write: Write, read: Read) -> None:
    path = write(frame, "villages.geojson")
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as packed:
        packed.write(path, "villages.geojson")
    _same(read(path.with_suffix(".zip")), frame)


def test_the_table_that_is_said_is_read(frame: Frame, write: Write, read: Read) -> None:
    write(frame.iloc[:1], "all.gpkg", layer="old")
    path = write(frame, "all.gpkg", layer="villages")
    _same(read(path, table="villages"), frame)
    assert read(path, table="old").layer.codes == ("330111001001",)


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".parquet", ".geojson"])
def test_heights_are_dropped(ending: str, frame: Frame, write: Write, read: Read) -> None:
    frame.geometry = shapely.force_3d(frame.geometry.to_numpy(), 17.0)
    found = read(write(frame, f"villages{ending}"))
    assert not shapely.has_z(found.layer.geometries).any()
    _same(found, frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs))


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        pytest.param([13.0, 14.0, 15.0], ("13", "14", "15"), id="numbers-with-a-point"),
        pytest.param([13, 14, 15], ("13", "14", "15"), id="whole-numbers"),
        pytest.param([13.0, np.nan, 15.0], ("13", "", "15"), id="a-number-missing"),
        pytest.param([3.30111001001e11, 1.0, 2.0], ("330111001001", "1", "2"), id="large"),
        pytest.param([1.5, 2.0, 3.0], ("1.5", "2", "3"), id="a-broken-number"),
        pytest.param(["013", " 14 ", "15.0"], ("013", "14", "15.0"), id="text-stays-text"),
        pytest.param(["a", None, "  "], ("a", "", ""), id="a-text-missing"),
        pytest.param(pd.array([13, None, 15], "Int64"), ("13", "", "15"), id="nullable-numbers"),
        pytest.param(pd.array(["a", None, "b"], "string"), ("a", "", "b"), id="nullable-text"),
    ],
)
@pytest.mark.parametrize("ending", [".parquet", ".gpkg", ".geojson"])
def test_codes_are_text(
    column: Any, codes: tuple[str, ...], ending: str, frame: Frame, write: Write, read: Read
) -> None:
    frame["CODE"] = column
    layer = read(write(frame, f"villages{ending}")).layer
    assert layer.codes == codes
    problems = [finding.kind for finding in check_layer(layer) if finding.severity == "error"]
    assert problems == ["no_code"] * codes.count("")


def test_an_area_without_a_name_is_called_by_its_code(
    frame: Frame, write: Write, read: Read
) -> None:
    frame["NAME"] = ["a", None, " "]
    assert read(write(frame, "v.gpkg")).layer.names == ("a", "330111001002", "330111002001")


def test_codes_that_repeat_are_found(frame: Frame, write: Write, read: Read) -> None:
    frame["CODE"] = ["1", "2", "1"]
    errors = [f for f in check_layer(read(write(frame, "v.gpkg")).layer) if f.severity == "error"]
    assert [(f.kind, f.message) for f in errors] == [
        ("duplicate_code", "2 areas carry the code 1: rows 1, 3.")
    ]


def test_invalid_rings_are_mended_and_named(frame: Frame, write: Write, read: Read) -> None:
    bow_tie = shapely.Polygon([(119.5, 30), (119.6, 30.1), (119.6, 30), (119.5, 30.1)])
    frame.geometry = [bow_tie, square(9, 9), square(8, 8)]
    found = read(write(frame, "villages.gpkg"))
    assert shapely.is_valid(found.layer.geometries).all()
    assert found.layer.geometries[0].area == pytest.approx(0.005)
    assert [(f.kind, f.severity, f.codes) for f in found.findings] == [
        ("repaired", "note", ("330111001001",))
    ]
    assert "Self-intersection[119.55 30.05]" in found.findings[0].message


@pytest.mark.parametrize(
    ("geometry", "why"),
    [
        pytest.param(None, "its geometry is missing", id="null"),
        pytest.param(shapely.Polygon(), "its geometry is an empty Polygon", id="empty"),
        pytest.param(
            shapely.LineString([(119, 30), (120, 31)]), "its geometry is a LineString", id="line"
        ),
        pytest.param(shapely.Point(119, 30), "its geometry is a Point", id="point"),
        pytest.param(
            shapely.Polygon([(119, 30), (120, 31), (119.5, 30.5)]),
            "its rings enclose nothing",
            id="flat",
        ),
        pytest.param(
            shapely.Polygon([(119, 30), (np.inf, 30), (119, 31)]),
            "a coordinate of it is not a number",
            id="endless",
        ),
    ],
)
@pytest.mark.parametrize("all_of_them", [False, True])
def test_what_is_no_polygon_is_an_error(
    geometry: Any, why: str, *, all_of_them: bool, frame: Frame, write: Write, read: Read
) -> None:
    frame.geometry = [geometry, *([geometry] * 2 if all_of_them else [square(0, 0), square(1, 0)])]
    found = read(write(frame, "villages.parquet")).findings
    assert [(f.kind, f.severity) for f in found] == [
        ("no_polygon", "error")
    ] * (3 if all_of_them else 1)  # fmt: skip
    assert found[0].message.startswith(f"330111001001 has no polygon: {why}")


def test_the_polygons_of_a_collection_are_kept(frame: Frame, write: Write, read: Read) -> None:
    parts = shapely.union_all([square(5, 5), square(7, 7)])
    line = shapely.LineString([(119, 30), (120, 31)])
    frame.geometry = [shapely.GeometryCollection([parts, line]), square(0, 0), square(1, 0)]
    found = read(write(frame, "villages.geojson"))
    assert found.layer.geometries[0].equals(parts)
    assert found.findings == ()
