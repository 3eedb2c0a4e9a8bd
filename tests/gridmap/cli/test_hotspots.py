"""Hotspots are found and listed by command; what can't be is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridmap.service import Service
from gridmap.settings import Settings
from tests.gridmap.ground import import_file, load_ground, middle_of, village_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import CommandLine


@pytest.fixture
def reported(gridmap: CommandLine, tmp_path: Path) -> CommandLine:
    """Nine cars in one village and six loud evenings in another, within a fortnight."""
    service = Service(Settings(data_dir=gridmap.data_dir))
    load_ground(service, tmp_path)
    rows = ["id,opened,closed,category,lon,lat,text"]
    for count, kind, (lon, lat) in ((9, "僵尸车", middle_of(0, 0)), (6, "噪音", middle_of(3, 3))):
        rows += [
            f"{kind}{k},2025-11-{10 + k:02},,{kind},{lon + k / 1e5},{lat}," for k in range(count)
        ]
    path = tmp_path / "reports.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    import_file(service, path)
    service.close()
    return gridmap


def test_hotspots_are_found_kept_and_listed(reported: CommandLine) -> None:
    found = reported.json("hotspots", "find")
    assert [(spot["rank"], spot["category"], spot["count"]) for spot in found["hotspots"]] == [
        (1, "abandoned_car", 9), (2, "noise", 6),
    ]  # fmt: skip
    assert found["hotspots"][0]["chain"][0] == {
        "level": "village", "code": village_of(0, 0), "name": "Village 00",
    }  # fmt: skip
    assert found["run"]["input_count"] == 15
    assert found["run"]["parameters"]["categories"]["noise"]["window_days"] == 14
    assert "other" not in found["run"]["parameters"]["categories"]
    assert reported.json("hotspots", "list") == found
    listed = reported.json("hotspots", "list", "--category", "noise")
    assert [spot["count"] for spot in listed["hotspots"]] == [6]
    assert len(reported.json("hotspots", "list", "--limit", "1")["hotspots"]) == 1
    shown = reported.run("hotspots", "list").stdout
    assert "Village 00 < Township 0" in shown


def test_what_is_looked_for_can_be_said(reported: CommandLine) -> None:
    def counts(*options: str) -> list[int]:
        return [spot["count"] for spot in reported.json("hotspots", "find", *options)["hotspots"]]

    assert counts("--category", "noise", "--category", "water") == [6]
    assert counts("--least", "7") == [9]
    assert counts("--from", "2025-11-14", "--least", "5") == [5]
    assert counts("--to", "2025-11-15", "--least", "5") == [5, 5]
    assert counts("--area", "330111002") == [6]
    assert counts("--radius", "5000", "--category", "noise") == [6]


def test_what_means_nothing_is_explained_and_leaves_no_run(reported: CommandLine) -> None:
    for options, why in [
        (["--category", "cars"], "There is no category 'cars'"),
        (["--radius", "0"], "1 to 50,000 metres; got 0.0"),
        (["--radius", "nan"], "1 to 50,000 metres; got nan"),
        (["--least", "1"], "2 to 1,000,000 requests; got 1"),
        (["--from", "someday"], "can be read safely"),
        (["--from", "2025-11-02", "--to", "2025-11-01"], "must end after it begins"),
    ]:
        assert why in reported.run("hotspots", "find", *options, expect=1).stderr
    assert "No hotspots have been looked for" in reported.run("hotspots", "list").stderr
    done = reported.run("hotspots", "list", "--category", "cars", expect=1)
    assert "There is no category" in done.stderr


def test_without_requests_or_boundaries_the_next_step_is_told(
    gridmap: CommandLine, tmp_path: Path
) -> None:
    assert "boundaries" in gridmap.run("hotspots", "find", expect=1).stderr
    service = Service(Settings(data_dir=gridmap.data_dir))
    load_ground(service, tmp_path)
    service.close()
    assert "gridmap requests import" in gridmap.run("hotspots", "find", expect=1).stderr


def test_a_machine_that_asks_before_any_run_gets_an_answer_too(gridmap: CommandLine) -> None:
    assert gridmap.json("hotspots", "list") == {"run": None, "hotspots": []}
