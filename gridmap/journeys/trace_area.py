"""Trace an area through the editions: what it came from, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gridmap.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridmap.store.edition_records import LineageStep
    from gridmap.store.editions import EditionStore

_SUCCESSION = {"split", "merged", "recoded", "renamed"}
"""Kinds by which an area is another's successor; ground that moved makes nobody one."""


def trace_area(code: str, layer: str | None, store: EditionStore) -> tuple[LineageStep, ...]:
    """Every step in the history of an area, of what it came from and of what came of it.

    Steps are in the order in which editions were activated. Codes are followed from one to
    another by splits, mergers and new codes, not by ground that moved.

    Parameters
    ----------
    layer
        Code of its layer; every layer that has such a code where not given.

    Raises
    ------
    NotFoundError
        When no edition has such an area.
    """
    layers = [each for each in store.layers_with(code) if layer in {None, each}]
    if not layers:
        what = f"area {code!r} in the layer {layer!r}" if layer else f"area {code!r}"
        raise NotFoundError(f"No edition has an {what}.", remedy="/v1/areas lists them.")
    found = [step for each in layers for step in _traced(code, _around(code, each, store))]
    return tuple(sorted(found, key=_order))


def _order(step: LineageStep) -> tuple[int, str, str, str]:
    return step.activation_id, step.layer, step.old or "", step.new or ""


def _around(code: str, layer: str, store: EditionStore) -> list[LineageStep]:
    """All steps that can be reached from a code in either direction, and some more."""
    known, asked = {code}, set[str]()
    steps: list[LineageStep] = []
    while known != asked:
        asked = set(known)
        steps = store.lineage(asked, layer)
        followed = (step for step in steps if step.kind in _SUCCESSION)
        known |= {each for step in followed for each in (step.old, step.new) if each is not None}
    return steps


def _traced(code: str, steps: Sequence[LineageStep]) -> Iterable[LineageStep]:
    by_activation: dict[int, list[LineageStep]] = defaultdict(list)
    for step in steps:
        by_activation[step.activation_id].append(step)
    switches = [by_activation[k] for k in sorted(by_activation)]
    met: dict[LineageStep, None] = {}
    _walk(code, switches, met, forward=True)
    _walk(code, switches[::-1], met, forward=False)
    return met


def _walk(
    code: str,
    switches: Sequence[Sequence[LineageStep]],
    met: dict[LineageStep, None],
    *,
    forward: bool,
) -> None:
    """Go through the switches in one direction; at each, codes give way to what they became.

    A code that is given to other ground later is another area: it is not followed further.
    """
    here = {code}
    for steps in switches:
        ends = [
            (step, step.old, step.new) if forward else (step, step.new, step.old) for step in steps
        ]
        became: dict[str, set[str]] = {}
        for step, one, other in ends:
            if one is not None and one in here and step.kind in _SUCCESSION | {"gone", "created"}:
                became.setdefault(one, set()).update({other} if other is not None else ())
        after = (here - became.keys()).union(*became.values())
        met |= dict.fromkeys(step for step, one, other in ends if one in here or other in after)
        here = after
