"""A batch of any size flows through: bounded memory, no deadlock, nobody else waits, no loss."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import numpy as np
import pyarrow as pa
import pytest

from tests.api.ground import owners
from tests.api.routes.test_jurisdictions_forms import PATH, TYPES, arrow_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.conftest import Served

_CSV_LINE = b"%d,119.905,30.005\n"
_NDJSON_LINE = b'{"lon":119.905,"lat":30.005,"id":"%d"}\n'


def _memory(served: Served, what: str) -> int:
    """Bytes that the server holds (VmRSS), or held at most (VmHWM)."""
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    found = re.search(rf"{what}:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


def _pieces(line: bytes, count: int, head: bytes = b"") -> Iterator[bytes]:
    yield head
    for start in range(0, count, 10_000):
        yield b"".join(line % k for k in range(start, min(start + 10_000, count)))


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize(
    ("form", "line", "head"),
    [("csv", _CSV_LINE, b"id,lon,lat\n"), ("ndjson", _NDJSON_LINE, b"")],
)
def test_a_million_rows_come_back_in_order_in_bounded_memory(
    server: Served, form: str, line: bytes, head: bytes
) -> None:
    """The client, as most are, reads nothing before it has sent everything."""
    count = 1_000_000
    headers = {"Content-Type": TYPES[form], "Accept": TYPES["csv"]}
    few = b"".join(_pieces(line, 10, head))  # what any first batch loads is not the rows'
    assert server.client.post(PATH, content=few, headers=headers).status_code == 200
    Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")  # forgets the peak
    before = _memory(server, "VmRSS")
    with server.client.stream(
        "POST", PATH, params={"details": "chain"}, content=_pieces(line, count, head),
        headers=headers,
    ) as answer:  # fmt: skip
        assert answer.status_code == 200
        rows = answer.iter_lines()
        next(rows)
        expected = f",119.905,30.005,{'' if form == 'csv' else ',,'}330111001,"
        for k, row in enumerate(rows):
            assert row.startswith(f"{k}{expected}")
    assert k == count - 1
    assert _memory(server, "VmHWM") - before < 250_000_000


def test_a_million_points_of_arrow(server: Served) -> None:
    chance = np.random.default_rng(3)
    lon, lat = chance.uniform(119.88, 120.0, 10**6), chance.uniform(29.98, 30.06, 10**6)
    body = arrow_bytes(pa.table({"lon": lon, "lat": lat}), 300_000)
    answer = server.client.post(PATH, content=body, headers={"Content-Type": TYPES["arrow"]})
    table = pa.ipc.open_stream(answer.content).read_all()
    assert np.array_equal(table.column("lon").to_numpy(), lon)
    grids = table.column("grid_code").to_pylist()
    for k in range(0, 10**6, 9_973):
        assert grids[k] == owners(lon[k], lat[k]).get("grid")


def test_others_are_answered_while_a_batch_is_worked_on(server: Served) -> None:
    ended = threading.Event()

    def batch() -> None:
        body = b"".join(_pieces(_NDJSON_LINE, 20_000))
        answer = httpx.post(
            server.url + PATH, content=body, headers={"Content-Type": TYPES["ndjson"]}, timeout=300
        )
        assert answer.text.count("\n") == 20_000
        ended.set()

    worker = threading.Thread(target=batch)
    worker.start()
    answered = 0
    while not ended.is_set():
        assert server.get("/v1/jurisdiction", lon=119.905, lat=30.005)["placement"] == "inside"
        answered += not ended.is_set()
    worker.join()
    assert answered > 5


def test_the_answer_begins_before_the_question_ends(server: Served) -> None:
    """A client that reads while it sends has the first answers before it sends the last point."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=60)
    connection.putrequest("POST", PATH + "?details=chain")
    connection.putheader("Content-Type", TYPES["ndjson"])
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    for piece in _pieces(_NDJSON_LINE, 200_000):
        connection.send(b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b"")
    answer = connection.getresponse()
    first = answer.readline()
    connection.send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(_NDJSON_LINE), _NDJSON_LINE))
    rest = answer.read()
    connection.close()
    assert json.loads(first)["placement"] == "inside"
    assert rest.count(b"\n") == 200_000


