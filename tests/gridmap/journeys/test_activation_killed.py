"""An activation that is killed leaves the old edition answering or the new one; then it ends."""

from __future__ import annotations

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
from tests.gridmap.ground import import_file, load_ground, middle_of, village_of
from tests.gridmap.next_edition import areas_of, load_areas, with_moved_line

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 12_000
"""Six batches of placing again."""
ROUNDS = 3


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> CommandLine:
    """The small district with many open requests, and a draft in which a line has moved."""
    service = Service(Settings(data_dir=tmp_path / "data", database_url=database_url))
    (tmp_path / "data").mkdir(exist_ok=True)
    load_ground(service, tmp_path)
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(119.9, 119.94, ROWS), rng.uniform(30.0, 30.04, ROWS)
    lines = ["id,opened,closed,category,lon,lat,text"]
    lines += [f"{k},2026-11-02,,噪音,{lon[k]:.7f},{lat[k]:.7f}," for k in range(ROWS)]
    (tmp_path / "requests.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(service, tmp_path / "requests.csv")
    load_areas(service, tmp_path, with_moved_line(areas_of(service)), edition="next")
    service.close()
    return CommandLine(tmp_path / "data", {"GRIDMAP_DATABASE_URL": database_url})


def _kill_one(installation: CommandLine, name: str, engine: sa.Engine, wait_s: float) -> None:
    """Start an activation, and kill it so long after it has begun to write, or switched."""
    running = subprocess.Popen(
        installation.command("boundaries", "activate", name),
        env=installation.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while _active(engine) != name and running.poll() is None:
        time.sleep(0.01)
    time.sleep(wait_s)
    running.send_signal(signal.SIGKILL)
    running.communicate()


def _active(engine: sa.Engine) -> str:
    """The one edition that is active."""
    with engine.connect() as connection:
        names = connection.execute(sa.text("SELECT name FROM editions WHERE active")).scalars()
        (name,) = names.all()
    return str(name)


def _owners(engine: sa.Engine) -> dict[str, int]:
    """How many requests of the strip that moved each pair of edition and village has."""
    west, _ = middle_of(1, 1)
    query = sa.text(
        "SELECT r.edition, a.code, count(*) FROM requests r JOIN request_areas a "
        "ON a.request_seq = r.seq AND a.layer = 'village' "
        "WHERE r.lon > :west AND r.lon < :east AND r.lat > :south AND r.lat < :north GROUP BY 1, 2"
    ).bindparams(west=west - 0.005, east=west, south=30.01, north=30.02)
    with engine.connect() as connection:
        return {f"{edition} {code}": n for edition, code, n in connection.execute(query)}


def test_killed_again_and_again_one_edition_answers_and_in_the_end_all_agree(
    installation: CommandLine,
) -> None:
    url = installation.settings["GRIDMAP_DATABASE_URL"]
    engine = sa.create_engine(url)
    rng = np.random.default_rng()
    right = {f"2026-11 {village_of(1, 1)}", f"next {village_of(0, 1)}"}
    (count,) = _owners(engine).values()
    target = "next"
    for _ in range(ROUNDS):
        _kill_one(installation, target, engine, rng.uniform(0, 0.4))
        owners = _owners(engine)
        assert owners.keys() <= right, "an edition and the areas of the other"
        assert sum(owners.values()) == count, "none is lost"
        service = Service(Settings(data_dir=installation.data_dir, database_url=url))
        assert service.locator().edition.name == _active(engine)
        service.close()
        target = "2026-11" if _active(engine) == "next" else "next"
    done = installation.json("boundaries", "activate", _active(engine))
    assert not done["switched"]
    installation.json("boundaries", "activate", "next")
    assert _owners(engine) == {f"next {village_of(0, 1)}": count}
    told = sa.text(
        "SELECT count(DISTINCT request_seq) FROM events WHERE kind = 'replaced' "
        "AND note LIKE '%→ next%'"
    )
    with engine.connect() as connection:
        assert connection.execute(told).scalar_one() == count
    engine.dispose()
