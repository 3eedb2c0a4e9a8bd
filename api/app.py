"""The application: routes, errors and headers around one service."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from api.errors import Problem, install_errors
from api.middleware import BodyLimit, HeadAsGet, QuickLookUp, SafeHeaders
from api.middleware.body_limit import STREAMED
from api.routes import (
    areas,
    editions,
    heatmap,
    hotspots,
    jurisdiction,
    jurisdictions,
    pages,
    requests,
    service,
)
from api.schemas.jurisdiction import AskedPositions
from api.upkeep import Upkeep
from gridmap import __version__
from gridmap.service import Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

_DESCRIPTION = """Whose is this point, what was reported there, and where trouble gathers.

Coordinates are longitude, latitude; WGS 84 unless `crs` says otherwise. Times go out with their
offset; one that comes in without is in the service's zone, which `/v1/service` names. Errors are
problem answers (RFC 9457, `application/problem+json`). Writing needs a key, made with
`gridmap people key NAME`; without one, requests are read without what residents wrote and where
they are. Where an answer has an `ETag`, send it as `If-None-Match` and get 304 until it changes.
"""
_SUBJECTS = {
    "service": "What this installation is and holds.",
    "jurisdiction": "Whose is this point?",
    "areas": "The areas of every level and overlay.",
    "editions": "Which boundaries were in force when, and what differs between them.",
    "requests": "What residents filed.",
    "hotspots": "Where requests of one kind gather.",
    "heatmap": "How dense requests are.",
    "health": "For whatever watches the process.",
}
_SMALLEST_TO_PACK = 1000
_PACKING = 5
"""Level of gzip: the last per cent are not worth the seconds."""
_SENT_UNPACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, *STREAMED)
"""Streams of any size go as they are: packing them takes longer than answering them."""


class _Documented(FastAPI):
    """An application whose document holds what no signature names: problems, and batches."""

    quick_look_up: QuickLookUp | None = None
    """Asked before anything else; errors and all that is not plain go the usual way."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if self.quick_look_up is None or not await self.quick_look_up.answered(scope, send):
            await super().__call__(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document = super().openapi()
        template = "#/components/schemas/{model}"
        for model in (Problem, AskedPositions):
            schema = model.model_json_schema(ref_template=template)
            parts = schema.pop("$defs", {}) | {model.__name__: schema}
            document["components"]["schemas"].update(parts)
        return document


def create_app(opened: Service | None = None) -> FastAPI:
    """The application around a service; around the one that the settings name if none is given."""
    opened = opened or Service()
    _ = opened.catalogue  # what can't be read stops the start, not the first who asks

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        upkeep = Upkeep(opened)
        upkeep.begin()
        yield
        upkeep.end()
        opened.close()

    app = _Documented(
        title="gridmap",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_tags=[{"name": name, "description": what} for name, what in _SUBJECTS.items()],
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.service = opened
    app.quick_look_up = QuickLookUp(opened)
    install_errors(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(
        GZipMiddleware,
        minimum_size=_SMALLEST_TO_PACK,
        compresslevel=_PACKING,
        exclude_content_types=_SENT_UNPACKED,
    )
    app.add_middleware(SafeHeaders)
    app.add_middleware(HeadAsGet)
    for subject in (
        service,
        jurisdiction,
        jurisdictions,
        areas,
        editions,
        requests,
        hotspots,
        heatmap,
        pages,
    ):
        app.include_router(subject.router)
    pages.mount_static(app)
    return app
