"""When and where trouble is reported: the day's hours, the week, the year, and which places."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.plane import Floats

_HOURS, _MONTHS = 24, 12


@dataclass(frozen=True)
class Pattern:
    """One rhythm of one kind of trouble; a kind may have several.

    ``hours`` and ``months`` are a digit of weight each, from midnight and from January.
    ``weekend`` weighs a day of the weekend against a working day, ``storm`` a day with a
    storm against one without. ``town`` and ``road`` are the powers of the density of people
    and of the traffic with which a place draws it; ``school`` keeps it near schools.
    """

    code: str
    share: float
    hours: str
    months: str
    weekend: float = 1.0
    storm: float = 1.0
    town: float = 0.0
    road: float = 0.0
    school: bool = False

    def __post_init__(self) -> None:
        if len(self.hours) != _HOURS or len(self.months) != _MONTHS:
            raise ValueError(
                f"a pattern of {self.code} must have 24 hours and 12 months, "
                f"got {len(self.hours)} and {len(self.months)}"
            )

    @property
    def hour_weights(self) -> Floats:
        """The weight of each hour of the day, shape (24,)."""
        return np.array([float(digit) for digit in self.hours])

    @property
    def month_weights(self) -> Floats:
        """The weight of each month of the year, shape (12,)."""
        return np.array([float(digit) for digit in self.months])


#             hour 0     6     12    18    24           month 1        12
PATTERNS = (
    Pattern("abandoned_car", 0.020, "000000136888547877654310", "556666777776", 0.9, town=0.1),
    Pattern("square_dancing", 0.058, "000003410000000000289930", "113589999841", 1.1, town=0.4),
    Pattern("noise", 0.055, "754212235544565434446898", "546778888765", 0.9, town=0.3),
    Pattern("noise", 0.055, "310000011222323334689985", "445667899865", 1.4, town=0.5),
    Pattern("rubbish", 0.175, "000001479986445554432100", "655567999876", 1.0, town=0.1),
    Pattern("street_light", 0.080, "210000110111111123799863", "877655556788", 0.9, road=0.5),
    Pattern("illegal_parking", 0.085, "000000028800000389200000", "604899304989", 0.03,
            town=0.3, school=True),
    Pattern("illegal_parking", 0.085, "210000134665566655579874", "667777777777", 1.2, town=0.5),
    Pattern("illegal_building", 0.032, "000000048998336887421000", "346788777765", 0.5),
    Pattern("water", 0.055, "211112589877566667776432", "778666778667", 0.9, town=0.1),
    Pattern("water", 0.030, "222224689988888899987654", "111236999511", 1.0, storm=30.0,
            road=0.3),
    Pattern("stray_dogs", 0.055, "110002688644344455677531", "556789888765", 1.2),
    Pattern("dispute", 0.060, "110000137887446665578863", "877666777777", 1.3, town=-0.1),
    Pattern("road", 0.065, "000000259987446777653210", "667888998766", 0.7, road=0.7),
    Pattern("trees", 0.028, "000000247887446765432100", "334567999643", 0.8, storm=9.0),
    Pattern("other", 0.062, "100000138998557887665431", "777777777777", 0.7),
)  # fmt: skip
