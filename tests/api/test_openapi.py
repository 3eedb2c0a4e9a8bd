"""The OpenAPI document says everything that the service answers, and nothing else.

Schemathesis makes requests from the document, right ones and wrong ones, and holds each answer
against it: status, type, headers and schema; and that what the document forbids is refused.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.conftest import copied, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.api.conftest import Installation, Served

_EXAMPLES = 40
"""Random ones of each operation."""
# Which categories, layers and moments there are is no part of a schema: 422 is right for others.
_CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "404", "422"]
[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx"]
"""
# What it makes for streams goes out as it is.
_HOOKS = """
import schemathesis

@schemathesis.serializer(
    "application/x-ndjson", "text/csv", "application/vnd.apache.arrow.stream"
)
def as_it_is(context, value):
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
"""
PROBLEM = {"$ref": "#/components/schemas/Problem"}


@pytest.fixture(scope="session")
def document(server: Served) -> dict[str, Any]:
    """The document as it is served."""
    found: dict[str, Any] = server.get("/openapi.json")
    return found


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    known = {tag["name"] for tag in document["tags"]}
    names = []
    for method, path, operation in _operations(document):
        where = f"{method} {path}"
        assert operation["summary"], where
        assert len(operation["description"]) > 10, where
        assert set(operation["tags"]) <= known, where
        names.append(operation["operationId"])
        for parameter in operation.get("parameters", []):
            told = parameter.get("description") or parameter["in"] == "path"
            assert told, (where, parameter["name"])
            assert parameter["schema"]["examples"], (where, parameter["name"])
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names), "a client's functions are named so"


def test_every_answer_and_every_body_has_an_example(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for method, path, operation in _operations(document):
        told = [operation["requestBody"]] if "requestBody" in operation else []
        told += operation["responses"].values()
        for media in (m for part in told for m in part.get("content", {}).values()):
            reference = media["schema"].get("$ref")
            if reference:
                name = reference.rpartition("/")[2]
                assert schemas[name]["examples"], (method, path, name)


def test_every_error_is_a_documented_problem(document: dict[str, Any]) -> None:
    for method, path, operation in _operations(document):
        for status, answer in operation["responses"].items():
            if int(status) < 400:
                continue
            where = method, path, status
            assert answer["content"] == {"application/problem+json": {"schema": PROBLEM}}, where
            assert answer["description"], where
        if operation.get("parameters") or "requestBody" in operation:
            assert "422" in operation["responses"], (method, path)
        if "requestBody" in operation:
            assert {"400", "413", "415"} <= set(operation["responses"]), (method, path)
    assert not [name for name in document["components"]["schemas"] if "Validation" in name]


def test_only_writing_needs_a_key(document: dict[str, Any]) -> None:
    needing = {
        (method, path)
        for method, path, operation in _operations(document)
        if "security" in operation and {} not in operation["security"]
    }
    assert needing == {("post", "/v1/requests")}


@pytest.fixture(scope="session")
def strangers(made: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose data may be spoilt."""
    with serving(copied(made, tmp_path_factory.mktemp("strangers"))) as served:
        yield served


def test_schemathesis_finds_no_broken_promise(strangers: Served, tmp_path: Path) -> None:
    """Four phases: the document's examples, each rule by itself, random, and chains of calls."""
    (tmp_path / "schemathesis.toml").write_text(_CONFIGURATION)
    (tmp_path / "stream_hooks.py").write_text(_HOOKS)
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"{strangers.url}/openapi.json",
            "--header", f"Authorization: Bearer {strangers.installation.key}",
            "--checks", "all", "--max-examples", str(_EXAMPLES), "--seed", "1", "--no-color",
            "--continue-on-failure",
        ],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=300,
        env=os.environ | {"SCHEMATHESIS_HOOKS": "stream_hooks"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
    counted = re.search(r"(\d+) generated", done.stdout)
    assert counted
    assert int(counted[1]) > 500
