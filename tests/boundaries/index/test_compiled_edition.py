"""A compiled edition is the same from a file as from memory; nested levels follow exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from benchmarks.locator.points import joined, strewn, telling
from boundaries.editions import assemble_edition
from boundaries.errors import BoundaryError, IndexFileError
from boundaries.index.compiled_edition import compile_edition, open_edition, save_edition
from boundaries.index.verification import verify_edition
from boundaries.locator import Locator
from tests.boundaries.shapes import edition_of_one, layer_of, snapped_coverages, square

if TYPE_CHECKING:
    from boundaries.model import Edition, Layer

ORDER = ("township", "village")


def _two_levels(villages: Layer, *, shifted: float = 0.0) -> Edition:
    """Villages under two townships made of them by turns, one of which may be moved a little."""
    halves = [[k for k in range(len(villages)) if k % 2 == half] for half in range(2)]
    halves = [half for half in halves if half]
    shapes = [shapely.coverage_union_all(villages.geometries[half]) for half in halves]
    if shifted:
        shapes[0] = shapely.transform(shapes[0], lambda c: c + np.where(c == c[0], shifted, 0))
    townships = layer_of(shapes, ["a", "b"][: len(shapes)], code="township")
    codes = [f"{'ab'[k % 2]}{k:03}" for k in range(len(villages))]
    below = layer_of(villages.geometries, codes, declared=["ab"[k % 2] for k in range(len(codes))])
    return assemble_edition("2026-11", [townships, below], ORDER)[0]


@settings(max_examples=30, deadline=None)
@given(snapped_coverages())
def test_levels_that_nest_answer_as_if_each_were_asked(layer: Layer) -> None:
    edition = _two_levels(layer)
    lon, lat = joined(telling(layer.geometries), strewn(layer.geometries, 200))
    together = Locator(edition).locate_many(lon, lat).areas
    for level in edition.levels:
        alone = Locator(edition_of_one(level)).locate_many(lon, lat).areas[level.code]
        np.testing.assert_array_equal(together[level.code], alone)
    locator = Locator(edition)
    for k in range(0, len(lon), 25):
        rows = locator.rows_at(float(lon[k]), float(lat[k]))
        assert rows == tuple(int(together[code][k]) for code in ("township", "village"))


def test_nesting_is_seen_line_for_line() -> None:
    villages = layer_of([square(c, r) for c in range(4) for r in range(4)])
    assert compile_edition(_two_levels(villages)).levels[1].nested
    assert not compile_edition(_two_levels(villages, shifted=1e-12)).levels[1].nested


@settings(max_examples=15, deadline=None)
@given(snapped_coverages())
def test_a_file_gives_back_the_edition(
    tmp_path_factory: pytest.TempPathFactory, layer: Layer
) -> None:
    path = tmp_path_factory.mktemp("indexes") / "edition-1.index"
    edition = _two_levels(layer)
    save_edition(path, compile_edition(edition), "stamp")
    for plain in (False, True):
        compiled = open_edition(path, "stamp", plain=plain)
        read = compiled.edition()
        assert read.name == edition.name
        for mine, its in zip(read.layers, edition.layers, strict=True):
            for column in ("code", "kind", "codes", "names", "declared_parents", "parents"):
                assert getattr(mine, column) == getattr(its, column)
            assert shapely.equals_identical(mine.geometries, its.geometries).all()
        assert compiled.levels[1].codes[0] == edition.levels[1].codes[0]
        assert list(compiled.levels[1].codes[-2:]) == list(edition.levels[1].codes[-2:])
        assert Locator(compiled).bounds == pytest.approx(edition.bounds)


def test_an_empty_area_and_an_empty_layer() -> None:
    areas = [square(0, 0), shapely.Polygon(), square(1, 0)]
    compiled = compile_edition(edition_of_one(layer_of(areas)))
    assert [g.is_empty for g in compiled.edition().levels[0].geometries] == [False, True, False]
    place = areas[2].centroid
    assert Locator(compiled).locate(place.x, place.y).chain[0].code == "002"
    nobody = Locator(edition_of_one(layer_of([])))
    assert nobody.locate(119.5, 30.0).placement == "outside"


def test_coordinates_that_cannot_be_computed_with_are_refused() -> None:
    for area in (shapely.box(0, 0, 1e-200, 1), shapely.box(179, 0, 181, 1)):
        with pytest.raises(BoundaryError):
            compile_edition(edition_of_one(layer_of([area])))


def test_an_index_that_shapely_contradicts_is_refused() -> None:
    edition = edition_of_one(layer_of([square(c, r) for c in range(4) for r in range(4)]))
    compiled = compile_edition(edition)
    verify_edition(compiled, edition)
    words = compiled.levels[0].compiled.index.words
    cell = int(np.flatnonzero(words[:64] >= 0)[0])
    words[cell] = (words[cell] + 1) % 16
    with pytest.raises(IndexFileError, match="shapely differ"):
        verify_edition(compiled, edition)
