"""A category's scale is a fixed 1-2-5 ladder of half-open classes in a colour-blind-safe ramp."""

from __future__ import annotations

import math

import numpy as np
import pytest
from branca.colormap import linear
from hypothesis import given
from hypothesis import strategies as st

from gridmap.heatmap.classes import RAMPS, Scale, classify


@pytest.mark.parametrize(
    ("peak", "steps"),
    [
        pytest.param(
            92.05, (0.2, 0.5, 1, 2, 5, 10, 20, 50), id="highest-class-ends-at-or-above-the-peak"
        ),
        pytest.param(100, (0.2, 0.5, 1, 2, 5, 10, 20, 50), id="peak-on-a-step"),
        pytest.param(100.1, (0.5, 1, 2, 5, 10, 20, 50, 100), id="just-above-a-step"),
        pytest.param(20.4, (0.1, 0.2, 0.5, 1, 2, 5, 10, 20), id="fifty"),
        pytest.param(19, (0.1, 0.2, 0.5, 1, 2, 5, 10), id="seven-for-a-lower-peak"),
        pytest.param(3, (0.05, 0.1, 0.2, 0.5, 1, 2), id="six-for-a-rare-category"),
        pytest.param(0.01, (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005), id="very-rare"),
    ],
)
def test_steps_of_a_peak(peak: float, steps: tuple[float, ...]) -> None:
    assert Scale.up_to(peak).steps == steps


@given(st.floats(1e-6, 1e9))
def test_no_peak_is_above_the_ladder_nor_far_below_its_end(peak: float) -> None:
    scale = Scale.up_to(peak)
    mantissa = round(scale.steps[-1] / 10 ** math.floor(math.log10(scale.steps[-1]) + 1e-9))
    end = scale.steps[-1] * {1: 2, 2: 2.5, 5: 2}[mantissa]
    assert scale.steps[-1] < peak <= end * (1 + 1e-12)
    assert len(scale.steps) in RAMPS


def test_classes_are_half_open() -> None:
    scale = Scale.up_to(100)
    at = np.array(scale.steps)
    assert classify(at, scale).tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert classify(np.nextafter(at, 0), scale).tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [(each.start, each.end) for each in scale.classes][-2:] == [(20, 50), (50, None)]


def test_what_is_nothing_or_unknown_has_no_class() -> None:
    scale = Scale.up_to(100)
    found = classify(np.array([[0.0, math.nan], [-1.0, 1e9]]), scale)
    assert found.dtype == np.uint8
    assert found.tolist() == [[0, 0], [0, 8]]


@pytest.mark.parametrize("count", RAMPS)
def test_colours_are_those_of_viridis(count: int) -> None:
    ramp = getattr(linear, "viridis")  # noqa: B009 (made at run time)
    for place, colour in zip(np.linspace(247, 10, count), RAMPS[count], strict=True):
        published = bytes.fromhex(ramp.rgb_hex_str(place / 255)[1:])
        ours = bytes.fromhex(colour[1:])
        assert (
            np.abs(np.frombuffer(published, "u1") - np.frombuffer(ours, "u1").astype(int)).max() < 9
        )


@pytest.mark.parametrize("count", RAMPS)
def test_more_is_darker_by_even_steps(count: int) -> None:
    lightness = [_lightness(colour) for colour in RAMPS[count]]
    falls = -np.diff(lightness)
    assert falls.min() > 0.75 * falls.mean()


@pytest.mark.parametrize("peak", [0, -1, math.nan, math.inf])
def test_a_scale_without_a_peak_is_refused(peak: float) -> None:
    with pytest.raises(ValueError, match="peak of a scale must be above 0"):
        Scale.up_to(peak)


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        pytest.param((1, 2, 5), "6 to 8 classes, not 3", id="few"),
        pytest.param((1, 2, 5, 5, 10, 20), "must rise", id="twice"),
        pytest.param((0, 1, 2, 5, 10, 20), "above 0, not 0", id="from-nothing"),
    ],
)
def test_steps_that_are_no_scale_are_refused(steps: tuple[float, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Scale(steps)


def _lightness(colour: str) -> float:
    """CIE L* of an sRGB colour."""
    channels = np.frombuffer(bytes.fromhex(colour[1:]), "u1") / 255
    linear_light = np.where(
        channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    )
    return float(116 * np.cbrt(linear_light @ [0.2126, 0.7152, 0.0722]) - 16)
