"""The same seed gives the same bytes in another process, and another seed another district."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from gridmap.demo.files import write_demo
from gridmap.demo.land.size import DistrictSize

if TYPE_CHECKING:
    from pathlib import Path

SMALL = DistrictSize(villages=60, grids=200)
SCRIPT = """
import sys
from pathlib import Path
from gridmap.demo.files import write_demo
from gridmap.demo.land.size import DistrictSize
write_demo(Path(sys.argv[1]), seed=7, requests=500, size=DistrictSize(60, 200))
"""


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    write_demo(tmp_path / "here", seed=7, requests=500, size=SMALL)
    # A fresh process hashes strings differently: an order that depends on it would show.
    subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / "there")], check=True)
    assert _digests(tmp_path / "here") == _digests(tmp_path / "there")


def test_other_seed_other_ground(tmp_path: Path) -> None:
    seven = write_demo(tmp_path / "seven", seed=7, requests=500, size=SMALL)
    eight = write_demo(tmp_path / "eight", seed=8, requests=500, size=SMALL)
    for file in ("grids", "river", "requests", "truth"):
        assert getattr(seven, file).read_bytes() != getattr(eight, file).read_bytes()


def test_last_day_moves_the_requests_and_not_the_ground(tmp_path: Path) -> None:
    early = write_demo(tmp_path / "a", 7, 500, until=date(2024, 3, 1), size=SMALL)
    late = write_demo(tmp_path / "b", 7, 500, until=date(2026, 10, 31), size=SMALL)
    assert early.grids.read_bytes() == late.grids.read_bytes()
    days = [line.split(",")[1][:10] for line in early.requests.read_text("utf-8").splitlines()[1:]]
    reported = sorted(day for day in days if day)
    assert reported[2] >= "2022-03-03"
    assert reported[-3] <= "2024-03-01"


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    write_demo(
        tmp_path,
        requests=500,
        size=SMALL,
        progress=lambda stage, share: heard.append((stage, share)),
    )
    assert list(dict.fromkeys(stage for stage, _ in heard)) == ["district", "requests", "files"]
    for stage in ("district", "requests", "files"):
        shares = [share for name, share in heard if name == stage]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("seed", "requests", "rule"),
    [
        pytest.param(-1, 500, "seed must not be negative", id="negative seed"),
        pytest.param(7, 499, "requests must be at least 500", id="too few requests"),
    ],
)
def test_refuses_what_makes_no_district(
    tmp_path: Path, seed: int, requests: int, rule: str
) -> None:
    with pytest.raises(ValueError, match=rule):
        write_demo(tmp_path, seed=seed, requests=requests, size=SMALL)
    assert not list(tmp_path.iterdir())


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }
