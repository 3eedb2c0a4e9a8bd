"""The kinds of trouble in the district: what they are called and how they are handled."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One category of requests.

    ``words`` are what call-takers write in the category column, the usual word first.
    ``calls_per_day`` is the rate at which people of an ordinary village report it while it
    lasts. ``days`` is the median time to closing, ``spread`` the standard deviation of its
    logarithm, ``forgotten`` the share that is never closed.
    """

    code: str
    words: tuple[str, ...]
    calls_per_day: float
    days: float
    spread: float
    forgotten: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.forgotten < 1.0:
            raise ValueError(f"forgotten must be within 0..1, got {self.forgotten}")
        if min(self.calls_per_day, self.days, self.spread) <= 0.0:
            raise ValueError(f"rate, days and spread of {self.code} must be positive")


KINDS = (
    Kind("abandoned_car", ("僵尸车", "僵尸车", "废弃车辆"), 0.026, 6.0, 0.8, 0.07),
    Kind("square_dancing", ("广场舞噪音", "广场舞噪音", "广场舞"), 0.034, 2.0, 0.8, 0.03),
    Kind("noise", ("其他噪音", "施工噪音", "商铺噪音", "噪音"), 0.034, 1.9, 0.8, 0.02),
    Kind("rubbish", ("垃圾", "垃圾", "乱倒垃圾", "垃圾堆积"), 0.034, 1.6, 0.8, 0.02),
    Kind("street_light", ("路灯", "路灯", "路灯不亮"), 0.032, 3.2, 0.7, 0.03),
    Kind("illegal_parking", ("违停", "违停", "违章停车"), 0.036, 1.1, 0.8, 0.02),
    Kind("illegal_building", ("违建", "违章建筑"), 0.022, 11.0, 0.8, 0.12),
    Kind("water", ("供排水", "积水", "停水", "供排水"), 0.038, 1.3, 0.9, 0.02),
    Kind("stray_dogs", ("流浪犬", "流浪犬", "流浪狗"), 0.030, 2.6, 0.8, 0.05),
    Kind("dispute", ("邻里纠纷", "邻里纠纷", "纠纷"), 0.024, 5.5, 0.8, 0.04),
    Kind("road", ("道路破损", "道路破损", "路面坑洼"), 0.032, 5.0, 0.8, 0.05),
    Kind("trees", ("树木", "树木", "树木绿化"), 0.028, 4.0, 0.8, 0.04),
    Kind("other", ("其他",), 0.028, 3.5, 0.9, 0.04),
)
KIND_OF_CODE = {kind.code: index for index, kind in enumerate(KINDS)}
