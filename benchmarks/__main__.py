"""``python -m benchmarks SUBJECT``: runs a benchmark and prints its table."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from benchmarks.machine import describe_machine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.row import Row

SUBJECTS = {"locator": "benchmarks.locator.subject"}
"""Each is a module with `SLUGS` and `rows(slugs, quick)`."""
COLUMNS = "{:<22} {:>11} {:>11} {:>9}  {:<12} {:<6} {:<14} {}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; 1 where answers differ from a peer's."""
    asked = _parser().parse_args(arguments)
    subject = import_module(SUBJECTS[asked.subject])
    machine = describe_machine()
    rows: Iterable[Row] = subject.rows(asked.only or subject.SLUGS, quick=asked.quick)
    if asked.json:
        done = list(rows)
        print(json.dumps(_as_json(asked, machine, done), indent=2))
    elif asked.markdown:
        done = list(rows)
        print(_as_markdown(machine, done))
    else:
        done = _printed(rows, machine)
    return int(any(row.equal is False for row in done))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench", description="Runs a benchmark beside its peers and compares all answers."
    )
    parser.add_argument("subject", choices=sorted(SUBJECTS))
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run at all?")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="everything measured, for machines")
    shown.add_argument("--markdown", action="store_true", help="the table, for a document")
    parser.add_argument("--only", nargs="+", metavar="SLUG", help="these rows, not all")
    return parser


def _as_json(
    asked: argparse.Namespace, machine: dict[str, Any], rows: Sequence[Row]
) -> dict[str, Any]:
    return {
        "subject": asked.subject,
        "quick": asked.quick,
        "machine": machine,
        "rows": [row.as_json() for row in rows],
    }


def _as_markdown(machine: dict[str, Any], rows: Sequence[Row]) -> str:
    """The table as the documentation shows it."""
    lines = [
        " ".join(_machine_lines(machine)),
        "",
        "| row | ours | peer | ratio | unit | equal | target | peer is |",
        "|---|--:|--:|--:|---|---|---|---|",
    ]
    lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    return "\n".join(lines)


def _machine_lines(machine: dict[str, Any]) -> tuple[str, str, str]:
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB;",
        f"{machine['system']}, Python {machine['python']}, {versions};",
        f"{machine['at']}, load {machine['load']} before.",
    )


def _printed(rows: Iterable[Row], machine: dict[str, Any]) -> list[Row]:
    """The rows, each printed as soon as it is there."""
    print("\n".join(_machine_lines(machine)), end="\n\n")
    print(COLUMNS.format("slug", "ours", "peer", "ratio", "unit", "equal", "target", "peer is"))
    done = []
    for row in rows:
        print(COLUMNS.format(*_cells(row)).rstrip(), flush=True)
        done.append(row)
    return done


def _cells(row: Row) -> tuple[str, ...]:
    equal = {True: "yes", False: "NO", None: "-"}[row.equal]
    figures = (_number(each) for each in (row.ours, row.peer, row.ratio))
    return (row.slug, *figures, row.unit, equal, _target(row), row.against)


def _target(row: Row) -> str:
    if row.target is None:
        return ""
    sign = "≥" if row.target.sense == "at least" else "≤"
    return f"{sign} {row.target.bound:g} {'met' if row.target.met(row.ratio) else 'missed'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
