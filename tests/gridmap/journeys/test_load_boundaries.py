"""A layer is loaded whole or refused with its reasons; refusing it leaves everything as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import geopandas
import pytest
import shapely

from boundaries.errors import LayerFileError, RefusedLayerError
from boundaries.layer_files import LayerSource
from gridmap.errors import NotFoundError, NotReadyError, RefusedError
from gridmap.journeys.activate_edition import activate_edition
from gridmap.journeys.check_boundaries import check_boundaries
from gridmap.journeys.load_boundaries import LayerLoaded, load_layer
from tests.boundaries.shapes import square

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from boundaries.model import LayerKind
    from gridmap.service import Service

    Load: TypeAlias = Callable[..., LayerLoaded]

NOW = datetime(2026, 11, 23, tzinfo=UTC)
VILLAGES = {
    "330111001001": square(0, 0), "330111001002": square(1, 0),
    "330111002001": square(0, 1), "330111002002": square(1, 1),
}  # fmt: skip
TOWNSHIPS = {"330111001": square(0, 0, 2), "330111002": square(0, 1, 2)}
BEATS = {"n": square(0, 1, 2), "s": square(0, 0, 2)}


@pytest.fixture
def load(service: Service, tmp_path: Path) -> Load:
    """Writes areas to a GeoPackage and loads it."""

    def done(
        areas: dict[str, BaseGeometry],
        layer: str = "village",
        *,
        codes: Sequence[str] | None = None,
        parents: Sequence[str] | None = None,
        edition: str | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> LayerLoaded:
        kind: LayerKind = "level" if layer in service.level_order else "overlay"
        table = {"code": list(codes or areas), "name": [f"name of {code}" for code in areas]}
        if parents is not None:
            table["parent"] = list(parents)
        path = tmp_path / f"{layer}.gpkg"
        geopandas.GeoDataFrame(table, geometry=list(areas.values()), crs=4490).to_file(path)
        source = LayerSource(
            path, layer, kind, "code", "name", "parent" if parents is not None else None
        )
        order = service.level_order
        return load_layer(source, edition, service.editions, order, NOW, progress)

    return done


def _activate(service: Service, name: str | None = None) -> str:
    return activate_edition(name, service.editions, service.level_order, NOW).edition.name


def _held(service: Service) -> list[tuple[str, bool, list[tuple[str, list[object]]]]]:
    """Everything of every edition."""
    return [
        (
            record.name,
            record.active,
            [
                (layer.code, list(zip(layer.codes, layer.names, layer.parents,
                                      shapely.to_wkb(layer.geometries), strict=True)))
                for layer in service.editions.read(record.id).layers
            ],
        )
        for record in service.editions.listed()
    ]  # fmt: skip


def test_layers_come_in_one_by_one_and_answer_when_activated(service: Service, load: Load) -> None:
    stages: list[str] = []
    loaded = load(TOWNSHIPS, "township", progress=stages.append)
    assert loaded == LayerLoaded("2026-11", "township", 2, "cgcs2000", ())
    assert stages == ["read", "check", "nest", "store"]
    assert load(VILLAGES).findings == ()
    assert load(BEATS, "police") == LayerLoaded("2026-11", "police", 2, "cgcs2000", ())
    with pytest.raises(NotReadyError, match="No boundaries are active yet"):
        service.locator()
    assert _activate(service) == "2026-11"
    found = service.locator().locate(119.5 + 0.01, 30.01)
    assert [(link.level, link.code) for link in found.chain] == [
        ("village", "330111001001"), ("township", "330111001"),
    ]  # fmt: skip
    assert [each.code for each in found.overlays] == ["s"]


@pytest.mark.parametrize("finest_first", [False, True])
def test_the_order_of_loading_does_not_matter(
    service: Service, load: Load, *, finest_first: bool
) -> None:
    layers = [(TOWNSHIPS, "township"), (VILLAGES, "village"), (BEATS, "police")]
    for areas, layer in reversed(layers) if finest_first else layers:
        load(areas, layer)
    assert check_boundaries(None, service.editions, service.level_order).findings == ()
    villages = service.editions.read(service.editions.named(None).id).levels[1]
    assert villages.parents == ("330111001", "330111001", "330111002", "330111002")


def test_what_was_mended_and_what_does_not_fit_is_told_and_loaded(
    service: Service, load: Load
) -> None:
    bow_tie = shapely.Polygon([(119.5, 30), (119.515, 30.01), (119.515, 30), (119.5, 30.01)])
    areas = VILLAGES | {"330111001001": bow_tie, "330111001002": square(0.75, 0, 1.25)}
    load(TOWNSHIPS, "township")
    loaded = load(areas)
    assert {f.kind for f in loaded.findings} == {"repaired", "overlap", "not_covered"}
    assert len(set(loaded.findings)) == len(loaded.findings)
    assert loaded.areas == 4
    stored = service.editions.read(service.editions.named(None).id).levels[1]
    assert shapely.is_valid(stored.geometries).all()


def test_an_overlay_tells_of_itself_alone(load: Load) -> None:
    load(TOWNSHIPS, "township")
    stray = VILLAGES | {"330111001009": square(0.5, 1, 0.5, 0.5)}
    assert "parent_disagrees" in {finding.kind for finding in load(stray).findings}
    assert load(BEATS, "police").findings == ()
    assert {f.layer for f in load(BEATS | {"x": square(0, 0)}, "police").findings} == {"police"}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "duplicate_code": ({"codes": ["1", "2", "1", "4"]}, "2 areas carry the code 1: rows 1, 3."),
    "no_code": ({"codes": ["1", " ", "3", "4"]}, "The area in row 2 has no code."),
    "no_parent": (
        {"parents": ["330111001", "330111001", "330111003", "330111002"]},
        "names '330111003' as its township, but there is no such township",
    ),
    "no_polygon": (
        {"areas": VILLAGES | {"330111001002": shapely.LineString([(119, 30), (120, 31)])}},
        "330111001002 has no polygon: its geometry is a LineString.",
    ),
    "far_away": (
        {"areas": {code: shapely.affinity.translate(area, 20, 0) for code, area in
                   VILLAGES.items()}},
        "nowhere near",
    ),
}  # fmt: skip


@pytest.mark.parametrize("active", [False, True], ids=["draft", "active"])
def test_an_error_stops_the_load_and_leaves_what_was(
    service: Service, load: Load, *, active: bool
) -> None:
    load(TOWNSHIPS, "township")
    load(VILLAGES)
    if active:
        _activate(service)
    before = _held(service)
    for kind, (options, says) in REFUSED.items():
        with pytest.raises(RefusedLayerError, match=f"was not loaded.*× {kind}") as refused:
            load(**({"areas": VILLAGES} | options))
        assert says in refused.value.what
        assert refused.value.where.endswith("village.gpkg")
        assert "othing was changed" in refused.value.remedy
        assert _held(service) == before


def test_the_first_errors_are_shown_and_the_rest_is_counted(load: Load) -> None:
    rows = {str(k): square(k % 3, k // 3) for k in range(9)}
    with pytest.raises(RefusedLayerError, match="9 × no_code") as refused:
        load(rows, codes=[""] * 9)
    assert "row 5 has no code. And 4 more." in refused.value.what


def test_a_file_that_cannot_be_read_begins_no_edition(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "villages.gpkg"
    path.write_bytes(b"no GeoPackage")
    source = LayerSource(path, "village", "level", "code", "name")
    with pytest.raises(LayerFileError):
        load_layer(source, None, service.editions, service.level_order, NOW)
    assert service.editions.listed() == []


def test_an_edition_that_was_active_takes_no_layer(service: Service, load: Load) -> None:
    load(TOWNSHIPS, "township", edition="autumn")
    _activate(service)
    before = _held(service)
    with pytest.raises(RefusedError, match="'autumn' has been active"):
        load(VILLAGES, edition="autumn")
    assert _held(service) == before


def test_what_is_loaded_later_goes_into_a_copy_until_it_is_switched_on(
    service: Service, load: Load
) -> None:
    load(VILLAGES, edition="autumn")
    _activate(service)
    merged = {"330111001001": square(0, 0, 2), "330111002001": square(0, 1, 2)}
    assert load(merged, edition="winter").edition == "winter"
    place = 119.5 + 0.02, 30.01  # in the village that is merged away
    assert service.locator().locate(*place).chain[0].code == "330111001002"
    assert _activate(service) == "winter"
    assert service.locator().locate(*place).chain[0].code == "330111001001"
    assert _activate(service, "autumn") == "autumn"
    assert service.locator().locate(*place).chain[0].code == "330111001002"


def test_nothing_is_switched_on_that_has_no_level(service: Service, load: Load) -> None:
    with pytest.raises(NotReadyError, match="No boundaries are loaded yet"):
        _activate(service)
    load(BEATS, "police")
    with pytest.raises(NotReadyError, match="has no level yet"):
        _activate(service)
    with pytest.raises(NotFoundError, match="no edition 'spring'"):
        _activate(service, "spring")


def test_levels_that_do_not_fit_are_not_switched_on(service: Service, load: Load) -> None:
    load(VILLAGES, parents=["a", "a", "b", "b"], edition="good")
    load({"a": square(0, 0, 2), "b": square(0, 1, 2)}, "township", edition="good")
    _activate(service)
    load(TOWNSHIPS, "township", edition="bad")  # the villages name townships that are gone
    before = _held(service)
    with pytest.raises(RefusedLayerError, match=r"'bad' can't be activated \(4 × no_parent\)"):
        _activate(service)
    assert _held(service) == before
    assert service.locator().edition.name == "good"


def test_a_check_finds_what_is_wrong_with_an_edition(service: Service, load: Load) -> None:
    with pytest.raises(NotReadyError):
        check_boundaries(None, service.editions, service.level_order)
    load(TOWNSHIPS, "township", edition="good")
    load(VILLAGES, edition="good")
    _activate(service)
    holed = {code: area for code, area in VILLAGES.items() if code != "330111001001"}
    load(holed | {"330111002009": square(1, 0.5, 1, 0.5)}, edition="worse")
    assert check_boundaries("good", service.editions, service.level_order).findings == ()
    told: list[str] = []
    checked = check_boundaries(None, service.editions, service.level_order, told.append)
    assert checked.edition.name == "worse"
    assert told == ["township", "village"]
    assert {(f.kind, f.codes) for f in checked.findings} == {
        ("overlap", ("330111001002", "330111002009")),
        ("parent_disagrees", ("330111002009",)),
        ("not_covered", ("330111001",)),
    }
    assert len(set(checked.findings)) == len(checked.findings)
