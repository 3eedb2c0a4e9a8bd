"""A year of a city's requests is taken whole, each as the city published it, and only once."""

from __future__ import annotations

import csv
import gzip
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from boundaries.layer_files import LayerSource
from gridmap.journeys.activate_edition import activate_edition
from gridmap.journeys.load_boundaries import load_layer
from gridmap.service import Service
from gridmap.settings import Settings
from gridmap.store.tables import metadata
from tests.gridmap.ground import NOW, import_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridmap.journeys.import_requests import ImportSummary

ROWS = 121_145
MAPPING = {
    "source": "boston",
    "timezone": "America/New_York",
    "columns": {
        "id": "CASE_ENQUIRY_ID", "opened": "OPEN_DT", "closed": "CLOSED_DT", "category": "TYPE",
        "lon": "LONGITUDE", "lat": "LATITUDE", "text": "CASE_TITLE", "address": "Location",
        "channel": "Source",
    },
}  # fmt: skip


@dataclass(frozen=True)
class City:
    """An installation that holds the year, what its import said, and the file."""

    service: Service
    summary: ImportSummary
    file: Path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database itself answers."""
        with sqlite3.connect(self.service.settings.data_dir / "gridmap.sqlite") as connection:
            return connection.execute(query).fetchall()

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables."""
        return {name: self.rows(f"SELECT * FROM {name}") for name in metadata.tables}  # noqa: S608


@pytest.fixture(scope="module")
def boston(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("boston")
    service = Service(Settings(data_dir=folder))
    data = real_data / "boston"
    for source in (
        LayerSource(data / "Wards.geojson", "township", "level", "WARD", "WARD"),
        LayerSource(data / "Police_Districts.geojson", "police", "overlay", "DISTRICT", "DISTRICT"),
    ):
        load_layer(source, None, service.editions, service.level_order, NOW)
    activate_edition(None, service.editions, service.level_order, NOW)
    file = folder / "boston_311_2015.csv.gz"
    file.symlink_to(data / file.name)  # rejected rows would be kept beside it
    yield City(service, import_file(service, file, **MAPPING), file)
    service.close()


@pytest.fixture(scope="module")
def published(boston: City) -> list[dict[str, str]]:
    with gzip.open(boston.file, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_accounted_for(boston: City) -> None:
    told = boston.summary
    assert (told.rows, told.new) == (ROWS, ROWS)
    assert (told.changed, told.unchanged, told.rejected) == (0, 0, 0)
    assert told.rejected_file is None
    assert sum(told.placements.values()) == sum(told.categories.values()) == ROWS
    assert told.placements["unplaced"] == 0
    assert told.reasons == {"outside_every_area": told.placements["outside"]}
    assert boston.rows("SELECT count(*) FROM requests") == [(ROWS,)]


def test_every_request_is_as_the_city_published_it(
    boston: City, published: list[dict[str, str]]
) -> None:
    zone = ZoneInfo("America/New_York")

    def utc(text: str) -> str | None:
        """The moment as SQLite keeps it."""
        if not text:
            return None
        local = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
        return local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S.%f")

    expected = [
        (
            row["CASE_ENQUIRY_ID"], row["TYPE"].strip(), row["CASE_TITLE"].strip(),
            float(row["LONGITUDE"]), float(row["LATITUDE"]), utc(row["OPEN_DT"]),
            utc(row["CLOSED_DT"]), "closed" if row["CLOSED_DT"] else "open",
        )
        for row in published
    ]  # fmt: skip
    found = boston.rows(
        "SELECT external_id, source_category, text, lon, lat, reported_at, closed_at, status "
        "FROM requests ORDER BY seq"
    )
    assert found == expected


def test_city_hall_is_the_one_default_coordinate(
    boston: City, published: list[dict[str, str]]
) -> None:
    at_city_hall = sum(
        (row["LONGITUDE"], row["LATITUDE"]) == ("-71.0587", "42.3594") for row in published
    )
    assert [(one.x, one.y, one.count) for one in boston.summary.stacks] == [
        (-71.0587, 42.3594, at_city_hall)
    ]
    assert at_city_hall == 17_070
    assert boston.rows("SELECT position_quality, count(*) FROM requests GROUP BY 1") == [
        ("default", 17_070), ("gps", ROWS - 17_070),
    ]  # fmt: skip
    assert boston.rows(
        "SELECT DISTINCT lon, lat FROM requests WHERE position_quality='default'"
    ) == [(-71.0587, 42.3594)]


def test_the_city_s_words_find_their_categories(
    boston: City, published: list[dict[str, str]]
) -> None:
    types = Counter(row["TYPE"] for row in published)
    found = boston.summary.categories
    assert types["Abandoned Vehicles"] == found["abandoned_car"]
    assert types["PWD Graffiti"] + types["Graffiti Removal"] == found["graffiti"]
    street_light = ("Street Light Outages", "Street Light Knock Downs", "General Lighting Request")
    assert sum(types[word] for word in street_light) == found["street_light"]
    # "icy" is in "policy" and in "bicycle", and means no ice there.
    icy = [word for word in types if "snow" in word.lower() or "unshoveled" in word.lower()]
    assert sum(types[word] for word in icy) == found["snow"]


def test_events_tell_of_every_report_and_every_closing(
    boston: City, published: list[dict[str, str]]
) -> None:
    closed = sum(1 for row in published if row["CLOSED_DT"])
    assert boston.rows("SELECT kind, count(*) FROM events GROUP BY kind ORDER BY kind") == [
        ("closed", closed), ("received", ROWS),
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing(boston: City) -> None:
    before = boston.everything()
    again = import_file(boston.service, boston.file, **MAPPING)
    assert (again.rows, again.unchanged) == (ROWS, ROWS)
    assert (again.new, again.changed, again.rejected) == (0, 0, 0)
    assert again.stacks == boston.summary.stacks
    assert boston.everything() == before
