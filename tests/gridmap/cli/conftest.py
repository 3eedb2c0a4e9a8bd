"""Real cities, loaded by the commands that anyone types; once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import CommandLine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def boston(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Wards, precincts, police districts and neighbourhoods of Boston, switched on."""
    command = CommandLine(tmp_path_factory.mktemp("boston") / "installation")
    files = real_data / "boston"
    layers = (
        ("Wards", "--level", "township", "WARD", "WARD"),
        ("Precincts_feet", "--level", "village", "WARD_PRECINCT", "WARD_PRECINCT"),
        ("Police_Districts", "--overlay", "police", "ID", "DISTRICT"),
        ("Boston_Neighborhoods", "--overlay", "neighborhood", "Neighborhood_ID", "Name"),
    )
    for file, kind, layer, code, name in layers:
        feet = ("--crs", "EPSG:2249") if file == "Precincts_feet" else ()
        path = files / f"{file}.geojson"
        command.run("boundaries", "load", path, kind, layer, "--code", code, "--name", name, *feet)
    command.run("boundaries", "activate")
    return command
