"""The answers of many points as Arrow columns, without a text for each row.

Every owner of a point is a row of its layer, so a column of codes is that row's number and the
layer's codes: a dictionary column, made without looking at any text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray


def text_dictionary(texts: Sequence[str]) -> pa.Array:
    """The texts that a column's numbers mean."""
    import pyarrow as pa

    return pa.array(list(texts), pa.string())


def dictionary_column(texts: pa.Array, rows: NDArray[np.int32]) -> pa.DictionaryArray:
    """For each row the text of that number, null where the number is negative.

    Parameters
    ----------
    texts
        From `text_dictionary`.
    rows
        Numbers below ``len(texts)``, shape (n,).
    """
    import pyarrow as pa

    numbers = pa.array(rows, pa.int32(), mask=rows < 0)
    return pa.DictionaryArray.from_arrays(numbers, texts, safe=False)


def narrowed(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same column with a dictionary of only those texts that it uses."""
    import pyarrow as pa

    rows = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    used, places = np.unique(rows[rows >= 0], return_inverse=True)
    renumbered = np.full(len(rows), -1, dtype=np.int32)
    renumbered[rows >= 0] = places
    return dictionary_column(column.dictionary.take(pa.array(used)), renumbered)
