"""Maps as self-contained folium pages that open from disk with no network."""

from __future__ import annotations

from gridmap.files.folium_map.content import page_content
from gridmap.files.folium_map.findings import FindingsPage, findings_content
from gridmap.files.folium_map.page import HeatmapPage, MapCategory, MapLayer
from gridmap.files.folium_map.trial_points import PointsPage, points_content

__all__ = [
    "FindingsPage",
    "HeatmapPage",
    "MapCategory",
    "MapLayer",
    "PointsPage",
    "render_findings_page",
    "render_heatmap_page",
    "render_points_page",
]


def render_heatmap_page(page: HeatmapPage) -> bytes:
    """The page as HTML in UTF-8; the same page gives the same bytes.

    Raises
    ------
    NotReadyError
        When the browser's files were not built.
    """
    from gridmap.files.folium_map.offline_map import OfflinePage, render  # half a second

    bounds = page.bounds
    middle = (bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2
    title = page.title.in_language(page.language)
    offline = OfflinePage("heatmap_page", title, page.language, middle, page_content(page))
    return render(offline).encode()


def render_findings_page(page: FindingsPage) -> bytes:
    """The page of findings as HTML in UTF-8; the same page gives the same bytes.

    Raises
    ------
    NotReadyError
        When the browser's files were not built.
    """
    from gridmap.files.folium_map.offline_map import OfflinePage, render

    west, south, east, north = page.edition.bounds
    middle = (south + north) / 2, (west + east) / 2
    title = page.title.in_language(page.language)
    offline = OfflinePage("findings_page", title, page.language, middle, findings_content(page))
    return render(offline).encode()


def render_points_page(page: PointsPage) -> bytes:
    """The page of tried points as HTML in UTF-8; the same page gives the same bytes.

    Raises
    ------
    NotReadyError
        When the browser's files were not built.
    """
    from gridmap.files.folium_map.offline_map import OfflinePage, render

    west, south, east, north = page.edition.bounds
    middle = (south + north) / 2, (west + east) / 2
    offline = OfflinePage("points_page", page.file, page.language, middle, points_content(page))
    return render(offline).encode()
