"""Check boundaries: everything that is wrong with an edition, told, and written for others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boundaries.editions import check_edition
from gridmap.files.findings_file import refuse_other_ending, write_findings
from gridmap.files.folium_map import FindingsPage
from gridmap.model.wording import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from boundaries.model import Edition, Finding
    from boundaries.positions import Extent
    from gridmap.model.level import Level
    from gridmap.model.wording import Language
    from gridmap.store.edition_records import EditionRecord
    from gridmap.store.editions import EditionStore

TITLE = Names("边界检查结果", "Findings in boundaries")


@dataclass(frozen=True)
class EditionChecked:
    """An edition and everything found in it."""

    edition: EditionRecord
    areas: Edition
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FindingsWording:
    """How a page of findings calls things, and when it was made."""

    language: Language
    layers: Sequence[Level]
    zone: ZoneInfo
    now: datetime


def check_boundaries(
    edition_name: str | None,
    store: EditionStore,
    level_order: Sequence[str],
    progress: Callable[[str], None] | None = None,
    *,
    extent: Extent | None = None,
) -> EditionChecked:
    """Everything that is wrong with an edition: the next one where none is named.

    The next is the newest that was never active; the active one where there is none such.

    Raises
    ------
    NotFoundError, NotReadyError
        When there is no such edition, or none at all.
    """
    record = store.named(edition_name or _next(store))
    edition = store.read(record.id)
    found = check_edition(edition, level_order, progress, extent=extent)
    return EditionChecked(record, edition, tuple(dict.fromkeys(found)))


def _next(store: EditionStore) -> str | None:
    """Name of the newest edition that was never active."""
    drafts = [record.name for record in store.listed() if record.activated_at is None]
    return drafts[-1] if drafts else None


def refuse_output(paths: Sequence[Path]) -> None:
    """Refuse files that findings would not be written to, before work begins.

    Raises
    ------
    InputError
        Naming the endings there are.
    """
    for path in paths:
        refuse_other_ending(path)


def write_checked(
    paths: Sequence[Path],
    edition: Edition,
    findings: Sequence[Finding],
    wording: FindingsWording,
) -> None:
    """Write findings to files; each file's ending names its form.

    Raises
    ------
    InputError
        When one can't be written.
    NotReadyError
        When the browser's files were not built, and a page is wanted.
    """
    page = FindingsPage(
        title=TITLE,
        language=wording.language,
        zone=wording.zone,
        generated_at=wording.now,
        edition=edition,
        layer_names={layer.code: layer.names for layer in wording.layers},
        findings=tuple(findings),
    )
    for path in paths:
        write_findings(path, page)
