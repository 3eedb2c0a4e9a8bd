"""Codes of areas, which area of the level above each belongs to, and where answers disagree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.model import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from boundaries.model import Layer

_HALF = 0.5
_ROWS_SHOWN = 12


def code_findings(layer: Layer) -> list[Finding]:
    """Areas without a code, and codes that several areas carry: both are errors."""
    rows: dict[str, list[int]] = {}
    for k, code in enumerate(layer.codes):
        rows.setdefault(code, []).append(k + 1)
    findings = [
        Finding("no_code", "error", layer.code, (), f"The area in row {row} has no code.")
        for row in rows.pop("", [])
    ]
    for code, found in rows.items():
        if len(found) > 1:
            shown = ", ".join(map(str, found[:_ROWS_SHOWN])) + " …" * (len(found) > _ROWS_SHOWN)
            message = f"{len(found)} areas carry the code {code}: rows {shown}."
            findings.append(Finding("duplicate_code", "error", layer.code, (code,), message))
    return findings


def parents_by_code(codes: Sequence[str], parent_codes: Sequence[str]) -> tuple[str | None, ...]:
    """For each code the longest parent code that it begins with, as 330111001003 with 330111001."""
    known = set(parent_codes)
    lengths = sorted({len(code) for code in known}, reverse=True)
    return tuple(
        next((c[:n] for n in lengths if n < len(c) and c[:n] in known), None) for c in codes
    )


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
    cut = shapely.intersection(children[~within], parents[~within])
    shares[~within] = shapely.area(cut) / shapely.area(children[~within])
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
        parents, found = _parents(layer, nested[-1])
        nested.append(replace(layer, parents=parents))
        findings += found
    return tuple(nested), findings


def _parents(layer: Layer, above: Layer) -> tuple[tuple[str | None, ...], list[Finding]]:
    by_place = parents_by_geometry(layer.geometries, above.codes, above.geometries)
    if any(layer.declared_parents):
        declared = layer.declared_parents
        return declared, [*_unknown(layer, above), *_disagreeing(layer, above, declared, by_place)]
    by_code = parents_by_code(layer.codes, above.codes)
    if all(by_code):
        return by_code, _disagreeing(layer, above, by_code, by_place)
    return by_place, _orphans(layer, above, by_place)


def _unknown(layer: Layer, above: Layer) -> list[Finding]:
    known = set(above.codes)
    return [
        _finding(
            layer, k, "no_parent", "error",
            f"{layer.codes[k]} names {parent!r} as its {above.code}, but there is no such "
            f"{above.code}." if parent else f"{layer.codes[k]} names no {above.code}.",
        )
        for k, parent in enumerate(layer.declared_parents)
        if parent not in known
    ]  # fmt: skip


def _orphans(layer: Layer, above: Layer, parents: Sequence[str | None]) -> list[Finding]:
    return [
        _finding(
            layer, k, "no_parent", "warning",
            f"{layer.codes[k]} lies in no {above.code}: none holds half of it.",
        )
        for k, parent in enumerate(parents)
        if parent is None
    ]  # fmt: skip


def _disagreeing(
    layer: Layer, above: Layer, said: Sequence[str | None], by_place: Sequence[str | None]
) -> list[Finding]:
    known = set(above.codes)
    return [
        _finding(
            layer, k, "parent_disagrees", "warning",
            f"{layer.codes[k]} belongs to {above.code} {one} by its code or column, but lies "
            f"in {other or 'none'}.",
        )
        for k, (one, other) in enumerate(zip(said, by_place, strict=True))
        if one in known and one != other
    ]  # fmt: skip


def _finding(layer: Layer, k: int, kind: str, severity: str, message: str) -> Finding:
    place = shapely.point_on_surface(layer.geometries[k])
    return Finding(
        kind=kind,
        severity="error" if severity == "error" else "warning",
        layer=layer.code,
        codes=(layer.codes[k],),
        message=message,
        lon=place.x,
        lat=place.y,
    )
