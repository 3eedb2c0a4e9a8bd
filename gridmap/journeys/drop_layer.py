"""Take a layer out of an edition that was never active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boundaries.editions import assemble_edition
from gridmap.errors import NotFoundError, NotReadyError
from gridmap.journeys.trying import until_undisturbed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gridmap.store.editions import EditionStore


@dataclass(frozen=True)
class Dropped:
    """What was taken out.

    Attributes
    ----------
    left
        Codes of the layers that are left.
    begun
        Whether the edition is new: it has all other layers of the active one.
    gone
        Whether nothing was left, so that the edition went too.
    """

    edition: str
    layer: str
    left: tuple[str, ...]
    begun: bool
    gone: bool


def drop_layer(
    code: str,
    edition_name: str | None,
    store: EditionStore,
    level_order: Sequence[str],
    now: datetime,
) -> Dropped:
    """Take a layer out of a draft, chosen as for a load; levels then nest in the next above.

    Where there is no draft, one is begun with the layers of the active edition but this one.

    Raises
    ------
    NotFoundError
        When it has no such layer.
    NotReadyError
        When there is no edition at all.
    RefusedError
        When the edition was active: what answered for a time never changes.
    """

    def attempt() -> Dropped:
        draft = store.draft(edition_name, now)
        if draft.begins_with is None:
            raise NotReadyError("No boundaries are loaded yet, so there is no layer to drop.")
        layers = store.layers_of(draft.begins_with)
        rest = [layer for layer in layers if layer.code != code]
        if len(rest) == len(layers):
            raise NotFoundError(
                f"The edition {draft.name!r} has no layer {code!r}; "
                f"it has {', '.join(layer.code for layer in layers)}.",
                where="LAYER",
            )
        nested, _ = assemble_edition(draft.name, rest, level_order)
        gone = store.drop(draft, code, nested.levels, now)
        left = tuple(layer.code for layer in rest)
        return Dropped(draft.name, code, left, draft.id is None, gone)

    return until_undisturbed(attempt)
