"""Only Arrow streams within the limits pass; a damaged one is an error that says so, no crash."""

from __future__ import annotations

import contextlib

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.errors import InputError
from gridmap.files.point_streams.arrow_frames import MOST_BODY, ArrowFrames
from gridmap.files.point_streams.arrow_points import ArrowPoints
from gridmap.files.point_streams.block import PointFields
from tests.gridmap.files.point_streams.test_lines import Pieces


def _stream(rows: int = 50, compression: str | None = None) -> bytes:
    table = pa.table(
        {
            "lon": np.linspace(0.5, 9.5, rows),
            "lat": pa.array([None, *range(rows - 1)], pa.int32()),
            "word": pa.array([f"w{k % 5}" for k in range(rows)]).dictionary_encode(),
            "list": pa.array([[k, None] for k in range(rows)]),
        }
    )
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table, max_chunksize=20)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def _read(text: bytes, *cuts: int) -> list[float]:
    points = ArrowPoints(Pieces(text, *cuts), PointFields())
    found = []
    for block in points.blocks(16):
        assert len(block) <= 16
        block.own.csv_lines()
        block.own.extras()
        found += block.x.tolist()
    return found


@settings(deadline=None)
@given(cuts=st.lists(st.integers(0, 3000), max_size=20))
def test_a_stream_is_read_however_it_is_cut(cuts: list[int]) -> None:
    assert _read(_stream(), *cuts) == np.linspace(0.5, 9.5, 50).tolist()


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_damaged_stream_is_read_or_refused(data: st.DataObject) -> None:
    text = bytearray(_stream())
    for _ in range(data.draw(st.integers(1, 4))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(text)))
    with contextlib.suppress(InputError):
        _read(bytes(text[:end] if data.draw(st.booleans()) else text))


@pytest.mark.parametrize("compression", ["lz4", "zstd"])
def test_packed_batches_are_refused(compression: str) -> None:
    """A few bytes could be any number of them."""
    with pytest.raises(InputError, match="packed"):
        _read(_stream(compression=compression))


def test_a_batch_that_is_too_long_is_refused_before_it_is_read() -> None:
    rows = MOST_BODY // 8 + 1
    table = pa.table({"lon": pa.array(np.zeros(rows))})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    frames = ArrowFrames(Pieces(sink.getvalue().slice(0, 100_000).to_pybytes()))
    with pytest.raises(InputError, match="134,217,728"):
        [*iter(lambda: frames.read(100), b"")]


def test_a_file_is_no_stream() -> None:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, pa.schema([("lon", pa.float64())])):
        pass
    with pytest.raises(InputError, match="no Arrow IPC stream"):
        _read(sink.getvalue().to_pybytes())
