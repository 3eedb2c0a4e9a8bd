"""Load boundaries: from a file to a checked layer of an edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boundaries.editions import assemble_edition, check_layer, check_nesting
from boundaries.errors import RefusedLayerError
from boundaries.layer_files import LayerSource, read_layer
from gridmap.journeys.findings_in_words import in_words
from gridmap.journeys.trying import until_undisturbed
from gridmap.store.edition_records import NewLayer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from boundaries.model import Finding, Layer
    from boundaries.positions import Extent
    from gridmap.store.editions import EditionStore


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
    *,
    fresh: bool = False,
    extent: Extent | None = None,
) -> LayerLoaded:
    """Read, check and store a layer in an edition that is not active yet.

    Where others load into the same edition meanwhile, its parents are found again.

    Parameters
    ----------
    edition_name
        `EditionStore.draft` says what happens without one.
    fresh
        Into a new edition without any other layer.
    extent
        Where its areas may lie; anywhere on earth when not given.
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
    within = check_layer(read.layer, extent=extent)
    _refuse_errors([*read.findings, *within], source)

    def attempt() -> tuple[str, Layer, list[Finding]]:
        report("nest")
        draft = store.draft(edition_name, now, fresh=fresh)
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
        of_level = [*between, *check_nesting(nested)] if stored.kind == "level" else mine
        return draft.name, stored, of_level

    edition, stored, fit = until_undisturbed(attempt)
    found = (*read.findings, *within, *fit)
    return LayerLoaded(edition, stored.code, len(stored), read.crs, _once(found))


def _refuse_errors(findings: Sequence[Finding], source: LayerSource) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors:
        return
    mend = "Mend the file and load it again; nothing was changed."
    if all(finding.kind == "far_away" for finding in errors):
        mend = (
            "Where it is another city: begin an edition without the other layers with --fresh, or "
            "take them out of the draft with gridmap boundaries drop LAYER. Nothing was changed."
        )
    raise RefusedLayerError(
        f"The layer was not loaded {in_words(errors)}",
        where=str(source.path),
        remedy=mend,
    )


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, each once, in their order."""
    return tuple(dict.fromkeys(findings))
