"""Whatever is in a file, the answer is a layer or an explained error; never another exception."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pyogrio
import pytest

from boundaries.editions import check_layer
from boundaries.errors import ExplainedError, LayerFileError
from boundaries.layer_files import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas

    from boundaries.layer_files import LayerRead

    Write: TypeAlias = Callable[..., Path]
    Read: TypeAlias = Callable[..., LayerRead]
    Frame: TypeAlias = geopandas.GeoDataFrame


def _damaged(content: bytes, rng: np.random.Generator) -> bytes:
    """The content cut, overwritten, with a hole or with something in between."""
    at = int(rng.integers(len(content)))
    some = rng.bytes(int(rng.integers(1, 64)))
    match rng.integers(5):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + some + content[at:]
        case 2:
            return content[:at] + content[at + len(some) :]
        case 3:
            return content[:at] + some + content[at + len(some) :]
        case _:
            return content[:at] + some[:1] + content[at + 1 :]


def _explanation(path: Path, read: Read) -> str:
    """Why a file can't be read or its layer can't be used, or nothing where both can."""
    try:
        found = read(path)
    except ExplainedError as error:
        return str(error)
    check_layer(found.layer)
    errors = [finding.message for finding in found.findings if finding.severity == "error"]
    return " ".join([str(path), *errors]) if errors else ""


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_damaged_file_is_read_or_explained(
    ending: str, frame: Frame, write: Write, read: Read
) -> None:
    path = write(frame, f"villages{ending}")
    content = path.read_bytes()
    rng = np.random.default_rng(list(ending.encode()))
    explained = []
    for _ in range(120):
        path.write_bytes(_damaged(content, rng))
        explained.append(_explanation(path, read))
    assert all(str(path) in why for why in explained if why)
    assert sum(map(bool, explained)) > 10


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("size", [0, 1, 100, 5000])
def test_garbage_is_explained(ending: str, size: int, tmp_path: Path, read: Read) -> None:
    path = tmp_path / f"garbage{ending}"
    path.write_bytes(np.random.default_rng(size).bytes(size))
    with pytest.raises(LayerFileError, match=f"can't be read as {ending}") as refused:
        read(path)
    assert refused.value.remedy


@pytest.mark.parametrize("missing", [".shx", ".dbf"])
def test_a_shapefile_with_a_part_missing_is_explained(
    missing: str, frame: Frame, write: Write, read: Read
) -> None:
    path = write(frame, "villages.shp")
    path.with_suffix(missing).unlink()
    with pytest.raises(LayerFileError, match=r"shx|no field 'CODE'; it has none"):
        read(path)


def _feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"CODE": "1", "NAME": "a"}, "geometry": geometry}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param({"type": "FeatureCollection", "features": []}, "no area", id="no-features"),
        pytest.param({"some": "json"}, "can't be read", id="other-json"),
        pytest.param([], "can't be read", id="a-list"),
        pytest.param({"type": "Topology", "objects": {}, "arcs": []}, "can't be read", id="topo"),
        pytest.param(
            {"type": "FeatureCollection", "features": [_feature({"type": "Polygon"})]},
            "can't be read|has no polygon",
            id="polygon-without-coordinates",
        ),
        pytest.param(
            {
                "type": "FeatureCollection",
                "features": [_feature({"type": "Polygon", "coordinates": [[["a", "b"]]]})],
            },
            "can't be read|has no polygon",
            id="words-for-coordinates",
        ),
        pytest.param(
            {
                "type": "FeatureCollection",
                "features": [_feature({"type": "Polygon", "coordinates": [[[1e400, 0], [1, 1]]]})],
            },
            "can't be read|has no polygon",
            id="endless",
        ),
    ],
)
def test_json_that_is_no_layer_is_explained(
    content: Any, says: str, tmp_path: Path, read: Read
) -> None:
    path = tmp_path / "some.geojson"
    path.write_text(json.dumps(content))
    assert re.search(says, _explanation(path, read))


def test_codes_of_mixed_kinds_are_read(tmp_path: Path, read: Read, frame: Frame) -> None:
    content = json.loads(frame.to_crs(4326).to_json())
    for feature, code in zip(content["features"], [1, "x", 2.5], strict=True):
        feature["properties"]["CODE"] = code
    path = tmp_path / "mixed.geojson"
    path.write_text(json.dumps(content))
    found = read(path)
    assert found.layer.codes == ("1", "x", "2.5")
    assert found.findings == ()


def test_a_table_without_geometry_is_refused(tmp_path: Path, read: Read) -> None:
    table = pd.DataFrame({"CODE": ["1"], "NAME": ["a"]})
    pyogrio.write_dataframe(table, tmp_path / "t.gpkg")
    with pytest.raises(LayerFileError, match="holds no geometry"):
        read(tmp_path / "t.gpkg")
    table.to_parquet(tmp_path / "t.parquet")
    with pytest.raises(LayerFileError, match="can't be read"):
        read(tmp_path / "t.parquet")


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".fgb", ".parquet", ".geojson"])
def test_a_file_without_rows_is_refused(
    ending: str, frame: Frame, write: Write, read: Read
) -> None:  # fmt: skip
    path = write(frame.iloc[:0], f"none{ending}")
    with pytest.raises(LayerFileError, match="holds no area"):
        read(path)


def test_what_is_no_file_is_refused(tmp_path: Path, read: Read) -> None:
    with pytest.raises(LayerFileError, match="no such file"):
        read(tmp_path / "nothing.gpkg")
    with pytest.raises(LayerFileError, match="no such file"):
        read(tmp_path)
    other = tmp_path / "villages.kml"
    other.write_text("<kml/>")
    with pytest.raises(LayerFileError, match=r"'.kml' are not read") as refused:
        read(other)
    assert ".gpkg" in refused.value.remedy
