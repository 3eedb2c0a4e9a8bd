"""What commands print: tables and progress for people, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console

    from boundaries.errors import ExplainedError
    from boundaries.model import Finding

ATTENTION = 3
"""Exit code: done, but something wants a look."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

_FINDINGS_SHOWN = 25
_OF_A_KIND = 5


def console() -> Console:
    """Where people read: the standard error, so that the standard output stays for results."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """A line for people, on the standard error."""
    console().print(text, markup=False, soft_wrap=True)


def say_error(error: ExplainedError) -> None:
    """What was wrong, where, and what to do."""
    from rich.text import Text

    line = Text("Error: ", style="bold red")
    line.append(f"{error.where}: " if error.where else "", style="bold default")
    line.append(error.what, style="default")
    out = console()
    out.print(line, soft_wrap=True)
    if error.remedy:
        out.print(Text(f"What to do: {error.remedy}"), soft_wrap=True)


def print_json(value: Any) -> None:
    """A value as JSON on the standard output; moments as ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on the standard output; numbers to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for k, name in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[k], int | float) for row in rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    # Piped output is not cut to a width that nobody looks at.
    width = None if sys.stdout.isatty() else 200
    Console(highlight=False, width=width).print(table)


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def print_findings(findings: Sequence[Finding]) -> None:
    """Findings as a table, the worst first, then how many there are of each kind."""
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = sorted(findings, key=lambda f: (order[f.severity], -(f.square_metres or 0)))
    shown = _some_of_each(ranked)
    rows = [(f.severity, f.kind, f.layer, f.message, _place(f)) for f in shown]
    print_table("", ("severity", "kind", "layer", "what", "lon, lat"), rows)
    if len(ranked) > len(rows):
        say(f"… and {len(ranked) - len(rows):,} more: --json shows all.")
    say(_counted(ranked))


def _some_of_each(ranked: Sequence[Finding]) -> list[Finding]:
    """As many as a table shows: a few of each kind first, so that none hides another."""
    seen: Counter[tuple[str, str]] = Counter()
    place_in_kind = []
    for finding in ranked:
        seen[finding.severity, finding.kind] += 1
        place_in_kind.append(seen[finding.severity, finding.kind])
    first = sorted(range(len(ranked)), key=lambda k: (place_in_kind[k] > _OF_A_KIND, k))
    return [ranked[k] for k in sorted(first[:_FINDINGS_SHOWN])]


def _counted(findings: Sequence[Finding]) -> str:
    """How many there are of each severity, and of each kind among them."""
    kinds = Counter((finding.severity, finding.kind) for finding in findings)
    told = []
    for severity, total in Counter(finding.severity for finding in findings).items():
        parts = [f"{n:,} {kind}" for (s, kind), n in kinds.most_common() if s == severity]
        told.append(f"{total:,} {severity}{'s' * (total != 1)} ({', '.join(parts)})")
    return "; ".join(told) + "."


def _place(finding: Finding) -> str:
    if finding.lon is None or finding.lat is None:
        return "–"
    return f"{finding.lon:.5f}, {finding.lat:.5f}"


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[str, float], None]]:
    """A bar on the standard error; call it with the stage and the share of it done."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    out = console()
    # Where nobody watches, a bar would leave blank lines behind.
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task(title, total=1.0)

        def report(stage: str, share: float) -> None:
            bar.update(task, description=f"{title}: {stage}", completed=share)

        yield report