def _processor_time(server: Served) -> int:
    """Ticks that the server has worked, once it has come to rest."""
    before = -1
    while (now := sum(map(int, _stat(server)[13:15]))) - before > 2:
        before = now
        time.sleep(0.5)
    return now


def _stat(server: Served) -> list[str]:
    return Path(f"/proc/{server.process.pid}/stat").read_text().split()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="work is read from /proc")
@pytest.mark.parametrize("declared", [1, 2], ids=["behind the question", "in the question"])
def test_who_goes_away_leaves_no_work_behind(server: Served, declared: int) -> None:
    body = b"".join(_pieces(_NDJSON_LINE, 20_000))
    begun = _processor_time(server)
    headers = {"Content-Type": TYPES["ndjson"]}
    assert server.client.post(PATH, content=body, headers=headers).status_code == 200
    whole = _processor_time(server) - begun
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as gone:
        gone.sendall(
            f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body) * declared}\r\n"
            f"Content-Type: {TYPES['ndjson']}\r\n\r\n".encode()
        )
        gone.sendall(body)
    assert _processor_time(server) - begun - whole < whole / 2


def test_an_error_in_the_middle_breaks_the_transfer_off(server: Served) -> None:
    """Cut in its third batch, an Arrow stream has no end to its answer, in any form."""
    table = pa.table({"lon": np.full(300_000, 119.905), "lat": np.full(300_000, 30.005)})
    body = arrow_bytes(table, 100_000)[:4_000_000]
    for wanted in ("arrow", "csv", "ndjson"):
        headers = {"Content-Type": TYPES["arrow"], "Accept": TYPES[wanted]}
        with server.client.stream(
            "POST", PATH, params={"details": "chain"}, content=body, headers=headers
        ) as answer:
            assert answer.status_code == 200
            received: list[bytes] = []
            with pytest.raises(httpx.RemoteProtocolError):
                received.extend(answer.iter_bytes())
        if wanted == "ndjson":
            problem = json.loads(b"".join(received).splitlines()[-1])
            assert problem["status"] == 422
            assert "middle of a message" in problem["detail"]


@pytest.mark.parametrize(
    ("sent", "accepted", "status", "type_of_answer"),
    [
        ("text/csv; charset=utf-8", "*/*", 200, "text/csv"),
        ("TEXT/CSV", "application/*;q=0.5, text/html", 200, "application/json"),
        ("application/jsonl", "", 200, "application/x-ndjson"),
        ("text/csv", "application/json;q=0.1, text/csv;q=0.9", 200, "text/csv"),
        ("text/csv", "text/csv;q=0, */*;q=0.1", 200, "application/json"),
        ("text/csv", "text/html", 406, "application/problem+json"),
        ("text/csv", "text/csv;q=0", 406, "application/problem+json"),
        ("text/plain", "*/*", 415, "application/problem+json"),
        ("", "*/*", 415, "application/problem+json"),
        ("application/x-parquet", "*/*", 415, "application/problem+json"),
    ],
)
def test_types_are_negotiated(
    server: Served, sent: str, accepted: str, status: int, type_of_answer: str
) -> None:
    body = b'{"lon":119.905,"lat":30.005}\n' if "json" in sent else b"lon,lat\n119.905,30.005\n"
    headers = {"Content-Type": sent, "Accept": accepted}
    answer = server.client.post(PATH, content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"].partition(";")[0] == type_of_answer
    if status != 200:
        assert all(kind in answer.json()["detail"] for kind in TYPES.values())


def test_a_packed_body_is_refused(server: Served) -> None:
    headers = {"Content-Type": "text/csv", "Content-Encoding": "gzip"}
    assert server.client.post(PATH, content=b"\x1f\x8b", headers=headers).status_code == 415
