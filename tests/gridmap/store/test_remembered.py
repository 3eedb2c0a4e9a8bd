"""What is remembered holds for its time and no longer, counted from before it was asked for."""

from __future__ import annotations

import pytest

from gridmap.store.remembered import Remembered


class Clock:
    """Seconds that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_value_holds_for_its_time_from_the_asking() -> None:
    clock = Clock()
    remembered: Remembered[str] = Remembered(1.0, clock)
    assert remembered.value() is None
    asked_at = remembered.now()
    clock.now = 100.75  # the database took its time
    remembered.keep("kept", asked_at)
    assert remembered.value() == "kept"
    clock.now = 101.0
    assert remembered.value() is None


def test_a_value_can_be_forgotten() -> None:
    remembered: Remembered[str] = Remembered()
    remembered.keep("kept", remembered.now())
    assert remembered.value() == "kept"
    remembered.forget()
    assert remembered.value() is None


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_a_time_that_is_none_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="more than 0 seconds"):
        Remembered(seconds)
