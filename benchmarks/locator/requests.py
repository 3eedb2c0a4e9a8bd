"""The row over HTTP: look-ups a second of a served installation, beside its stack's hello-world."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.locator.layers import nested
from benchmarks.locator.points import strewn
from benchmarks.locator.scene import drawn
from benchmarks.locator.servers import answer, gridmap_server, hello_server, install, rate
from benchmarks.row import Row, Target
from boundaries.locator import Locator

if TYPE_CHECKING:
    from benchmarks.locator.points import Places
    from benchmarks.locator.scene import Sizes
    from boundaries.model import Edition

_PATHS = 2_000
_COMPARED = 300


def served(slug: str, sizes: Sizes) -> Row:
    """GET /v1/jurisdiction of three levels, by turns with GET /hello, the best of each."""
    drawing = drawn(sizes.small)
    fine = max(sizes.small // 20, 4)
    edition = nested(drawing, {"township": max(fine // 10, 2), "village": fine})
    places = strewn(drawing.layer.geometries, _PATHS)
    paths = [f"/v1/jurisdiction?lon={x:.6f}&lat={y:.6f}" for x, y in zip(*places, strict=True)]
    ours, peer = [], []
    with tempfile.TemporaryDirectory() as folder:
        environment = install(edition, Path(folder))
        with gridmap_server(environment) as port, hello_server() as hello:
            equal = _same(port, paths, edition, places)
            for _ in range(2 * sizes.repeats):
                ours.append(rate(port, paths, sizes.seconds))
                peer.append(rate(hello, ["/hello"], sizes.seconds))
    return Row(
        slug, max(ours), max(peer), max(ours) / max(peer), "answers/s", equal,
        "hello-world of FastAPI on uvicorn", Target(0.9),
        {"ours": ours, "peer": peer, "compared": min(_COMPARED, len(paths))},
    )  # fmt: skip


def _same(port: int, paths: list[str], edition: Edition, places: Places) -> bool:
    """Whether the answers over HTTP are those in process."""
    lon, lat = (np.round(each, 6) for each in places)
    found = Locator(edition).locate_many(lon, lat).areas
    for k in range(min(_COMPARED, len(paths))):
        chain = {link["level"]: link["code"] for link in answer(port, paths[k])["chain"]}
        expected = {
            layer.code: layer.codes[found[layer.code][k]]
            for layer in edition.levels
            if found[layer.code][k] >= 0
        }
        if chain != expected:
            return False
    return True
