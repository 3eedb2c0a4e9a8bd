"""Only who holds a valid key writes, by either header, except where anybody may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import Served

PATH = "/v1/requests"
NEW = {"category": "rubbish", "lon": 119.905, "lat": 30.005}


def _total(served: Served) -> int:
    return int(served.get("/v1/service")["requests"]["total"])


def _assert_refused(answer: httpx.Response) -> None:
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["remedy"]


def test_without_a_key_nothing_is_written(writable: Served) -> None:
    before = _total(writable)
    _assert_refused(writable.client.post(PATH, json=NEW))
    assert _total(writable) == before


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_a_valid_key_writes_by_either_header(writable: Served, header: str) -> None:
    key = writable.installation.other_key
    value = f"Bearer {key}" if header == "Authorization" else key
    answer = writable.client.post(PATH, json=NEW, headers={header: value})
    assert answer.status_code == 201
    assert answer.json()["source"] == "patrol"


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
@pytest.mark.parametrize("kind", ["revoked", "unknown", "shortened", "lower case", "not ASCII"])
def test_no_other_key_writes_or_reads(writable: Served, header: str, kind: str) -> None:
    keys = writable.installation
    key = {
        "revoked": keys.revoked, "unknown": "gm_" + "x" * 43, "shortened": keys.key[:-1],
        "lower case": keys.key.lower(), "not ASCII": "gm_\xe9\xff",
    }[kind]  # fmt: skip
    value = f"Bearer {key}" if header == "Authorization" else key
    headers = {header.encode(): value.encode("latin-1")}
    before = _total(writable)
    _assert_refused(writable.client.post(PATH, json=NEW, headers=headers))
    _assert_refused(writable.client.get(PATH, headers=headers))
    assert _total(writable) == before


@pytest.mark.parametrize("value", ["Basic aG90bGluZTp4", "Bearer", "nonsense", ""])
def test_what_is_no_key_does_not_write(writable: Served, value: str) -> None:
    _assert_refused(writable.client.post(PATH, json=NEW, headers={"Authorization": value}))


def test_a_key_in_the_address_is_no_key(writable: Served) -> None:
    """It would stand in every log on the way."""
    query = {"key": writable.installation.key, "X-API-Key": writable.installation.key}
    _assert_refused(writable.client.post(PATH, json=NEW, params=query))


def test_no_answer_shows_a_key(writable: Served) -> None:
    key = writable.installation.key
    for path in (PATH, "/v1/service", "/v1/requests/12"):
        assert key not in writable.keyed.get(path).text
    assert key[:16] not in writable.client.get("/openapi.json").text


def test_in_the_demonstration_anybody_writes(demonstration: Served) -> None:
    answer = demonstration.client.post(PATH, json=NEW)
    assert answer.status_code == 201
    shown = demonstration.client.get(answer.headers["location"]).json()
    assert (shown["view"], shown["lon"]) == ("full", 119.905)


def test_in_the_demonstration_a_wrong_key_is_still_wrong(demonstration: Served) -> None:
    headers = {"X-API-Key": demonstration.installation.revoked}
    _assert_refused(demonstration.client.post(PATH, json=NEW, headers=headers))
