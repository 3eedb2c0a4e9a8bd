"""Indexes lie beside the database; damaged, foreign and stale ones are made anew from it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gridmap.service import Service
from gridmap.store.indexes import IndexStore
from tests.gridmap.ground import load_ground, middle_of, village_of

if TYPE_CHECKING:
    from pathlib import Path

    from boundaries.locator import Locator

COMPILE = (
    "from gridmap.cli import main; import sys; sys.argv[1:] = ['boundaries', 'compile']; main()"
)


def _answers(locator: Locator) -> list[str]:
    cells = [(c, r) for c in range(4) for r in range(4)]
    return [locator.locate(*middle_of(*cell)).chain[0].code for cell in cells]


EXPECTED = [village_of(c, r) for c in range(4) for r in range(4)]


def _again(service: Service) -> list[str]:
    """What another process answers."""
    other = Service(service.settings)
    try:
        return _answers(other.locator())
    finally:
        other.close()


def test_a_damaged_index_is_made_anew(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    load_ground(service, tmp_path)
    record = service.editions.named(None)
    assert _answers(service.locator()) == EXPECTED
    path = service.indexes.path(record)
    whole = path.read_bytes()
    broken = bytearray(whole)
    broken[len(whole) // 2] ^= 4
    for state in (bytes(broken), whole[:-100], b"", b"something else"):
        path.write_bytes(state)
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert _again(service) == EXPECTED
        assert str(path) in caplog.text
        assert path.read_bytes() == whole


def test_an_index_of_another_state_is_not_used(service: Service, tmp_path: Path) -> None:
    load_ground(service, tmp_path)
    record = service.editions.named(None)
    service.locator()
    assert service.indexes.is_current(record)
    other_order = IndexStore(service.settings.data_dir / "indexes", ("village", "township"))
    assert not other_order.is_current(record)


def test_a_folder_that_cannot_be_written_to_does_not_stop_answers(
    service: Service, tmp_path: Path
) -> None:
    load_ground(service, tmp_path)
    service.locator()
    folder = service.settings.data_dir / "indexes"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("a file where the folder should be")
    assert _again(service) == EXPECTED


@pytest.mark.skipif(os.name != "posix", reason="kills processes")
def test_killed_while_compiling(service: Service, tmp_path: Path) -> None:
    load_ground(service, tmp_path)
    service.locator()
    path = service.indexes.path(service.editions.named(None))
    whole = path.read_bytes()
    environment = os.environ | {
        "GRIDMAP_DATA_DIR": str(service.settings.data_dir),
        "GRIDMAP_DATABASE_URL": service.settings.resolved_database_url,
    }
    seeded = np.random.default_rng(3)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", COMPILE], env=environment, stderr=subprocess.DEVNULL
        )
        time.sleep(float(seeded.uniform(0.3, 2.0)))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert path.read_bytes() == whole
        assert _again(service) == EXPECTED
