"""Each request is in one frame of each of its categories, on one scale that no filter changes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from gridmap.heatmap.classes import Scale, classify
from gridmap.heatmap.density import DensityParams
from gridmap.heatmap.frames import (
    ALL_CATEGORIES,
    Frame,
    FrameParams,
    draw_frames,
    history_peaks,
)
from gridmap.heatmap.image import Bounds
from gridmap.heatmap.periods import Period, whole_days
from gridmap.spatial.distance import LocalMetres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Points:
    """Columns of requests, as a store has them."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    reported_us: NDArray[np.int64]
    category: NDArray[np.object_]


SHANGHAI = ZoneInfo("Asia/Shanghai")
PLACE = LocalMetres(119.9, 30.0)
BOUNDS = Bounds(119.85, 29.96, 119.95, 30.04)
YEAR = Period("whole", datetime(2025, 1, 1, tzinfo=SHANGHAI), datetime(2026, 1, 1, tzinfo=SHANGHAI))


def some_requests(count: int, seed: int = 6) -> Points:
    rng = np.random.default_rng(seed)
    first = int(datetime(2025, 1, 1, tzinfo=SHANGHAI).timestamp())
    return Points(
        lon=119.9 + rng.normal(0, 0.01, count),
        lat=30.0 + rng.normal(0, 0.01, count),
        reported_us=(first + rng.integers(0, 365 * 86400, count)) * 1_000_000,
        category=rng.choice(["car", "noise", "light"], count, p=[0.6, 0.3, 0.1]).astype(object),
    )


def at_one_place(times: Sequence[str] | NDArray[np.datetime64], category: str = "car") -> Points:
    count = len(times)
    return Points(
        np.full(count, 119.9),
        np.full(count, 30.0),
        np.array(times, dtype="datetime64[us]").astype(np.int64),
        np.full(count, category, dtype=object),
    )


def drawn(requests: Points, scales: dict[str, Scale], span: Period = YEAR) -> tuple[Frame, ...]:
    return draw_frames(
        requests,
        scales,
        span=span,
        zone=SHANGHAI,
        projection=PLACE,
        bounds=BOUNDS,
        params=FrameParams(),
    )


def pixels(png: bytes | None) -> NDArray[np.uint8]:
    assert png is not None
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image)


def test_counts_are_those_of_a_plain_group_by() -> None:
    requests = some_requests(2000)
    scale = Scale.up_to(100)
    frames = drawn(requests, {ALL_CATEGORIES: scale, "car": scale, "noise": scale})
    reported = pd.Series(pd.to_datetime(requests.reported_us, unit="us", utc=True))
    table = pd.DataFrame({"category": requests.category})
    table["month"] = reported.dt.tz_convert("Asia/Shanghai").dt.month
    by_month = table.groupby(["category", "month"]).size()

    for frame in frames:
        of = table if frame.category == ALL_CATEGORIES else table[table.category == frame.category]
        if frame.period.kind == "whole":
            assert frame.count == len(of)
        elif frame.category == ALL_CATEGORIES:
            assert frame.count == (of.month == frame.period.start.month).sum()
        else:
            assert frame.count == by_month[frame.category, frame.period.start.month]
    assert [frame.category for frame in frames] == [
        c for c in ("", "car", "noise") for _ in range(13)
    ]


def test_a_request_on_the_stroke_of_a_month_is_in_that_month_only() -> None:
    requests = at_one_place(["2025-02-28T16:00:00", "2025-02-28T15:59:59"])
    counts = [frame.count for frame in drawn(requests, {"car": Scale.up_to(10)})]
    assert counts == [2, 0, 1, 1, *[0] * 9]


def test_a_month_s_length_does_not_show() -> None:
    days = np.arange("2025-01-01", "2026-01-01", dtype="datetime64[D]")
    frames = drawn(at_one_place(days.astype("datetime64[s]")), {"car": Scale.up_to(30)})
    assert frames[2].count == 28
    assert frames[3].count == 31
    assert len({frame.png for frame in frames}) == 1


def test_a_frame_without_requests_or_below_the_scale_has_no_image() -> None:
    requests = at_one_place(["2025-03-05T00:00:00"])
    frames = drawn(requests, {"car": Scale.up_to(1)})
    assert [frame.png is not None for frame in frames] == [True, False, False, True, *[False] * 9]
    assert all(frame.png is None for frame in drawn(requests, {"car": Scale.up_to(1e6)}))


