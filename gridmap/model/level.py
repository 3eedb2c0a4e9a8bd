"""The levels of the chain of jurisdictions, coarse to fine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gridmap.errors import SettingsError
from gridmap.model.wording import Names

CODE_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,30}")
"""What the code of a level, an overlay or a category looks like."""


@dataclass(frozen=True)
class Level:
    """One level: its own code, and what people call it."""

    code: str
    names: Names


DEFAULT_LEVELS = (
    Level("district", Names("区县", "District")),
    Level("township", Names("镇街", "Township")),
    Level("village", Names("村社", "Village")),
    Level("grid", Names("网格", "Grid")),
)


def parse_levels(text: str) -> tuple[Level, ...]:
    """Levels from ``district,township,village`` or ``borough:行政区:Borough,ward:选区:Ward``.

    Raises
    ------
    SettingsError
        When there is none, a code repeats, or is not lower-case letters, digits and underscores.
    """
    levels = parse_overlays(text)
    if not levels:
        raise SettingsError(
            "There must be at least one level.",
            remedy="Write them coarse to fine, as district,township,village,grid.",
        )
    return levels


def parse_overlays(text: str) -> tuple[Level, ...]:
    """Overlays with their names, from ``police:警务区:Police beat``; there may be none.

    Raises
    ------
    SettingsError
        When a code repeats, or is not lower-case letters, digits and underscores.
    """
    known = {level.code: level for level in DEFAULT_LEVELS}
    layers = tuple(_parse_level(part, known) for part in text.split(",") if part.strip())
    codes = [layer.code for layer in layers]
    if len(set(codes)) < len(codes):
        raise SettingsError(f"Each code must stand once; got {text!r}.")
    return layers


def _parse_level(part: str, known: dict[str, Level]) -> Level:
    code, *names = [piece.strip() for piece in part.split(":")]
    if not CODE_PATTERN.fullmatch(code):
        raise SettingsError(
            f"A code must be lower-case letters, digits and underscores; got {code!r}."
        )
    if not names:
        return known.get(code, Level(code, Names(code, code)))
    if len(names) > 2:
        raise SettingsError(f"{code}: say one Chinese and one English name; got {part.strip()!r}.")
    return Level(code, Names(names[0] or code, names[-1] or code))
