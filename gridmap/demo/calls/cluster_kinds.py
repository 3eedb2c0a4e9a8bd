"""The kinds of clusters that come on top of everyday trouble, and how each comes and goes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClusterKind:
    """How a kind of cluster behaves; pairs are the least and the most of a range.

    A cluster has ``waves``. A wave has ``size`` incidents within ``days`` days, and after a
    ``pause`` (days) there is the next. With ``cleared`` a wave is closed as a whole, so many
    days after its last report. ``follows`` says what a wave waits for: nothing, a storm, or
    the season's rhythm, in which case each incident finds its own day. ``shape`` is a spot
    of ``radius_m`` (a standard deviation), or a line along a road. ``loners`` of the
    clusters are reported by nearly one caller alone.
    """

    code: str
    count: int
    waves: tuple[int, int]
    size: tuple[int, int]
    days: float
    pause: tuple[float, float]
    radius_m: float
    cleared: tuple[float, float] | None = None
    follows: str = "nothing"
    shape: str = "spot"
    hours: str = "000000136888547877654310"
    town: float = 0.2
    loners: int = 0

    def __post_init__(self) -> None:
        if self.follows not in {"nothing", "storm", "season"}:
            raise ValueError(f"follows must be nothing, storm or season, got {self.follows!r}")
        if self.shape not in {"spot", "line"}:
            raise ValueError(f"shape must be spot or line, got {self.shape!r}")


CLUSTER_KINDS = (
    ClusterKind("abandoned_car", 40, (3, 6), (3, 7), 18.0, (35.0, 100.0), 22.0, (3.0, 12.0)),
    ClusterKind("square_dancing", 25, (1, 1), (36, 72), 0.0, (0.0, 0.0), 45.0, follows="season",
                hours="000000000000000000179810", town=0.7, loners=3),
    ClusterKind("street_light", 30, (1, 3), (4, 9), 3.0, (60.0, 200.0), 4.0, (2.0, 9.0),
                shape="line", hours="210000000000000000379863"),
    ClusterKind("rubbish", 35, (4, 10), (2, 4), 5.0, (9.0, 30.0), 12.0, (0.5, 3.0),
                hours="000000589985444433221100", town=0.4),
    ClusterKind("water", 12, (1, 1), (2, 5), 1.0, (0.0, 0.0), 50.0, (0.3, 2.0), follows="storm",
                hours="222224689988888899987654", town=0.4),
)  # fmt: skip
