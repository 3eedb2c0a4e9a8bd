"""Imports that are killed, or run side by side, end in the database of one clean run."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import sqlalchemy as sa

from gridmap.service import Service
from gridmap.settings import Settings
from tests.conftest import CommandLine
from tests.gridmap.ground import COLUMNS, contents, import_file, load_ground

if TYPE_CHECKING:
    from pathlib import Path

    from tests.gridmap.ground import Contents

ROWS = 16_000
"""More than three transactions of an import."""
REJECTED = 16
OPTIONS = [part for what, name in COLUMNS.items() for part in (f"--{what}", name)]
COUNTED = sa.text("SELECT count(*) FROM requests")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Requests all over the ground, some outside, some without a place, some that are refused."""
    rng = np.random.default_rng(20)
    lon, lat = rng.uniform(119.895, 119.945, ROWS), rng.uniform(29.995, 30.045, ROWS)
    kinds = ["噪音", "垃圾", "路灯", "违停", "违建", "积水", "?"]
    lines = ["id,opened,closed,category,lon,lat,text"]
    for k in range(ROWS):
        place = "" if k % 97 == 0 else f"{lat[k]:.6f}"
        opened = "soon" if k % 1000 == 500 else f"2015-{1 + k % 12:02}-{1 + k % 28:02} 08:05"
        lines.append(f"{k},{opened},,{kinds[k % 7]},{lon[k]:.6f},{place},第 {k} 件")
    path = tmp_path_factory.mktemp("killed") / "requests.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def clean(file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Contents, bytes]:
    """What one clean run leaves: the database, and the file of rejected rows."""
    folder = tmp_path_factory.mktemp("clean")
    copy = folder / file.name
    copy.write_bytes(file.read_bytes())
    with_ground = Service(Settings(data_dir=folder))
    load_ground(with_ground, folder)
    summary = import_file(with_ground, copy)
    with_ground.close()
    assert (summary.new, summary.rejected) == (ROWS - REJECTED, REJECTED)
    assert summary.rejected_file is not None
    return contents(with_ground.settings.resolved_database_url), summary.rejected_file.read_bytes()


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> CommandLine:
    """An installation with boundaries and without requests, on each kind of database."""
    service = Service(Settings(data_dir=tmp_path / "data", database_url=database_url))
    (tmp_path / "data").mkdir(exist_ok=True)
    load_ground(service, tmp_path)
    service.close()
    return CommandLine(tmp_path / "data", {"GRIDMAP_DATABASE_URL": database_url})


def start(installation: CommandLine, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        installation.command("requests", "import", path, *OPTIONS, "--json"),
        env=installation.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def same(url: str, expected: Contents) -> bool:
    """Whether a database holds what is expected; shapes are told by their areas."""
    found = contents(url)
    return all(found[name] == table for name, table in expected.items() if name != "areas")


def test_killed_again_and_again_it_ends_as_one_clean_run(
    file: Path, clean: tuple[Contents, bytes], installation: CommandLine, tmp_path: Path
) -> None:
    url = installation.settings["GRIDMAP_DATABASE_URL"]
    path = tmp_path / file.name
    path.write_bytes(file.read_bytes())
    engine = sa.create_engine(url)
    rng = np.random.default_rng()
    left: list[int] = []

    def stored() -> int:
        with engine.connect() as connection:
            return int(connection.execute(COUNTED).scalar_one())

    for _ in range(3):
        running = start(installation, path)
        before = left[-1] if left else 0
        # Not before it stores what is new, and at any moment from then to the next transaction.
        while stored() == before and running.poll() is None:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.3))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        left.append(stored())
        if left[-1] == ROWS - REJECTED:
            break
    engine.dispose()
    assert 0 < left[0] < ROWS - REJECTED
    assert left == sorted(left)
    summary = installation.json("requests", "import", path, *OPTIONS, expect=3)
    assert summary["new"] == ROWS - REJECTED - left[-1]
    assert (summary["unchanged"], summary["rejected"]) == (left[-1], REJECTED)
    database, rejected = clean
    assert same(url, database)
    assert (tmp_path / "requests.rejected.csv").read_bytes() == rejected
    litter = {one.name for one in tmp_path.iterdir() if "requests" in one.name}
    assert litter == {"requests.csv", "requests.rejected.csv"}


def test_two_at_the_same_time_take_every_row_once(
    file: Path, clean: tuple[Contents, bytes], installation: CommandLine, tmp_path: Path
) -> None:
    path = tmp_path / file.name
    path.write_bytes(file.read_bytes())
    both = [start(installation, path) for _ in range(2)]
    told = [running.communicate() for running in both]
    assert [running.returncode for running in both] == [3, 3], told
    summaries = [json.loads(out) for out, _ in told]
    assert sum(summary["new"] for summary in summaries) == ROWS - REJECTED
    for summary in summaries:
        assert summary["new"] + summary["unchanged"] + summary["rejected"] == ROWS
        assert summary["changed"] == 0
    database, rejected = clean
    assert same(installation.settings["GRIDMAP_DATABASE_URL"], database)
    assert (tmp_path / "requests.rejected.csv").read_bytes() == rejected
