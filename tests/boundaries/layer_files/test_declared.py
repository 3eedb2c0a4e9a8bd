"""What a file does not say has to be declared; what is declared holds; nonsense is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
import shapely

from boundaries.crs import wgs84_to_gcj02
from boundaries.errors import LayerFileError, UnknownCrsError
from tests.boundaries.shapes import place_of, square

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas

    from boundaries.layer_files import LayerRead

    Write: TypeAlias = Callable[..., Path]
    Read: TypeAlias = Callable[..., LayerRead]
    Frame: TypeAlias = geopandas.GeoDataFrame


@pytest.mark.parametrize("ending", [".shp", ".zip", ".parquet"])
def test_a_file_that_says_no_crs_is_refused_until_one_is_declared(
    ending: str, frame: Frame, write: Write, read: Read
) -> None:
    silent = frame.set_crs(None, allow_override=True)
    if ending == ".zip":
        with pytest.warns(UserWarning, match="'crs' was not provided"):
            path = write(silent, f"villages{ending}")
    else:
        path = write(silent, f"villages{ending}")
    with pytest.raises(LayerFileError, match="doesn't say which coordinates it uses") as refused:
        read(path)
    assert "--crs" in refused.value.remedy
    found = read(path, crs="cgcs2000")
    assert shapely.equals(found.layer.geometries, frame.geometry.to_numpy()).all()
    assert found.findings == ()


def test_a_declared_datum_is_taken_back_to_wgs84(frame: Frame, write: Write, read: Read) -> None:
    true = frame.geometry.to_numpy().copy()
    frame.geometry = shapely.transform(true, lambda c: np.column_stack(wgs84_to_gcj02(*c.T)))
    found = read(write(frame.set_crs(4326, allow_override=True), "villages.geojson"), crs="gcj02")
    placed, meant = (shapely.get_coordinates(each) for each in (found.layer.geometries, true))
    np.testing.assert_allclose(placed, meant, rtol=0, atol=1e-9)
    assert found.crs == "gcj02"
    assert [(f.kind, f.severity) for f in found.findings] == [("crs_overridden", "note")]
    assert "WGS 84" in found.findings[0].message
    assert "gcj02" in found.findings[0].message


@pytest.mark.parametrize("said", ["EPSG:4490", "cgcs2000", "CGCS 2000"])
def test_declaring_what_the_file_says_is_no_finding(
    said: str, frame: Frame, write: Write, read: Read
) -> None:
    assert read(write(frame, "villages.gpkg"), crs=said).findings == ()


def test_borders_stay_shared_when_moved(frame: Frame, write: Write, read: Read) -> None:
    block = [square(x, y) for x in range(4) for y in range(4)]
    frame = frame.iloc[[0] * 16].set_geometry(block, crs=4490).assign(CODE=[*"abcdefghijklmnop"])
    for name, said in (("feet.gpkg", None), ("shifted.geojson", "bd09")):
        layer = read(write(frame.to_crs(4549) if said is None else frame, name), crs=said).layer
        assert shapely.coverage_is_valid(layer.geometries)
        assert len(np.unique(shapely.get_coordinates(layer.geometries), axis=0)) == 25


def test_feet_that_pass_for_degrees_are_refused_by_name(
    frame: Frame, write: Write, read: Read
) -> None:
    feet = frame.to_crs(2249).set_crs(4326, allow_override=True)
    path = write(feet, "feet.gpkg")
    with pytest.raises(LayerFileError, match="feet or metres of a projected system") as refused:
        read(path)
    assert "the file says wgs84" in refused.value.what
    assert "--crs EPSG:n" in refused.value.remedy
    with pytest.raises(LayerFileError, match=r"declared gcj02"):
        read(path, crs="gcj02")
    found = read(path, crs="EPSG:2249")
    distance = shapely.hausdorff_distance(found.layer.geometries, frame.geometry.to_numpy())
    assert distance.max() < 1e-9


def test_swapped_axes_are_refused_by_name(frame: Frame, write: Write, read: Read) -> None:
    frame.geometry = shapely.transform(frame.geometry.to_numpy(), lambda c: c[:, ::-1])
    with pytest.raises(LayerFileError, match="latitude and longitude look swapped") as refused:
        read(write(frame, "swapped.gpkg"))
    assert "longitude first" in refused.value.remedy


def test_metres_beside_a_meridian_are_not_taken_for_swapped_axes(
    frame: Frame, write: Write, read: Read
) -> None:
    frame.geometry = [shapely.box(k, 3.3e6, k + 20, 3.3e6 + 20) for k in (0, 20, 40)]
    path = write(frame, "metres.gpkg")
    with pytest.raises(LayerFileError, match="feet or metres of a projected system"):
        read(path)
    assert read(path, crs="EPSG:4549").crs == "EPSG:4549"


def test_a_crs_that_does_not_reach_there_is_refused(frame: Frame, write: Write, read: Read) -> None:
    frame.geometry = shapely.transform(frame.geometry.to_numpy(), lambda c: c * 1e9)
    path = write(frame.set_crs(27700, allow_override=True), "far.parquet")
    with pytest.raises(LayerFileError, match="off the earth when read as EPSG:27700"):
        read(path)


def test_an_unknown_crs_is_refused(frame: Frame, write: Write, read: Read) -> None:
    with pytest.raises(UnknownCrsError, match="'EPSG:999999'"):
        read(write(frame, "villages.gpkg"), crs="EPSG:999999")


@pytest.mark.parametrize("field", ["code", "name", "parent"])
def test_a_missing_field_is_refused_with_those_there_are(
    field: str, frame: Frame, write: Write, read: Read
) -> None:
    path = write(frame, "villages.gpkg")
    with pytest.raises(LayerFileError, match="no field 'TWN'; it has CODE, NAME, TOWN, PEOPLE"):
        read(path, **{field: "TWN"})
    with pytest.raises(LayerFileError, match="no field 'geometry'"):
        read(path, **{field: "geometry"})


def test_one_of_several_tables_must_be_said(frame: Frame, write: Write, read: Read) -> None:
    write(frame, "all.gpkg", layer="villages")
    path = write(frame, "all.gpkg", layer="townships")
    with pytest.raises(LayerFileError, match="2 tables: villages, townships") as refused:
        read(path)
    assert "--table" in refused.value.remedy
    with pytest.raises(LayerFileError, match="no table 'grids'; it has villages, townships"):
        read(path, table="grids")


def test_shapefiles_in_several_folders_of_a_zip_must_be_taken_apart(
    frame: Frame, write: Write, read: Read, tmp_path: Path
) -> None:
    import zipfile

    path = write(frame, "villages.zip", folder="a/")
    with zipfile.ZipFile(path, "a") as packed:
        packed.write(tmp_path / "villages parts" / "villages.shp", "b/villages.shp")
    with pytest.raises(LayerFileError, match="several folders"):
        read(path)


def test_degrees_declared_to_be_metres_are_refused_with_the_cause(
    frame: Frame, write: Write, read: Read
) -> None:
    path = write(frame.set_crs(4549, allow_override=True), "villages.gpkg")
    with pytest.raises(LayerFileError, match="these are degrees, not the metres or feet") as why:
        read(path)
    assert "--crs" in why.value.remedy
    assert read(path, crs="cgcs2000").crs == "cgcs2000"


def test_degrees_that_are_all_but_zero_are_set_to_zero_and_told(
    frame: Frame, write: Write, read: Read
) -> None:
    near = shapely.transform(
        frame.geometry.to_numpy(), lambda c: np.where(c == c.min(axis=0), 5e-324, c)
    )
    frame.geometry = near
    found = read(write(frame, "villages.parquet"))
    coordinates = shapely.get_coordinates(found.layer.geometries)
    assert ((coordinates == 0) | (np.abs(coordinates) >= 2.0**-300)).all()
    assert (coordinates == 0).any()
    (told,) = (f for f in found.findings if f.kind == "zeroed")
    assert told.severity == "note"
    assert "were set to 0" in told.message


def test_a_ring_that_crosses_itself_is_told_with_its_places(
    frame: Frame, write: Write, read: Read
) -> None:
    ring = [(0, 0), (1, 1), (1, 0), (0, 1), (0.5, 2), (0, 0)]
    twisted = shapely.transform(shapely.Polygon(ring), lambda c: c / 64 + (119.5, 30.0))
    frame.geometry = [twisted, *frame.geometry[1:]]
    (told,) = read(write(frame, "villages.gpkg")).findings
    assert (told.kind, told.severity) == ("repaired", "note")
    assert told.message.startswith("The outer ring of 330111001001 crossed or touched itself")
    assert told.shape is not None
    places = (shapely.get_coordinates(told.shape) - (119.5, 30.0)) * 64
    np.testing.assert_allclose(places[places[:, 0].argsort()], [(0.2, 0.8), (0.5, 0.5)], atol=1e-9)
    assert place_of(told).distance(told.shape) == 0
