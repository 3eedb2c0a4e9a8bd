"""PostGIS, over tables of a throwaway database."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import sqlalchemy as sa

if TYPE_CHECKING:
    from numpy.typing import NDArray

_JOIN = "SELECT p.id, a.id FROM bench_points p JOIN bench_areas a ON ST_Within(p.geom, a.geom)"
_SETTINGS = "SET max_parallel_workers_per_gather = 2; SET work_mem = '256MB'; SET jit = off"


class PostGis:
    """PostGIS with a GiST index on the areas; answers as arrays."""

    def __init__(self, url: str) -> None:
        self._connection = sa.create_engine(url).connect()
        self._run("CREATE EXTENSION IF NOT EXISTS postgis")
        self._run(_SETTINGS)
        version = self._connection.scalar(sa.text("SELECT postgis_lib_version()"))
        self.name = f"PostGIS {version}, 2 workers"

    def _run(self, statement: str) -> None:
        self._connection.execute(sa.text(statement))

    def _take(self, name: str, geometries: NDArray[np.object_]) -> None:
        self._run(f"CREATE UNLOGGED TABLE {name} (id integer, geom geometry)")
        lines = (
            f"{k}\t{wkb}\n" for k, wkb in enumerate(shapely.to_wkb(geometries, hex=True).tolist())
        )
        raw: Any = self._connection.connection.driver_connection
        with raw.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
            copy.write(io.StringIO("".join(lines)).getvalue())

    def build(self, geometries: NDArray[np.object_]) -> None:
        self._run("DROP TABLE IF EXISTS bench_areas")
        self._take("bench_areas", geometries)
        self._run("CREATE INDEX ON bench_areas USING gist (geom)")
        self._run("ANALYZE bench_areas")

    def ready(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> None:
        self._run("DROP TABLE IF EXISTS bench_points")
        self._take("bench_points", np.asarray(shapely.points(lon, lat)))
        self._run("ANALYZE bench_points")

    def find(self, points: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        del points  # they lie in its memory
        raw: Any = self._connection.connection.driver_connection
        with raw.cursor(binary=True) as cursor:
            found = cursor.execute(f"SELECT array_agg(p), array_agg(a) FROM ({_JOIN}) AS j(p, a)")
            point, area = found.fetchone()
        return np.array(point, dtype=np.int64), np.array(area, dtype=np.int64)
