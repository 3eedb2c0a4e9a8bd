"""What many tests stand on: real databases, real data, and the command line as people run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from gridmap.service import Service
from gridmap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
POSTGRESQL = os.environ.get("GRIDMAP_TEST_POSTGRESQL", "")
"""URL of a throwaway cluster, which `scripts/test` starts."""

CHROMIUM = os.environ.get("GRIDMAP_TEST_CHROMIUM") or shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A machine without a graphics card draws WebGL by the processor.
    "--enable-unsafe-swiftshader",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the distribution; one for all tests, for a process can hold only one."""
    if not CHROMIUM:
        pytest.skip("no Chromium: run ./scripts/test, which installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data that nobody here wrote."""
    folder = Path(os.environ.get("GRIDMAP_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "boston").is_dir():
        pytest.skip(f"no real data in {folder}: name its folder with GRIDMAP_REAL_DATA")
    return folder


CLOSE_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""What an earlier test left open must not keep its tables."""


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL database for all tests: making one for each takes longer than most tests."""
    if not POSTGRESQL:
        pytest.skip("no PostgreSQL: run ./scripts/test, which starts a throwaway one")
    name = f"t{uuid.uuid4().hex}"
    server = sa.create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, real."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gridmap.sqlite'}"
    url: str = request.getfixturevalue("postgresql_url")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(CLOSE_OTHERS))
        left = set(sa.inspect(connection).get_table_names()) - {"spatial_ref_sys"}
        if left:
            connection.execute(sa.text(f"DROP TABLE {', '.join(sorted(left))} CASCADE"))
    engine.dispose()
    return url


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """An empty installation, on each kind of database."""
    opened = Service(Settings(data_dir=tmp_path, database_url=database_url))
    yield opened
    opened.close()


@dataclass
class CommandLine:
    """Runs ``gridmap`` in a process of its own, in an installation of its own."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the process: nothing of the tester's own installation."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("GRIDMAP_")}
        return inherited | {"GRIDMAP_DATA_DIR": str(self.data_dir)} | self.settings

    def command(self, *arguments: str | Path) -> list[str]:
        """The command as a list, for a process that the test runs itself."""
        start = "from gridmap.cli import main; main()"
        return [sys.executable, "-c", start, *map(str, arguments)]

    def run(self, *arguments: str | Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command; its exit code must be as expected, and it must show no traceback."""
        done = subprocess.run(
            self.command(*arguments),
            capture_output=True, text=True, check=False, cwd=self.data_dir.parent,
            env=self.environment, timeout=600,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == expect, done.stdout + done.stderr
        return done

    def json(self, *arguments: str | Path, expect: int = 0) -> Any:
        """Run a command with ``--json``; what it printed."""
        return json.loads(self.run(*arguments, "--json", expect=expect).stdout)


@pytest.fixture
def gridmap(tmp_path: Path) -> CommandLine:
    """The command line, in an empty installation."""
    return CommandLine(tmp_path / "installation")
