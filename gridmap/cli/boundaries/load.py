"""``gridmap boundaries load``: a file becomes a layer of an edition."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridmap.cli.output import Json, print_findings, print_json, progress_bar, say

if TYPE_CHECKING:
    from boundaries.layer_files import LayerSource
    from boundaries.model import LayerKind
    from gridmap.journeys.load_boundaries import LayerLoaded

_STAGES = ("read", "check", "nest", "store")


def load(
    file: Annotated[
        Path, typer.Argument(help="GeoJSON, Shapefile (.shp, .zip), .gpkg, .fgb or GeoParquet.")
    ],
    code: Annotated[str, typer.Option(help="Field with each area's code.")],
    name: Annotated[str, typer.Option(help="Field with each area's name.")],
    level: Annotated[
        str | None, typer.Option(help="Level of its areas, as township or village.")
    ] = None,
    overlay: Annotated[
        str | None, typer.Option(help="Or: code of the overlay it is, as police.")
    ] = None,
    parent: Annotated[
        str | None, typer.Option(help="Field with the code of the area one level up.")
    ] = None,
    crs: Annotated[
        str | None, typer.Option(help="wgs84, cgcs2000, gcj02, bd09 or EPSG:n; else as it says.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option(help="Edition to load into; the newest inactive one if not said.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Into a new edition, without the active one's layers.")
    ] = False,
    table: Annotated[str | None, typer.Option(help="Table, where the file has several.")] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of a Shapefile's texts, as gb18030, if it doesn't say.")
    ] = None,
    json: Json = False,
) -> None:
    """Read a layer, check it, and store it in an edition that is not active yet.

    Errors stop the load and leave what was; warnings and notes are told.
    """
    from boundaries.layer_files import LayerSource
    from gridmap.journeys.load_boundaries import load_layer
    from gridmap.service import Service

    service = Service()
    layer, kind = layer_and_kind(level, overlay, service.level_order)
    source = LayerSource(file, layer, kind, code, name, parent, crs, table, encoding)
    with progress_bar(f"Loading {file.name}") as report:
        loaded = load_layer(
            source,
            edition,
            service.editions,
            service.level_order,
            service.now(),
            lambda stage: report(stage, _STAGES.index(stage) / len(_STAGES)),
            fresh=fresh,
            extent=service.settings.extent,
        )
    _tell_loaded(loaded, source, json=json)


def layer_and_kind(
    level: str | None, overlay: str | None, levels: tuple[str, ...]
) -> tuple[str, LayerKind]:
    """What ``--level`` or ``--overlay`` says, where it makes sense.

    Raises
    ------
    InputError
        When there is no such level, or no overlay can be called that.
    """
    from gridmap.errors import InputError
    from gridmap.model.level import CODE_PATTERN

    if (level is None) == (overlay is None):
        raise typer.BadParameter("say either --level LEVEL or --overlay CODE")
    if level is not None:
        if level not in levels:
            raise InputError(
                f"There is no level {level!r}; there are {', '.join(levels)}.",
                where="--level",
                remedy="Set GRIDMAP_LEVELS, or load it as --overlay.",
            )
        return level, "level"
    code = str(overlay)
    if not CODE_PATTERN.fullmatch(code) or code in levels:
        raise InputError(
            f"{code!r} can't be the code of an overlay.",
            where="--overlay",
            remedy="Use lower-case letters, digits and underscores, and no level's code.",
        )
    return code, "overlay"


def _tell_loaded(loaded: LayerLoaded, source: LayerSource, *, json: bool) -> None:
    from gridmap.files.findings_file import finding_values

    if json:
        findings = [finding_values(finding) for finding in loaded.findings]
        print_json(
            {"edition": loaded.edition, "layer": loaded.layer, "areas": loaded.areas,
             "crs": loaded.crs, "findings": findings}
        )  # fmt: skip
        return
    say(
        f"Loaded {loaded.areas:,} areas of {loaded.layer} from {source.path.name} "
        f"({loaded.crs[:40]}) into edition {loaded.edition}, which is not active yet."
    )
    if loaded.findings:
        print_findings(loaded.findings)
    say(f"Switch it on with: gridmap boundaries activate {shlex.quote(loaded.edition)}")
