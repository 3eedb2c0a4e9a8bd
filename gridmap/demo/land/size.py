"""How large a demonstration district is."""

from dataclasses import dataclass

from gridmap.demo.land.townships import TOWNSHIPS

_MOST_VILLAGES = 2_000
_MOST_GRIDS = 20_000
_MOST_GRIDS_A_VILLAGE = 60


@dataclass(frozen=True)
class DistrictSize:
    """The number of villages and grids; the townships are the 24 that there are.

    Raises
    ------
    ValueError
        When there are fewer villages than two for each township, or fewer grids than
        villages, or more of either than the codes have room for.
    """

    villages: int = 280
    grids: int = 1_500

    def __post_init__(self) -> None:
        least = 2 * len(TOWNSHIPS)
        if not least <= self.villages <= _MOST_VILLAGES:
            raise ValueError(
                f"villages must be within {least}..{_MOST_VILLAGES}, got {self.villages}"
            )
        most = min(_MOST_GRIDS, _MOST_GRIDS_A_VILLAGE * self.villages)
        if not self.villages <= self.grids <= most:
            raise ValueError(
                f"grids must be within {self.villages} (the villages)..{most}, got {self.grids}"
            )
