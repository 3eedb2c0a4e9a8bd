"""Describe an installation: what a map or another system needs to know first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridmap import __version__
from gridmap.model.wording import Names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from boundaries.index.compiled_edition import LayerTable
    from boundaries.locator import Locator
    from gridmap.model.category import Catalogue
    from gridmap.model.level import Level


@dataclass(frozen=True)
class InstallationFacts:
    """What the settings say that others need to know."""

    language: str
    timezone: str
    layers: Sequence[Level]
    synthetic: bool
    open_writes: bool


def service_answer(
    facts: InstallationFacts,
    catalogue: Catalogue,
    locator: Locator | None,
    counts: Mapping[str, int],
    period: tuple[datetime | None, datetime | None],
) -> dict[str, Any]:
    """The description as JSON values.

    Parameters
    ----------
    locator
        Of the active edition; ``None`` where none is.
    counts
        Category code to number of requests.
    period
        When the first and the last request were reported.
    """
    names = {level.code: level.names for level in facts.layers}
    layers = locator.layers if locator else ()
    known = set(catalogue.by_code)
    # A category that left the catalogue keeps its requests: they are counted under "other".
    strays = sum(n for code, n in counts.items() if code not in known)
    return {
        "name": "gridmap",
        "version": __version__,
        "language": facts.language,
        "timezone": facts.timezone,
        "synthetic": facts.synthetic,
        "writes_need_key": not facts.open_writes,
        "edition": locator.name if locator else None,
        "levels": [_layer(x, names) for x in layers if x.kind == "level"],
        "overlays": [_layer(x, names) for x in layers if x.kind == "overlay"],
        "categories": [
            {
                "code": category.code,
                "names": {"zh": category.names.zh, "en": category.names.en},
                "parent": category.parent,
                "requests": counts.get(category.code, 0)
                + (strays if category.code == "other" else 0),
            }
            for category in catalogue.categories
        ],
        "bounds": list(locator.bounds) if locator and locator.layers else None,
        "requests": {"total": sum(counts.values()), "first": period[0], "last": period[1]},
    }


def _layer(layer: LayerTable, named: Mapping[str, Names]) -> dict[str, Any]:
    names = named.get(layer.code, Names(layer.code, layer.code))
    return {"code": layer.code, "names": {"zh": names.zh, "en": names.en}, "areas": len(layer)}
