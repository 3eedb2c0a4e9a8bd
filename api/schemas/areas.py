"""Areas as they are listed."""

from __future__ import annotations

from pydantic import BaseModel


class AreaOut(BaseModel):
    """One area of a level or an overlay."""

    layer: str
    kind: str
    code: str
    name: str
    parent_code: str | None


class AreaPage(BaseModel):
    """Some areas, and where the next begin."""

    edition: str
    total: int
    areas: list[AreaOut]
    next: str | None
