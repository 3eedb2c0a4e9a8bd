"""The files of the demonstration district, written into a folder from a seed."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from gridmap.demo.calls.requests import USUAL, Requests, make_requests
from gridmap.demo.calls.table import HEADER
from gridmap.demo.geojson import layer_geojson, water_geojson
from gridmap.demo.land.district import District, make_district
from gridmap.demo.land.size import DistrictSize
from gridmap.demo.readme import MAPPING, README
from gridmap.demo.truth import make_truth, write_truth_rows

SEED = 330_111
UNTIL = date(2026, 10, 31)
USUAL_SIZE = DistrictSize()

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class DemoCounts:
    """How much of everything there is."""

    townships: int
    villages: int
    grids: int
    police_beats: int
    requests: int
    duplicates: int
    default_coordinates: int
    bad_rows: int
    clusters: int
    silent_villages: int


@dataclass(frozen=True)
class DemoFiles:
    """Where the files of the demonstration district are; all of it is synthetic."""

    folder: Path
    district: Path
    townships: Path
    villages: Path
    grids: Path
    police: Path
    river: Path
    requests: Path
    mapping: Path
    truth: Path
    truth_rows: Path
    readme: Path
    counts: DemoCounts


def write_demo(
    folder: Path,
    seed: int = SEED,
    requests: int = USUAL,
    until: date = UNTIL,
    progress: Progress | None = None,
    size: DistrictSize = USUAL_SIZE,
) -> DemoFiles:
    """Make the demonstration district and write its files; the same seed gives the same bytes.

    Parameters
    ----------
    folder
        Where to; made when missing. Files of the same names are replaced.
    seed
        Not negative.
    requests
        Rows of ``requests.csv``, the bad ones included; at least 500.
    until
        The last day, in the district's time; the first is 730 days before the day after it.
    progress
        Called with a stage (``district``, ``requests``, ``files``) and the share of it that
        is done, 0..1.
    size
        How many villages and grids.

    Raises
    ------
    ValueError
        When a parameter is out of its range.
    OSError
        When the folder can't be written.
    """
    if seed < 0:
        raise ValueError(f"seed must not be negative, got {seed}")
    report = progress or (lambda _stage, _share: None)
    report("district", 0.0)
    district = make_district(seed, size, lambda share: report("district", share))
    report("requests", 0.0)
    made = make_requests(seed, district, until, requests)
    report("requests", 1.0)
    files = _placed(folder, _counts(district, made))
    folder.mkdir(parents=True, exist_ok=True)
    texts = _texts(files, seed, district, made)
    for number, (path, text) in enumerate(texts.items()):
        report("files", number / len(texts))
        path.write_bytes(text.encode("utf-8"))
    report("files", 1.0)
    return files


def _placed(folder: Path, counts: DemoCounts) -> DemoFiles:
    return DemoFiles(
        folder=folder,
        district=folder / "district.geojson",
        townships=folder / "townships.geojson",
        villages=folder / "villages.geojson",
        grids=folder / "grids.geojson",
        police=folder / "police.geojson",
        river=folder / "river.geojson",
        requests=folder / "requests.csv",
        mapping=folder / "mapping.toml",
        truth=folder / "truth.json",
        truth_rows=folder / "truth_rows.csv",
        readme=folder / "README.txt",
        counts=counts,
    )


def _texts(files: DemoFiles, seed: int, district: District, made: Requests) -> dict[Path, str]:
    division = district.division
    homes = [round(value) for value in division.households.tolist()]
    village_homes = np.bincount(division.village, np.array(homes)).astype(np.int64).tolist()
    return {
        files.district: layer_geojson(district.layers[0]),
        files.townships: layer_geojson(district.layers[1]),
        files.villages: layer_geojson(district.villages, village_homes),
        files.grids: layer_geojson(district.grids, homes),
        files.police: layer_geojson(district.police),
        files.river: water_geojson(district.water),
        files.requests: _csv([list(HEADER), *made.rows]),
        files.mapping: MAPPING,
        files.truth: json.dumps(make_truth(seed, district, made), ensure_ascii=False, indent=1),
        files.truth_rows: write_truth_rows(district, made),
        files.readme: README,
    }


def _csv(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _counts(district: District, made: Requests) -> DemoCounts:
    return DemoCounts(
        townships=len(district.layers[1].polygons),
        villages=len(district.villages.polygons),
        grids=len(district.grids.polygons),
        police_beats=len(district.police.polygons),
        requests=len(made.rows),
        duplicates=int(np.count_nonzero(made.reports.nth)),
        default_coordinates=int(np.count_nonzero(made.reports.default)),
        bad_rows=len(made.bad),
        clusters=len(made.clusters),
        silent_villages=int(np.count_nonzero(made.readiness.silent)),
    )
