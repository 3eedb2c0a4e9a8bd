"""The 24 townships of the district: real names and codes, everything else an assumption.

Names and codes are those of the public list of statistical division codes. Where a seat
lies, on which bank, how much ground and how many people it has are round figures that give
the synthetic district a believable shape; they are not measurements.
"""

from dataclasses import dataclass
from typing import Literal

DISTRICT_CODE = "330111"
DISTRICT_NAME = "富阳区（合成数据）"
DISTRICT_NAME_EN = "Fuyang District (synthetic data)"
DISTRICT_AREA_KM2 = 1830.0


@dataclass(frozen=True)
class Township:
    """A subdistrict, town or township and what the synthetic district assumes of it.

    ``lon`` and ``lat`` are the seat's (WGS 84, rounded), ``bank`` is the side of the
    river, ``area_km2`` and ``people`` (thousands) are targets.
    """

    code: str
    name: str
    name_en: str
    lon: float
    lat: float
    bank: Literal["north", "south"]
    area_km2: float
    people: float

    @property
    def urban(self) -> bool:
        """Whether it is a subdistrict, whose villages are called communities."""
        return self.name.endswith("街道")


TOWNSHIPS = (
    Township("330111001", "富春街道", "Fuchun Subdistrict", 119.955, 30.058, "north", 62, 170),
    Township("330111002", "春江街道", "Chunjiang Subdistrict", 119.990, 30.025, "south", 46, 62),
    Township("330111004", "鹿山街道", "Lushan Subdistrict", 119.905, 30.028, "north", 44, 44),
    Township("330111005", "东洲街道", "Dongzhou Subdistrict", 120.045, 30.082, "north", 58, 58),
    Township("330111006", "银湖街道", "Yinhu Subdistrict", 119.985, 30.128, "north", 88, 84),
    Township("330111100", "万市镇", "Wanshi Town", 119.520, 30.040, "north", 135, 27),
    Township("330111101", "洞桥镇", "Dongqiao Town", 119.590, 30.105, "north", 110, 20),
    Township("330111103", "渌渚镇", "Luzhu Town", 119.720, 29.900, "north", 86, 20),
    Township("330111105", "永昌镇", "Yongchang Town", 119.660, 30.040, "north", 66, 15),
    Township("330111108", "里山镇", "Lishan Town", 120.095, 30.035, "south", 48, 12),
    Township("330111109", "常绿镇", "Changlü Town", 120.060, 29.865, "south", 72, 14),
    Township("330111110", "场口镇", "Changkou Town", 119.885, 29.925, "south", 70, 44),
    Township("330111111", "常安镇", "Chang'an Town", 119.860, 29.845, "south", 104, 22),
    Township("330111112", "龙门镇", "Longmen Town", 119.955, 29.900, "south", 44, 12),
    Township("330111115", "新登镇", "Xindeng Town", 119.725, 29.975, "north", 150, 72),
    Township("330111116", "胥口镇", "Xukou Town", 119.765, 30.050, "north", 108, 20),
    Township("330111117", "大源镇", "Dayuan Town", 120.005, 29.965, "south", 98, 42),
    Township("330111118", "灵桥镇", "Lingqiao Town", 120.040, 30.015, "south", 40, 28),
    Township("330111200", "新桐乡", "Xintong Township", 119.815, 29.915, "south", 46, 14),
    Township("330111201", "上官乡", "Shangguan Township", 120.070, 29.940, "south", 52, 12),
    Township("330111204", "环山乡", "Huanshan Township", 119.935, 29.955, "south", 44, 16),
    Township("330111205", "湖源乡", "Huyuan Township", 119.915, 29.775, "south", 122, 13),
    Township("330111206", "春建乡", "Chunjian Township", 119.865, 30.105, "north", 82, 15),
    Township("330111207", "渔山乡", "Yushan Township", 120.130, 30.070, "south", 44, 11),
)
