"""Rows of real layers: requests of Boston among its precincts, points all over Taiwan."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.locator.batches import beside, faster_peer
from benchmarks.locator.peers.spatial_join import PREDICATES, SpatialJoin
from benchmarks.locator.points import strewn

if TYPE_CHECKING:
    from benchmarks.locator.points import Places
    from benchmarks.locator.scene import Sizes
    from benchmarks.row import Row
    from boundaries.model import Layer

FOLDER = Path(os.environ.get("GRIDMAP_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))


def boston_layers() -> tuple[Layer, ...]:
    """Wards, precincts, police districts and neighbourhoods; none without the data."""
    from boundaries.layer_files import LayerSource, read_layer

    folder = FOLDER / "boston"
    if not folder.is_dir():
        return ()
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
    return tuple(read_layer(source).layer for source in sources)


def boston_points() -> Places:
    """Every request of 2015 that has a place."""
    import pandas as pd

    path = FOLDER / "boston" / "boston_311_2015.csv.gz"
    table = pd.read_csv(path, usecols=["LONGITUDE", "LATITUDE"]).dropna()
    return table["LONGITUDE"].to_numpy(float), table["LATITUDE"].to_numpy(float)


def taiwan_layers() -> tuple[Layer, ...]:
    """Counties, townships and villages; none without the data."""
    from boundaries.layer_files import LayerSource, read_layer

    folder = FOLDER / "taiwan"
    if not folder.is_dir():
        return ()
    named = {"district": ("counties", "COUNTY"), "township": ("townships", "TOWN"),
             "village": ("villages", "VILL")}  # fmt: skip
    sources = [
        LayerSource(folder / f"{file}.parquet", level, "level", f"{field}CODE", f"{field}NAME")
        for level, (file, field) in named.items()
    ]
    return tuple(read_layer(source).layer for source in sources)


def boston(slug: str, sizes: Sizes) -> Row | None:
    """The city's requests among its precincts, over and over, to a full batch."""
    layers = boston_layers()
    if not layers:
        return None
    lon, lat = boston_points()
    return _warm(
        slug, layers[1], (np.resize(lon, sizes.points), np.resize(lat, sizes.points)), sizes
    )


def taiwan(slug: str, sizes: Sizes) -> Row | None:
    """Points all over the box of Taiwan, four in five of them at sea, among its villages."""
    layers = taiwan_layers()
    if not layers:
        return None
    return _warm(slug, layers[-1], strewn(layers[-1].geometries, sizes.points), sizes)


def _warm(slug: str, layer: Layer, points: Places, sizes: Sizes) -> Row:
    return faster_peer(
        [beside(slug, layer, points, SpatialJoin(each), sizes, None) for each in PREDICATES]
    )
