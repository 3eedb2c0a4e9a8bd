"""Answers as JSON: one document, or a line for each point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import orjson

from gridmap.files.point_streams.answers import KINDS, combinations
from gridmap.files.point_streams.block import ROW_REASONS
from gridmap.files.point_streams.numbers import written_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from boundaries.locator import Locator
    from boundaries.model import Placement
    from gridmap.files.point_streams.answers import AnswerForm
    from gridmap.files.point_streams.block import PlacedBlock, PointReader


_KNOWN: WeakKeyDictionary[Locator, dict[tuple[bytes, tuple[int, ...]], bytes]]
_KNOWN = WeakKeyDictionary()
"""For each locator the answers that many points share, as they are written."""
_MOST_KNOWN = 50_000


class JsonAnswers:
    """Answers as objects, one behind the other.

    Parameters
    ----------
    full_answer
        The JSON values of a placement, from the point as it was asked about.
    document
        Whether they stand in one document; else each stands on a line.
    """

    def __init__(
        self,
        form: AnswerForm,
        full_answer: Callable[[Placement, float, float, str], dict[str, Any]],
        *,
        document: bool,
    ) -> None:
        self._form = form
        self._full_answer = full_answer
        self._document = document
        self._separator = b"," if document else b"\n"
        self._edition = orjson.dumps(form.locator.name)
        self._crs = orjson.dumps(form.crs)
        self._known = _KNOWN.setdefault(form.locator, {})
        self._begun = False

    def start(self, _reader: PointReader) -> bytes:
        """The beginning of the document."""
        return b'{"edition":%b,"answers":[' % self._edition if self._document else b""

    def end(self) -> bytes:
        """The end of the document."""
        return b"]}" if self._document else b""

    def block(self, placed: PlacedBlock) -> bytes:
        """The answers of some points."""
        if not len(placed.block):
            return b""
        joined = self._brief(placed) if placed.placements is None else self._full(placed)
        if not self._document:
            return joined + b"\n"
        begun, self._begun = self._begun, True
        return b"," + joined if begun else joined

    def _full(self, placed: PlacedBlock) -> bytes:
        extras = _extras(placed)
        rows = zip(
            placed.placements or (), placed.block.x.tolist(), placed.block.y.tolist(), strict=True
        )
        answers = [self._full_answer(p, x, y, self._form.crs) for p, x, y in rows]
        if extras is not None:
            answers = [a | extra for a, extra in zip(answers, extras, strict=True)]
        return self._separator.join(orjson.dumps(a, default=_shown) for a in answers)

    def _brief(self, placed: PlacedBlock) -> bytes:
        """Of each answer only its point is its own: nothing else is made for it alone."""
        place, found = combinations(placed)
        extras = _extras(placed)
        # Each part ends with what stands before the next one, so that one join does it all.
        head, middle = b'{"point":{"lon":', b',"lat":'
        follows = self._separator + head
        shared = [self._shared(*each) for each in found]
        if extras is None:
            shared = [answer + b"}" + follows for answer in shared]
        tails = [*map(shared.__getitem__, place.tolist())]
        wide = 4 if extras is None else 5
        parts = [middle] * (wide * len(tails))
        parts[0::wide] = written_numbers(placed.block.x)
        parts[2::wide] = written_numbers(placed.block.y)
        parts[3::wide] = tails
        if extras is not None:
            parts[4::wide] = [_more(extra) + follows for extra in extras]
        return (head + b"".join(parts)).removesuffix(follows)

    def _shared(self, *answer: int) -> bytes:
        """The answer behind its point, without its end; remembered as long as the locator lives."""
        key = self._crs, answer
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = self._made(*answer)
        return found

    def _made(self, kind: int, reason: int, *areas: int) -> bytes:
        links: dict[str, list[dict[str, str]]] = {"level": [], "overlay": []}
        for layer, area in zip(self._form.layers, areas, strict=True):
            if area >= 0:
                name = "level" if layer.kind == "level" else "layer"
                link = {name: layer.code, "code": layer.codes[area], "name": layer.names[area]}
                links[layer.kind].append(link)
        answer = {
            "edition": self._form.locator.name,
            "placement": KINDS[kind],
            "reason": ROW_REASONS[reason] or None,
            "chain": links["level"][::-1],
            "overlays": links["overlay"],
        }
        return b',"crs":%b},%b' % (self._crs, orjson.dumps(answer)[1:-1])


def _extras(placed: PlacedBlock) -> Sequence[dict[str, Any]] | None:
    """What stands behind an answer: id, properties, and what was wrong with the row."""
    extras = placed.block.own.extras()
    wrong = placed.block.wrong
    if not wrong:
        return extras
    found = list(extras) if extras is not None else [{} for _ in placed.reason]
    for place, what in wrong.items():
        error = {"row": placed.block.first + place, "what": what}
        found[place] = found[place] | {"error": error}
    return found


def _more(extra: dict[str, Any]) -> bytes:
    return b"," + orjson.dumps(extra, default=_shown)[1:] if extra else b"}"


def _shown(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
