"""``gridmap boundaries list`` and ``activate``: the editions there are, and the one in force."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from gridmap.cli.moments import moment_option
from gridmap.cli.output import Json, print_json, print_table, progress_bar, say

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from gridmap.journeys.activate_edition import Activated
    from gridmap.journeys.place_again import PlacedAgain
    from gridmap.service import Service
    from gridmap.store.edition_records import EditionRecord

_STAGES = ("check", "compare", "compile", "switch")
_SHARE = 0.4
"""Of the bar for switching; the rest is for requests."""
_COMPILING = _STAGES.index("compile") / len(_STAGES) * _SHARE
"""Where on the bar compiling begins; it takes a tenth."""


def list_editions(json: Json = False) -> None:
    """List editions, when they were in force, and their layers."""
    from gridmap.service import Service

    service = Service()
    records = service.editions.listed()
    if json:
        print_json([dataclasses.asdict(record) for record in records])
        return
    if not records:
        say("No boundaries are loaded yet: gridmap boundaries load FILE …")
        return
    zone = service.settings.zone
    rows = [
        (
            record.name,
            "active" if record.active else "was active" if record.activated_at else "not yet",
            _periods(record, zone),
            layer.code,
            layer.kind,
            layer.areas,
            layer.crs[:20],
            layer.file,
        )
        for record in records
        for layer in record.layers
    ]
    columns = ("edition", "state", "in force", "layer", "kind", "areas", "crs", "file")
    print_table("", columns, rows)


def _periods(record: EditionRecord, zone: ZoneInfo) -> str:
    """When it was in force, in the service's zone."""
    return ", ".join(
        f"since {_shown(each.since, zone)}"
        if each.until is None
        else f"{_shown(each.since, zone)} to {_shown(each.until, zone)}"
        for each in record.in_force
    )


def _shown(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return f"{local:%Y-%m-%d}" if midnight else f"{local:%Y-%m-%d %H:%M}"


def activate(
    edition: Annotated[
        str | None,
        typer.Argument(help="The newest draft that was worked on since the last switch, if any."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="When it came into force, if earlier than now: a day (from its start) or a "
            "moment, in the service's zone."
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(help="For a time in the past only, which ended then: nothing is switched."),
    ] = None,
    by: Annotated[str, typer.Option(help="Who switches: it is kept.")] = "",
    json: Json = False,
) -> None:
    """Switch to an edition, and place open requests again; the one before stays, inactive.

    Stopped at any moment, the same command finishes the work. Going back to an older edition
    is just another activation.
    """
    from gridmap.journeys.activate_edition import activate_edition
    from gridmap.service import Service

    service = Service()
    zone = service.settings.zone
    start, end = moment_option(since, "--since", zone), moment_option(until, "--until", zone)
    if end is not None:
        _say_it_was(edition, start, end, service, by, json=json)
        return
    with progress_bar("Activating") as report:
        done = activate_edition(
            edition, service.editions, service.level_order, service.now(), since=start, actor=by,
            prepare=lambda record, shapes: service.indexes.compile(
                record, shapes, lambda layer, share: report(layer, _COMPILING + share / 10)
            ),
            progress=lambda stage: report(stage, _STAGES.index(stage) / len(_STAGES) * _SHARE),
        )  # fmt: skip
        again = service.place_again(
            by, lambda share: report("place requests again", _SHARE + share * (1 - _SHARE))
        )
    _tell_activated(done, again, zone, json=json)


def _say_it_was(
    edition: str | None, start: datetime | None, end: datetime, service: Service, by: str, *,
    json: bool,
) -> None:  # fmt: skip
    """A time in the past."""
    from gridmap.journeys.activate_edition import say_it_was_in_force

    if edition is None or start is None:
        raise typer.BadParameter("needs EDITION and --since, too", param_hint="--until")
    record = say_it_was_in_force(
        edition, (start, end), service.editions, service.level_order, service.now(), actor=by
    )
    if json:
        print_json(dataclasses.asdict(record))
        return
    periods = _periods(record, service.settings.zone)
    say(f"Edition {record.name} is known to have been in force {periods}; nothing was switched.")


def _tell_activated(done: Activated, again: PlacedAgain, zone: ZoneInfo, *, json: bool) -> None:
    record = done.edition
    if json:
        print_json(
            dataclasses.asdict(record)
            | {
                "switched": done.switched,
                "changes": {each.layer: each.counts() for each in done.changes},
                "requests": dataclasses.asdict(again),
            }
        )
        return
    layers = ", ".join(f"{layer.code} ({layer.areas:,})" for layer in record.layers)
    say(f"Edition {record.name} is active{'' if done.switched else ' already'}: {layers}.")
    say(f"In force {_periods(record, zone)}.")
    for each in done.changes:
        counts = ", ".join(f"{n:,} {kind}" for kind, n in each.counts().items())
        if counts or each.whole:
            say(f"  {each.layer}: {each.whole or counts}")
    if again.looked_at:
        say(
            f"{again.looked_at:,} open requests placed again: {again.changed:,} have other areas "
            f"now, {again.left_outside:,} of them none at all any more."
        )
