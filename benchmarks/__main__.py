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
    done = list(rows) if asked.json else _printed(rows, machine)
    if asked.json:
        found = {
            "subject": asked.subject, "quick": asked.quick, "machine": machine,
            "rows": [row.as_json() for row in done],
        }  # fmt: skip
        print(json.dumps(found, indent=2))
    return int(any(row.equal is False for row in done))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench", description="Runs a benchmark beside its peers and compares all answers."
    )
    parser.add_argument("subject", choices=sorted(SUBJECTS))
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run at all?")
    parser.add_argument("--json", action="store_true", help="everything measured, for machines")
    parser.add_argument("--only", nargs="+", metavar="SLUG", help="these rows, not all")
    return parser


def _printed(rows: Iterable[Row], machine: dict[str, Any]) -> list[Row]:
    """The rows, each printed as soon as it is there."""
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    print(f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB")
    print(f"{machine['system']}, Python {machine['python']}, {versions}")
    print(f"{machine['at']}, load {machine['load']}\n")
    print(COLUMNS.format("slug", "ours", "peer", "ratio", "unit", "equal", "target", "peer is"))
    done = []
    for row in rows:
        print(_line(row), flush=True)
        done.append(row)
    return done


def _line(row: Row) -> str:
    equal = {True: "yes", False: "NO", None: "-"}[row.equal]
    target = ""
    if row.target is not None:
        sign = "≥" if row.target.sense == "at least" else "≤"
        target = f"{sign} {row.target.bound:g} " + (
            "met" if row.target.met(row.ratio) else "missed"
        )
    figures = (_number(each) for each in (row.ours, row.peer, row.ratio))
    return COLUMNS.format(row.slug, *figures, row.unit, equal, target, row.against).rstrip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


if __name__ == "__main__":
    sys.exit(main())
