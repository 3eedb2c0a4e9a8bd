"""Who asks: keys in ``Authorization: Bearer`` or ``X-API-Key``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from api.dependencies import OpenService
from gridmap.errors import AccessError

_BEARER = HTTPBearer(
    auto_error=False, scheme_name="key", description="A key made with `gridmap people key NAME`."
)
_HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, scheme_name="key header")

ANYBODY = "anybody"
"""Who writes where no key is needed."""

KEY_NOT_NEEDED: dict[str, Any] = {"security": [{}]}
"""Says in the OpenAPI document that an operation answers without a key, too."""


def asker(
    service: OpenService,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)] = None,
    header: Annotated[str | None, Security(_HEADER)] = None,
) -> str | None:
    """Name of the key's owner; ``None`` without a key, unless anybody may write.

    Raises
    ------
    AccessError
        When a key is sent that nobody has, or that was revoked.
    """
    key = bearer.credentials if bearer else header
    if key is None:
        return ANYBODY if service.settings.open_writes else None
    owner = service.people.owner(key)
    if owner is None:
        raise AccessError("This key is not valid.", remedy="Ask for a new one.")
    return owner


Asker = Annotated[str | None, Depends(asker)]


def writer(who: Asker) -> str:
    """Name of who writes.

    Raises
    ------
    AccessError
        Without a key.
    """
    if who is None:
        raise AccessError(
            "Writing needs a key.",
            remedy="Make one with gridmap people key NAME; send Authorization: Bearer KEY.",
        )
    return who


Writer = Annotated[str, Depends(writer)]
