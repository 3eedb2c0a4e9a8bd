"""Assigning a file of the test's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from boundaries.crs import parse_crs
from gridmap.journeys.assign_points import AssignOptions, AssignSummary, assign_points
from tests.gridmap.journeys.assign_points.point_files import LOCATOR

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Assign: TypeAlias = Callable[..., AssignSummary]


@pytest.fixture
def assign(tmp_path: Path) -> Assign:
    """Assigns a file of the test's folder to a row of two villages."""

    def done(name: str, out: str, **options: Any) -> AssignSummary:
        how: dict[str, Any] = {"lon": "x", "lat": "y", "crs": parse_crs("wgs84")} | options
        progress = how.pop("progress", None)
        return assign_points(
            tmp_path / name, tmp_path / out, AssignOptions(**how), LOCATOR, progress
        )

    return done
