"""DuckDB with its spatial extension, from the package that carries it: no network is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import duckdb_extension_spatial
import numpy as np
import pyarrow as pa
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_JOIN = "SELECT p.id, a.id FROM points p JOIN areas a ON ST_Within(p.geom, a.geom)"


class Duck:
    """DuckDB over tables in memory."""

    def __init__(self, threads: int) -> None:
        self.name = f"DuckDB {duckdb.__version__} spatial, {threads} threads"
        self._database = duckdb.connect(config={**_OFFLINE, "threads": str(threads)})
        self._database.execute(f"LOAD '{_extension()}'")

    def build(self, geometries: NDArray[np.object_]) -> None:
        shapes = pa.table({"id": np.arange(len(geometries)), "wkb": shapely.to_wkb(geometries)})
        self._take("areas", shapes, "ST_GeomFromWKB(wkb)")

    def ready(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> None:
        places = pa.table({"id": np.arange(len(lon)), "x": lon, "y": lat})
        self._take("points", places, "ST_Point(x, y)")

    def _take(self, name: str, table: pa.Table, geometry: str) -> None:
        self._database.register("incoming", table)
        self._database.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT id, {geometry} AS geom FROM incoming"
        )
        self._database.unregister("incoming")

    def find(self, points: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        del points  # they lie in its memory
        found = self._database.execute(_JOIN).fetchnumpy()
        point, area = found.values()
        return np.asarray(point, dtype=np.int64), np.asarray(area, dtype=np.int64)


def _extension() -> Path:
    folder = Path(duckdb_extension_spatial.__file__).parent / "extensions"
    return folder / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
