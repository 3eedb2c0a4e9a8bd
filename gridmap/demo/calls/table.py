"""The table of requests as a hotline would export it: columns, ids, times and coordinates."""

from enum import IntEnum

import numpy as np

from gridmap.demo.calls.days import DAY
from gridmap.demo.calls.incidents import OPEN, Incidents
from gridmap.demo.calls.places import Places
from gridmap.demo.calls.reports import CHANNELS, Reports
from gridmap.demo.calls.wording import Wording
from gridmap.demo.land.district import District
from gridmap.demo.plane import MICRODEGREES, Ints

Row = list[str]
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


class Column(IntEnum):
    """The columns, in their order."""

    ID = 0
    OPENED = 1
    CLOSED = 2
    CATEGORY = 3
    TITLE = 4
    TEXT = 5
    ADDRESS = 6
    LON = 7
    LAT = 8
    CHANNEL = 9
    REPORTER = 10


HEADER = (
    "工单编号", "上报时间", "办结时间", "诉求类别", "诉求标题", "诉求内容",
    "诉求地址", "经度", "纬度", "来源渠道", "诉求人编号",
)  # fmt: skip


def write_rows(
    district: District, places: Places, incidents: Incidents, reports: Reports, wording: Wording
) -> list[Row]:
    """Write each report as a row of text, in the order of the reports."""
    closed = incidents.closed[reports.incident]
    columns = (
        make_ids(reports.time),
        _moments(reports.time),
        [text if done else "" for text, done in zip(_moments(closed), closed != OPEN, strict=True)],
        wording.categories,
        wording.titles,
        wording.texts,
        _addresses(district, places, incidents, reports),
        _decimals(reports.lon),
        _decimals(reports.lat),
        [CHANNELS[channel] for channel in reports.channel.tolist()],
        reports.caller,
    )
    return [list(row) for row in zip(*columns, strict=True)]


def make_ids(time: Ints) -> list[str]:
    """Number the reports within their day: SYN-20250131-0042. ``time`` is in order."""
    day = time // DAY
    rank = np.arange(day.size) - np.searchsorted(day, day) + 1
    dates = np.datetime_as_string(day.astype("datetime64[D]"))
    return [
        f"SYN-{date.replace('-', '')}-{number:04d}"
        for date, number in zip(dates.tolist(), rank.tolist(), strict=True)
    ]


def _moments(seconds: Ints) -> list[str]:
    texts = np.datetime_as_string(seconds.astype("datetime64[s]"), unit="s")
    return [text.replace("T", " ") for text in texts.tolist()]


def _decimals(micro: Ints) -> list[str]:
    return [f"{whole // MICRODEGREES}.{whole % MICRODEGREES:06d}" for whole in micro.tolist()]


def _addresses(
    district: District, places: Places, incidents: Incidents, reports: Reports
) -> list[str]:
    """Write the address; the one that could not be found is vague."""
    names = [f"{name}附近（地址不详）" for name in district.villages.labels.names]
    village = district.division.village[incidents.grid[reports.incident]].tolist()
    place = incidents.place[reports.incident].tolist()
    return [
        names[village[row]] if vague else places.labels[place[row]]
        for row, vague in enumerate(reports.default.tolist())
    ]
