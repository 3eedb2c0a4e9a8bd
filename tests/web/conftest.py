"""A real browser on a real server over a small demonstration district."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from tests.conftest import CommandLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

_REQUESTS = "6000"
_PATIENCE_S = 60


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server over the demonstration district with few requests."""
    folder = tmp_path_factory.mktemp("demo") / "installation"
    gridmap = CommandLine(folder)
    gridmap.run("demo", "--folder", folder, "--requests", _REQUESTS, "--no-serve")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (folder.parent / "server.log").open("w")
    server = subprocess.Popen(
        gridmap.command("serve", "--port", str(port)),
        env=gridmap.environment, stdout=log, stderr=log,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE_S)
        log.close()


def _wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz"):  # noqa: S310  our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server did not get ready")


@pytest.fixture
def foreign_requests() -> list[str]:
    """Addresses on other hosts that the page asked for."""
    return []


@pytest.fixture
def console_errors() -> list[str]:
    """What the page complained of."""
    return []


@pytest.fixture
def page(
    browser: Browser, server_url: str, foreign_requests: list[str], console_errors: list[str]
) -> Iterator[Page]:
    """A page in a context of its own, 1366×768, Chinese, light."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", color_scheme="light"
    )
    opened = context.new_page()

    def on_request(request: Request) -> None:
        own = (server_url, "data:", "blob:")
        if not request.url.startswith(own):
            foreign_requests.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            console_errors.append(message.text)

    opened.on("request", on_request)
    opened.on("console", on_console)
    opened.on("pageerror", lambda error: console_errors.append(str(error)))
    yield opened
    context.close()
