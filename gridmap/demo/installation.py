"""The demonstration district as an installation: its files loaded as anyone's are."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from boundaries.layer_files import LayerSource
from gridmap import __version__
from gridmap.demo.files import UNTIL, DemoFiles, write_demo
from gridmap.errors import RefusedError
from gridmap.intake.mapping import mapping_of
from gridmap.intake.placement import Placer
from gridmap.intake.stacks import StackRule
from gridmap.journeys.activate_edition import activate_edition
from gridmap.journeys.find_hotspots import HotspotSearch, find_hotspots
from gridmap.journeys.import_requests import RequestImport, import_requests
from gridmap.journeys.load_boundaries import load_layer
from gridmap.model.category import OTHER
from gridmap.model.request import RequestFilter
from gridmap.service import Service
from gridmap.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MARK = "demo.json"
"""Written last: where it is, the installation is whole; it says from what it was made."""
_BEGUN = "demo.begun"
"""Written first: where it is, the folder is a demonstration's and may be made anew."""
_SETTINGS = """\
# Settings of the demonstration district. All its data is synthetic.
timezone = "Asia/Shanghai"
language = "zh"
overlays = "police:派出所辖区:Police beat"
synthetic = true
open_writes = true
"""
_LEVELS = ("district", "township", "village", "grid")


@dataclass(frozen=True)
class DemoChoice:
    """Which district: the same choice makes the same one."""

    seed: int
    requests: int

    def as_mark(self) -> dict[str, object]:
        """What the folder's mark says when it holds this district."""
        return {"version": __version__, "seed": self.seed, "requests": self.requests}


def is_made(folder: Path, choice: DemoChoice) -> bool:
    """Whether the folder holds this district, whole."""
    try:
        mark: object = json.loads((folder / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return mark == choice.as_mark()


def make_installation(
    folder: Path, choice: DemoChoice, report: Callable[[str, float], None]
) -> None:
    """Make the district's files and load them by the journeys that load anyone's.

    Parameters
    ----------
    folder
        Empty, missing, or of an earlier demonstration, which is replaced.
    report
        Called with the name of the stage and the share of it done.

    Raises
    ------
    RefusedError
        When the folder holds something else.
    """
    _make_room(folder)
    files = write_demo(
        folder / "files", choice.seed, choice.requests,
        progress=lambda stage, share: report(f"make {stage}", share),
    )  # fmt: skip
    (folder / "gridmap.toml").write_text(_SETTINGS, encoding="utf-8")
    use_installation(folder)
    service = Service(read_settings())
    try:
        _load_boundaries(service, files, report)
        _import_requests(service, files, report)
        _find_hotspots(service, report)
    finally:
        service.close()
    (folder / _MARK).write_text(json.dumps(choice.as_mark()), encoding="utf-8")


def use_installation(folder: Path) -> None:
    """Let this process work in the folder, whatever installation it was told of before."""
    os.environ["GRIDMAP_DATA_DIR"] = str(folder)
    for name in ("DATABASE_URL", "LEVELS", "OVERLAYS", "EXTENT", "CATEGORIES"):
        os.environ.pop(f"GRIDMAP_{name}", None)


def _make_room(folder: Path) -> None:
    ours = (folder / _MARK).is_file() or (folder / _BEGUN).is_file()
    if folder.exists() and any(folder.iterdir()) and not ours:
        raise RefusedError(
            "The folder holds something that is not a demonstration.",
            where=str(folder),
            remedy="Name an empty one: gridmap demo --folder FOLDER.",
        )
    if ours:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _BEGUN).touch()


def _load_boundaries(
    service: Service, files: DemoFiles, report: Callable[[str, float], None]
) -> None:
    paths = (files.district, files.townships, files.villages, files.grids)
    sources = [
        LayerSource(path, level, "level", "code", "name", "parent_code" if k else None)
        for k, (level, path) in enumerate(zip(_LEVELS, paths, strict=True))
    ]
    sources.append(LayerSource(files.police, "police", "overlay", "code", "name"))
    for k, source in enumerate(sources):
        report(f"load {source.layer}", k / len(sources))
        load_layer(source, None, service.editions, service.level_order, service.now())
    activate_edition(
        None, service.editions, service.level_order, service.now(),
        prepare=service.indexes.compile,
    )  # fmt: skip


def _import_requests(
    service: Service, files: DemoFiles, report: Callable[[str, float], None]
) -> None:
    text = files.mapping.read_text(encoding="utf-8")
    mapping = mapping_of(tomllib.loads(text), str(files.mapping), service.settings.zone)
    job = RequestImport(
        mapping=mapping,
        catalogue=service.catalogue,
        placer=Placer(service.locator(), mapping.crs, service.settings.extent),
        store=service.requests,
        stack_rule=StackRule(),
        # The district's last day is fixed; a clock that is behind it must not refuse its rows.
        now=max(service.now(), datetime.combine(UNTIL, time.max, UTC)),
    )
    import_requests(files.requests, job, lambda stage, share: report(f"{stage} at requests", share))


def _find_hotspots(service: Service, report: Callable[[str, float], None]) -> None:
    categories = [c for c in service.catalogue.categories if c.code != OTHER]
    _, last = service.requests.period()
    find_hotspots(
        HotspotSearch(categories, RequestFilter()),
        service.columns, last, service.locator(), service.hotspots, service.now(),
        lambda code, share: report(f"find hotspots of {code}", share),
    )  # fmt: skip
