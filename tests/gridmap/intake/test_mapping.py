"""A mapping is read as it is written, and every mistake in it is explained."""

from __future__ import annotations

import tomllib
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from boundaries.crs import WGS84
from gridmap.errors import InputError
from gridmap.intake.mapping import Fields, mapping_of, refuse_unknown_categories
from gridmap.model.catalogue_file import default_catalogue

UTC = ZoneInfo("UTC")
FULL = """
source = "hotline"
timezone = "Asia/Shanghai"
crs = "gcj02"
encoding = "gb18030"

[columns]
id = "工单编号"
opened = "上报时间"
closed = "办结时间"
category = "诉求类别"
lon = "经度"
lat = "纬度"
text = "诉求内容"
address = "诉求地址"
channel = "来源渠道"
reporter = "诉求人编号"
accuracy = "定位精度"

[times]
format = "%d.%m.%Y %H:%M"

[categories]
"车辆长期占位" = "abandoned_car"
"""


def test_everything_that_is_written_is_read() -> None:
    mapping = mapping_of(tomllib.loads(FULL), "hotline.toml", UTC)
    assert mapping.fields == Fields(
        opened="上报时间", category="诉求类别", id="工单编号", lon="经度", lat="纬度",
        closed="办结时间", text="诉求内容", address="诉求地址", channel="来源渠道",
        reporter="诉求人编号", accuracy="定位精度",
    )  # fmt: skip
    assert mapping.source == "hotline"
    assert mapping.zone.key == "Asia/Shanghai"
    assert mapping.crs.name == "gcj02"
    assert mapping.encoding == "gb18030"
    assert mapping.time_format == "%d.%m.%Y %H:%M"
    assert mapping.categories == {"车辆长期占位": "abandoned_car"}
    refuse_unknown_categories(mapping, default_catalogue())


def test_only_the_time_of_report_must_be_named() -> None:
    mapping = mapping_of({"columns": {"opened": "when"}}, "short.toml", ZoneInfo("Asia/Shanghai"))
    assert mapping.fields == Fields(opened="when")
    assert mapping.fields.named() == {"opened": "when"}
    assert (mapping.source, mapping.zone.key) == ("import", "Asia/Shanghai")
    assert (mapping.crs, mapping.encoding, mapping.time_format) == (WGS84, "utf-8", "")


def changed(**tables: Any) -> dict[str, Any]:
    return {"columns": {"opened": "when"}} | tables


@pytest.mark.parametrize(
    ("stated", "why", "where"),
    [
        ({}, "which field holds the time of report", "m.toml [columns]"),
        ({"columns": {"closed": "x"}}, "which field holds the time", "m.toml [columns]"),
        ({"columns": "when"}, "columns must be a table", "m.toml"),
        (changed(column={}), "'column' is not known", "m.toml"),
        (changed(columns={"opened": "a", "time": "b"}), "'time' is not known", "m.toml [columns]"),
        (changed(columns={"opened": 5}), "opened must be a text.*got 5", "m.toml [columns]"),
        (changed(columns={"opened": " "}), "opened must be a text", "m.toml [columns]"),
        (changed(columns={"opened": "a", "lon": "x"}), "both lon and lat", "m.toml [columns]"),
        (changed(columns={"opened": "a", "lat": "y"}), "both lon and lat", "m.toml [columns]"),
        (changed(source=""), "source must be a text", "m.toml"),
        (changed(source=["a"]), r"source must be a text.*\['a'\]", "m.toml"),
        (changed(timezone="Asia"), "no time zone called 'Asia'", "m.toml"),
        (changed(timezone="Mars/Olympus"), "no time zone called 'Mars/Olympus'", "m.toml"),
        (changed(timezone="../../etc/passwd"), "no time zone called", "m.toml"),
        (changed(timezone=8), "timezone must be a text.*got 8", "m.toml"),
        (changed(crs="gcj-03"), "No coordinate reference system is called 'gcj-03'", "m.toml"),
        (changed(crs="EPSG:0"), "No coordinate reference system", "m.toml"),
        (changed(crs=4326), "crs must be a text", "m.toml"),
        (changed(encoding="gbk18030"), "no encoding called 'gbk18030'", "m.toml"),
        (changed(encoding="hex"), "no encoding called 'hex'", "m.toml"),
        (changed(times="%Y"), "times must be a table", "m.toml"),
        (changed(times={"fmt": "%Y"}), "'fmt' is not known", "m.toml [times]"),
        (changed(times={"format": ""}), "format must be a text", "m.toml [times]"),
        (changed(times={"format": "%d.%m. %H:%M"}), "No day can be read", "m.toml [times]"),
        (changed(times={"format": "%H:%M"}), "No day can be read", "m.toml [times]"),
        (changed(times={"format": "YYYY-MM-DD"}), "No day can be read", "m.toml [times]"),
        (changed(times={"format": "%Y-%m-%d %Q"}), "No day can be read", "m.toml [times]"),
        (changed(times={"format": "%Y %Y-%m-%d"}), "No day can be read", "m.toml [times]"),
        (changed(times={"format": "%"}), "No day can be read", "m.toml [times]"),
        (changed(categories=["a"]), "categories must be a table", "m.toml"),
        (changed(categories={"a": 5}), "a must be a text.*got 5", "m.toml [categories]"),
    ],
)
def test_each_mistake_is_named_with_its_place(stated: dict[str, Any], why: str, where: str) -> None:
    with pytest.raises(InputError, match=why) as refused:
        mapping_of(stated, "m.toml", UTC)
    assert refused.value.where == where
    assert refused.value.remedy


def test_a_word_for_a_category_that_there_is_not_is_refused() -> None:
    mapping = mapping_of(changed(categories={"旧车": "abandoned_cars"}), "m.toml", UTC)
    with pytest.raises(InputError, match="'旧车' stands for 'abandoned_cars'") as refused:
        refuse_unknown_categories(mapping, default_catalogue())
    assert "abandoned_car" in refused.value.remedy
