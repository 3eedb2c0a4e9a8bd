"""Every kind of change is told by its name, with the hectares that squares have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from boundaries.changes import Change, ChangeRules, edition_changes, layer_changes
from boundaries.geometry import square_metres
from boundaries.model import Edition
from tests.boundaries.shapes import layer_of, square

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from boundaries.changes import LayerChanges
    from boundaries.model import Layer

OLD = {"a": square(0, 0), "b": square(1, 0), "c": square(2, 0), "d": square(3, 0)}
METRE = 1 / 96_000
"""Degrees of longitude that are about a metre at these places."""


def _layer(areas: dict[str, BaseGeometry], **names: str) -> Layer:
    layer = layer_of(list(areas.values()), list(areas))
    return replace(layer, names=tuple(names.get(code, f"name of {code}") for code in areas))


def _hectares(*shapes: BaseGeometry) -> float:
    return float(square_metres(np.array(shapes, dtype=object)).sum()) / 10_000


def _compared(new: dict[str, BaseGeometry], **names: str) -> LayerChanges:
    return layer_changes(_layer(OLD), _layer(new, **names))


def _told(found: LayerChanges) -> list[tuple[str, str, str]]:
    return [(c.kind, " ".join(c.old), " ".join(c.new)) for c in found.changes]


def _flows(found: LayerChanges) -> dict[tuple[str | None, str | None], Any]:
    return {(f.old, f.new): (f.kind, f.hectares) for f in found.flows}


def _without(*codes: str) -> dict[str, BaseGeometry]:
    return {code: shape for code, shape in OLD.items() if code not in codes}


ONE = _hectares(OLD["a"])


def test_what_is_the_same_is_not_told() -> None:
    turned = {code: shapely.reverse(shape) for code, shape in reversed(OLD.items())}
    for same in (OLD, turned):
        found = _compared(same)
        assert (found.before, found.after, found.unchanged) == (4, 4, 4)
        assert (found.changes, found.flows, found.counts()) == ((), (), {})


def test_an_area_that_became_several_split() -> None:
    found = _compared(_without("b") | {"b": square(1, 0, 0.25), "e": square(1.25, 0, 0.75)})
    assert _told(found) == [("split", "b", "b e")]
    assert found.unchanged == 3
    flows = _flows(found)
    assert flows["b", "b"] == ("split", pytest.approx(ONE / 4, rel=1e-4))
    assert flows["b", "e"] == ("split", pytest.approx(ONE * 3 / 4, rel=1e-4))


def test_several_areas_that_became_one_merged() -> None:
    found = _compared(_without("b", "c") | {"c": square(1, 0, 2)})
    assert _told(found) == [("merged", "b c", "c")]
    assert {pair: kind for pair, (kind, _) in _flows(found).items()} == {
        ("b", "c"): "merged", ("c", "c"): "merged",
    }  # fmt: skip


def test_a_new_name_and_a_new_code_on_the_same_ground() -> None:
    found = _compared(_without("c") | {"z": OLD["c"]}, a="other")
    assert _told(found) == [("recoded", "c", "z"), ("renamed", "a", "a")]
    assert [(c.old_names, c.new_names) for c in found.changes] == [
        (("name of c",), ("name of z",)), (("name of a",), ("other",)),
    ]  # fmt: skip
    assert found.unchanged == 2
    assert _flows(found)["c", "z"] == ("recoded", pytest.approx(ONE, rel=1e-6))


def test_codes_that_change_places_are_recoded_not_moved() -> None:
    found = _compared(OLD | {"a": OLD["b"], "b": OLD["a"]})
    assert _told(found) == [("recoded", "a", "b"), ("recoded", "b", "a")]


def test_a_line_that_moved_is_told_on_both_sides() -> None:
    found = _compared(OLD | {"a": square(0, 0, 1.0625), "b": square(1.0625, 0, 0.9375)})
    assert _told(found) == [("moved", "a", "a"), ("moved", "b", "b")]
    gains, loses = found.changes
    strip: Any = pytest.approx(_hectares(square(1, 0, 0.0625)), rel=1e-6)
    assert (gains.gained, gains.lost) == ({"b": strip}, {})
    assert (loses.gained, loses.lost) == ({}, {"a": strip})
    assert gains.hectares == loses.hectares == strip
    (flow,) = found.flows
    assert (flow.kind, flow.old, flow.new, flow.hectares) == ("moved", "b", "a", strip)
    assert flow.geometry is not None
    assert flow.geometry.equals(square(1, 0, 0.0625))


def test_ground_that_nobody_held_comes_from_nobody() -> None:
    found = _compared(_without("d") | {"c": square(2, 0, 1, 1.0625), "e": square(9, 0)})
    assert _told(found) == [("created", "", "e"), ("gone", "d", ""), ("moved", "c", "c")]
    assert _flows(found) == {
        ("d", None): ("gone", pytest.approx(ONE, rel=1e-6)),
        (None, "e"): ("created", pytest.approx(ONE, rel=1e-4)),
        (None, "c"): ("moved", pytest.approx(ONE / 16, rel=1e-3)),
    }


def test_redrawn_areas_are_gone_and_created_and_their_ground_flows() -> None:
    across = {"x": square(1, 0, 2, 0.5), "y": square(1, 0.5, 2, 0.5)}
    found = _compared(_without("b", "c") | across)
    assert _told(found) == [
        ("created", "", "x"), ("created", "", "y"), ("gone", "b", ""), ("gone", "c", ""),
    ]  # fmt: skip
    half = pytest.approx(ONE / 2, rel=1e-3)
    flows = _flows(found)
    assert {pair: flows[pair] for pair in flows if None not in pair} == {
        (old, new): ("moved", half) for old in "bc" for new in "xy"
    }
    assert {flows[pair] for pair in flows if None in pair} == {("gone", 0.0), ("created", 0.0)}


@pytest.mark.parametrize(
    ("kept", "kinds"),
    [(0.9375, ["moved", "moved"]), (0.5625, ["moved", "moved"]),
     (0.4375, ["created", "gone", "moved"])],
)  # fmt: skip
def test_a_code_alone_is_no_identity(kept: float, kinds: list[str]) -> None:
    # Of a only `kept` stays a, which gets twice as much elsewhere; b is large and stays itself.
    old = {"a": square(0, 0), "b": square(1, 0, 31)}
    grown = shapely.union(square(0, 0, kept), square(0, -2, kept, 2))
    new = {"a": grown, "b": square(kept, 0, 32 - kept)}
    found = layer_changes(_layer(old), _layer(new))
    assert [c.kind for c in found.changes] == kinds


@pytest.mark.parametrize(("metres", "kinds"), [(0.4, []), (0.9, []), (1.2, ["moved", "moved"])])
def test_less_than_a_metre_is_drawing(metres: float, kinds: list[str]) -> None:
    west, south, _, north = OLD["b"].bounds
    edge = west + metres * METRE
    moved = {
        "a": shapely.box(OLD["a"].bounds[0], south, edge, north),
        "b": shapely.box(edge, south, OLD["b"].bounds[2], north),
    }
    found = _compared(OLD | moved)
    assert [c.kind for c in found.changes] == kinds
    assert found.unchanged == 4 - len(kinds)


def test_added_and_removed_layers_are_told_as_such() -> None:
    police = replace(_layer({"p": square(0, 0, 4)}), code="police", kind="overlay")
    old = Edition("old", (_layer(OLD),), (police,))
    new = Edition("new", (_layer(OLD), replace(_layer(OLD), code="grid")))
    told = {c.layer: (c.whole, c.before, c.after) for c in edition_changes(old, new)}
    assert told == {
        "village": (None, 4, 4), "grid": ("added", 0, 4), "police": ("removed", 1, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [("continues", 0.4), ("keeps_code", 1.1), ("noise_m", 0.0)]
)
def test_thresholds_say_their_rule(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=rf"{name} must be .*; got {value}"):
        ChangeRules(**{name: value})


def test_nothing_against_nothing_and_all_against_nothing() -> None:
    nothing = _layer({})
    assert layer_changes(nothing, nothing).changes == ()
    assert layer_changes(nothing, _layer(OLD)).counts() == {"created": 4}
    gone: tuple[Change, ...] = layer_changes(_layer(OLD), nothing).changes
    assert [(c.kind, c.old) for c in gone] == [("gone", (code,)) for code in "abcd"]
