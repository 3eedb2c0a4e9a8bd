"""Every answer carries the policy of its kind; a body that is too long never fills the memory."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.middleware.body_limit import MOST_BATCH_BYTES, MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.conftest import Served

JSON = {"Content-Type": "application/json"}
POINT = b'{"points": [{"lon": 119.905, "lat": 30.005}]'


def _filled(size: int) -> bytes:
    """A batch of one point, of just so many bytes."""
    return POINT + b" " * (size - len(POINT) - 1) + b"}"


def test_a_body_of_the_longest_length_is_read(server: Served) -> None:
    answer = server.client.post(
        "/v1/jurisdictions", content=_filled(MOST_BATCH_BYTES), headers=JSON
    )
    assert answer.status_code == 200


def test_a_longer_body_is_refused_by_what_it_declares(server: Served) -> None:
    for path, most in (("/v1/jurisdictions", MOST_BATCH_BYTES), ("/v1/requests", MOST_BYTES)):
        answer = server.keyed.post(path, content=_filled(most + 1), headers=JSON)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert f"{most:,}" in answer.json()["detail"]
    assert (
        "NDJSON"
        in server.client.post(
            "/v1/jurisdictions", content=_filled(MOST_BATCH_BYTES + 1), headers=JSON
        ).json()["detail"]
    )


def test_a_longer_body_is_refused_by_what_comes(server: Served) -> None:
    def pieces() -> Iterator[bytes]:
        yield POINT
        for _ in range(2 * MOST_BATCH_BYTES // 65_536):
            yield b" " * 65_536
        yield b"}"

    answer = server.client.post("/v1/jurisdictions", content=pieces(), headers=JSON)
    assert answer.status_code == 413
    assert "content-length" not in answer.request.headers


def _memory(folder: Path, what: str) -> int:
    """Bytes that a process holds (VmRSS), or held at most (VmHWM)."""
    found = re.search(rf"{what}:\s+(\d+) kB", (folder / "status").read_text())
    assert found
    return int(found[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is read from /proc")
def test_a_huge_body_does_not_fill_the_memory(server: Served) -> None:
    process = Path("/proc") / str(server.process.pid)
    (process / "clear_refs").write_text("5")  # forgets the peak
    before = _memory(process, "VmRSS")
    for path in ("/v1/requests", "/v1/jurisdictions"):
        answer = server.keyed.post(path, content=_filled(60_000_000), headers=JSON)
        assert answer.status_code == 413
    assert _memory(process, "VmHWM") - before < 30_000_000


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/v1/service", "/healthz", "/nope", "/v1/requests/12"]
)
def test_what_is_ours_loads_nothing_from_elsewhere(server: Served, path: str) -> None:
    headers = server.client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert "*" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["/", "/docs", "/healthz", "/v1/service", "/v1/areas?limit=3", "/v1/requests", "/openapi.json",
     "/v1/jurisdiction?lon=119.905&lat=30.005", "/nope", "/v1/areas?limit=0"],
)  # fmt: skip
def test_head_answers_as_get_without_a_body(server: Served, path: str) -> None:
    get, head = server.client.get(path), server.client.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("content-type", "etag", "content-security-policy"):
        assert head.headers.get(name) == get.headers.get(name)


def test_long_answers_are_packed_for_who_can_unpack(server: Served) -> None:
    packed = server.client.get("/v1/areas")
    plain = server.client.get("/v1/areas", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert "accept-encoding" in packed.headers["vary"].lower()