def test_the_image_is_the_direct_sum_classified() -> None:
    requests = some_requests(300)
    scale = Scale.up_to(40)
    frame = drawn(requests, {"car": scale})[1]
    found = pixels(frame.png)
    mine = (requests.category == "car") & (
        requests.reported_us < datetime(2025, 2, 1, tzinfo=SHANGHAI).timestamp() * 1e6
    )
    x, y = PLACE.forward(requests.lon[mine], requests.lat[mine])

    height, width = found.shape
    top, bottom = (np.arcsinh(np.tan(np.radians(lat))) for lat in (30.04, 29.96))
    lat = np.degrees(np.arctan(np.sinh(top + (np.arange(height) + 0.5) / height * (bottom - top))))
    lon = 119.85 + (np.arange(width) + 0.5) / width * 0.1
    at_x, at_y = PLACE.forward(np.tile(lon, height), np.repeat(lat, width))
    squares = (at_x[:, None] - x) ** 2 + (at_y[:, None] - y) ** 2
    exact = np.exp(-squares / (2 * 400.0**2)).sum(axis=1) / (2 * np.pi * 0.4**2) * 30 / 31
    expected = classify(exact.reshape(height, width), scale)
    assert len(x) == frame.count
    assert (found == expected).mean() > 0.98
    assert np.abs(found.astype(int) - expected).max() <= 1


def peaks(
    history: Points,
    span: Period = YEAR,
    codes: tuple[str, ...] = (ALL_CATEGORIES, "car", "noise", "light"),
) -> dict[str, float]:
    return history_peaks(
        history, codes, span=span, zone=SHANGHAI, projection=PLACE, params=DensityParams()
    )


def test_the_peak_of_a_category_is_that_of_its_hottest_month() -> None:
    april = [f"2025-04-{day:02d}T04:00:00" for day in range(1, 31)]
    history = at_one_place([*april, "2025-08-01T04:00:00"])
    found = peaks(history)
    one_request = DensityParams().single_peak(30)
    assert found["car"] == pytest.approx(30 * one_request, rel=0.04)
    assert found[ALL_CATEGORIES] == found["car"]
    assert "noise" not in found


def test_a_few_days_cut_off_a_month_do_not_set_the_scale() -> None:
    span = whole_days(
        datetime(2025, 1, 31, 4, tzinfo=UTC),
        datetime(2025, 3, 31, 4, tzinfo=UTC),
        SHANGHAI,
    )
    history = at_one_place(["2025-01-31T05:00:00"] * 5)
    assert peaks(history, span)["car"] == pytest.approx(
        5 * DensityParams().single_peak(span.days), rel=0.04
    )


def test_the_peak_is_the_highest_direct_sum_of_any_month() -> None:
    requests = some_requests(3000)
    reported = pd.Series(pd.to_datetime(requests.reported_us, unit="us", utc=True))
    month = reported.dt.tz_convert("Asia/Shanghai").dt.month
    x, y = PLACE.forward(requests.lon, requests.lat)
    days = {each: pd.Period(f"2025-{each:02d}").days_in_month for each in range(1, 13)}
    for code, peak in peaks(requests).items():
        mine = requests.category == code if code else np.full(len(requests.lon), fill_value=True)
        highest = 0.0
        for each, length in days.items():
            at = mine & (month == each).to_numpy()
            squares = (x[at][:, None] - x[at]) ** 2 + (y[at][:, None] - y[at]) ** 2
            kernels = np.exp(-squares / (2 * 400.0**2)) / (2 * np.pi * 0.4**2)
            highest = max(highest, kernels.sum(axis=1).max() * 30 / length)
        assert peak == pytest.approx(highest, rel=0.04)


def test_a_filter_on_time_leaves_what_a_month_looks_like() -> None:
    requests = some_requests(3000)
    half_year = Period("whole", YEAR.start, datetime(2025, 7, 1, tzinfo=SHANGHAI))
    scales = {"noise": Scale.up_to(peaks(requests)["noise"])}
    of_year, of_half = drawn(requests, scales), drawn(requests, scales, half_year)
    assert [frame.png for frame in of_half[1:]] == [frame.png for frame in of_year[1:7]]


def test_nothing_stored_has_no_peaks() -> None:
    assert peaks(some_requests(0)) == {}


def test_pixels_wider_than_the_bandwidth_are_refused() -> None:
    with pytest.raises(ValueError, match=r"1 to the bandwidth \(400.0 metres\), not 500"):
        FrameParams(pixel_m=500)
