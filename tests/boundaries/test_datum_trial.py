"""Readings are told apart when the points tell, and only then."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from boundaries.datum_trial import Reading, TrialRules, judge_readings, outside_metres
from boundaries.errors import BoundaryError

RNG = np.random.default_rng(4)
LON, LAT = RNG.uniform((119.9, 30.0), (120.1, 30.2), (2000, 2)).T
UNKNOWN = np.full(2000, np.nan)


def _reading(name: str, outside: np.ndarray | None = None, agrees: np.ndarray = UNKNOWN) -> Reading:
    away = np.zeros(2000) if outside is None else outside
    return Reading(name, LON, LAT, away == 0, away, agrees)


def test_metres_outside_are_those_of_the_ground_and_end_at_two_kilometres() -> None:
    areas = np.array([shapely.box(120, 30, 120.01, 30.01)])
    lon = np.array([120.005, 120.0, 120.02, 121.0, np.nan])
    lat = np.array([30.005, 30.011, 30.005, 30.0, 30.0])
    inside = np.array([True, False, False, False, False])
    away = outside_metres(lon, lat, inside, areas)
    assert away == pytest.approx([0, 110.9, 964.9, 2000, 2000], rel=2e-3)


def test_points_all_over_the_place_tell_a_shift() -> None:
    shifted = np.where(RNG.random(2000) < 0.02, 300.0, 0.0)
    verdict = judge_readings([_reading("b", shifted), _reading("a")], TrialRules())
    assert (verdict.judge, verdict.best.name, verdict.fits) == ("outline", "a", True)
    assert verdict.rivals == ()
    other = verdict.readings[1]
    mean, low, high = other.worse
    assert mean == pytest.approx(shifted.mean())
    assert 0 < low < mean < high
    assert other.differing == (shifted > 0).sum()


def test_many_points_of_one_street_tell_no_more_than_one() -> None:
    shifted = np.where((LON < 119.903) & (LAT < 30.003), 300.0, 0.0)
    assert shifted.any()
    verdict = judge_readings([_reading("a"), _reading("b", shifted)], TrialRules())
    assert [each.name for each in verdict.rivals] == ["b"]


def test_points_that_fall_alike_under_both_can_not_tell() -> None:
    verdict = judge_readings([_reading("wgs84"), _reading("gcj02")], TrialRules())
    assert verdict.best.name == "wgs84"
    assert [each.name for each in verdict.rivals] == ["gcj02"]
    assert verdict.readings[1].worse == (0, 0, 0)


def test_known_owners_decide_whatever_the_outline_says() -> None:
    right = np.where(RNG.random(2000) < 0.99, 1.0, 0.0)
    wrong = np.where(RNG.random(2000) < 0.6, 1.0, 0.0)
    wrong[:100] = right[:100] = np.nan
    off = np.where(RNG.random(2000) < 0.1, 50.0, 0.0)
    verdict = judge_readings([_reading("a", None, wrong), _reading("b", off, right)], TrialRules())
    assert (verdict.judge, verdict.best.name, verdict.rivals) == ("truth", "b", ())
    assert verdict.best.agreement == pytest.approx(np.nanmean(right))


def test_the_interval_holds_the_true_difference_as_often_as_it_says() -> None:
    held = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        agrees = (rng.random(2000) < 0.9).astype(np.float64)
        others = (rng.random(2000) < 0.8).astype(np.float64)
        verdict = judge_readings(
            [_reading("a", None, agrees), _reading("b", None, others)], TrialRules(resamples=200)
        )
        _, low, high = verdict.readings[1].worse
        held += low <= 0.1 <= high
    assert 51 <= held <= 60  # 95 % of 60 is 57; four standard errors are 6.7


def test_nothing_fits_where_most_points_lie_elsewhere() -> None:
    verdict = judge_readings([_reading("a", np.full(2000, 2000.0))], TrialRules())
    assert not verdict.fits


@pytest.mark.parametrize(
    "wrong", [{"resamples": 9}, {"level": 1.0}, {"least_blocks": 0}, {"least_fit": 2.0}], ids=str
)
def test_rules_out_of_their_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BoundaryError, match="must be"):
        TrialRules(**wrong)  # type: ignore[arg-type]
