"""The heatmap as one self-contained folium page that opens from disk with no network."""

from __future__ import annotations

from gridmap.files.folium_map.page import HeatmapPage, MapCategory, MapLayer

__all__ = ["HeatmapPage", "MapCategory", "MapLayer", "render_heatmap_page"]


def render_heatmap_page(page: HeatmapPage) -> bytes:
    """The page as HTML in UTF-8; the same page gives the same bytes.

    Raises
    ------
    NotReadyError
        When the browser's files were not built.
    """
    from gridmap.files.folium_map.offline_map import render  # folium takes half a second

    return render(page).encode()
