"""From shared ground to changes: which area became which, layer by layer."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from boundaries.changes.ground import rows_besides, same_ground, shared_ground
from boundaries.changes.model import CHANGE_KINDS, Change, ChangeRules, Flow, LayerChanges
from boundaries.geometry import square_metres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from boundaries.changes.model import ChangeKind
    from boundaries.model import Edition, Layer


def edition_changes(
    old: Edition, new: Edition, rules: ChangeRules | None = None
) -> tuple[LayerChanges, ...]:
    """What differs between two editions, layer by layer: those of the new one, then lost ones."""
    before = {layer.code: layer for layer in old.layers}
    after = {layer.code: layer for layer in new.layers}
    return tuple(
        layer_changes(before[code], after[code], rules)
        if code in before and code in after
        else _whole(before.get(code), after.get(code))
        for code in [*after, *(code for code in before if code not in after)]
    )


def _whole(old: Layer | None, new: Layer | None) -> LayerChanges:
    one = new or old
    if one is None:
        raise ValueError("one of the layers must be there")
    return LayerChanges(
        one.code, one.kind, len(old or ()), len(new or ()), 0, whole="added" if new else "removed"
    )


def layer_changes(old: Layer, new: Layer, rules: ChangeRules | None = None) -> LayerChanges:
    """What differs between two states of a layer, whose polygons must be valid.

    Areas of the same ground are found first and need no computing. Of the others, in this
    order: several that lie in one old area and fill it are its split; several old ones that
    lie in a new one and fill it merged into it; two that lie in one another continue; two of
    one code with most of their ground in common do, too. The rest is gone, or created.
    """
    return _Comparison(old, new, rules or ChangeRules()).result()


class _Comparison:
    """Two states of a layer, and whose successor is whose."""

    def __init__(self, old: Layer, new: Layer, rules: ChangeRules) -> None:
        self._old, self._new, self._rules = old, new, rules
        self._same = same_ground(old, new, rules.noise_m)
        rest_old = rows_besides(old, self._same.keys())
        rest_new = rows_besides(new, self._same.values())
        self._pieces = shared_ground(old, new, rest_old, rest_new, rules.noise_m)
        self._shares = self._by_pair()
        self._flowing = self._flows_by_area()
        self._free_old, self._free_new = set(rest_old.tolist()), set(rest_new.tolist())
        # In the order of precedence: each takes areas away from those after it.
        self._same |= dict(self._taken(self._redrawn()))
        self._splits = self._groups(split=True)
        self._mergers = self._groups(split=False)
        self._moved = dict(self._taken(self._continuing()))

    def result(self) -> LayerChanges:
        told = sorted(self._changes(), key=lambda c: (CHANGE_KINDS.index(c.kind), c.old, c.new))
        flows = sorted(self._flows(), key=lambda f: (f.old or "~", f.new or "~"))
        unchanged = sum(self._kind_of_same(i, j) is None for i, j in self._same.items())
        old, new = self._old, self._new
        return LayerChanges(
            new.code, new.kind, len(old), len(new), unchanged, tuple(told), tuple(flows)
        )

    def _by_pair(self) -> dict[tuple[int, int], tuple[float, float]]:
        """Old and new row to the shares of their common ground, in the order of codes."""
        pieces = self._pieces
        rows = zip(
            pieces.old.tolist(), pieces.new.tolist(), pieces.share_old.tolist(),
            pieces.share_new.tolist(), strict=True,
        )  # fmt: skip
        both = [((i, j), (of_old, of_new)) for i, j, of_old, of_new in rows if i >= 0 and j >= 0]
        return dict(
            sorted(
                both, key=lambda each: (self._old.codes[each[0][0]], self._new.codes[each[0][1]])
            )
        )

    def _taken(self, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for i, j in pairs:
            if i in self._free_old and j in self._free_new:
                self._free_old.remove(i)
                self._free_new.remove(j)
                yield i, j

    def _flows_by_area(self) -> dict[tuple[str, int], list[int]]:
        """Which pieces, wider than noise, are of an old or a new row."""
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for k in np.flatnonzero(self._pieces.hectares > 0).tolist():
            found["old", int(self._pieces.old[k])].append(k)
            found["new", int(self._pieces.new[k])].append(k)
        return found

    def _redrawn(self) -> list[tuple[int, int]]:
        """Pairs that differ by noise alone: neither holds a piece that the other doesn't."""
        return [
            (i, j)
            for i, j in self._shares
            if self._continues(i, j)
            and all(self._pieces.new[k] == j for k in self._flowing["old", i])
            and all(self._pieces.old[k] == i for k in self._flowing["new", j])
        ]

    def _continues(self, i: int, j: int) -> bool:
        return min(self._shares.get((i, j), (0.0, 0.0))) >= self._rules.continues

    def _continuing(self) -> list[tuple[int, int]]:
        """Pairs that are one area with moved lines: by their ground first, then by their code."""
        rules, old, new = self._rules, self._old, self._new
        by_ground = [pair for pair in self._shares if self._continues(*pair)]
        by_code = [
            (i, j)
            for (i, j), shares in self._shares.items()
            if old.codes[i] == new.codes[j] and max(shares) >= rules.keeps_code
        ]
        return by_ground + by_code

    def _groups(self, *, split: bool) -> dict[int, list[int]]:
        """Old rows to the several new ones that they split into, or new ones to what merged."""
        members: dict[int, list[int]] = defaultdict(list)
        filled: dict[int, float] = defaultdict(float)
        for (i, j), (of_old, of_new) in self._shares.items():
            if i in self._free_old and j in self._free_new:
                whole, part = (i, j) if split else (j, i)
                if (of_new if split else of_old) >= self._rules.continues:
                    members[whole].append(part)
                    filled[whole] += of_old if split else of_new
        found = {
            whole: parts
            for whole, parts in members.items()
            if len(parts) > 1 and filled[whole] >= self._rules.continues
        }
        for whole, parts in found.items():
            (self._free_old if split else self._free_new).discard(whole)
            (self._free_new if split else self._free_old).difference_update(parts)
        return found

    def _kind_of_same(self, i: int, j: int) -> ChangeKind | None:
        if self._old.codes[i] != self._new.codes[j]:
            return "recoded"
        return "renamed" if self._old.names[i] != self._new.names[j] else None

    def _change(
        self, kind: ChangeKind, old: Iterable[int], new: Iterable[int], hectares: float,
        gained: dict[str | None, float] | None = None, lost: dict[str | None, float] | None = None,
    ) -> Change:  # fmt: skip
        ours = sorted((self._old.codes[i], self._old.names[i]) for i in old)
        theirs = sorted((self._new.codes[j], self._new.names[j]) for j in new)
        return Change(
            kind, tuple(c for c, _ in ours), tuple(c for c, _ in theirs),
            tuple(n for _, n in ours), tuple(n for _, n in theirs), hectares, gained or {},
            lost or {},
        )  # fmt: skip

    def _changes(self) -> Iterator[Change]:
        for i, parts in self._splits.items():
            yield self._change("split", [i], parts, _hectares(self._old, i))
        for j, parts in self._mergers.items():
            yield self._change("merged", parts, [j], _hectares(self._new, j))
        for j in self._free_new:
            yield self._change("created", [], [j], _hectares(self._new, j))
        for i in self._free_old:
            yield self._change("gone", [i], [], _hectares(self._old, i))
        for i, j in (self._same | self._moved).items():
            kind = self._kind_of_same(i, j)
            if kind is not None:
                yield self._change(kind, [i], [j], _hectares(self._new, j))
        for i, j in self._moved.items():
            pieces = self._pieces
            gained: dict[str | None, float] = {
                _code(self._old, pieces.old[k]): float(pieces.hectares[k])
                for k in self._flowing["new", j]
                if pieces.old[k] != i
            }
            lost: dict[str | None, float] = {
                _code(self._new, pieces.new[k]): float(pieces.hectares[k])
                for k in self._flowing["old", i]
                if pieces.new[k] != j
            }
            size = math.fsum((*gained.values(), *lost.values()))  # in any order the same
            yield self._change("moved", [i], [j], size, gained, lost)

    def _flows(self) -> Iterator[Flow]:
        for i, j in self._same.items():
            kind = self._kind_of_same(i, j)
            if kind is not None:
                yield self._flow(kind, i, j, _hectares(self._new, j), self._new.geometries[j])
        pieces = self._pieces
        told: set[tuple[str, int]] = set()
        for k in np.flatnonzero(pieces.hectares > 0).tolist():
            i, j = int(pieces.old[k]), int(pieces.new[k])
            kind = self._kind_of_piece(i, j)
            if kind is not None:
                told |= {("gone", i)} if j < 0 else {("created", j)} if i < 0 else set()
                yield self._flow(kind, i, j, float(pieces.hectares[k]), pieces.geometry[k])
        # That an area came or went is told even where all its ground flowed.
        for i in self._free_old:
            if ("gone", i) not in told:
                yield self._flow("gone", i, -1, 0.0, None)
        for j in self._free_new:
            if ("created", j) not in told:
                yield self._flow("created", -1, j, 0.0, None)

    def _kind_of_piece(self, i: int, j: int) -> ChangeKind | None:
        """What a piece of ground is part of; ``None`` where it stayed with its area."""
        if j in self._splits.get(i, ()):
            return "split"
        if i in self._mergers.get(j, ()):
            return "merged"
        if self._same.get(i, -2) == j:
            return None
        if self._moved.get(i, -2) == j:
            return self._kind_of_same(i, j)
        if j < 0:
            return "gone" if i in self._free_old else "moved"
        return "created" if i < 0 and j in self._free_new else "moved"

    def _flow(self, kind: ChangeKind, i: int, j: int, hectares: float, ground: object) -> Flow:
        return Flow(kind, _code(self._old, i), _code(self._new, j), hectares, ground)  # type: ignore[arg-type]


def _hectares(layer: Layer, row: int) -> float:
    return float(square_metres(layer.geometries[[row]])[0]) / 10_000


def _code(layer: Layer, row: int) -> str | None:
    return None if row < 0 else layer.codes[row]
