"""The application: routes, errors and headers around one service."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api.errors import install_errors
from api.middleware import SafeHeaders
from api.routes import areas, heatmap, hotspots, jurisdiction, pages, requests, service
from gridmap import __version__
from gridmap.service import Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_DESCRIPTION = """Whose is this point, what was reported there, and where trouble gathers.

Coordinates are longitude, latitude; WGS 84 unless `crs` says otherwise. Times are UTC unless they
say otherwise. Errors are problem answers (RFC 9457). Writing needs a key, made with
`gridmap people key NAME`.
"""
_SMALLEST_TO_PACK = 1000


def create_app(opened: Service | None = None) -> FastAPI:
    """The application around a service; around the one that the settings name if none is given."""
    opened = opened or Service()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        opened.close()

    app = FastAPI(
        title="gridmap",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = opened
    install_errors(app)
    app.add_middleware(GZipMiddleware, minimum_size=_SMALLEST_TO_PACK)
    app.add_middleware(SafeHeaders)
    for subject in (service, jurisdiction, areas, requests, hotspots, heatmap, pages):
        app.include_router(subject.router)
    pages.mount_static(app)
    return app
