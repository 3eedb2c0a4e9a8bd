"""Real servers for the benchmark over HTTP, each a process of its own, stopped afterwards."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import geopandas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from boundaries.model import Edition

_PATIENCE_S = 120.0
_GRIDMAP = "from gridmap.cli import main; main()"
_COMMANDS = """
import json, sys
from gridmap.cli import app
for arguments in json.load(sys.stdin):
    app(arguments, standalone_mode=False)
"""
"""Several commands in one process: Python and its libraries are loaded once."""


def install(edition: Edition, folder: Path) -> dict[str, str]:
    """An installation with these boundaries active; the environment of its commands."""
    data = folder / "installation"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRIDMAP_")}
    environment |= {"GRIDMAP_DATA_DIR": str(data)}
    commands = []
    for layer in edition.levels:
        path = folder / f"{layer.code}.gpkg"
        columns = {"code": layer.codes, "name": layer.names, "parent": layer.parents}
        frame = geopandas.GeoDataFrame(columns, geometry=layer.geometries, crs=4326)
        frame.dropna(axis="columns", how="all").to_file(path)
        fields = ["--code", "code", "--name", "name"]
        if any(layer.parents):
            fields += ["--parent", "parent"]
        commands.append(["boundaries", "load", str(path), "--level", layer.code, *fields])
    _run([*commands, ["boundaries", "activate"]], environment)
    return environment


def _run(commands: list[list[str]], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COMMANDS],
        input=json.dumps(commands), env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"The boundaries were not loaded:\n{done.stdout}{done.stderr}")


@contextmanager
def gridmap_server(environment: dict[str, str]) -> Iterator[int]:
    """``gridmap serve``, on a free port."""
    port = _free_port()
    command = [sys.executable, "-c", _GRIDMAP, "serve", "--port", str(port)]
    with _served(command, environment, port, "/healthz"):
        yield port


@contextmanager
def hello_server() -> Iterator[int]:
    """The same stack's hello-world, on a free port."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.locator.hello", str(port)]
    with _served(command, dict(os.environ), port, "/hello"):
        yield port


@contextmanager
def _served(
    command: Sequence[str], environment: dict[str, str], port: int, path: str
) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end and process.poll() is None:
            try:
                answer(port, path)
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                yield
                return
        raise RuntimeError(f"The server did not answer: {' '.join(command)}")
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answer(port: int, path: str) -> Any:
    """The JSON of one answer."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=_PATIENCE_S) as reply:
        return json.load(reply)


def rate(port: int, paths: Sequence[str], seconds: float) -> float:
    """Answers a second to a client that asks over several connections."""
    asked = json.dumps({"port": port, "seconds": seconds, "paths": list(paths)})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.locator.load"],
        input=asked, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    if found["refused"]:
        raise RuntimeError(f"{found['refused']} answers were not 200.")
    return float(found["rate"])
