"""Every command explains itself, and wrong usage is told from work that could not be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridmap import __version__
from gridmap.cli import app

if TYPE_CHECKING:
    from tests.conftest import CommandLine

COMMANDS = [
    "boundaries load", "boundaries check", "boundaries list", "boundaries activate",
    "boundaries grid", "boundaries mend", "boundaries export", "boundaries compile",
    "doctor points", "doctor kernels",
    "boundaries diff", "boundaries lineage", "boundaries drop",
    "requests import", "requests list", "hotspots find", "hotspots list", "people add",
    "people key", "people list", "people revoke", "locate", "assign", "heatmap", "serve", "demo",
]  # fmt: skip


def test_help_names_every_command_and_every_exit_code(gridmap: CommandLine) -> None:
    told = gridmap.run("--help").stdout
    for name in {command.split()[0] for command in COMMANDS}:
        assert f" {name} " in told
    for code in ("0 done", "1 not done, nothing was changed", "2 wrong usage", "3 done"):
        assert code in told


def test_every_command_there_is_is_tried_here() -> None:
    groups = {group.name: group.typer_instance for group in app.registered_groups}
    found = {command.name for command in app.registered_commands} | {
        f"{name} {command.name}"
        for name, group in groups.items()
        if group is not None
        for command in group.registered_commands
    }
    assert found == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_and_what_it_takes(
    command: str, gridmap: CommandLine
) -> None:
    told = gridmap.run(*command.split(), "--help").stdout
    usage, described = told.split("╭")[0].strip().split("\n", maxsplit=1)
    assert usage.strip().startswith("Usage:")
    assert described.strip().endswith(".")
    assert "--help" in told


def test_the_version_is_that_of_the_package(gridmap: CommandLine) -> None:
    assert gridmap.run("--version").stdout.strip() == __version__


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["requests", "nonsense"],
        ["requests", "import"],
        ["requests", "import", "a.csv", "--nonsense"],
        ["requests", "import", "a.csv", "--stack-share", "2"],
        ["requests", "import", "a.csv", "--stack-share", "much"],
        ["requests", "list", "--limit", "0"],
        ["hotspots", "find", "--radius", "wide"],
        ["hotspots", "list", "--limit", "many"],
        ["people", "key"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_2(arguments: list[str], gridmap: CommandLine) -> None:
    if "--stack-share" in arguments:
        arguments = [*arguments, "--opened", "when"]
    done = gridmap.run(*arguments, expect=2)
    assert "Usage:" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("GRIDMAP_PORT", "many"),
        ("GRIDMAP_TIMEZONE", "Mars"),
        ("GRIDMAP_LEVELS", "A B"),
        ("GRIDMAP_EXTENT", "1,2"),
        ("GRIDMAP_DATABASE_URL", "nonsense"),
        ("GRIDMAP_DATABASE_URL", "mysql://nobody@nowhere/nothing"),
        ("GRIDMAP_DATABASE_URL", "sqlite:////proc/nothing/x.sqlite"),
        ("GRIDMAP_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing"),
    ],
)
def test_a_setting_that_can_not_be_used_is_explained(
    setting: str, value: str, gridmap: CommandLine
) -> None:
    gridmap.settings[setting] = value
    done = gridmap.run("requests", "list", expect=1)
    assert done.stderr.startswith("Error: ")
    assert done.stdout == ""


def test_a_database_that_is_none_is_explained(gridmap: CommandLine) -> None:
    gridmap.data_dir.mkdir()
    (gridmap.data_dir / "gridmap.sqlite").write_bytes(b"no database at all" * 100)
    done = gridmap.run("requests", "list", expect=1)
    assert done.stderr.startswith("Error: The database can't be used: file is not a database")
