"""A layer of the district: areas of one level with code, name and parent."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.land.division import Division
from gridmap.demo.land.names import grid_name, village_names
from gridmap.demo.land.polygons import Polygons
from gridmap.demo.land.townships import DISTRICT_CODE, DISTRICT_NAME, DISTRICT_NAME_EN, TOWNSHIPS
from gridmap.demo.plane import Ints
from gridmap.demo.seeds import stream

# Statistical division codes number communities from 001 and villages from 200.
_FIRST_COMMUNITY, _FIRST_VILLAGE = 1, 200


@dataclass(frozen=True)
class Labels:
    """Codes, names and parents' codes of a level's areas, in the order of their numbers."""

    codes: list[str]
    names: list[str]
    names_en: list[str]
    parents: list[str | None]


@dataclass(frozen=True)
class Layer:
    """The areas of a level (or an overlay): labels and polygons in WGS 84."""

    level: str
    labels: Labels
    polygons: Polygons


def district_labels() -> Labels:
    """Label the district itself, which has no parent."""
    return Labels([DISTRICT_CODE], [DISTRICT_NAME], [DISTRICT_NAME_EN], [None])


def township_labels() -> Labels:
    """Label the townships."""
    return Labels(
        [township.code for township in TOWNSHIPS],
        [township.name for township in TOWNSHIPS],
        [township.name_en for township in TOWNSHIPS],
        [DISTRICT_CODE] * len(TOWNSHIPS),
    )


def village_labels(seed: int, division: Division) -> Labels:
    """Label the villages with made-up names, different within a township."""
    labels = Labels([], [], [], [])
    counts = np.bincount(division.township, minlength=len(TOWNSHIPS)).tolist()
    for township, count in zip(TOWNSHIPS, counts, strict=True):
        rng = stream(seed, "names", township.code)
        first = _FIRST_COMMUNITY if township.urban else _FIRST_VILLAGE
        named = village_names(rng, count, urban=township.urban)
        for number, (name, name_en) in enumerate(named, start=first):
            _add(labels, f"{township.code}{number:03d}", (name, name_en), township.code)
    return labels


def grid_labels(division: Division, villages: Labels) -> Labels:
    """Label the grids, numbered within their village."""
    labels = Labels([], [], [], [])
    for village, rank in zip(division.village.tolist(), _ranks(division.village), strict=True):
        parent = villages.codes[village]
        _add(labels, f"{parent}{rank:03d}", grid_name(rank), parent)
    return labels


def _add(labels: Labels, code: str, names: tuple[str, str], parent: str) -> None:
    labels.codes.append(code)
    labels.names.append(names[0])
    labels.names_en.append(names[1])
    labels.parents.append(parent)


def _ranks(parent: Ints) -> list[int]:
    """Number children from 1 within their parent; children of one parent stand together."""
    ranks: list[int] = (np.arange(parent.size) - np.searchsorted(parent, parent) + 1).tolist()
    return ranks
