"""Keys are made, listed and ended by command; a key is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridmap.service import Service
from gridmap.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import CommandLine


def test_a_key_is_printed_once_works_and_can_be_ended(gridmap: CommandLine) -> None:
    first = gridmap.run("people", "key", "Chen").stdout.strip()
    second = gridmap.json("people", "key", "Chen")
    assert second["name"] == "Chen"
    assert gridmap.json("people", "list") == [
        {"name": "Chen", "key": first[:12], "state": "valid"},
        {"name": "Chen", "key": second["key"][:12], "state": "valid"},
    ]
    gridmap.run("people", "revoke", first[:12])
    shown = gridmap.run("people", "list").stdout
    assert first not in shown
    assert second["key"] not in shown
    states = [key["state"] for key in gridmap.json("people", "list")]
    assert states == ["revoked", "valid"]
    service = Service(Settings(data_dir=gridmap.data_dir))
    assert service.people.owner(first) is None
    assert service.people.owner(second["key"]) == "Chen"
    service.close()


def test_a_machine_reads_the_key_and_nothing_else(gridmap: CommandLine) -> None:
    done = gridmap.run("people", "key", "hotline")
    assert done.stdout.startswith("gm_")
    assert len(done.stdout.split()) == 1
    assert "can't be shown again" in done.stderr


def test_what_can_not_be_done_is_explained(gridmap: CommandLine) -> None:
    gridmap.run("people", "add", "Chen")
    assert "already" in gridmap.run("people", "add", "Chen", expect=1).stderr
    assert "blank" in gridmap.run("people", "add", " ", expect=1).stderr
    assert "blank" in gridmap.run("people", "key", "", expect=1).stderr
    assert "No valid key" in gridmap.run("people", "revoke", "gm_nothing", expect=1).stderr
    assert gridmap.json("people", "list") == [{"name": "Chen", "key": None, "state": "no key"}]
    assert "no key" in gridmap.run("people", "list").stdout
