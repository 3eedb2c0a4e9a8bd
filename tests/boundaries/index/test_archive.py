"""A file that was cut short, or changed in any bit, or is another's, is never believed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from boundaries.errors import IndexFileError
from boundaries.index import archive as module
from boundaries.index.archive import Archive, open_archive, write_archive

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def _written(folder: Path) -> tuple[Path, Archive]:
    seeded = np.random.default_rng(1)
    arrays: dict[str, NDArray[Any]] = {
        "numbers": seeded.uniform(size=77),
        "nothing": np.empty(0, dtype=np.int32),
        "table": seeded.integers(0, 9, (5, 3)).astype(np.int32),
        "bytes": np.frombuffer("沿江村 grid".encode(), dtype=np.uint8),
    }
    archive = Archive("this edition", {"name": "2026-11", "中": [1, None]}, arrays)
    path = folder / "some" / "edition.index"
    write_archive(path, archive)
    return path, archive


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path, archive = _written(tmp_path)
    read = open_archive(path, "this edition")
    assert read.stamp == archive.stamp
    assert read.facts == archive.facts
    assert list(read.arrays) == list(archive.arrays)
    for name, array in archive.arrays.items():
        assert read.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(read.arrays[name], array)
    assert [each.name for each in path.parent.iterdir()] == ["edition.index"]


def test_any_bit_that_counts(tmp_path: Path) -> None:
    path, archive = _written(tmp_path)
    whole = path.read_bytes()
    padding = _padding(whole, archive)
    for k in range(len(whole)):
        broken = bytearray(whole)
        broken[k] ^= 1 << (k % 8)
        path.write_bytes(broken)
        if k in padding:
            open_archive(path)
            continue
        with pytest.raises(IndexFileError) as refused:
            open_archive(path)
        assert "gridmap boundaries compile" in refused.value.remedy


def _padding(whole: bytes, archive: Archive) -> set[int]:
    """Bytes between arrays, which mean nothing."""
    used = set(range(module.PREFIX.size))
    _, _, length, _ = module.PREFIX.unpack_from(whole)
    used |= set(range(module.PREFIX.size, module.PREFIX.size + length))
    for array in archive.arrays.values():
        if array.nbytes:
            begin = whole.index(array.tobytes())
            used |= set(range(begin, begin + array.nbytes))
    return set(range(len(whole))) - used


def test_cut_at_any_place(tmp_path: Path) -> None:
    path, _ = _written(tmp_path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexFileError):
            open_archive(path)


def test_another_format_or_edition_or_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = _written(tmp_path)
    with pytest.raises(IndexFileError, match="another edition"):
        open_archive(path, "that edition")
    with pytest.raises(IndexFileError, match="no index"):
        open_archive(tmp_path / "none.index")
    monkeypatch.setattr(module, "FORMAT", module.FORMAT + 1)
    with pytest.raises(IndexFileError, match="format"):
        open_archive(path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to make a small disk")
def test_a_full_disk_is_explained_and_leaves_nothing_behind(tmp_path: Path) -> None:
    import subprocess

    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("may not mount")
    try:
        with pytest.raises(IndexFileError, match="can't be written"):
            write_archive(tmp_path / "x.index", Archive("", {}, {"a": np.zeros(100_000)}))
        assert list(tmp_path.iterdir()) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
