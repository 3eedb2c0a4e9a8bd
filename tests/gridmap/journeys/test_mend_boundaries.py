"""A mended copy keeps rows, fields and coordinates that need nothing; an export keeps answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas
import numpy as np
import pytest
import shapely

from boundaries.layer_files import LayerSource
from boundaries.locator import Locator
from boundaries.mending import MendParams
from gridmap.journeys.export_boundaries import export_boundaries
from gridmap.journeys.load_boundaries import load_layer
from gridmap.journeys.mend_boundaries import mend_boundaries
from gridmap.service import Service
from gridmap.settings import Settings
from tests.boundaries.shapes import square
from tests.gridmap.ground import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

HALF_METRE = 0.5 / 111_000 / (1 / 64)
"""In lattice steps."""
AREAS = {
    "330111001001": square(0, 0, 1, 1 + HALF_METRE),
    "330111001002": square(0, 1),
    "330111002001": square(0.9, 0, 1.1, 2),
    "330111002002": square(3, 0, 1, 2),
}
TOWNS = {"330111001": square(0, 0, 1, 2), "330111002": square(1, 0, 3, 2)}
ENDINGS = [".gpkg", ".geojson", ".parquet", ".fgb"]


def _file(path: Path, areas: dict[str, BaseGeometry], crs: int = 4326) -> Path:
    table = {"CODE": list(areas), "NAME": [f"村 {code}" for code in areas]}
    people = {"PEOPLE": list(range(len(areas)))}
    frame = geopandas.GeoDataFrame(table | people, geometry=list(areas.values()), crs=4326)
    frame.to_crs(crs).to_file(path)
    return path


def _read(path: Path) -> geopandas.GeoDataFrame:
    return (geopandas.read_parquet if path.suffix == ".parquet" else geopandas.read_file)(path)


@pytest.mark.parametrize("crs", [4326, 4549])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_mended_copy_keeps_everything_else(ending: str, crs: int, tmp_path: Path) -> None:
    torn, copy = _file(tmp_path / "torn.gpkg", AREAS, crs), tmp_path / f"copy{ending}"
    before = torn.read_bytes()
    source = LayerSource(torn, "village", "level", "CODE", "CODE")
    mended = mend_boundaries(source, copy, MendParams())
    assert torn.read_bytes() == before
    assert mended.moved_m == pytest.approx(0.5, abs=0.02)
    assert {f.kind for f in mended.findings} == {"mended", "overlap"}
    told = sum(f.square_metres or 0 for f in mended.findings if f.kind == "mended")
    assert told == pytest.approx(mended.changed_m2)
    old, new = _read(torn), _read(copy)
    for field in ("CODE", "NAME", "PEOPLE"):
        assert new[field].tolist() == old[field].tolist()
    assert new.crs == old.crs
    changed = {change.code for change in mended.changes}
    assert 0 < len(changed) < 4
    for code, one, other in zip(old["CODE"], old.geometry, new.geometry, strict=True):
        same = shapely.to_wkb(one) == shapely.to_wkb(other)
        assert same == (code not in changed)
    again = mend_boundaries(
        LayerSource(copy, "village", "level", "CODE", "CODE"), tmp_path / "b.gpkg", MendParams()
    )
    assert again.changes == ()


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """Townships and torn villages in an edition, on SQLite."""
    opened = Service(Settings(data_dir=tmp_path / "installation"))
    for level, areas in (("township", TOWNS), ("village", AREAS)):
        _load(opened, _file(tmp_path / f"{level}.gpkg", areas), level, ("CODE", "NAME", None), "a")
    return opened


def _load(
    service: Service, path: Path, level: str, fields: tuple[str, str, str | None], edition: str
) -> None:
    source = LayerSource(path, level, "level", *fields)
    load_layer(source, edition, service.editions, service.level_order, NOW)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_exported_answers_the_same_when_loaded_again(
    ending: str, service: Service, tmp_path: Path
) -> None:
    for level, parent in (("township", None), ("village", "parent_code")):
        file = tmp_path / f"out_{level}{ending}"
        told = export_boundaries("a", level, file, service.editions)
        assert told.areas == {level: len(TOWNS if level == "township" else AREAS)}
        _load(service, file, level, ("code", "name", parent), "b")
    first, again = (service.editions.read(service.editions.named(n).id) for n in "ab")
    for one, other in zip(first.layers, again.layers, strict=True):
        assert (one.codes, one.names, one.parents) == (other.codes, other.names, other.parents)
        assert shapely.equals_exact(one.geometries, other.geometries, 0.0).all()
    corners = np.unique(shapely.get_coordinates(first.levels[1].geometries), axis=0)
    spread = np.random.default_rng(1).uniform(0, 0.06, (200, 2)) + np.array([119.5, 30.0])
    points = np.vstack([corners, spread])
    owners, theirs = (Locator(each).locate_many(*points.T) for each in (first, again))
    for level in ("township", "village"):
        np.testing.assert_array_equal(owners.areas[level], theirs.areas[level])
