"""Addresses of other pages of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request


def page_link(request: Request, **changed: object) -> str:
    """The address asked for, with some of its parameters changed; all others are kept."""
    url = request.url.include_query_params(**changed)
    return f"{url.path}?{url.query}"
