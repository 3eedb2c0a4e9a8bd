"""``gridmap boundaries grid``: make balanced grids, or plain cells for analysis."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridmap.cli.boundaries.grid_report import tell_cells, tell_grids
from gridmap.cli.output import ATTENTION, Json, progress_bar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from boundaries.crs import SourceCrs
    from boundaries.model import Edition, Layer
    from gridmap.journeys.load_boundaries import LayerLoaded
    from gridmap.journeys.make_grids import GridLevel, GridPlan, PlacedLoads
    from gridmap.service import Service

_NAMES = {"zh": "{name}第{number}{level}", "en": "{name}, {level} {number}"}


def grid(
    level: Annotated[str, typer.Option(help="Level that the grids become.")] = "grid",
    within: Annotated[
        str | None, typer.Option(help="Level that is divided; the one above if not said.")
    ] = None,
    by: Annotated[
        str, typer.Option(help="What is shared evenly: households, requests or area.")
    ] = "households",
    target: Annotated[
        float | None, typer.Option(help="Households, requests or km² of a grid.")
    ] = None,
    like: Annotated[
        str | None, typer.Option(help="Or: as many in each as this layer has; measured beside.")
    ] = None,
    points: Annotated[
        Path | None, typer.Option(help="CSV or Parquet of households or addresses.")
    ] = None,
    lon: Annotated[str, typer.Option(help="Its field with longitude, or easting.")] = "lon",
    lat: Annotated[str, typer.Option(help="Its field with latitude, or northing.")] = "lat",
    weight: Annotated[
        str | None, typer.Option(help="Its field with the weight; 1 each if not said.")
    ] = None,
    crs: Annotated[
        str, typer.Option(help="Of the points: wgs84, cgcs2000, gcj02, bd09 or EPSG:n.")
    ] = "wgs84",
    encoding: Annotated[str, typer.Option(help="Of a CSV, as gb18030.")] = "utf-8",
    lines: Annotated[
        list[Path] | None, typer.Option(help="Roads or rivers to follow; may be repeated.")
    ] = None,
    lines_crs: Annotated[
        str | None, typer.Option(help="Of the lines; as their files say if not said.")
    ] = None,
    suffix_length: Annotated[
        int | None, typer.Option(help="Digits behind the parent's code; GRIDMAP_GRID_SUFFIX.")
    ] = None,
    name_pattern: Annotated[
        str | None, typer.Option(help='As "{name} {number}"; {level} and {code} too.')
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed tries other cuts.")] = 0,
    compare: Annotated[
        bool, typer.Option("--compare", help="Measure square cells and k-means beside them.")
    ] = False,
    shape: Annotated[
        str | None, typer.Option(help="Plain cells instead: square or hexagon.")
    ] = None,
    size: Annotated[float, typer.Option(help="Metres across such a cell.")] = 500.0,
    whole: Annotated[
        bool, typer.Option("--whole", help="Leave cells at the outline whole.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=".gpkg, .geojson or .parquet.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option(help="Edition to divide; with --load, the draft to load into.")
    ] = None,
    load: Annotated[
        bool, typer.Option("--load", help="Load them into the edition that is not active yet.")
    ] = False,
    json: Json = False,
) -> None:
    """Divide areas into balanced, compact grids, or lay plain cells over them.

    Exits with 3 where an area could not be divided as asked, or points were left out.
    """
    from gridmap.files.frame_file import refuse_other_ending
    from gridmap.service import Service

    if output is None and not load:
        raise typer.BadParameter("say -o FILE, or --load, or both")
    if output is not None:
        refuse_other_ending(output)
    service = Service()
    ground = _ground(service, edition, load=load)
    if shape is not None:
        _cells(
            service, ground, shape, size, within, output, clipped=not whole, load=load, json=json
        )
        return
    from boundaries.crs import parse_crs
    from boundaries.tessellation import GridRules, Numbering
    from gridmap.journeys.make_grids import GridPlan, layer_within

    if (target is None) == (like is None):
        raise typer.BadParameter("say either --target N or --like LAYER")
    numbering = Numbering(
        service.settings.grid_suffix if suffix_length is None else suffix_length,
        _pattern(service, name_pattern, level),
    )
    rules = GridRules(1.0 if target is None else target, seed)
    above = within or _level_above(service, ground, level)
    plan = GridPlan(level, above, rules, numbering, like, compare)
    villages = layer_within(ground, plan, service.level_order)
    placed = _loads(service, villages, by, points, (lon, lat, weight), parse_crs(crs), encoding)
    followed = _lines(lines or [], lines_crs)
    made, loaded = _make(service, ground, villages, plan, placed, followed, output, load=load)
    tell_grids(made, placed, loaded, output, by, json=json)
    if (placed and placed.left_out) or len(made.layer) < made.made.asked.sum():
        raise typer.Exit(ATTENTION)


def _ground(service: Service, name: str | None, *, load: bool) -> Edition:
    """The edition that is divided: the draft that is loaded into, else the one named or active."""
    if load:
        return service.editions.begun(service.editions.draft(name, service.now()))
    return service.editions.read(service.editions.named(name).id)


def _level_above(service: Service, ground: Edition, level: str) -> str:
    order = service.level_order
    finer = order.index(level) if level in order else len(order)
    above = [layer.code for layer in ground.levels if order.index(layer.code) < finer]
    return above[-1] if above else "village"


def _pattern(service: Service, stated: str | None, level: str) -> str:
    """The pattern of names, with what people call the level put in."""
    language = service.settings.language
    names = next((each.names for each in service.settings.levels if each.code == level), None)
    called = names.in_language(language) if names else level
    return (stated or _NAMES[language]).replace("{level}", called)


def _loads(
    service: Service, villages: Layer, by: str, points: Path | None,
    fields: tuple[str, str, str | None], crs: SourceCrs, encoding: str,
) -> PlacedLoads | None:  # fmt: skip
    """What is shared evenly; ``None`` for the area."""
    from gridmap.files.points import read_points
    from gridmap.journeys.make_grids import loads_of_file, loads_of_points
    from gridmap.model.request import RequestFilter

    if by not in {"households", "requests", "area"}:
        raise typer.BadParameter("say households, requests or area", param_hint="--by")
    if points is not None and by == "area":
        raise typer.BadParameter("the area needs no --points")
    if by == "area":
        return None
    if points is None:
        if by == "households":
            raise typer.BadParameter("say where households are: --points FILE")
        stored = service.columns(RequestFilter())
        return loads_of_points(stored.lon, stored.lat, villages)
    lon, lat, weight = fields
    with progress_bar(f"Reading {points.name}") as report:
        others = [] if weight is None else [weight]
        table = read_points(points, lon, lat, others, encoding, lambda share: report("", share))
    return loads_of_file(table, weight, crs, service.settings.extent, villages)


def _lines(paths: list[Path], crs: str | None) -> NDArray[np.object_] | None:
    import numpy as np

    from boundaries.crs import parse_crs
    from gridmap.files.line_file import read_lines

    declared = parse_crs(crs) if crs else None
    return np.concatenate([read_lines(path, declared) for path in paths]) if paths else None


def _make(
    service: Service, ground: Edition, villages: Layer, plan: GridPlan,
    placed: PlacedLoads | None, lines: NDArray[np.object_] | None, output: Path | None, *,
    load: bool,
) -> tuple[GridLevel, LayerLoaded | None]:  # fmt: skip
    from gridmap.journeys.load_grids import load_grid_level, write_grid_file
    from gridmap.journeys.make_grids import make_grid_level

    with progress_bar(f"Making grids of {len(villages):,} areas") as report:
        loads = placed.loads if placed else None
        made = make_grid_level(
            ground, villages, plan, loads, lines, lambda share: report("divide", share)
        )
    if output is not None:
        write_grid_file(output, made)
    if not load:
        return made, None
    loaded = load_grid_level(made, ground, service.editions, service.level_order, service.now())
    return made, loaded


def _cells(
    service: Service, ground: Edition, shape: str, size: float, within: str | None,
    output: Path | None, *, clipped: bool, load: bool, json: bool,
) -> None:  # fmt: skip
    from boundaries.tessellation import CellShape
    from gridmap.journeys.make_cells import layer_to_cover, load_cells, make_cells, write_cell_file

    cell = CellShape(shape, size, clipped)
    cells = make_cells(ground, layer_to_cover(ground, within), cell)
    if output is not None:
        write_cell_file(output, cells)
    loaded = None
    if load:
        loaded = load_cells(
            cells, f"{shape}_{size:g}", ground, service.editions, service.level_order, service.now()
        )
    tell_cells(cells, cell, loaded, output, json=json)
