"""Try datums: which coordinate system the points of a file fit, by the active boundaries."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from boundaries.crs import WGS84
from boundaries.crs_candidates import Candidate, crs_candidates, look_projected
from boundaries.datum_trial import Reading, TrialRules, Verdict, judge_readings, outside_metres
from boundaries.positions import OFF_EARTH, OK, REASONS, ZERO, to_positions
from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from boundaries.locator import Locator
    from boundaries.model import Edition, Layer
    from gridmap.files.points import PointTable

DEFAULT_COORDINATE = "default_coordinate"
_STACK_SHARE, _STACK_COUNT = 0.01, 50
"""A spot with so much of all points, and at least so many, is what a source writes for none."""


@dataclass(frozen=True)
class TrialOptions:
    """How points are tried.

    Attributes
    ----------
    truth
        Field with the code or name of the area that each point is known to lie in.
    layer
        Layer that `truth` speaks of; the finest level where not given.
    known
        Systems to try first, as those that the layers were read in.
    most
        Points that are tried; of more, so many are drawn.
    """

    truth: str | None = None
    layer: str | None = None
    known: tuple[str, ...] = ()
    most: int = 20_000
    rules: TrialRules = field(default_factory=TrialRules)

    def __post_init__(self) -> None:
        if self.most < 1:
            raise InputError(f"At least one point must be tried; got {self.most}.", where="most")


@dataclass(frozen=True)
class Trial:
    """What came of it.

    Attributes
    ----------
    rows
        Of the file.
    tried
        Points that were tried.
    left_out
        Reason to number of rows that can tell nothing.
    candidates
        By the names that the readings have.
    readings
        The tried points as each candidate puts them.
    unknown_owners
        Values of the truth field that are no area's code or name, most frequent first.
    """

    rows: int
    tried: int
    left_out: Counter[str]
    candidates: dict[str, Candidate]
    readings: dict[str, Reading]
    verdict: Verdict
    unknown_owners: Counter[str]


def try_datums(
    table: PointTable, edition: Edition, locator: Locator, options: TrialOptions,
    progress: Callable[[str, float], None] | None = None,
) -> Trial:  # fmt: skip
    """Read the points in every likely way, and judge each by the boundaries.

    Nothing is changed by it: what fits is for a person to declare.

    Raises
    ------
    InputError
        When no point can be used, no system is likely, or no owner is known.
    """
    report = progress or (lambda _stage, _share: None)
    kept, left_out = _usable(table)
    if not kept.any():
        raise InputError(
            "No point of the file has coordinates that can be tried.",
            remedy=f"Left out: {', '.join(f'{n} {why}' for why, n in left_out.items())}.",
        )
    rows = _drawn(np.flatnonzero(kept), options)
    x, y = table.x[rows], table.y[rows]
    candidates = crs_candidates(x, y, edition.bounds, options.known)
    if not candidates:
        raise InputError(
            "No coordinate system puts these points anywhere near the boundaries.",
            remedy="Look whether the file is of this place, and --lon and --lat of its fields.",
        )
    truth, layer, unknown = _truth(table, rows, edition, options)
    readings: dict[str, Reading] = {}
    for k, candidate in enumerate(candidates):
        report(candidate.name, k / len(candidates))
        readings[candidate.name] = _reading(candidate, x, y, locator, edition, truth, layer)
    verdict = judge_readings(list(readings.values()), options.rules)
    by_name = {candidate.name: candidate for candidate in candidates}
    return Trial(len(table), len(rows), left_out, by_name, readings, verdict, unknown)


def _usable(table: PointTable) -> tuple[NDArray[np.bool_], Counter[str]]:
    """The points that can tell something, and why the others can't."""
    problem = _problems(table)
    left_out = Counter(REASONS[k] for k in problem[problem != OK].tolist())
    kept = problem == OK
    stacked = _stacked(table.x, table.y, kept)
    if stacked.any():
        left_out[DEFAULT_COORDINATE] = int(stacked.sum())
    return kept & ~stacked, left_out


def _problems(table: PointTable) -> NDArray[np.uint8]:
    """What is wrong with each point whatever it is read as, as `REASONS` indices; shape (n,)."""
    known = np.isfinite(table.x) & np.isfinite(table.y)
    if known.any() and look_projected(table.x[known], table.y[known]):
        zero = (table.x == 0) & (table.y == 0)
        return np.where(zero & (table.problem == OK), ZERO, table.problem).astype(np.uint8)
    # Latitude may stand first: off the earth is only what is so both ways.
    one = to_positions(table.x, table.y, WGS84, None, table.problem).problem
    other = to_positions(table.y, table.x, WGS84, None, table.problem).problem
    return np.where(one == OFF_EARTH, other, one).astype(np.uint8)


