"""What is wired to what: one installation's settings, database, catalogue and locator."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gridmap.errors import InputError, NotReadyError, SettingsError
from gridmap.journeys.compare_editions import EditionsCompared, compare_editions
from gridmap.journeys.describe_service import InstallationFacts, service_answer
from gridmap.journeys.open_editions import OpenEditions
from gridmap.journeys.place_again import PlacedAgain, place_again
from gridmap.journeys.read_areas import drawn_areas
from gridmap.model.catalogue_file import default_catalogue, parse_catalogue
from gridmap.model.request import RequestFilter
from gridmap.model.wording import Names
from gridmap.settings import Settings, read_settings
from gridmap.store.connection import open_database
from gridmap.store.editions import EditionStore
from gridmap.store.hotspots import HotspotStore
from gridmap.store.indexes import IndexStore
from gridmap.store.people import PeopleStore
from gridmap.store.placements import PlacementStore
from gridmap.store.remembered import Remembered
from gridmap.store.request_columns import RequestColumns, count_left_out, read_columns
from gridmap.store.requests import RequestStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from boundaries.locator import Locator
    from gridmap.journeys.draw_map import HeatHistory
    from gridmap.model.category import Catalogue
    from gridmap.store.edition_records import EditionRecord

_COMPARISONS_KEPT = 4
_PAGES_KEPT = 16
"""Heatmap pages that are kept: each takes seconds to make and some megabytes."""


class Service:
    """An installation, opened; parts are made when they are first asked for.

    Parameters
    ----------
    settings
        From `gridmap.settings.read_settings` where not given.
    one_off
        Whether it is opened for a point or two: then numba is not waited for.
    """

    def __init__(self, settings: Settings | None = None, *, one_off: bool = False) -> None:
        self.settings = settings or read_settings()
        self._engine = open_database(self.settings.resolved_database_url)
        self.level_order = tuple(level.code for level in self.settings.levels)
        self.editions = EditionStore(self._engine, self.level_order)
        self.indexes = IndexStore(
            self.settings.data_dir / "indexes", self.level_order, plain=one_off
        )
        self.requests = RequestStore(self._engine)
        self.placements = PlacementStore(self._engine)
        self.hotspots = HotspotStore(self._engine)
        self.people = PeopleStore(self._engine)
        self._lock = threading.Lock()
        self._open_editions = OpenEditions(self._opened)
        self._at_hand: Remembered[tuple[int, Locator]] = Remembered()
        self._comparing = threading.Lock()
        self._compared: dict[tuple[object, ...], EditionsCompared] = {}
        self._pages: dict[tuple[object, ...], bytes] = {}
        self._drawn: dict[tuple[str, str], dict[str, Any]] = {}
        self._history: tuple[tuple[object, ...], HeatHistory] | None = None

    @staticmethod
    def now() -> datetime:
        """The moment, UTC."""
        return datetime.now(UTC)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The categories in force.

        Raises
        ------
        SettingsError
            When the file that the settings name can't be read.
        """
        path = self.settings.categories
        if path is None:
            return default_catalogue()
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"The catalogue {path} can't be read: {error}.", where="GRIDMAP_CATEGORIES"
            ) from error
        return parse_catalogue(text, str(path))

    def locator(self, at: datetime | None = None) -> Locator:
        """The locator of the edition in force at a moment; of the active one if none is given.

        Raises
        ------
        NotFoundError
            When no edition was in force then.
        NotReadyError
            When no edition is active.
        """
        if at is not None:
            return self._open_editions.locator(self.editions.id_in_force(at))
        asked_at, switches = self._at_hand.now(), self.editions.switches
        active = self.editions.active_id()
        if active is None:
            self._at_hand.forget()
            raise NotReadyError(
                "No boundaries are active yet.",
                remedy="Run gridmap boundaries load FILE …, then gridmap boundaries activate.",
            )
        locator = self._open_editions.locator(active)
        self._at_hand.keep((switches, locator), asked_at)
        return locator

    def _opened(self, edition_id: int) -> Locator:
        record = next(each for each in self.editions.listed() if each.id == edition_id)
        return self.indexes.locator(record, lambda: self.editions.read(edition_id))

    def place_again(
        self, actor: str = "", progress: Callable[[float], None] | None = None
    ) -> PlacedAgain:
        """Place the open requests again that another edition placed; does nothing where none is.

        After an activation, and wherever one may have been cut short.
        """
        if not self.placements.is_waiting():
            return PlacedAgain()
        return place_again(
            self.placements, self.locator(), self.now(), actor=actor, progress=progress
        )

    def compared(
        self, old: str | None, new: str | None, progress: Callable[[str], None] | None = None
    ) -> EditionsCompared:
        """What differs between two editions, and which requests that concerns.

        Parameters
        ----------
        old, new
            Names; the active edition and the newest draft where not given.

        Raises
        ------
        NotFoundError, NotReadyError
            When there is no such edition.
        """
        report = progress or (lambda _stage: None)
        report("open")
        before = self.editions.in_force(None) if old is None else self.editions.named(old)
        after = self.editions.newest_draft() if new is None else self.editions.named(new)
        versions = [(each.id, each.revision) for each in (before, after)]
        key = (*versions, self.requests.version())
        with self._comparing:  # by one thread: those that ask for the same wait for it
            if key not in self._compared:
                self._compared = dict(list(self._compared.items())[-_COMPARISONS_KEPT + 1 :])
                old_one, new_one = self._any_locator(before), self._any_locator(after)
                spots = self.placements.spots()
                self._compared[key] = compare_editions(old_one, new_one, spots, report)
            return self._compared[key]

    def _any_locator(self, record: EditionRecord) -> Locator:
        """The locator of an edition; a draft's is not kept open, for it may change."""
        if record.activated_at is not None:
            return self._open_editions.locator(record.id)
        return self.indexes.locator(record, lambda: self.editions.read(record.id))

    def locator_at_hand(self) -> Locator | None:
        """The locator that `locator` gave within the last second; the database is not asked.

        ``None`` where that is longer ago, or this process has activated an edition since.
        """
        held = self._at_hand.value()
        return held[1] if held is not None and held[0] == self.editions.switches else None

    def description(self) -> dict[str, Any]:
        """What this installation is and holds, as JSON values."""
        facts = InstallationFacts(
            self.settings.language, self.settings.timezone, self.settings.layer_names,
            self.settings.synthetic, self.settings.open_writes,
        )  # fmt: skip
        locator = None if self.editions.active_id() is None else self.locator()
        counts, period = self.requests.counts_by_category(), self.requests.period()
        return service_answer(facts, self.catalogue, locator, counts, period)

    def drawn(self, layer: str) -> dict[str, Any]:
        """A layer of the active edition for drawing; made once for each edition.

        Raises
        ------
        NotReadyError
            When no edition is active.
        """
        locator = self.locator()
        if (key := (locator.name, layer)) not in self._drawn:
            table = next(each for each in locator.layers if each.code == layer)
            self._drawn[key] = drawn_areas(table.layer())
        return self._drawn[key]

    def refuse_unknown_area(self, code: str | None) -> None:
        """Refuse the code of an area that no edition has: a typo must not look like silence.

        Raises
        ------
        InputError
            When no edition has it.
        """
        if code is not None and not self.editions.has_area(code):
            raise InputError(
                f"No area has the code {code!r}.", where="area", remedy="/v1/areas lists them."
            )

    def columns(self, wanted: RequestFilter) -> RequestColumns:
        """The requests that a filter means, as arrays."""
        plain = replace(wanted, category=None, since=None, until=None)
        if plain != RequestFilter():
            return read_columns(self._engine, wanted)
        return self.history().columns.narrowed(wanted, count_left_out(self._engine, wanted))

    def drawing_version(self) -> tuple[object, ...]:
        """Differs whenever a map may: with the edition, the requests and the hotspots.

        Raises
        ------
        NotReadyError
            When no edition is active.
        """
        run = self.hotspots.last_run()
        edition = self.locator().name
        return (edition, *self.requests.version(), run.id if run else None)

    def history(self) -> HeatHistory:
        """All requests that are drawn, and the scales they make; read anew when any changed.

        Raises
        ------
        NotReadyError
            When no edition is active.
        """
        locator, version = self.locator(), self.drawing_version()
        with self._lock:
            if self._history is None or self._history[0] != version:
                from gridmap.journeys.draw_map import HeatHistory

                columns = read_columns(self._engine, RequestFilter())
                self._history = version, HeatHistory(columns, locator, self.settings.zone)
            return self._history[1]

    def heatmap_page(
        self, wanted: RequestFilter, *, language: str | None = None, title: str | None = None
    ) -> bytes:
        """The self-contained page of a filter, with the hotspots of the newest run.

        Raises
        ------
        InputError
            When no category is called that, or the period is empty.
        NotReadyError
            When nothing is loaded, or the browser's parts are not built.
        """
        key = (*self.drawing_version(), wanted, language, title)
        page = self._pages.get(key)
        if page is None:
            page = self._made_page(wanted, language, title)
            if len(self._pages) >= _PAGES_KEPT:
                self._pages.clear()
            self._pages[key] = page
        return page

    def _made_page(self, wanted: RequestFilter, language: str | None, title: str | None) -> bytes:
        category = self.catalogue.known(wanted.category)
        from gridmap.journeys.draw_map import PageWording, described, heatmap_page

        wording = PageWording(
            title=Names(title or "诉求热力图", title or "Heatmap of requests"),
            language="zh" if (language or self.settings.language) == "zh" else "en",
            layers=self.settings.layer_names,
            catalogue=self.catalogue,
            filters=described(wanted, category, self.settings.zone),
            synthetic=self.settings.synthetic,
        )
        run = self.hotspots.last_run()
        found = self.hotspots.of_run(run.id, wanted.category) if run and run.id else ()
        return heatmap_page(
            self.columns(wanted), wanted, self.history(), found, self.locator(),
            self.settings.zone, wording, self.now(),
        )  # fmt: skip

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
