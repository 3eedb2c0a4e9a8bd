"""``/v1/service`` tells what is loaded; ``/healthz`` and ``/readyz`` tell how the service is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from gridmap import __version__
from tests.api.ground import AREAS, LEVELS, filed

if TYPE_CHECKING:
    from tests.api.conftest import Served


def test_it_tells_what_is_loaded(server: Served) -> None:
    told = server.get("/v1/service")
    assert list(told) == [
        "name", "version", "language", "timezone", "synthetic", "writes_need_key", "edition",
        "levels", "overlays", "categories", "bounds", "requests",
    ]  # fmt: skip
    assert (told["name"], told["version"]) == ("gridmap", __version__)
    assert (told["edition"], told["writes_need_key"], told["synthetic"]) == ("2026-11", True, False)
    assert [(x["code"], x["areas"]) for x in told["levels"]] == [
        (level, len(AREAS[level])) for level in LEVELS
    ]
    assert [(x["code"], x["areas"]) for x in told["overlays"]] == [("police", 2)]
    assert told["levels"][1]["names"] == {"zh": "村社", "en": "Village"}
    assert told["bounds"] == pytest.approx([119.89, 29.99, 119.99, 30.05])


def test_its_counts_are_those_of_the_data(server: Served) -> None:
    told = server.get("/v1/service")
    rows = filed()
    counts = {c["code"]: c["requests"] for c in told["categories"] if c["requests"]}
    assert counts == Counter(row["category"] for row in rows)
    moments = sorted(row["opened"] for row in rows)
    assert told["requests"] == {"total": len(rows), "first": moments[0], "last": moments[-1]}


def test_parents_of_categories_are_categories(server: Served) -> None:
    categories = server.get("/v1/service")["categories"]
    codes = {c["code"] for c in categories}
    assert {c["parent"] for c in categories} - {None} <= codes
    assert all(c["names"]["zh"] and c["names"]["en"] for c in categories)


def test_the_demonstration_says_that_it_is_one(demonstration: Served) -> None:
    told = demonstration.get("/v1/service")
    assert (told["synthetic"], told["writes_need_key"]) == (True, False)


def test_an_empty_installation_tells_so(bare: Served) -> None:
    told = bare.get("/v1/service")
    assert (told["edition"], told["levels"], told["overlays"]) == (None, [], [])
    assert told["bounds"] is None
    assert told["requests"] == {"total": 0, "first": None, "last": None}


def test_health_is_that_of_the_process(server: Served, bare: Served) -> None:
    assert server.get("/healthz") == bare.get("/healthz") == {"status": "ok"}


def test_readiness_needs_active_boundaries(server: Served, bare: Served) -> None:
    assert server.get("/readyz") == {"status": "ok", "edition": "2026-11"}
    answer = bare.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"].isdecimal()
    assert "activate" in answer.json()["remedy"]
