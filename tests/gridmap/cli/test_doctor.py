"""The command says which system to declare, or that it can't tell; it applies nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from boundaries.crs import wgs84_to_gcj02
from gridmap.service import Service
from gridmap.settings import Settings
from tests.conftest import CommandLine
from tests.gridmap.ground import SIDE, SOUTH, WEST, load_ground, village_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Sixteen villages, switched on; no test here changes them."""
    command = CommandLine(tmp_path_factory.mktemp("doctor") / "installation")
    command.data_dir.mkdir()
    service = Service(Settings(data_dir=command.data_dir))
    load_ground(service, command.data_dir.parent)
    service.close()
    return command


@pytest.fixture
def points(tmp_path: Path) -> Path:
    """Points of all villages in GCJ-02, latitude first, with the village of each."""
    rng = np.random.default_rng(8)
    lon, lat = rng.uniform((WEST, SOUTH), (WEST + 4 * SIDE, SOUTH + 4 * SIDE), (2000, 2)).T
    x, y = wgs84_to_gcj02(lon, lat)
    village = [
        village_of(int(c), int(r)) for c, r in zip((lon - WEST) // SIDE, (lat - SOUTH) // SIDE,
                                                   strict=True)
    ]  # fmt: skip
    rows = [f"{a!r},{b!r},{v}" for a, b, v in zip(y.tolist(), x.tolist(), village, strict=True)]
    path = tmp_path / "points.csv"
    path.write_text("\n".join(["a,b,village", *rows, "0,0,", ",,", "1,2,3,4"]))
    return path


def test_the_datum_is_found_and_its_declaration_works(
    ground: CommandLine, points: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in tmp_path.glob("*.csv")}
    told = ground.json("doctor", "points", points, "--lon", "a", "--lat", "b")
    assert (told["best"], told["not_told_apart"], told["judged_by"]) == (
        "gcj02 swapped", [], "outline"
    )  # fmt: skip
    assert told["left_out"] == {"zero_coordinate": 1, "no_coordinate": 1, "malformed": 1}
    assert (told["rows"], told["tried"]) == (2003, 2000)
    assert told["declare"] == "--lon b --lat a --crs gcj02"
    assert {path: path.read_bytes() for path in before} == before
    out = tmp_path / "out.csv"
    ground.run("assign", points, "-o", out, *told["declare"].split(), expect=3)
    rows = [line.split(",") for line in out.read_text().splitlines()[1:2001]]
    assert all(row[2] in row[3:] for row in rows)


def test_known_owners_make_a_few_points_enough(
    ground: CommandLine, points: Path, tmp_path: Path
) -> None:
    lines = points.read_text().splitlines()
    few = tmp_path / "few.csv"
    middle = {village_of(column, row) for column in (1, 2) for row in (1, 2)}
    inner = [line for line in lines[1:2001] if line.split(",")[2] in middle]
    few.write_text("\n".join([lines[0], *inner[:60]]))
    look = ("doctor", "points", few, "--lon", "b", "--lat", "a")
    blind = ground.run(*look, expect=3)
    assert "can't be told apart by these points." in blind.stderr
    assert "--truth FIELD" in blind.stderr
    told = ground.run(*look, "--truth", "village")
    assert "GCJ-02 fits best. Declare it: --lon b --lat a --crs gcj02" in told.stderr
    assert "can't be told" not in told.stdout


def test_points_of_another_place_fit_nothing(ground: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "far.csv"
    path.write_text("x,y\n" + "\n".join(f"{8 + k / 1000},{47 + k / 999}" for k in range(50)))
    answer = ground.json("doctor", "points", path, "--lon", "x", "--lat", "y", expect=3)
    assert (answer["fits"], answer["declare"]) == (False, None)


@pytest.mark.parametrize(
    ("options", "code", "why"),
    [
        (["--lon", "x", "--lat", "b"], 1, "no field 'x'; it has a, b, village"),
        (["--lon", "b", "--lat", "a", "--layer", "village"], 2, "say that too"),
        (["--lon", "b", "--lat", "a", "-o", "nowhere/page.html"], 1, "page can't be written"),
    ],
)
def test_what_can_not_be_tried_is_explained(
    options: list[str], code: int, why: str, ground: CommandLine, points: Path
) -> None:
    told = ground.run("doctor", "points", points, *options, expect=code).stderr
    assert why in " ".join(told.split())


def test_without_boundaries_nothing_can_be_tried(gridmap: CommandLine, points: Path) -> None:
    told = gridmap.run("doctor", "points", points, "--lon", "b", "--lat", "a", expect=1).stderr
    assert "No boundaries are active yet" in told
