"""Real editions, read once: Boston, whose levels do not quite nest, and Taiwan, in three."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from boundaries.editions import assemble_edition
from boundaries.layer_files import LayerSource, read_layer
from boundaries.locator import Locator

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


@pytest.fixture(scope="session")
def boston(real_data: Path) -> Locator:
    """Wards, precincts, police districts and neighbourhoods."""
    folder = real_data / "boston"
    sources = [
        LayerSource(folder / "Wards.geojson", "township", "level", "WARD", "WARD"),
        LayerSource(
            folder / "Precincts_feet.geojson", "village", "level", "WARD_PRECINCT",
            "WARD_PRECINCT", crs="EPSG:2249",
        ),
        LayerSource(folder / "Police_Districts.geojson", "police", "overlay", "ID", "DISTRICT"),
        LayerSource(
            folder / "Boston_Neighborhoods.geojson", "neighborhood", "overlay",
            "Neighborhood_ID", "Name",
        ),
    ]  # fmt: skip
    return _locator("boston", sources, ("township", "village"))


@pytest.fixture(scope="session")
def taiwan(real_data: Path) -> Locator:
    """Counties, townships and villages."""
    folder = real_data / "taiwan"
    named = {"district": ("counties", "COUNTY"), "township": ("townships", "TOWN"),
             "village": ("villages", "VILL")}  # fmt: skip
    sources = [
        LayerSource(folder / f"{file}.parquet", level, "level", f"{field}CODE", f"{field}NAME")
        for level, (file, field) in named.items()
    ]
    return _locator("taiwan", sources, tuple(named))


def _locator(name: str, sources: list[LayerSource], order: tuple[str, ...]) -> Locator:
    edition, _ = assemble_edition(name, [read_layer(each).layer for each in sources], order)
    return Locator(edition)


@pytest.fixture(scope="session")
def boston_points(real_data: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude of every request of 2015, NaN where there is none."""
    table = pd.read_csv(
        real_data / "boston" / "boston_311_2015.csv.gz", usecols=["LONGITUDE", "LATITUDE"]
    )
    return table["LONGITUDE"].to_numpy(float), table["LATITUDE"].to_numpy(float)
