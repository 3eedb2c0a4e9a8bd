"""A Shapefile's texts are read as they were meant, or asked about; never as rubbish."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, TypeAlias

import pytest

from boundaries.errors import LayerFileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas

    from boundaries.layer_files import LayerRead

    Write: TypeAlias = Callable[..., Path]
    Read: TypeAlias = Callable[..., LayerRead]
    Frame: TypeAlias = geopandas.GeoDataFrame

NAMES = ("春江村", "Riverside", "大桥社区")


def _without_cpg(path: Path) -> Path:
    """The Shapefile as older programs write it, the code page of its .dbf unset."""
    path.with_suffix(".cpg").unlink()
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[29] = 0
    table.write_bytes(content)
    return path


def _zip_of(path: Path, folder: str = "") -> Path:
    packed = path.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as out:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part != packed:
                out.write(part, folder + part.name)
    return packed


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK", "GB18030", "CP936"])
@pytest.mark.parametrize("zipped", [False, True])
def test_a_stated_encoding_holds(
    encoding: str, *, zipped: bool, frame: Frame, write: Write, read: Read
) -> None:
    path = write(frame, "villages.shp", encoding=encoding)
    assert path.with_suffix(".cpg").read_text() == encoding
    assert read(_zip_of(path) if zipped else path).layer.names == NAMES


@pytest.mark.parametrize("zipped", [None, "", "村社/"], ids=["plain", "zip", "zip-with-folder"])
def test_gbk_that_says_nothing_is_asked_about_and_read_when_declared(
    zipped: str | None, frame: Frame, write: Write, read: Read
) -> None:
    path = _without_cpg(write(frame, "villages.shp", encoding="GBK"))
    path = path if zipped is None else _zip_of(path, zipped)
    with pytest.raises(LayerFileError, match="doesn't say how its texts are encoded") as refused:
        read(path)
    assert "--encoding gb18030" in refused.value.remedy
    assert read(path, encoding="gb18030").layer.names == NAMES


@pytest.mark.parametrize("zipped", [None, "", "村社/"], ids=["plain", "zip", "zip-with-folder"])
def test_utf8_that_says_nothing_is_recognised(
    zipped: str | None, frame: Frame, write: Write, read: Read
) -> None:
    path = _without_cpg(write(frame, "villages.shp", encoding="UTF-8"))
    assert read(path if zipped is None else _zip_of(path, zipped)).layer.names == NAMES


def test_plain_letters_need_no_encoding(frame: Frame, write: Write, read: Read) -> None:
    frame["NAME"] = ["Riverside", "Bridge", "Hill"]
    path = _without_cpg(write(frame, "villages.shp", encoding="GBK"))
    assert read(path).layer.names == ("Riverside", "Bridge", "Hill")


def test_letters_of_the_west_are_theirs_where_it_is_said(
    frame: Frame, write: Write, read: Read
) -> None:
    frame["NAME"] = ["Köln", "Besançon", "Málaga"]
    assert read(write(frame, "said.shp", encoding="UTF-8")).layer.names[0] == "Köln"
    assert read(write(frame, "also.shp", encoding="ISO-8859-1")).layer.names[0] == "Köln"
    path = _without_cpg(write(frame, "silent.shp", encoding="ISO-8859-1"))
    with pytest.raises(LayerFileError, match="doesn't say"):
        read(path)
    for name in ("latin-1", "iso8859_1", "ISO-8859-1", "cp1252"):
        assert read(path, encoding=name).layer.names == ("Köln", "Besançon", "Málaga")


def test_a_cpg_that_names_no_encoding_says_nothing(frame: Frame, write: Write, read: Read) -> None:
    path = _without_cpg(write(frame, "villages.shp", encoding="GBK"))
    path.with_suffix(".cpg").write_text("whatever")
    with pytest.raises(LayerFileError, match="doesn't say"):
        read(path)


def test_a_wrong_declaration_is_refused(frame: Frame, write: Write, read: Read) -> None:
    path = write(frame, "villages.shp", encoding="GBK")
    with pytest.raises(LayerFileError, match="texts are not utf-8"):
        read(path, encoding="utf-8")
    with pytest.raises(LayerFileError, match="no encoding called 'klingon'"):
        read(path, encoding="klingon")
