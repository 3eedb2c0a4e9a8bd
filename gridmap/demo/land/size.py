"""How large a demonstration district is."""

from dataclasses import dataclass

from gridmap.demo.land.townships import TOWNSHIPS


@dataclass(frozen=True)
class DistrictSize:
    """The number of villages and grids; the townships are the 24 that there are.

    Raises
    ------
    ValueError
        When there are fewer villages than two for each township, or fewer grids than
        villages, or more than the codes have room for.
    """

    villages: int = 280
    grids: int = 1_500

    def __post_init__(self) -> None:
        least = 2 * len(TOWNSHIPS)
        if not least <= self.villages <= 2_000:
            raise ValueError(f"villages must be within {least}..2000, got {self.villages}")
        if not self.villages <= self.grids <= 20_000:
            raise ValueError(
                f"grids must be within the number of villages ({self.villages})..20000, "
                f"got {self.grids}"
            )
