"""Numbers as streams write them, and what is wrong with each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from boundaries.positions import NO_COORDINATE, NOT_A_NUMBER, OK
from gridmap.files.point_streams.block import BAD_ACCURACY, MOST_ACCURACY_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LONGEST_SHOWN = 40


class Numbers:
    """A column of numbers.

    Parameters
    ----------
    values
        JSON values, or texts; ``None`` and blank for none.
    field
        Its name, for what is said of it.

    Attributes
    ----------
    value
        float64, shape (n,); NaN where there is none.
    problem
        Index into `boundaries.positions.REASONS`, uint8, shape (n,).
    wrong
        Place to a sentence, where it is not a number.
    """

    def __init__(self, values: Sequence[Any], field: str, *, texts: bool) -> None:
        self.problem = np.zeros(len(values), dtype=np.uint8)
        self.wrong: dict[int, str] = {}
        quick = _plain_texts(values) if texts else _plain_numbers(values)
        if quick is not None:
            self.value = quick
            return
        self.value = np.full(len(values), np.nan)
        for k, value in enumerate(values):
            number, problem = _number(value, texts=texts)
            self.value[k], self.problem[k] = number, problem
            if problem == NOT_A_NUMBER:
                self.wrong[k] = f"{field} is {shown(value)}, not a number."


def _plain_texts(values: Sequence[str]) -> NDArray[np.float64] | None:
    """The numbers, where every text is a finite one."""
    try:
        found = np.array([*map(float, values)], dtype=np.float64)
    except ValueError:
        return None
    # Python reads 1_000, too.
    fine = bool(np.isfinite(found).all()) and not any("_" in value for value in values)
    return found if fine else None


def _plain_numbers(values: Sequence[Any]) -> NDArray[np.float64] | None:
    """The numbers, where every value is a finite one."""
    if not set(map(type, values)) <= {float, int}:
        return None
    try:
        found = np.array(values, dtype=np.float64)
    except OverflowError:
        return None
    return found if np.isfinite(found).all() else None


def _number(value: Any, *, texts: bool) -> tuple[float, int]:
    if value is None or (texts and not value.strip()):
        return math.nan, NO_COORDINATE
    if isinstance(value, bool) or (texts and "_" in value) or not (texts or _is_number(value)):
        return math.nan, NOT_A_NUMBER
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return math.nan, NOT_A_NUMBER
    return (number, OK) if math.isfinite(number) else (math.nan, NOT_A_NUMBER)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def shown(value: Any) -> str:
    """A value as messages quote it: a long one is cut."""
    text = value if isinstance(value, str) else str(value)
    cut = text[:_LONGEST_SHOWN] + "…" if len(text) > _LONGEST_SHOWN else text
    # Halves of surrogate pairs can't be sent.
    cut = cut.encode(errors="backslashreplace").decode()
    return repr(cut) if isinstance(value, str) else cut


def usable_accuracy(
    given: Numbers, problem: NDArray[np.uint8], wrong: dict[int, str], field: str
) -> NDArray[np.float64]:
    """The accuracies; where one can't be used its row is marked in `problem` and `wrong`."""
    stated = given.value
    bad = (given.problem == NOT_A_NUMBER) | (stated < 0) | (stated > MOST_ACCURACY_M)
    for k in np.flatnonzero(bad & (problem == OK)).tolist():
        problem[k] = BAD_ACCURACY
        wrong[k] = given.wrong.get(
            k, f"{field} must be 0 to {MOST_ACCURACY_M:,.0f} metres; it is {stated[k]:g}."
        )
    return np.where(bad, np.nan, stated)


def row_problems(x: Numbers, y: Numbers) -> tuple[NDArray[np.uint8], dict[int, str]]:
    """What is wrong with each row's coordinates."""
    problem: NDArray[np.uint8] = np.maximum(x.problem, y.problem)
    wrong = dict(y.wrong)
    for k, what in x.wrong.items():
        wrong[k] = f"{what} {wrong[k]}" if k in wrong else what
    return problem, wrong


def written_numbers(numbers: NDArray[np.float64], none: bytes = b"null") -> list[bytes]:
    """Each number as the shortest text that means it; `none` where it is not finite."""
    if not len(numbers):
        return []
    plain = np.ascontiguousarray(numbers)
    texts = orjson.dumps(plain, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].split(b",")
    return texts if none == b"null" else [none if text == b"null" else text for text in texts]