def _stacked(
    x: NDArray[np.float64], y: NDArray[np.float64], kept: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """The points on a spot that holds a noticeable share of all."""
    stacked = np.zeros(len(x), dtype=bool)
    if not kept.any():
        return stacked
    _, spot, count = np.unique(
        np.column_stack([x, y])[kept], axis=0, return_inverse=True, return_counts=True
    )
    heavy = (count >= _STACK_COUNT) & (count >= _STACK_SHARE * kept.sum())
    stacked[kept] = heavy[spot.ravel()]
    return stacked


def _drawn(rows: NDArray[np.int64], options: TrialOptions) -> NDArray[np.int64]:
    if len(rows) <= options.most:
        return rows
    rng = np.random.default_rng(options.rules.seed)
    return np.sort(rng.choice(rows, options.most, replace=False))


def _truth(
    table: PointTable, rows: NDArray[np.int64], edition: Edition, options: TrialOptions
) -> tuple[NDArray[np.int64] | None, Layer, Counter[str]]:
    """For each point the row of the area it is known to lie in, -1 for none; the layer."""
    layer = _layer(edition, options.layer)
    if options.truth is None:
        return None, layer, Counter()
    values = table.fields[options.truth]
    texts = ["" if values[k] is None else str(values[k]).strip() for k in rows.tolist()]
    known = owners_by_text(sorted(set(texts)), layer)
    owner = np.array([known.get(text, -1) for text in texts], dtype=np.int64)
    unknown = Counter(text for text in texts if text and text not in known)
    if not (owner >= 0).any():
        shown = ", ".join(repr(text) for text, _ in unknown.most_common(5)) or "blanks alone"
        raise InputError(
            f"No value of {options.truth!r} is the code or name of an area of {layer.code}: "
            f"{shown}.",
            where="--truth",
            remedy=f"Its codes look like {', '.join(layer.codes[:3])}. Say another --layer.",
        )
    return owner, layer, unknown


def _layer(edition: Edition, code: str | None) -> Layer:
    known = {layer.code: layer for layer in edition.layers}
    if code is None:
        return edition.levels[-1]
    if code not in known:
        raise InputError(
            f"The edition {edition.name!r} has no layer {code!r}; it has {', '.join(known)}.",
            where="--layer",
        )
    return known[code]


def owners_by_text(texts: Sequence[str], layer: Layer) -> dict[str, int]:
    """The row of the area that each text names, for those that name one.

    By code, by name, by either without regard to case and blanks, and at last by the only
    number in it: ``Ward 5`` and ``05`` are 5, where one area alone has that number.
    """
    ways = [(change, _spoken(change, layer)) for change in _CHANGES]
    named: dict[str, int] = {}
    for text in texts:
        rows = (spoken.get(change(text)) for change, spoken in ways)
        row = next((row for row in rows if row is not None), None)
        if row is not None:
            named[text] = row
    return named


def _spoken(change: Callable[[str], str], layer: Layer) -> dict[str, int]:
    """Codes and names, changed, to the one area that each is of."""
    rows: dict[str, set[int]] = {}
    for row, (code, name) in enumerate(zip(layer.codes, layer.names, strict=True)):
        for text in (code, name):
            if key := change(text):
                rows.setdefault(key, set()).add(row)
    return {key: min(found) for key, found in rows.items() if len(found) == 1}


def _as_it_is(text: str) -> str:
    return text


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]", "", text.casefold())


def _number(text: str) -> str:
    """The only number in a text, without leading zeros; blank where there is none or more."""
    numbers = re.findall(r"\d+", text.removesuffix(".0"))
    return (numbers[0].lstrip("0") or "0") if len(numbers) == 1 else ""


_CHANGES: tuple[Callable[[str], str], ...] = (_as_it_is, _plain, _number)


def _reading(
    candidate: Candidate, x: NDArray[np.float64], y: NDArray[np.float64], locator: Locator,
    edition: Edition, truth: NDArray[np.int64] | None, layer: Layer,
) -> Reading:  # fmt: skip
    lon, lat = candidate.to_wgs84(x, y)
    on_earth = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    lon, lat = np.where(on_earth, lon, np.nan), np.where(on_earth, lat, np.nan)
    owners = locator.locate_many(lon, lat)
    inside = ~owners.outside
    away = outside_metres(lon, lat, inside, edition.levels[0].geometries)
    agrees = np.full(len(x), np.nan)
    if truth is not None:
        known = truth >= 0
        agrees[known] = owners.areas[layer.code][known] == truth[known]
    return Reading(candidate.name, lon, lat, inside, away, agrees)
