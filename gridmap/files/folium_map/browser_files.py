"""The browser's files that a page may carry; nothing else is ever linked or loaded."""

from __future__ import annotations

import re
from importlib import resources

from gridmap.errors import NotFoundError, NotReadyError

ALLOWED = frozenset(
    {
        "leaflet.js",
        "leaflet.css",
        "heatmap_page.js",
        "heatmap_page.css",
        "findings_page.js",
        "findings_page.css",
        "points_page.js",
        "points_page.css",
        "THIRD-PARTY-LICENSES.txt",
    }
)
"""Files of ``gridmap/files/browser/``, which the build fills."""

_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$|/\*# sourceMappingURL=.*?\*/", re.MULTILINE)
_PICTURE = re.compile(r"url\((?!['\"]?(?:data:|#))[^)]*\)")


def script_text(address: str) -> str:
    """A script that can stand inside ``<script>``, pointing at no other file."""
    return _SOURCE_MAP.sub("", _text(address)).replace("</script", r"<\/script")


def style_text(address: str) -> str:
    """A style sheet that can stand inside ``<style>``, its pictures left out.

    Leaflet's own pictures are those of markers and of a layer switch that the page doesn't use.
    """
    return _PICTURE.sub("none", _SOURCE_MAP.sub("", _text(address))).replace("</style", "")


def licences_text() -> str:
    """The licences of what the page carries, to stand inside an HTML comment."""
    return _text("THIRD-PARTY-LICENSES.txt").replace("--", "- -")


def _text(address: str) -> str:
    if address not in ALLOWED:
        raise NotFoundError(
            f"{address!r} is not a file that a page may carry.",
            remedy=f"A page without a network carries {', '.join(sorted(ALLOWED))}.",
        )
    file = resources.files("gridmap.files").joinpath("browser", address)
    if not file.is_file():
        raise NotReadyError(
            "The browser's part of the page was not built.",
            where=f"gridmap/files/browser/{address}",
            remedy="Install with pip install . (it builds them), or run npm run build in web/.",
        )
    return file.read_text(encoding="utf-8")
