"""Parameters of the methods, one frozen class each."""

from __future__ import annotations

from dataclasses import dataclass

from gridmap.errors import InputError


@dataclass(frozen=True)
class DbscanParams:
    """What makes requests a cluster.

    Attributes
    ----------
    radius_m
        Requests at most so far apart are neighbours; metres.
    least_count
        A request with so many neighbours, itself included, is the core of a cluster.
    """

    radius_m: float
    least_count: int = 4

    def __post_init__(self) -> None:
        if not 1 <= self.radius_m <= 50_000:
            raise InputError(f"The radius must be 1 to 50,000 metres; got {self.radius_m}.")
        if not 2 <= self.least_count <= 1_000_000:
            raise InputError(
                f"The least count must be 2 to 1,000,000 requests; got {self.least_count}."
            )
