"""Which fields a stream must have, and which it must not have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridmap.files.point_streams.block import PointFields

_MOST_SHOWN = 40


def refuse_unfit_fields(header: Sequence[str], fields: PointFields) -> None:
    """Refuse a stream without the fields of its points, or with two of one name.

    Raises
    ------
    InputError
        Naming the field.
    """
    repeated = [name for name, count in Counter(header).items() if count > 1]
    if repeated:
        raise InputError(f"The field {repeated[0]!r} is there more than once.", where="body")
    named = {"lon": fields.lon, "lat": fields.lat, "accuracy": fields.accuracy, "id": fields.id}
    for parameter, name in named.items():
        if name is not None and name not in header:
            raise InputError(
                f"There is no field {name!r}; there are {', '.join(header[:_MOST_SHOWN])}.",
                where="body",
                remedy=f"Name the field with the parameter {parameter}; fields end with commas.",
            )


def refuse_taken_fields(own: Sequence[str], added: Sequence[str]) -> None:
    """Refuse a stream whose fields would be written over.

    Raises
    ------
    InputError
        Naming them.
    """
    taken = [name for name in added if name in own]
    if taken:
        raise InputError(
            f"The stream has {', '.join(taken)} already.",
            where="body",
            remedy="Give the new columns other names with the parameter prefix, as prefix=gm_.",
        )
