"""No ground is lost or told twice, whatever two editions look like."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.changes import layer_changes
from boundaries.geometry import repair_polygon, square_metres
from tests.boundaries.shapes import layer_of, snapped_coverages

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from boundaries.changes import LayerChanges
    from boundaries.model import Layer

ROUNDING_HA = 0.01
"""Pieces are measured each in its own scale."""


def _by_hand(old: Layer, new: Layer) -> dict[tuple[str, str], float]:
    """Hectares that each pair of areas shares, each asked of shapely by itself."""
    shared = {}
    for one, a in zip(old.codes, old.geometries, strict=True):
        for other, b in zip(new.codes, new.geometries, strict=True):
            both = np.array([shapely.intersection(a, b)], dtype=object)
            if shapely.area(both[0]) > 0:
                shared[one, other] = float(square_metres(both)[0]) / 10_000
    return shared


def _successors(found: LayerChanges, old: Layer, new: Layer) -> Counter[str]:
    """How often each old area is told to have become something; once is right."""
    told = Counter(
        code for c in found.changes if c.kind in {"split", "merged", "gone"} for code in c.old
    )
    going_on = Counter(c.old[0] for c in found.changes if c.kind == "moved")
    assert len(told) + len(going_on) <= len(old)
    assert not told & going_on
    assert found.before == len(old)
    assert found.after == len(new)
    return told + going_on


@settings(max_examples=120, deadline=None)
@given(old=snapped_coverages(), new=snapped_coverages())
def test_flows_are_what_areas_share(old: Layer, new: Layer) -> None:
    found = layer_changes(old, new)
    shared = _by_hand(old, new)
    for flow in found.flows:
        if flow.old is not None and flow.new is not None:
            assert abs(flow.hectares - shared[flow.old, flow.new]) < ROUNDING_HA
        else:
            assert flow.hectares < ROUNDING_HA  # both cover the same square
    for count in _successors(found, old, new).values():
        assert count == 1
    kept = shared.keys() - {(flow.old, flow.new) for flow in found.flows}
    # Ground that is in no flow stayed where it was: at most one pair for each area.
    assert len({one for one, _ in kept}) == len({other for _, other in kept}) == len(kept)


@settings(max_examples=60, deadline=None)
@given(old=snapped_coverages(), new=snapped_coverages(), chance=st.randoms())
def test_the_order_of_rows_means_nothing(old: Layer, new: Layer, chance: Random) -> None:
    order = list(range(len(new)))
    chance.shuffle(order)
    shuffled = layer_of(new.geometries[order], [new.codes[k] for k in order])
    one, other = layer_changes(old, new), layer_changes(old, shuffled)
    assert one.flows == other.flows
    assert one.changes == other.changes


def test_a_nation_against_itself_in_other_words(real_data: Path) -> None:
    import geopandas

    (path,) = (real_data / "taiwan").glob("*vill*.parquet")
    table = geopandas.read_parquet(path).drop_duplicates("VILLCODE")
    shapes = [getattr(repair_polygon(g), "geometry", g) for g in table.geometry]
    old = layer_of(shapes, table["VILLCODE"].astype(str).tolist())
    again = shapely.transform(shapely.reverse(old.geometries[::-1]), lambda c: c.round(7))
    new = layer_of(again, old.codes[::-1])
    found = layer_changes(old, new)
    assert (found.unchanged, found.changes) == (len(old), ())
