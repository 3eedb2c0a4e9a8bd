"""Files as a GIS office writes them: geopandas writes, nothing of ours does."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import geopandas
import pytest

from boundaries.layer_files import LayerSource, read_layer
from tests.boundaries.shapes import square

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from boundaries.layer_files import LayerRead

FRAME = geopandas.GeoDataFrame(
    {
        "CODE": ["330111001001", "330111001002", "330111002001"],
        "NAME": ["春江村", "Riverside", "大桥社区"],
        "TOWN": ["330111001", "330111001", "330111002"],
        "PEOPLE": [1200, 800, 15000],
    },
    geometry=[square(0, 0), square(0, 1), square(1, 0, 1, 2) - square(1.25, 0.5, 0.5, 0.5)],
    crs="EPSG:4490",
)
"""Three villages of two townships, one with a hole."""


@pytest.fixture
def frame() -> geopandas.GeoDataFrame:
    """Three villages; change them as you like."""
    return FRAME.copy()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a frame in the way of a file's ending; options go to geopandas."""

    def written(frame: geopandas.GeoDataFrame, name: str, **options: Any) -> Path:
        path = tmp_path / name
        if path.suffix == ".zip":
            return _zipped(frame, path, **options)
        if path.suffix in {".parquet", ".geoparquet"}:
            frame.to_parquet(path, **options)
        elif frame.crs is None:
            with pytest.warns(UserWarning, match="'crs' was not provided"):
                frame.to_file(path, **options)
        else:
            frame.to_file(path, **options)
        return path

    return written


def _zipped(
    frame: geopandas.GeoDataFrame, path: Path, folder: str = "", **options: Any
) -> Path:  # fmt: skip
    inside = path.parent / f"{path.stem} parts"
    inside.mkdir()
    frame.to_file(inside / "villages.shp", **options)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in sorted(inside.iterdir()):
            packed.write(part, folder + part.name)
    return path


@pytest.fixture
def read() -> Callable[..., LayerRead]:
    """Reads a file as the layer of villages."""

    def done(path: Path, **said: Any) -> LayerRead:
        fields = {"code": "CODE", "name": "NAME"} | said
        return read_layer(LayerSource(path, "village", "level", **fields))

    return done
