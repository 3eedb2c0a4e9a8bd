"""A service that can't work does not start, or says so: in words, and to nobody who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
import sqlalchemy as sa

from tests.api.conftest import Installation, fresh_postgresql, serving
from tests.conftest import POSTGRESQL, CommandLine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.conftest import Served

_END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        pytest.param("GRIDMAP_CATEGORIES", "/no/such/categories.toml", id="no catalogue"),
        pytest.param("GRIDMAP_DATABASE_URL", "oracle://x", id="an unknown database"),
        pytest.param(
            "GRIDMAP_DATABASE_URL",
            "postgresql+psycopg://nobody@/none?host=/no/such",
            id="no server",
        ),
        pytest.param("GRIDMAP_TIMEZONE", "Asia/Atlantis", id="an unknown zone"),
    ],
)
def test_what_can_not_be_used_stops_the_start(tmp_path: Path, setting: str, value: str) -> None:
    gridmap = CommandLine(tmp_path / "installation", {setting: value})
    done = gridmap.run("serve", "--port", "0", expect=1)
    assert done.stderr.startswith("Error: ")
    assert setting in done.stderr or "database" in done.stderr


def test_a_port_that_is_taken_stops_the_start(bare: Served, tmp_path: Path) -> None:
    port = str(httpx.URL(bare.url).port)
    done = CommandLine(tmp_path / "installation").run("serve", "--port", port, expect=1)
    assert port in done.stderr
    assert "--port" in done.stderr


def test_a_database_that_is_gone_is_a_problem_until_it_is_back(tmp_path: Path) -> None:
    with fresh_postgresql() as url:
        name = str(sa.make_url(url).database)
        gridmap = CommandLine(tmp_path / "installation", {"GRIDMAP_DATABASE_URL": url})
        cluster = sa.create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
        with serving(Installation(gridmap)) as served, cluster.connect() as connection:
            assert served.client.get("/v1/requests").status_code == 200
            connection.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            connection.execute(sa.text(_END_SESSIONS), {"name": name})
            for path in ("/v1/requests", "/v1/service", "/v1/hotspots", "/readyz"):
                answer = served.client.get(path)
                assert answer.status_code == 503, path
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.headers["retry-after"].isdecimal()
                assert name not in answer.text
                assert "host" not in answer.text
            assert served.get("/healthz") == {"status": "ok"}
            connection.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
            assert served.client.get("/v1/requests").status_code == 200
        log = next(tmp_path.glob("server-*.log")).read_text()
        assert "not currently accepting connections" in log
        cluster.dispose()
