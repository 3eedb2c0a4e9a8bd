"""Editions as people type them: compared, switched on, asked of the past, traced, begun anew."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import geopandas
import pytest
import shapely

from tests.boundaries.shapes import square
from tests.conftest import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

OLD = {"1": square(0, 0), "2": square(1, 0), "3": square(2, 0)}
NEW = {"1": square(0, 0, 1.5), "2": square(1.5, 0, 0.5), "4": square(2, 0, 0.5),
       "5": square(2.5, 0, 0.5)}  # fmt: skip
MOVED = "119.519", "30.008"
"""A point that was 2's and is 1's."""


def _load(gridmap: CommandLine, folder: Path, areas: dict[str, BaseGeometry], *more: str) -> Any:
    frame = geopandas.GeoDataFrame(
        {"CODE": list(areas), "NAME": [f"村 {code}" for code in areas]},
        geometry=list(areas.values()), crs=4326,
    )  # fmt: skip
    path = folder / f"villages{len(areas)}.gpkg"
    frame.to_file(path)
    fields = ("--level", "village", "--code", "CODE", "--name", "NAME")
    return gridmap.run("boundaries", "load", path, *fields, *more)


@pytest.fixture(scope="module")
def switched(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """An old edition in force since 2025, a new one since 2026, requests in between."""
    folder = tmp_path_factory.mktemp("editions")
    gridmap = CommandLine(folder / "installation", {"GRIDMAP_TIMEZONE": "Asia/Shanghai"})
    _load(gridmap, folder, OLD, "--edition", "old")
    gridmap.run("boundaries", "activate", "--since", "2025-01-01")
    rows = [f"{k},2025-06-01,{'2025-06-02' if k == 3 else ''},噪音,{MOVED[0]},{MOVED[1]}"
            for k in range(5)]  # fmt: skip
    requests = folder / "requests.csv"
    requests.write_text("\n".join(["id,opened,closed,category,lon,lat", *rows]) + "\n")
    columns = [f"--{name}={name}" for name in ("id", "opened", "closed", "category", "lon", "lat")]
    gridmap.run("requests", "import", requests, *columns, "--stack-share=1")
    _load(gridmap, folder, NEW, "--edition", "new")
    return gridmap


def test_a_draft_is_compared_before_it_is_switched_on(
    switched: CommandLine, tmp_path: Path
) -> None:
    told = switched.run("boundaries", "diff", "-o", tmp_path / "changes.geojson")
    assert "From edition old to new:" in told.stderr
    assert "5 requests change owner, 4 of them open" in told.stderr
    assert "split" in told.stdout
    drawn = geopandas.read_file(tmp_path / "changes.geojson").set_index(["old_code", "new_code"])
    assert sorted(drawn.index) == [("2", "1"), ("3", "4"), ("3", "5")]
    strip = drawn.loc[("2", "1")]
    assert strip.geometry.equals(square(1, 0, 0.5))
    assert (strip["kind"], strip["requests"], strip["open_requests"]) == ("moved", 5, 4)
    assert strip["old_name"] == "村 2"
    switched.run("boundaries", "diff", "old", "new", "-o", tmp_path / "changes.csv")
    with (tmp_path / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["old_code"], r["new_code"], r["hectares"]) for r in rows] == [
        (one, other, str(drawn.loc[(one, other)]["hectares"])) for one, other in drawn.index
    ]
    answer = switched.json("boundaries", "diff", "new", "old")
    assert answer["layers"][0]["counts"] == {"merged": 1, "moved": 2}


def test_a_file_that_nobody_can_write_is_refused_at_once(
    switched: CommandLine, tmp_path: Path
) -> None:
    for name, why in (
        ("x.doc", "Nobody knows how to write .doc"),
        ("no/x.csv", "can't be written"),
    ):
        refused = switched.run("boundaries", "diff", "-o", tmp_path / name, expect=1).stderr
        assert why in refused


def test_the_switch_moves_open_requests_and_the_past_still_answers(switched: CommandLine) -> None:
    future = switched.run("boundaries", "activate", "--since", "2999-01-01", expect=1).stderr
    assert "is yet to come" in future
    done = switched.json("boundaries", "activate", "--since", "2026-01-01", "--by", "Ann")
    assert (done["name"], done["switched"]) == ("new", True)
    assert done["changes"] == {"village": {"split": 1, "moved": 2}}
    assert done["requests"] == {"looked_at": 4, "changed": 4, "left_outside": 0}
    again = switched.json("boundaries", "activate")
    assert (again["name"], again["switched"], again["requests"]["looked_at"]) == ("new", False, 0)
    owner = {
        at: switched.json("locate", *MOVED, *at)["chain"][0]["code"]
        for at in ((), ("--at", "2026-01-01"), ("--at", "2025-12-31 23:59"))
    }
    assert list(owner.values()) == ["1", "1", "2"]
    early = switched.run("locate", *MOVED, "--at", "2024-12-31", expect=1).stderr
    # A day begins in the service's zone, eight hours before it does in UTC.
    assert "2024-12-30 16:00 UTC" in early
    assert "came into force at 2024-12-31 16:00 UTC" in early
    assert "--at" in switched.run("locate", *MOVED, "--at", "soon", expect=1).stderr
    listed = switched.run("boundaries", "list").stdout
    assert "2025-01-01 to 2026-01-01" in listed
    assert "since 2026-01-01" in listed


def test_a_past_can_be_said_later(switched: CommandLine) -> None:
    said = ("boundaries", "activate", "old", "--since", "2020-01-01", "--until", "2024-01-01")
    assert "nothing was switched" in switched.run(*said).stderr
    assert switched.json("locate", *MOVED, "--at", "2023-06-01")["edition"] == "old"
    switched.run(*said[:2], *said[3:], expect=2)
    refused = switched.run(*said[:-1], "2019-01-01", expect=1).stderr
    assert "must begin before it ends" in refused


def test_areas_are_traced(switched: CommandLine) -> None:
    steps = switched.json("boundaries", "lineage", "5")
    assert [(s["kind"], s["old"], s["new"], s["since"][:16]) for s in steps] == [
        ("split", "3", code, "2025-12-31T16:00") for code in "45"
    ]
    assert "2026-01-01" in switched.run("boundaries", "lineage", "2").stdout
    assert "No edition has" in switched.run("boundaries", "lineage", "x", expect=1).stderr


def test_another_city_begins_afresh_and_what_is_wrong_is_dropped(
    gridmap: CommandLine, tmp_path: Path
) -> None:
    _load(gridmap, tmp_path, OLD)
    far = {code: shapely.transform(shape, lambda c: c - 30) for code, shape in NEW.items()}
    layer = tmp_path / "far.gpkg"
    geopandas.GeoDataFrame(
        {"CODE": list(far)}, geometry=list(far.values()), crs=4326
    ).to_file(layer)  # fmt: skip
    load = ("boundaries", "load", layer, "--overlay", "police", "--code", "CODE", "--name", "CODE")
    refused = gridmap.run(*load, expect=1).stderr
    assert "--fresh" in refused
    assert "boundaries drop LAYER" in refused
    gridmap.run(*load, "--fresh", "--edition", "far")
    editions = gridmap.json("boundaries", "list")
    assert [[x["code"] for x in e["layers"]] for e in editions] == [["village"], ["police"]]
    done = gridmap.json("boundaries", "drop", "police", "--edition", "far")
    assert done == {"edition": "far", "layer": "police", "left": [], "begun": False, "gone": True}
    gridmap.run("boundaries", "activate")
    assert "has no layer 'police'" in gridmap.run("boundaries", "drop", "police", expect=1).stderr
    active = json.dumps(gridmap.json("boundaries", "list"))
    (name,) = (edition["name"] for edition in gridmap.json("boundaries", "list"))
    refused = gridmap.run("boundaries", "drop", "village", "--edition", name, expect=1).stderr
    assert "has been active and stays as it is" in refused
    assert json.dumps(gridmap.json("boundaries", "list")) == active
