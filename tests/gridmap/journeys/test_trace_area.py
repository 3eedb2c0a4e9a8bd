"""The history of an area leads through its successions, and never along ground that only moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gridmap.errors import NotFoundError
from gridmap.journeys.trace_area import trace_area
from gridmap.store.edition_records import Descent, Draft, NewLayer, Succession
from tests.boundaries.shapes import layer_of, square

if TYPE_CHECKING:
    from gridmap.service import Service

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HISTORY = (
    ("split", "a", "a"), ("split", "a", "b"), ("moved", "x", "b"), None,
    ("recoded", "b", "c"), ("created", None, "b"), ("renamed", "x", "x"), None,
    ("merged", "c", "d"), ("merged", "y", "d"), ("moved", "a", "d"), None,
    ("gone", "d", None), ("moved", "d", "w"), ("recoded", "z", "w"),
)  # fmt: skip
"""Four switches. The code b is of other ground from the second on."""


def _switches() -> list[list[Descent]]:
    found: list[list[Descent]] = [[]]
    for each in HISTORY:
        if each is None:
            found.append([])
        else:
            kind, old, new = each
            found[-1].append(Descent("village", kind, old, new, 1.0))
    return found


@pytest.fixture
def traced(service: Service) -> Service:
    """Five editions with that history; the polygons mean nothing here."""
    codes = ["a", "b", "c", "d", "w", "x", "y", "z"]
    layer = layer_of([square(k, 0) for k in range(len(codes))], codes)
    police = layer_of([square(0, 0)], ["a"], code="police", kind="overlay")
    before = None
    for k, descents in enumerate([[], *_switches()]):
        name = f"e{k}"
        draft = Draft(name, None, None)
        service.editions.save(draft, NewLayer(layer, "v.gpkg", "wgs84"), [], NOW)
        draft = service.editions.draft(name, NOW)
        service.editions.save(draft, NewLayer(police, "p.gpkg", "wgs84"), [], NOW)
        succession = Succession(before, 2, tuple(descents))
        service.editions.activate(name, NOW + timedelta(days=k), succession=succession)
        before = service.editions.active_id()
    return service


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("a", "a>a a>b x>b b>c c>d y>d a>d d> d>w"),
        ("b", "a>b x>b b>c >b c>d y>d a>d d> d>w"),
        ("c", "a>a a>b x>b b>c c>d y>d a>d d> d>w"),
        ("d", "a>a a>b x>b b>c c>d y>d a>d d> d>w"),
        ("x", "x>b x>x"),
        ("w", "d>w z>w"),
    ],
)
def test_a_code_is_followed_as_long_as_it_is_the_same_ground(
    traced: Service, code: str, told: str
) -> None:
    steps = trace_area(code, None, traced.editions)
    pairs = {f"{step.old or ''}>{step.new or ''}" for step in steps}
    assert pairs == set(told.split())
    assert len(pairs) == len(steps)
    assert [step.activation_id for step in steps] == sorted(step.activation_id for step in steps)
    assert all(step.since == NOW + timedelta(days=int(step.new_edition[1:])) for step in steps)


def test_a_layer_may_be_named(traced: Service) -> None:
    assert trace_area("a", "police", traced.editions) == ()
    assert trace_area("a", "village", traced.editions) == trace_area("a", None, traced.editions)
    for code, layer in (("nowhere", None), ("b", "police")):
        with pytest.raises(NotFoundError, match=f"No edition has an area '{code}'"):
            trace_area(code, layer, traced.editions)
