"""Ground on which two levels do not agree: areas outside their parent, parents not covered."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import polygons_only, square_metres
from boundaries.ground import joined, mean_widths_m, share_words, size_words
from boundaries.misfits import all_ground
from boundaries.model import Finding
from boundaries.tolerances import DEFAULT_CHECK, CheckParams

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Layer, Severity

_SAME = 1e-12
"""Share of an area that rounding may leave over."""
_HALF = 0.5
_NAMED = 4


def nesting_findings(
    levels: Sequence[Layer],
    params: CheckParams = DEFAULT_CHECK,
    grounds: Mapping[str, BaseGeometry] | None = None,
) -> list[Finding]:
    """Areas that reach beyond their parent, and parents that the level below does not cover.

    What is wider than a sliver and at least `CheckParams.outside_share` of its area is a
    warning. The rest is a note; areas that reach so little beyond the same parent share one:
    levels that were simplified apart from one another would fill the table otherwise.

    Parameters
    ----------
    levels
        Coarse to fine, with parents filled in.
    grounds
        `all_ground` of layers by their codes, where it is known already.
    """
    findings: list[Finding] = []
    known = grounds or {}
    whole = [known.get(each.code) or all_ground(each.geometries) for each in levels]
    for k, (above, below) in enumerate(pairwise(levels)):
        findings += _outside(below, above, params)
        bare = polygons_only(shapely.difference(whole[k], whole[k + 1]))
        findings += _not_covered(below, above, bare, params)
    return findings


@dataclass(frozen=True)
class _Rest:
    """What is left of some areas, with sizes; all of shape (n,)."""

    rows: NDArray[np.int64]
    shapes: NDArray[np.object_]
    square_m: NDArray[np.float64]
    share: NDArray[np.float64]
    grave: NDArray[np.bool_]

    def taken(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> _Rest:
        return _Rest(self.rows[which], self.shapes[which], self.square_m[which],
                     self.share[which], self.grave[which])  # fmt: skip


def _rest(
    layer: Layer, rows: NDArray[np.int64], shapes: Iterable[BaseGeometry], params: CheckParams
) -> _Rest:
    """What is left of areas, the largest first; rounding is left out."""
    left = np.empty(len(rows), dtype=object)
    left[:] = [polygons_only(each) for each in shapes]
    sizes, wholes = square_metres(left), square_metres(layer.geometries[rows])
    share = np.divide(sizes, wholes, out=np.zeros_like(sizes), where=wholes > 0)
    parts, owner = shapely.get_parts(left, return_index=True)
    wide = np.zeros(len(left))
    np.maximum.at(wide, owner, mean_widths_m(parts))
    rest = _Rest(rows, left, sizes, share, (wide >= params.sliver_m)
                 & (share >= params.outside_share))  # fmt: skip
    order = np.argsort(-sizes, kind="stable")
    return rest.taken(order[sizes[order] >= np.maximum(params.smallest_m2, _SAME * wholes[order])])


def _outside(below: Layer, above: Layer, params: CheckParams) -> list[Finding]:
    row_of = {code: row for row, code in enumerate(above.codes)}
    rows = np.array([row_of.get(p, -1) if p else -1 for p in below.parents], dtype=np.int64)
    mine = np.flatnonzero((rows >= 0) & ~shapely.is_empty(below.geometries))
    shapely.prepare(above.geometries)
    mine = mine[~shapely.covers(above.geometries[rows[mine]], below.geometries[mine])]
    left = shapely.difference(below.geometries[mine], above.geometries[rows[mine]])
    rest = _rest(below, mine, left, params)
    # Of areas that lie in another parent for the most part, their parents' disagreement is told.
    rest = rest.taken(rest.share <= _HALF)
    grave = rest.taken(rest.grave)
    tree = shapely.STRtree(above.geometries)
    found = [_beyond(below, above, grave, k, tree) for k in range(len(grave.rows))]
    slight = rest.taken(~rest.grave)
    found += [
        _slightly(below, above, parent, slight.taken(rows[slight.rows] == parent))
        for parent in np.unique(rows[slight.rows]).tolist()
    ]
    return found


def _beyond(below: Layer, above: Layer, rest: _Rest, k: int, tree: shapely.STRtree) -> Finding:
    """An area of which a good part lies outside its parent."""
    row, shape, size = int(rest.rows[k]), rest.shapes[k], float(rest.square_m[k])
    parent = str(below.parents[row])
    touched = tree.query(shape, predicate="intersects")
    held = square_metres(np.array(
        [polygons_only(shapely.intersection(shape, above.geometries[t])) for t in touched]
        or [shapely.Polygon()], dtype=object))[: len(touched)]  # fmt: skip
    others = [above.codes[t] for t, m2 in zip(touched, held, strict=True) if m2 >= _SAME * size]
    others = sorted(code for code in others if code != parent)
    where = f"in {', '.join(others[:_NAMED])}" if others else f"in no {above.code}"
    message = (
        f"{size_words(size)} of {below.codes[row]} ({share_words(rest.share[k])} of it) lie "
        f"outside its {above.code} {parent}, {where}."
    )
    return _finding("outside_parent", "warning", below, (below.codes[row], parent), message,
                    rest.taken(np.array([k])))  # fmt: skip


def _slightly(below: Layer, above: Layer, parent: int, rest: _Rest) -> Finding:
    """Areas that reach a little beyond one parent, as one finding."""
    codes = [below.codes[row] for row in rest.rows]
    code, size = above.codes[parent], float(rest.square_m.sum())
    who = codes[0] if len(codes) == 1 else f"{len(codes):,} areas of {below.code}"
    verb = "reaches" if len(codes) == 1 else "reach"
    message = (
        f"{who} {verb} beyond {above.code} {code} by {size_words(size)} in all, "
        f"{'' if len(codes) == 1 else 'each '}at most {share_words(rest.share.max())} of itself."
    )
    return _finding("outside_parent", "note", below, (*codes, code), message, rest)


def _not_covered(
    below: Layer, above: Layer, bare: BaseGeometry, params: CheckParams
) -> list[Finding]:
    """Each area above of which no area of the level below holds a part."""
    pieces = shapely.get_parts(bare)
    piece, row = shapely.STRtree(above.geometries).query(pieces, predicate="intersects")
    cut = shapely.intersection(pieces[piece], above.geometries[row])
    left = {
        r: shapely.union_all([polygons_only(each) for each in cut[row == r]])
        for r in np.unique(row).tolist()
    }
    rest = _rest(above, np.array(list(left), dtype=np.int64), left.values(), params)
    return [_bare(below, above, rest.taken(np.array([k]))) for k in range(len(rest.rows))]


def _bare(below: Layer, above: Layer, rest: _Rest) -> Finding:
    code, size = above.codes[rest.rows[0]], float(rest.square_m[0])
    message = (
        f"{size_words(size)} of {above.code} {code} ({share_words(rest.share[0])} of it) lie in no "
        f"{below.code}."
    )
    severity: Severity = "warning" if rest.grave[0] else "note"
    return _finding("not_covered", severity, below, (code,), message, rest)


def _finding(
    kind: str, severity: Severity, layer: Layer, codes: tuple[str, ...], message: str, rest: _Rest
) -> Finding:
    pieces = shapely.get_parts(rest.shapes)
    place = shapely.point_on_surface(pieces[int(np.argmax(shapely.area(pieces)))])
    return Finding(
        kind=kind,
        severity=severity,
        layer=layer.code,
        codes=codes,
        message=message,
        lon=place.x,
        lat=place.y,
        square_metres=float(rest.square_m.sum()),
        shape=joined(pieces),
    )
