"""Codes of areas: missing, repeated, and the parents that they name by how they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from boundaries.geometry import square_metres
from boundaries.ground import joined
from boundaries.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from boundaries.model import Layer

    Scheme: TypeAlias = Callable[[str], str | None]
    """From a code to the parent that it names."""

_ROWS_SHOWN = 12
_MOST = 0.9
"""Share of the codes that must follow a scheme for the rest to be odd."""


def code_findings(layer: Layer) -> list[Finding]:
    """Areas without a code, and codes that several areas carry: both are errors."""
    rows: dict[str, list[int]] = {}
    for k, code in enumerate(layer.codes):
        rows.setdefault(code, []).append(k)
    findings = [
        _finding(layer, "no_code", (), [row], f"The area in row {row + 1} has no code.")
        for row in rows.pop("", [])
    ]
    for code, found in rows.items():
        if len(found) > 1:
            shown = ", ".join(str(row + 1) for row in found[:_ROWS_SHOWN])
            shown += " …" * (len(found) > _ROWS_SHOWN)
            message = f"{len(found)} areas carry the code {code}: rows {shown}."
            findings.append(_finding(layer, "duplicate_code", (code,), found, message))
    return findings


def _finding(
    layer: Layer, kind: str, codes: tuple[str, ...], rows: Sequence[int], message: str
) -> Finding:
    drawn = layer.geometries[list(rows)]
    place = shapely.point_on_surface(drawn[0])
    nowhere = place.is_empty
    return Finding(
        kind=kind,
        severity="error",
        layer=layer.code,
        codes=codes,
        message=message,
        lon=None if nowhere else place.x,
        lat=None if nowhere else place.y,
        square_metres=float(square_metres(drawn).sum()),
        shape=None if nowhere else joined(drawn),
    )


def parents_by_code(codes: Sequence[str], parent_codes: Sequence[str]) -> tuple[str | None, ...]:
    """The parent that each code names by how it begins, as 330111001003 does 330111001.

    Only a scheme that the layer follows counts, so that 101 is not put below 10 because there
    happens to be a 10. A scheme cuts every code either after the same number of characters,
    where the parents' codes are all of one length but for zeros that fill them up
    (330111000000), or before the same number of last characters (1-01, 10-01).

    Returns
    -------
    tuple
        ``None`` where a code names no parent; ``None`` for all where fewer than nine in ten
        follow a scheme, or where two schemes that most follow name different parents.
    """
    found = [_named(codes, scheme) for scheme in _schemes(codes, parent_codes)]
    fullest = max((_count(each) for each in found), default=0)
    best = {each for each in found if _count(each) == fullest}
    if not codes or fullest < _MOST * len(codes) or len(best) != 1:
        return (None,) * len(codes)
    return best.pop()


def _count(named: Sequence[str | None]) -> int:
    return sum(each is not None for each in named)


def _named(codes: Sequence[str], parent_of: Scheme) -> tuple[str | None, ...]:
    return tuple(parent_of(code) for code in codes)


def _schemes(codes: Sequence[str], parent_codes: Sequence[str]) -> Iterator[Scheme]:
    known = set(parent_codes) - {""}
    lengths = {len(code) for code in known}
    if len(lengths) == 1:
        cuts = range(1, lengths.pop() + 1)
        yield from (_cut_after(n, known) for n in cuts if _starts_tell_apart(known, n))
    else:
        yield from (_cut_before_last(n, known) for n in range(1, max(map(len, codes), default=1)))


def _starts_tell_apart(known: set[str], cut: int) -> bool:
    """Whether parents differ in their first characters, and have nothing but zeros behind."""
    return len({c[:cut] for c in known}) == len(known) and not any(
        c[cut:].strip("0") for c in known
    )


def _cut_after(cut: int, known: set[str]) -> Scheme:
    starts = {code[:cut]: code for code in known}
    return lambda code: starts.get(code[:cut]) if len(code) > cut else None


def _cut_before_last(count: int, known: set[str]) -> Scheme:
    return lambda code: code[:-count] if code[:-count] in known else None
