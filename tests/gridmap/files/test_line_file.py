"""Lines are read from files of roads and rivers, in whatever system they say or are declared."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import geopandas
import pytest
import shapely

from boundaries.crs import parse_crs
from boundaries.errors import LayerFileError
from gridmap.errors import InputError
from gridmap.files.line_file import read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

ROAD = shapely.LineString([(119.9, 30.0), (119.95, 30.02)])


def _write(path: Path, *shapes: BaseGeometry | None, crs: str | None = "EPSG:4326") -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a file that does not say its coordinates
        geopandas.GeoDataFrame(geometry=list(shapes), crs=crs).to_file(path)
    return path


def test_lines_come_as_they_are_and_polygons_as_their_rings(tmp_path: Path) -> None:
    lake = shapely.box(119.9, 30, 120, 30.1) - shapely.box(119.94, 30.04, 119.96, 30.06)
    rivers = shapely.MultiLineString([ROAD, shapely.affinity.translate(ROAD, 0.01)])
    raised = shapely.force_3d(ROAD)
    lines = read_lines(_write(tmp_path / "a.gpkg", ROAD, rivers, lake, raised, None))
    assert len(lines) == 1 + 2 + 2 + 1
    assert lines[0].equals(ROAD)
    assert not any(line.has_z for line in lines)
    assert shapely.union_all(lines[4:]).equals(lake.boundary)


def test_the_files_own_system_holds_unless_another_is_declared(tmp_path: Path) -> None:
    metres = geopandas.GeoSeries([ROAD], crs=4326).to_crs(4549)
    (line,) = read_lines(_write(tmp_path / "m.gpkg", metres[0], crs="EPSG:4549"))
    assert shapely.hausdorff_distance(line, ROAD) < 1e-8
    path = _write(tmp_path / "u.shp", metres[0], crs=None)
    with pytest.raises(InputError, match="doesn't say") as refused:
        read_lines(path)
    assert "--lines-crs" in refused.value.remedy
    (line,) = read_lines(path, parse_crs("EPSG:4549"))
    assert shapely.hausdorff_distance(line, ROAD) < 1e-8
    with pytest.raises(InputError, match="off the earth"):
        read_lines(path, parse_crs("wgs84"))


def test_files_without_lines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no lines"):
        read_lines(_write(tmp_path / "p.gpkg", shapely.Point(119.9, 30)))
    with pytest.raises(LayerFileError, match="no such file"):
        read_lines(tmp_path / "nothing.geojson")
