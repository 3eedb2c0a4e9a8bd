"""``gridmap serve``: the service over HTTP."""

from __future__ import annotations

import os
from typing import Annotated

import typer

APPLICATION = "api.app:create_app"
"""Named, not imported: the HTTP side stands on this package, not the other way round."""
_GOODBYE_SECONDS = 5


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; GRIDMAP_HOST, 127.0.0.1.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port; GRIDMAP_PORT, 8000.")] = None,
) -> None:
    """Serve the map and the API until stopped."""
    if host is not None:
        os.environ["GRIDMAP_HOST"] = host
    if port is not None:
        os.environ["GRIDMAP_PORT"] = str(port)
    run_server()


def run_server() -> None:
    """Serve with the settings in force until stopped."""
    import socket

    import uvicorn

    from gridmap.errors import RefusedError
    from gridmap.settings import read_settings

    settings = read_settings()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise RefusedError(
                f"Nothing can listen on {settings.host}:{settings.port}: {error.strerror}.",
                remedy="Choose another port: --port 8001 or GRIDMAP_PORT=8001.",
            ) from error
    uvicorn.run(
        APPLICATION,
        factory=True,
        host=settings.host,
        port=settings.port,
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
        log_level="warning",
        access_log=False,
    )
