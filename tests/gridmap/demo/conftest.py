"""The demonstration district, made once as shipped, and read back without the generator."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from shapely.geometry import shape

from gridmap.demo.files import DemoFiles, write_demo

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

LEVELS = ("district", "townships", "villages", "grids", "police")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """The district of the default seed and size."""
    return write_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def features(demo: DemoFiles) -> dict[str, list[dict[str, Any]]]:
    """The features of each boundary file."""
    return {level: _read(getattr(demo, level))["features"] for level in LEVELS}


@pytest.fixture(scope="session")
def polygons(features: dict[str, list[dict[str, Any]]]) -> dict[str, NDArray[np.object_]]:
    """The polygons of each boundary file, in its order."""
    return {
        level: np.array([shape(feature["geometry"]) for feature in listed], dtype=np.object_)
        for level, listed in features.items()
    }


@pytest.fixture(scope="session")
def codes(features: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """The codes of each boundary file, in its order."""
    return {
        level: [feature["properties"]["code"] for feature in listed]
        for level, listed in features.items()
    }


@pytest.fixture(scope="session")
def header(demo: DemoFiles) -> list[str]:
    """The header of the table of requests."""
    with demo.requests.open(encoding="utf-8", newline="") as table:
        return next(csv.reader(table))


@pytest.fixture(scope="session")
def rows(demo: DemoFiles) -> list[list[str]]:
    """The table of requests without its header; row 1 of the truth is element 0."""
    with demo.requests.open(encoding="utf-8", newline="") as table:
        return list(csv.reader(table))[1:]


@pytest.fixture(scope="session")
def truth(demo: DemoFiles) -> dict[str, Any]:
    """What the generator says is true."""
    return _read(demo.truth)


@pytest.fixture(scope="session")
def truth_rows(demo: DemoFiles) -> list[dict[str, str]]:
    """What the generator says is true of each row."""
    with demo.truth_rows.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
