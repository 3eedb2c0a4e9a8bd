"""Which area of the level above each area belongs to, and where answers disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.codes import parents_by_code
from boundaries.geometry import square_metres
from boundaries.model import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from boundaries.model import Layer, Severity

_HALF = 0.5


@dataclass(frozen=True)
class Claims:
    """What each of three witnesses says of every area's parent.

    Attributes
    ----------
    column, code
        Parent codes, ``None`` where it names none; empty where there is no such witness.
    place
        Code of the area above that holds at least half of it, ``None`` where none does.
    """

    column: tuple[str | None, ...]
    code: tuple[str | None, ...]
    place: tuple[str | None, ...]

    @property
    def parents(self) -> tuple[str | None, ...]:
        """By column where there is one, else by codes where all name one, else by the ground."""
        if self.column:
            return self.column
        return self.code if self.code and all(self.code) else self.place


def parents_by_geometry(
    geometries: NDArray[np.object_], parent_codes: Sequence[str], parents: NDArray[np.object_]
) -> tuple[str | None, ...]:
    """For each polygon the code of the parent that holds most of it, at least half.

    Parameters
    ----------
    geometries, parents
        Valid polygons in one CRS, shapes (n,) and (m,).
    """
    child, parent = shapely.STRtree(parents).query(geometries, predicate="intersects")
    shares = _shares(geometries[child], parents[parent])
    best: dict[int, tuple[float, str]] = {}
    for c, p, share in zip(child.tolist(), parent.tolist(), shares.tolist(), strict=True):
        if share >= _HALF and (c not in best or share > best[c][0]):
            best[c] = (share, parent_codes[p])
    return tuple(best[c][1] if c in best else None for c in range(len(geometries)))


def _shares(children: NDArray[np.object_], parents: NDArray[np.object_]) -> NDArray[np.float64]:
    """Share of each child's area that lies in the parent beside it; shape (n,)."""
    shapely.prepare(parents)
    within = shapely.covers(parents, children)
    shares = np.where(within, 1.0, 0.0)
    # Most of the rest only touch the parent from outside: for them nothing need be cut.
    open_ = np.flatnonzero(~within)
    open_ = open_[~shapely.touches(parents[open_], children[open_])]
    cut = shapely.intersection(children[open_], parents[open_])
    shares[open_] = shapely.area(cut) / shapely.area(children[open_])
    return shares


def nest_levels(levels: Sequence[Layer]) -> tuple[tuple[Layer, ...], list[Finding]]:
    """The levels with the parent of every area filled in, and what does not fit.

    Parents come from the declared column where one was given, else from codes where every
    area begins with the code of one, else from geometry.

    Parameters
    ----------
    levels
        Coarse to fine; each nests in the one before it.
    """
    nested: list[Layer] = []
    findings: list[Finding] = []
    for layer in levels:
        if not nested:
            nested.append(replace(layer, parents=(None,) * len(layer)))
            continue
        claims = _claims(layer, nested[-1])
        findings += [*_without(layer, nested[-1], claims), *_disagreeing(layer, nested[-1], claims)]
        nested.append(replace(layer, parents=claims.parents))
    return tuple(nested), findings


def _claims(layer: Layer, above: Layer) -> Claims:
    place = parents_by_geometry(layer.geometries, above.codes, above.geometries)
    by_code = parents_by_code(layer.codes, above.codes)
    agreed = [c == p for c, p in zip(by_code, place, strict=True) if c and p]
    # Codes that the ground denies for most areas only look like those of parents.
    witness = any(by_code) and sum(agreed) >= _HALF * len(agreed)
    declared = layer.declared_parents if any(layer.declared_parents) else ()
    return Claims(declared, by_code if witness else (), place)


def _without(layer: Layer, above: Layer, claims: Claims) -> list[Finding]:
    """Areas whose parent is not there."""
    known = set(above.codes)
    findings = []
    for k, parent in enumerate(claims.parents):
        if parent in known:
            continue
        code = layer.codes[k]
        if not claims.column:
            message = f"{code} lies in no {above.code}: none holds half of it."
            findings.append(_finding(layer, k, "no_parent", "warning", message))
            continue
        message = f"{code} names no {above.code}."
        if parent:
            message = f"{code} names {parent!r} as its {above.code}, but there is no such "
            message += f"{above.code}."
        findings.append(_finding(layer, k, "no_parent", "error", message))
    return findings


def _disagreeing(layer: Layer, above: Layer, claims: Claims) -> list[Finding]:
    """Areas of which two of column, code and ground say different things."""
    known = set(above.codes)
    return [
        _finding(
            layer, k, "parent_disagrees", "warning",
            f"{layer.codes[k]}, a {layer.code}: {_told(claims, k, above.code)}.",
        )
        for k, parent in enumerate(claims.parents)
        if parent in known and len(_said(claims, k)) > 1
    ]  # fmt: skip


def _said(claims: Claims, k: int) -> set[str | None]:
    witnesses = (claims.column, claims.code, claims.place)
    return {witness[k] for witness in witnesses if witness}


def _told(claims: Claims, k: int, level: str) -> str:
    """What each witness says, as a part of a sentence."""
    words = [f"it lies in {claims.place[k] or f'no {level}'}"]
    if claims.code:
        words.insert(0, f"its code names {level} {claims.code[k] or 'none'}")
    if claims.column:
        words.insert(0, f"its column names {level} {claims.column[k]}")
    return ", ".join(words[:-1]) + f", but {words[-1]}" if len(words) > 1 else words[0]


def _finding(layer: Layer, k: int, kind: str, severity: Severity, message: str) -> Finding:
    place = shapely.point_on_surface(layer.geometries[k])
    return Finding(
        kind=kind,
        severity=severity,
        layer=layer.code,
        codes=(layer.codes[k],),
        message=message,
        lon=place.x,
        lat=place.y,
        square_metres=float(square_metres(layer.geometries[k : k + 1])[0]),
        shape=layer.geometries[k],
    )
