"""Areas are written with all their digits, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas
import numpy as np
import pytest
import shapely

from gridmap.errors import InputError
from gridmap.files.frame_file import WRITTEN, write_area_file

if TYPE_CHECKING:
    from pathlib import Path

AREAS = np.array(
    [
        shapely.Polygon([(119.9, 30), (119.9 + 1 / 3, 30 + 1 / 7), (119.8, 30 + 2 / 3)]),
        shapely.MultiPolygon([shapely.box(1 / 3, 0, 0.5, 0.1), shapely.box(2, 2, 2 + 1 / 9, 3)]),
    ]
)


@pytest.mark.parametrize("ending", WRITTEN)
def test_what_is_read_again_is_what_was_written(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"areas{ending}"
    write_area_file(path, {"code": ["1", "2"], "name": ["龙门", "b"], "load": [1.5, 2]}, AREAS)
    read = geopandas.read_parquet(path) if ending == ".parquet" else geopandas.read_file(path)
    assert read["code"].tolist() == ["1", "2"]
    assert read["name"].tolist() == ["龙门", "b"]
    assert read["load"].tolist() == [1.5, 2]
    assert read.crs.to_epsg() == 4326
    assert shapely.equals_identical(
        shapely.get_parts(read.geometry), shapely.get_parts(AREAS)
    ).all()
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_file_that_can_not_be_written_leaves_nothing(tmp_path: Path) -> None:
    columns = {"code": ["1", "2"]}
    with pytest.raises(InputError, match=r"Files ending in '\.shp'"):
        write_area_file(tmp_path / "a.shp", columns, AREAS)
    for ending in WRITTEN:
        with pytest.raises(InputError, match="can't be written"):
            write_area_file(tmp_path / "nowhere" / f"a{ending}", columns, AREAS)
    assert list(tmp_path.iterdir()) == []
