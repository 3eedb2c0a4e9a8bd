"""Pages for people: the map at ``/`` and the documentation of the API; no other host is asked."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from gridmap.errors import NotReadyError

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).parent.parent / "static"
_CONSOLE = STATIC / "console" / "index.html"

_DOCS = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>gridmap API</title>
<link rel="icon" href="/static/docs/favicon-32x32.png">
<link rel="stylesheet" href="/static/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/static/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_DOCS_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
});
"""


@router.get("/")
def console() -> FileResponse:
    """The map."""
    if not _CONSOLE.is_file():
        raise NotReadyError(
            "The browser's parts are not built.", remedy="Install again: pip install ."
        )
    return FileResponse(_CONSOLE, headers={"Cache-Control": "no-cache"})


@router.get("/docs")
def docs() -> HTMLResponse:
    """The API's documentation."""
    return HTMLResponse(_DOCS)


@router.get("/docs/start.js")
def docs_start() -> HTMLResponse:
    """What starts the documentation."""
    return HTMLResponse(_DOCS_START, media_type="text/javascript")


class _BuiltFiles(StaticFiles):
    """The built files; those whose names hold a hash of their content are kept for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if "/assets/" in path and answer.status_code == HTTPStatus.OK:
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def mount_static(app: FastAPI) -> None:
    """Serve the built files under ``/static``."""
    app.mount("/static", _BuiltFiles(directory=STATIC, check_dir=False), name="static")
