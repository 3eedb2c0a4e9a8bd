"""Compare two editions: what became of their areas, and of the requests in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.changes import edition_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from boundaries.changes import Change, Flow, LayerChanges
    from boundaries.locator import Locator, Owners
    from boundaries.model import Edition
    from gridmap.store.placements import Spots

_HECTARE_DIGITS = 4
"""Square metres."""


@dataclass(frozen=True)
class Tally:
    """Number of requests, and of the open ones among them."""

    stored: int = 0
    open: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.stored + other.stored, self.open + other.open)


@dataclass(frozen=True)
class ChangeCounted:
    """A change with the requests it concerns.

    Attributes
    ----------
    requests
        Those that lie in any of its areas, before or after.
    moving
        Those of them whose owner has another code after than before.
    """

    change: Change
    requests: Tally
    moving: Tally


@dataclass(frozen=True)
class LayerCompared:
    """What differs in a layer, with the requests concerned.

    Attributes
    ----------
    flows
        Each with the requests that went the same way, from code to code.
    moving
        Requests whose owner has another code after than before.
    """

    found: LayerChanges
    changes: tuple[ChangeCounted, ...] = ()
    flows: tuple[tuple[Flow, Tally], ...] = ()
    moving: Tally = field(default_factory=Tally)


@dataclass(frozen=True)
class EditionsCompared:
    """Two editions, by name, layer by layer."""

    old: str
    new: str
    layers: tuple[LayerCompared, ...]


def compare_editions(
    old: Locator, new: Locator, spots: Spots, progress: Callable[[str], None] | None = None
) -> EditionsCompared:
    """What differs between the editions of two locators, and whom that would concern.

    Parameters
    ----------
    spots
        Where requests are.
    progress
        Called with the name of each stage: ``compare``, ``count requests``.
    """
    report = progress or (lambda _stage: None)
    report("compare")
    found = edition_changes(old.edition, new.edition)
    report("count requests")
    if any(layer.changes for layer in found) and len(spots):
        before, after = (each.locate_many(spots.lon, spots.lat) for each in (old, new))
        layers = tuple(
            _counted(layer, _pairs(layer.layer, (old.edition, before), (new.edition, after), spots))
            for layer in found
        )
    else:
        layers = tuple(_counted(layer, {}) for layer in found)
    return EditionsCompared(old.name, new.name, layers)


_Pairs = dict[tuple[str | None, str | None], Tally]
"""Codes of the owner before and after to the requests with both."""


def _pairs(
    layer: str, old: tuple[Edition, Owners], new: tuple[Edition, Owners], spots: Spots
) -> _Pairs:
    if layer not in old[1].areas or layer not in new[1].areas:
        return {}
    rows = np.column_stack([old[1].areas[layer], new[1].areas[layer]])
    pairs, which = np.unique(rows, axis=0, return_inverse=True)
    stored = np.bincount(which.ravel(), minlength=len(pairs))
    still_open = np.bincount(which.ravel(), weights=spots.open, minlength=len(pairs))
    before, after = _codes(old[0], layer), _codes(new[0], layer)
    return {
        (before[i], after[j]): Tally(int(n), int(m))
        for (i, j), n, m in zip(pairs.tolist(), stored, still_open, strict=True)
    }


def _codes(edition: Edition, layer: str) -> list[str | None]:
    """Codes of a layer's areas, and ``None`` last, where row -1 finds it."""
    return [*next(each.codes for each in edition.layers if each.code == layer), None]


def _counted(found: LayerChanges, pairs: _Pairs) -> LayerCompared:
    by_old: dict[str | None, set[tuple[str | None, str | None]]] = defaultdict(set)
    by_new: dict[str | None, set[tuple[str | None, str | None]]] = defaultdict(set)
    for pair in pairs:
        by_old[pair[0]].add(pair)
        by_new[pair[1]].add(pair)

    def counted(change: Change) -> ChangeCounted:
        mine = {pair for code in change.old for pair in by_old[code]}
        mine |= {pair for code in change.new for pair in by_new[code]}
        moving = (pair for pair in mine if pair[0] != pair[1])
        return ChangeCounted(change, _sum(pairs, mine), _sum(pairs, moving))

    return LayerCompared(
        found,
        tuple(counted(change) for change in found.changes),
        tuple((flow, pairs.get((flow.old, flow.new), Tally())) for flow in found.flows),
        _sum(pairs, (pair for pair in pairs if pair[0] != pair[1])),
    )


def _sum(pairs: _Pairs, some: Iterable[tuple[str | None, str | None]]) -> Tally:
    return sum((pairs[pair] for pair in some), Tally())


def comparison_answer(compared: EditionsCompared) -> dict[str, Any]:
    """A comparison as JSON values, without shapes; hectares to the square metre."""
    return {
        "from": compared.old,
        "to": compared.new,
        "layers": [_layer_answer(layer) for layer in compared.layers],
    }


def _layer_answer(layer: LayerCompared) -> dict[str, Any]:
    found = layer.found
    return {
        "layer": found.layer,
        "kind": found.kind,
        "whole": found.whole,
        "areas_before": found.before,
        "areas_after": found.after,
        "unchanged": found.unchanged,
        "counts": found.counts(),
        "moving": vars(layer.moving),
        "changes": [_change_answer(each) for each in layer.changes],
        "flows": [
            {
                "kind": flow.kind, "old_code": flow.old, "new_code": flow.new,
                "hectares": _rounded(flow.hectares), "requests": vars(tally),
            }
            for flow, tally in layer.flows
        ],
    }  # fmt: skip


def _change_answer(each: ChangeCounted) -> dict[str, Any]:
    change = each.change
    return {
        "kind": change.kind,
        "old": _named(change.old, change.old_names),
        "new": _named(change.new, change.new_names),
        "hectares": _rounded(change.hectares),
        "gained": _exchanged(change.gained),
        "lost": _exchanged(change.lost),
        "requests": vars(each.requests),
        "moving": vars(each.moving),
    }


def _named(codes: Iterable[str], names: Iterable[str]) -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in zip(codes, names, strict=True)]


def _exchanged(hectares: dict[str | None, float]) -> list[dict[str, Any]]:
    """With whom, and how much, the most first."""
    ranked = sorted(hectares.items(), key=lambda item: (-item[1], item[0] or ""))
    return [{"code": code, "hectares": _rounded(size)} for code, size in ranked]


def _rounded(hectares: float) -> float:
    return round(hectares, _HECTARE_DIGITS)
