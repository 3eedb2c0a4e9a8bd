"""Real servers over small installations, in processes of their own, and real clients."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import uuid
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sqlalchemy as sa

from gridmap.service import Service
from gridmap.settings import Settings
from tests.api.ground import write_layers, write_requests
from tests.conftest import POSTGRESQL, CommandLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE_S = 60
# One process for many commands: each is what people type, but Python starts only once.
_RUN_ALL = """
import json, sys
from gridmap.cli import app
for arguments in json.load(sys.stdin):
    app(arguments, standalone_mode=False)
"""


def _run_all(gridmap: CommandLine, *commands: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _RUN_ALL],
        input=json.dumps(commands), capture_output=True, text=True, check=False,
        cwd=gridmap.data_dir.parent, env=gridmap.environment, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass
class Installation:
    """A data folder with its settings, and keys that were made in it.

    Attributes
    ----------
    key, other_key
        Of the senders ``hotline`` and ``patrol``.
    revoked
        A key that was revoked.
    """

    gridmap: CommandLine
    key: str = ""
    other_key: str = ""
    revoked: str = ""


@dataclass
class Served:
    """A server that answers."""

    installation: Installation
    process: subprocess.Popen[bytes]
    client: httpx.Client
    keyed: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.keyed = self.client_with({"Authorization": f"Bearer {self.installation.key}"})

    def client_with(self, headers: dict[str, str]) -> httpx.Client:
        """Another client, with headers of its own."""
        return httpx.Client(base_url=self.client.base_url, headers=headers, timeout=_PATIENCE_S)

    @property
    def url(self) -> str:
        """Address of the service."""
        return str(self.client.base_url).rstrip("/")

    def get(self, path: str, **query: Any) -> Any:
        """The JSON of an answer that must be 200."""
        answer = self.client.get(path, params=query or None)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def serving(installation: Installation) -> Iterator[Served]:
    """A server over an installation, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gridmap = installation.gridmap
    with (gridmap.data_dir.parent / f"server-{port}.log").open("w") as log:
        process = subprocess.Popen(
            gridmap.command("serve", "--port", str(port)),
            env=gridmap.environment, stdout=log, stderr=log,
        )  # fmt: skip
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE_S)
        try:
            _wait_until_it_answers(client, process)
            with closing(client):
                served = Served(installation, process, client)
                yield served
                served.keyed.close()
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE_S)


def _wait_until_it_answers(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        try:
            client.get("/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not answer")


def loaded(gridmap: CommandLine) -> Installation:
    """An installation with the ground, the requests, hotspots and keys."""
    files = write_layers(gridmap.data_dir.parent / "layers")
    fields = ["--code", "code", "--name", "name", "--edition", "2026-11"]
    layers = [
        ["boundaries", "load", str(path), *_layer_option(layer), *fields]
        for layer, path in files.items()
    ]
    requests = write_requests(gridmap.data_dir.parent / "requests.csv")
    columns = [f"--{name}={name}" for name in ("opened", "closed", "category", "text", "id")]
    columns += ["--lon=lon", "--lat=lat", "--stack-share=1"]
    _run_all(
        gridmap,
        *layers,
        ["boundaries", "activate"],
        ["requests", "import", str(requests), *columns, "--source", "import"],
        ["hotspots", "find"],
    )
    return Installation(gridmap, *_keys(gridmap))


def _keys(gridmap: CommandLine) -> list[str]:
    url = gridmap.settings.get("GRIDMAP_DATABASE_URL", "")
    service = Service(Settings(data_dir=gridmap.data_dir, database_url=url))
    keys = []
    for name in ("hotline", "patrol", "gone"):
        service.people.add(name, service.now())
        keys.append(service.people.issue_key(name, service.now()))
    service.people.revoke(keys[2][:12], service.now())
    service.close()
    return keys


def _layer_option(layer: str) -> list[str]:
    return ["--overlay" if layer == "police" else "--level", layer]


@contextmanager
def fresh_postgresql() -> Iterator[str]:
    """URL of an empty database on the throwaway cluster."""
    if not POSTGRESQL:
        pytest.skip("no PostgreSQL: run ./scripts/test, which starts a throwaway one")
    name = f"t{uuid.uuid4().hex}"
    server = sa.create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation on SQLite, as it was made; copy it to write."""
    return loaded(CommandLine(tmp_path_factory.mktemp("made") / "installation"))


def copied(made: Installation, folder: Path, **settings: str) -> Installation:
    """A copy of an installation on SQLite, with settings of its own."""
    target = folder / "installation"
    shutil.copytree(made.gridmap.data_dir, target)
    return replace(made, gridmap=CommandLine(target, settings))


@pytest.fixture(scope="session")
def server(made: Installation) -> Iterator[Served]:
    """A server that nobody writes to."""
    with serving(made) as served:
        yield served


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation to write to, on each kind of database."""
    folder = tmp_path_factory.mktemp(str(request.param))
    if request.param == "sqlite":
        yield copied(request.getfixturevalue("made"), folder)
        return
    with fresh_postgresql() as url:
        yield loaded(CommandLine(folder / "installation", {"GRIDMAP_DATABASE_URL": url}))


@pytest.fixture(scope="session")
def writable(installation: Installation) -> Iterator[Served]:
    """A server to write to, on each kind of database."""
    with serving(installation) as served:
        yield served


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of an installation where nothing is loaded."""
    gridmap = CommandLine(tmp_path_factory.mktemp("bare") / "installation")
    with serving(Installation(gridmap, *_keys(gridmap))) as served:
        yield served


@pytest.fixture(scope="session")
def demonstration(made: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server where anybody may write."""
    folder = tmp_path_factory.mktemp("open")
    with serving(copied(made, folder, GRIDMAP_OPEN_WRITES="1", GRIDMAP_SYNTHETIC="1")) as served:
        yield served
