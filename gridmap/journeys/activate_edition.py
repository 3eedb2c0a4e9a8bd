"""Switch to an edition: compare it with the one before, and say from when on it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boundaries.changes import edition_changes
from boundaries.editions import assemble_edition
from boundaries.errors import RefusedLayerError
from boundaries.model import Edition
from gridmap.errors import InputError, NotReadyError
from gridmap.journeys.findings_in_words import in_words
from gridmap.journeys.trying import until_undisturbed
from gridmap.store.edition_records import Descent, EditionRecord, Period, Succession

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from boundaries.changes import LayerChanges
    from gridmap.store.editions import EditionStore


@dataclass(frozen=True)
class Activated:
    """The edition that is active now.

    Attributes
    ----------
    switched
        Whether it was not before.
    changes
        What differs from the edition before, layer by layer; none where there was none.
    """

    edition: EditionRecord
    switched: bool
    changes: tuple[LayerChanges, ...] = ()


def activate_edition(
    name: str | None,
    store: EditionStore,
    level_order: Sequence[str],
    now: datetime,
    *,
    since: datetime | None = None,
    actor: str = "",
    prepare: Callable[[EditionRecord, Edition], object] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Activated:
    """Switch to an edition in one transaction; the one before stays, inactive.

    Parameters
    ----------
    name
        Where none is given: the newest draft that was begun or loaded into since editions were
        last switched, else the active one. So the same command again finishes its work, and
        never goes on to another draft.
    since
        When it came into force, where that was earlier than now.
    actor
        Who switches, where that is known.
    prepare
        Called with the edition before anything is switched: it makes what answers from it.
    progress
        Called with the name of each stage: ``check``, ``compare``, ``compile``, ``switch``.

    Raises
    ------
    NotFoundError, NotReadyError
        When there is no such edition, or nothing in it.
    InputError
        When it would come into force in the future.
    RefusedLayerError
        When its layers do not fit together.
    OvertakenError
        When others switched or changed editions again and again meanwhile.
    """
    _refuse_future(since, now)
    report = progress or (lambda _stage: None)
    return until_undisturbed(
        lambda: _switched(name, store, level_order, now, since, actor, prepare, report)
    )


def say_it_was_in_force(
    name: str,
    period: tuple[datetime, datetime],
    store: EditionStore,
    level_order: Sequence[str],
    now: datetime,
    *,
    actor: str = "",
) -> EditionRecord:
    """Say that an edition was in force from one moment to another; the active one stays.

    Of the moments between, look-ups with `at` are answered by it; no request is placed again.

    Raises
    ------
    NotFoundError, NotReadyError
        When there is no such edition, or nothing in it.
    InputError
        When the time is not over, or would end before it begins.
    RefusedLayerError
        When its layers do not fit together.
    """
    since, until = period
    if not since < until <= now:
        raise InputError(
            "A time in the past must begin before it ends, and be over.",
            where="--since, --until",
            remedy="Leave --until out for an edition that is still in force.",
        )
    record = store.named(name)
    _checked(record, store, level_order)
    store.was_in_force(record.name, Period(since, until), now, actor)
    return store.named(record.name)


def _refuse_future(since: datetime | None, now: datetime) -> None:
    if since is not None and since > now:
        raise InputError(
            f"An edition can't be activated before it is in force, and {since:%Y-%m-%d %H:%M} "
            "UTC is yet to come: open requests are placed again when it is.",
            where="--since",
            remedy="Run this command when the time has come; the draft waits.",
        )


def _switched(
    name: str | None, store: EditionStore, level_order: Sequence[str], now: datetime,
    since: datetime | None, actor: str,
    prepare: Callable[[EditionRecord, Edition], object] | None, report: Callable[[str], None],
) -> Activated:  # fmt: skip
    known = store.listed()
    record = store.named(name or _chosen(known))
    before = next((each for each in known if each.active), None)
    if record.active and since is None:
        return Activated(record, switched=False)
    report("check")
    edition = _checked(record, store, level_order)
    report("compare")
    changes: tuple[LayerChanges, ...] = ()
    if before is not None and before.id != record.id:
        changes = edition_changes(_plain(before, store), edition)
    if prepare is not None:
        report("compile")
        prepare(record, edition)
    report("switch")
    succession = Succession(before.id if before else None, record.revision, descents_of(changes))
    store.activate(record.name, now, since=since, actor=actor, succession=succession)
    return Activated(store.named(record.name), switched=not record.active, changes=changes)


def _chosen(known: Sequence[EditionRecord]) -> str | None:
    """Name of the edition that is meant where none is named; ``None`` for the active one."""
    drafts = [record for record in known if record.activated_at is None]
    active = next((record for record in known if record.active), None)
    if active is not None and active.activated_at is not None:
        last_switch = active.activated_at
        drafts = [record for record in drafts if _touched(record) >= last_switch]
    return drafts[-1].name if drafts else None


def _touched(record: EditionRecord) -> datetime:
    return max([record.created_at, *(layer.loaded_at for layer in record.layers)])


def _checked(record: EditionRecord, store: EditionStore, level_order: Sequence[str]) -> Edition:
    if not any(layer.kind == "level" for layer in record.layers):
        raise NotReadyError(
            f"The edition {record.name!r} has no level yet.",
            remedy="Load one: gridmap boundaries load FILE --level LEVEL …",
        )
    edition = store.read(record.id)
    _, between = assemble_edition(edition.name, edition.layers, level_order)
    errors = [finding for finding in between if finding.severity == "error"]
    if errors:
        raise RefusedLayerError(
            f"The edition {record.name!r} can't be activated {in_words(errors)}",
            remedy="Load the layer again that is wrong; the active edition stays.",
        )
    return edition


def _plain(record: EditionRecord, store: EditionStore) -> Edition:
    """An edition for comparing; its levels need not be those that the settings name by now."""
    return Edition(record.name, tuple(store.layers_of(record.id)))


def descents_of(changes: Iterable[LayerChanges]) -> tuple[Descent, ...]:
    """What became of areas, as it is kept; what stayed as it was is not told."""
    return tuple(
        Descent(layer.layer, flow.kind, flow.old, flow.new, flow.hectares)
        for layer in changes
        for flow in layer.flows
    )
