"""What was answered is stored: a server that is killed right after still has it when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.conftest import copied, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.conftest import Installation

_TIMES = 2


@pytest.fixture
def alone(installation: Installation, made: Installation, tmp_path: Path) -> Installation:
    """An installation, on each kind of database, whose file no other process has open."""
    on_postgresql = "GRIDMAP_DATABASE_URL" in installation.gridmap.settings
    return installation if on_postgresql else copied(made, tmp_path)


def test_a_killed_server_has_lost_nothing(alone: Installation) -> None:
    taken: dict[str, object] = {}
    for number in range(_TIMES):
        with serving(alone) as served:
            for address, request in taken.items():
                assert served.keyed.get(address).json() == request
            new = {"category": "rubbish", "lon": 119.905, "lat": 30.005, "text": str(number)}
            answer = served.keyed.post("/v1/requests", json=new)
            served.process.kill()
            served.process.wait()
        assert answer.status_code == 201
        taken[answer.headers["location"]] = answer.json()
    with serving(alone) as served:
        listed = served.keyed.get("/v1/requests", params={"limit": _TIMES}).json()["requests"]
        assert listed == list(reversed(taken.values()))
