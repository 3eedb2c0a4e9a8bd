"""Kernels run plain and compiled, and compiled ones are made anew when what they call changes."""

from __future__ import annotations

import math

from boundaries.index import compiled_edition
from boundaries.jit import Kernel, fast, kernel, warm

_SCALE = 4.0


@kernel("float64(float64)")
def _scaled(x: float) -> float:
    return _SCALE * x


@kernel()
def _doubled(x: float) -> float:
    return 2.0 * x


@kernel("float64(float64)")
def _rooted(x: float) -> float:
    """The root of twice a number."""
    return math.sqrt(_doubled(x))


def test_plain_and_compiled_are_one_function() -> None:
    assert _rooted(8.0) == fast(_rooted)(8.0) == 4.0
    assert _rooted.__doc__ == "The root of twice a number."


def test_the_cache_knows_kernels_that_are_called() -> None:
    def tripled(x: float) -> float:
        return 3.0 * x

    one = Kernel(_rooted.plain, "float64(float64)")  # type: ignore[attr-defined]
    assert list(one.called) == ["_doubled"]
    before = one.fingerprint()
    called = _rooted.plain.__globals__  # type: ignore[attr-defined]
    kept, called["_doubled"] = called["_doubled"], Kernel(tripled, "")
    try:
        assert one.fingerprint() != before
    finally:
        called["_doubled"] = kept


def test_the_cache_knows_constants() -> None:
    one = Kernel(_scaled.plain, "float64(float64)")  # type: ignore[attr-defined]
    assert one.constants == {"_SCALE": 4.0}
    before, names = one.fingerprint(), _scaled.plain.__globals__  # type: ignore[attr-defined]
    names["_SCALE"] = 5.0
    try:
        assert one.fingerprint() != before
    finally:
        names["_SCALE"] = 4.0


def test_warming_compiles_every_kernel() -> None:
    assert compiled_edition.__doc__  # importing it brings the kernels
    named: list[str] = []
    assert warm(lambda name, _share: named.append(name)) == len(named)
    assert {"owners_at", "owner_at", "nearest_line", "gather"} <= set(named)
