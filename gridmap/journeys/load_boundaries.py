"""Load boundaries: from a file to a checked layer of an edition; switch editions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boundaries.editions import assemble_edition, check_edition, check_layer
from boundaries.errors import RefusedLayerError
from boundaries.layer_files import LayerSource, read_layer
from gridmap.errors import NotReadyError
from gridmap.store.edition_records import EditionRecord, NewLayer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from boundaries.model import Finding
    from gridmap.store.editions import EditionStore

_SHOWN = 5


@dataclass(frozen=True)
class LayerLoaded:
    """A layer that was loaded, into which edition, and what was found on the way."""

    edition: str
    layer: str
    areas: int
    crs: str
    findings: tuple[Finding, ...]


def load_layer(
    source: LayerSource,
    edition_name: str | None,
    store: EditionStore,
    level_order: Sequence[str],
    now: datetime,
    progress: Callable[[str], None] | None = None,
) -> LayerLoaded:
    """Read, check and store a layer in an edition that is not active yet.

    Parameters
    ----------
    edition_name
        `EditionStore.draft` says what happens without one.
    progress
        Called with the name of each stage: ``read``, ``check``, ``nest``, ``store``.

    Raises
    ------
    LayerFileError, UnknownCrsError
        When the file can't be read.
    RefusedLayerError
        When a finding is an error; nothing was changed.
    RefusedError
        When the edition was active.
    """
    report = progress or (lambda _stage: None)
    report("read")
    read = read_layer(source)
    report("check")
    within = check_layer(read.layer)
    _refuse_errors([*read.findings, *within], source)
    report("nest")
    draft = store.draft(edition_name, now)
    others = [x for x in store.begun(draft).layers if x.code != read.layer.code]
    nested, between = assemble_edition(draft.name, [*others, read.layer], level_order)
    # What is wrong with the other layers must not keep a better one out.
    mine = [f for f in between if f.layer == read.layer.code or f.kind == "far_away"]
    _refuse_errors(mine, source)
    report("store")
    stored = next(layer for layer in nested.layers if layer.code == read.layer.code)
    neighbours = [layer for layer in nested.levels if layer.code != stored.code]
    store.save(draft, NewLayer(stored, source.path.name, read.crs), neighbours, now)
    # An overlay changes nobody's parent: what is said of levels was said when they came.
    fit = between if stored.kind == "level" else mine
    found = (*read.findings, *within, *fit)
    return LayerLoaded(draft.name, stored.code, len(stored), read.crs, _once(found))


def _refuse_errors(findings: Sequence[Finding], source: LayerSource) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors:
        return
    raise RefusedLayerError(
        f"The layer was not loaded ({_counted(errors)}): {_first_messages(errors)}",
        where=str(source.path),
        remedy="Mend the file and load it again; nothing was changed.",
    )


def _counted(findings: Sequence[Finding]) -> str:
    return ", ".join(f"{n} × {kind}" for kind, n in Counter(f.kind for f in findings).items())


def _first_messages(findings: Sequence[Finding]) -> str:
    more = f" And {len(findings) - _SHOWN} more." if len(findings) > _SHOWN else ""
    return " ".join(finding.message for finding in findings[:_SHOWN]) + more


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, each once, in their order."""
    return tuple(dict.fromkeys(findings))


@dataclass(frozen=True)
class EditionChecked:
    """An edition and everything found in it."""

    edition: EditionRecord
    findings: tuple[Finding, ...]


def check_boundaries(
    edition_name: str | None,
    store: EditionStore,
    level_order: Sequence[str],
    progress: Callable[[str], None] | None = None,
) -> EditionChecked:
    """Everything that is wrong with an edition: the next one where none is named.

    The next is the newest that was never active; the active one where there is none such.

    Raises
    ------
    NotFoundError, NotReadyError
        When there is no such edition, or none at all.
    """
    record = store.named(edition_name or _next(store))
    found = check_edition(store.read(record.id), level_order, progress)
    return EditionChecked(record, _once(found))


def _next(store: EditionStore) -> str | None:
    """Name of the newest edition that was never active."""
    drafts = [record.name for record in store.listed() if record.activated_at is None]
    return drafts[-1] if drafts else None


def activate_edition(
    name: str | None, store: EditionStore, level_order: Sequence[str], now: datetime
) -> EditionRecord:
    """Switch to an edition; the newest that was never active where none is named.

    Raises
    ------
    NotFoundError, NotReadyError
        When there is no such edition, or nothing in it.
    RefusedLayerError
        When its layers do not fit together.
    """
    record = store.named(name or _next(store))
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
            f"The edition {record.name!r} can't be activated ({_counted(errors)}): "
            f"{_first_messages(errors)}",
            remedy="Load the layer again that is wrong; the active edition stays.",
        )
    store.activate(record.name, now)
    return store.named(record.name)
