"""Files of requests are imported and listed by command; what can't be is explained."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from gridmap.service import Service
from gridmap.settings import Settings
from tests.gridmap.ground import load_ground, village_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import CommandLine

ROWS = """编号,上报时间,办结时间,类别,经度,纬度,内容
1,2025-11-02 08:05,2025-11-03 09:00,路灯不亮,119.905,30.005,三盏路灯
2,2025-11-02 09:05,,噪音,119.915,30.005,
3,soon,,噪音,119.915,30.005,
4,2025-11-04 10:00,,车辆长期占位,0,0,没有位置
5,2025-11-05 10:00,2025-11-01 10:00,噪音,121.5,31.2,在外面
"""
MAPPING = """
source = "hotline"
timezone = "Asia/Shanghai"
[columns]
id = "编号"
opened = "上报时间"
closed = "办结时间"
category = "类别"
lon = "经度"
lat = "纬度"
text = "内容"
[categories]
"车辆长期占位" = "abandoned_car"
"""
OPTIONS = ["--id", "编号", "--opened", "上报时间", "--closed", "办结时间", "--category", "类别",
           "--lon", "经度", "--lat", "纬度", "--text", "内容"]  # fmt: skip


@pytest.fixture
def ground(gridmap: CommandLine, tmp_path: Path) -> CommandLine:
    """An installation with boundaries; a file and a mapping beside it."""
    service = Service(Settings(data_dir=gridmap.data_dir))
    load_ground(service, tmp_path)
    service.close()
    (tmp_path / "hotline.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "hotline.toml").write_text(MAPPING, encoding="utf-8")
    return gridmap


def test_a_file_is_imported_as_its_mapping_says(ground: CommandLine, tmp_path: Path) -> None:
    done = ground.run(
        "requests", "import", tmp_path / "hotline.csv", "--map", tmp_path / "hotline.toml", expect=3
    )
    assert done.stdout == ""
    told = " ".join(done.stderr.split())
    assert "5 rows = 4 new + 0 changed + 0 unchanged + 1 rejected" in told
    for part in ("2 inside", "1 outside", "1 unplaced", "1 of them zero_coordinate",
                 "1 requests say they were closed before", "1 rejected"):  # fmt: skip
        assert part in told
    with (tmp_path / "hotline.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["rejected_row"], row["rejected_field"], row["编号"]) == ("3", "上报时间", "3")
    assert "can be read safely" in row["rejected_because"]


def test_options_say_the_same_as_a_mapping_and_json_tells_all(
    ground: CommandLine, tmp_path: Path
) -> None:
    path = tmp_path / "hotline.csv"
    said: list[str | Path] = [*OPTIONS, "--source", "hotline", "--timezone", "Asia/Shanghai",
            "--rejected", tmp_path / "elsewhere.csv"]  # fmt: skip
    summary = ground.json("requests", "import", path, *said, expect=3)
    counts = {name: summary[name] for name in ("rows", "new", "changed", "unchanged", "rejected")}
    assert counts == {"rows": 5, "new": 4, "changed": 0, "unchanged": 0, "rejected": 1}
    assert summary["placements"] == {"inside": 2, "outside": 1, "unplaced": 1}
    assert summary["reasons"] == {"zero_coordinate": 1, "outside_every_area": 1}
    assert summary["categories"] == {"street_light": 1, "noise": 2, "other": 1}
    assert summary["rejected_file"] == str(tmp_path / "elsewhere.csv")
    assert (summary["stacks"], summary["closed_before_opened"]) == ([], 1)
    again: list[str | Path] = ["requests", "import", path, "--map", tmp_path / "hotline.toml"]
    # Only the word that the options could not say changes its request.
    assert ground.json(*again, expect=3)["changed"] == 1
    assert ground.json(*again, expect=3)["unchanged"] == 4


def test_requests_are_listed_the_last_first_for_people_and_machines(
    ground: CommandLine, tmp_path: Path
) -> None:
    ground.settings["GRIDMAP_TIMEZONE"] = "Asia/Shanghai"
    ground.run("requests", "import", tmp_path / "hotline.csv", "--map",
               tmp_path / "hotline.toml", expect=3)  # fmt: skip
    listed = ground.json("requests", "list")
    assert [one["external_id"] for one in listed] == ["5", "4", "2", "1"]
    assert listed[3]["areas"]["village"] == village_of(0, 0)
    assert listed[3]["reported_at"] == "2025-11-02T00:05:00+00:00"
    shown = ground.run("requests", "list").stdout
    assert "2025-11-02 08:05" in shown
    assert "三盏路灯" in shown

    def ids(*options: str) -> list[str]:
        return [one["external_id"] for one in ground.json("requests", "list", *options)]

    assert ids("--category", "noise") == ["5", "2"]
    assert ids("--area", village_of(1, 0)) == ["2"]
    assert ids("--from", "2025-11-02 09:00", "--to", "2025-11-05") == ["4", "2"]
    assert ids("--limit", "1") == ["5"]


def test_an_import_that_can_not_begin_is_explained_and_changes_nothing(
    ground: CommandLine, tmp_path: Path
) -> None:
    path, mapping = tmp_path / "hotline.csv", tmp_path / "hotline.toml"

    def write(name: str, content: str | bytes) -> Path:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / name

    unknown = write("unknown.toml", MAPPING.replace("abandoned_car", "abandoned_cars"))
    cases: list[tuple[list[str | Path], str]] = [
        ([tmp_path / "nothing.csv", *OPTIONS], "There is no such file"),
        ([path], "which field holds the time of report"),
        ([path, "--opened", "when"], "The file has no field 'when'"),
        ([path, *OPTIONS, "--encoding", "ascii"], "The text is not ascii"),
        ([path, *OPTIONS, "--rejected", path], "It is the file that is read"),
        ([path, *OPTIONS, "--rejected", mapping], "another file of that name"),
        ([path, "--map", write("a.toml", b"\xff\xfe")], "The mapping can't be read"),
        ([path, "--map", write("b.toml", "source = ")], "Not TOML"),
        ([path, "--map", unknown], "'abandoned_cars', which is no category"),
        ([write("empty.csv", ""), *OPTIONS], "The file is empty"),
        ([write("a.xlsx", "PK"), *OPTIONS], "are not read as tables"),
    ]
    before = path.read_bytes(), mapping.read_bytes()
    for arguments, why in cases:
        done = ground.run("requests", "import", *arguments, expect=1)
        assert why in " ".join(done.stderr.split()), arguments
        assert done.stderr.lstrip().startswith("Error: ")
    assert (path.read_bytes(), mapping.read_bytes()) == before
    assert ground.json("requests", "list") == []


def test_fields_are_said_in_one_place(ground: CommandLine, tmp_path: Path) -> None:
    done = ground.run(
        "requests", "import", tmp_path / "hotline.csv", "--map", tmp_path / "hotline.toml",
        "--lon", "经度", expect=2,
    )  # fmt: skip
    assert "either in --map or as options" in " ".join(done.stderr.split())


def test_without_boundaries_there_is_nothing_to_place_in(
    gridmap: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "hotline.csv").write_text(ROWS, encoding="utf-8")
    done = gridmap.run("requests", "import", tmp_path / "hotline.csv", *OPTIONS, expect=1)
    assert "No boundaries are active yet" in done.stderr
    assert "gridmap boundaries load" in done.stderr


def test_a_list_that_means_nothing_is_explained(gridmap: CommandLine) -> None:
    for options, why in [
        (["--category", "cars"], "There is no category 'cars'"),
        (["--from", "02/11/2025"], "can be read safely"),
        (["--to", "9999-12-31T23:59-12:00"], "after the year 9999"),
        (["--from", "2025-11-02", "--to", "2025-11-02"], "must end after it begins"),
    ]:
        assert why in gridmap.run("requests", "list", *options, expect=1).stderr
