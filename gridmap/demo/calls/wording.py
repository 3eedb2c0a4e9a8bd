"""The text of each report, put together from what residents say."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.calls.days import DAY
from gridmap.demo.calls.incidents import Incidents
from gridmap.demo.calls.kinds import KINDS
from gridmap.demo.calls.phrases import (
    AGAIN,
    BODIES,
    ENDINGS,
    RURAL_OPENINGS,
    RURAL_SPOTS,
    TITLES,
    URBAN_OPENINGS,
    URBAN_SPOTS,
)
from gridmap.demo.calls.reports import Reports

# The first hour from which each word is said, and the word.
_TIMES_OF_DAY = (
    (0, "半夜"), (5, "一大早"), (8, "上午"), (11, "中午"), (13, "下午"), (18, "晚上"), (22, "深夜"),
)  # fmt: skip
_LONGEST_PHRASE_LIST = 1_000
_CHOICES = 6


@dataclass(frozen=True)
class Wording:
    """Category word, title and text of each report."""

    categories: list[str]
    titles: list[str]
    texts: list[str]


def word(
    rng: np.random.Generator, incidents: Incidents, reports: Reports, villages: list[str]
) -> Wording:
    """Write down what each caller says.

    Parameters
    ----------
    rng
        Chooses the words.
    incidents, reports
        What happened and who reported it.
    villages
        The name of each report's village.
    """
    chosen = rng.integers(0, _LONGEST_PHRASE_LIST, (len(reports), _CHOICES)).tolist()
    kinds = incidents.kind[reports.incident].tolist()
    hours = (reports.time % DAY // 3_600).tolist()
    again = (reports.nth > 0).tolist()
    wording = Wording([], [], [])
    for kind, hour, repeat, village, choice in zip(
        kinds, hours, again, villages, chosen, strict=True
    ):
        words, code = KINDS[kind].words, KINDS[kind].code
        wording.categories.append(words[choice[0] % len(words)])
        wording.titles.append(f"{village}{TITLES[code]}")
        urban = village.endswith("社区")
        wording.texts.append(_text(code, hour, choice, repeat=repeat, urban=urban))
    return wording


def _text(code: str, hour: int, choice: list[int], *, repeat: bool, urban: bool) -> str:
    opening, body, spot, ending, number = choice[1:]
    openings = URBAN_OPENINGS if urban else RURAL_OPENINGS
    spots = URBAN_SPOTS if urban else RURAL_SPOTS
    bodies = BODIES[code]
    again = AGAIN[number % len(AGAIN)] if repeat and ending % 2 else ""
    said = openings[opening % len(openings)] + again + bodies[body % len(bodies)]
    said = said.format(when=_time_of_day(hour), spot=spots[spot % len(spots)], n=2 + number % 8)
    return said + ENDINGS[ending % len(ENDINGS)]


def _time_of_day(hour: int) -> str:
    return next(said for first, said in reversed(_TIMES_OF_DAY) if hour >= first)
