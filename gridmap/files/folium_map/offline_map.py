"""A folium map whose page carries all that it needs and may load nothing."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, Link
from folium.template import Template

from gridmap.files.folium_map.browser_files import licences_text, script_text, style_text

if TYPE_CHECKING:
    from gridmap.model.wording import Language

CONTENT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)
"""The browser itself refuses any request the page could make."""


@dataclass(frozen=True)
class OfflinePage:
    """What a page carries.

    Attributes
    ----------
    name
        Of its script and style among the browser's files, as ``heatmap_page``.
    title
        Plain text, in the language that it opens in.
    middle
        Latitude and longitude, as folium wants them.
    content
        JSON values for its script to read.
    """

    name: str
    title: str
    language: Language
    middle: tuple[float, float]
    content: dict[str, Any] = field(repr=False)


def render(page: OfflinePage) -> str:
    """The page as HTML."""
    offline = OfflineMap(
        page.name,
        location=page.middle,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
    )
    figure = PageFigure(page)
    figure.add_child(offline)
    figure.html.add_child(ContentElement(page, offline.get_name()))
    return str(figure.render())


class OfflineMap(folium.Map):
    """A map with the page's own script and style, each put in where folium would link it."""

    default_js = [("leaflet", "leaflet.js")]  # noqa: RUF012
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }},
                ...{{ this.options|tojavascript }}
            });
        {% endmacro %}
        """
    )

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(**options)
        self.default_js = [*self.default_js, ("page", f"{name}.js")]
        self.default_css = [*self.default_css, ("page_css", f"{name}.css")]
        self._id = "heat"  # folium's own is random; the same page is to give the same bytes

    def render(self, **kwargs: Any) -> str:
        """Fill the figure, then put the text of each file in the place of its link."""
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        header = cast("Figure", self.get_root()).header
        for name, element in header._children.items():  # noqa: SLF001 (branca has no other door)
            if isinstance(element, Link):
                header._children[name] = InlineElement.of(element)  # noqa: SLF001
        return ""  # a map writes itself into its figure


class InlineElement(Element):
    """The text of a local file inside the page."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    @classmethod
    def of(cls, link: Link) -> InlineElement:
        """What the link leads to.

        Raises
        ------
        NotFoundError
            When it leads anywhere but to one of the page's own files.
        """
        if isinstance(link, JavascriptLink):
            return cls(f"<script>{script_text(link.url)}</script>")
        if isinstance(link, CssLink):
            return cls(f"<style>{style_text(link.url)}</style>")
        raise TypeError(f"a page carries scripts and styles, not {type(link).__name__}")


class ContentElement(Element):
    """The page's data, for its script to read."""

    _template = Template(
        '<script type="application/json" id="gridmap-content" data-map="{{ this.map_name }}">'
        "{{ this.text }}</script>"
    )

    def __init__(self, page: OfflinePage, map_name: str) -> None:
        super().__init__()
        self.map_name = map_name
        written = json.dumps(page.content, ensure_ascii=False, separators=(",", ":"))
        self.text = written.replace("<", "\\u003c")


class PageFigure(Figure):
    """The frame of the page: its language, policy, title and licences."""

    _template = Template(
        """<!DOCTYPE html>
<html lang="{{ this.language }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{{ this.title }}</title>
<!--
{{ this.licences }}
-->
{{ this.header.render(**kwargs) }}
</head>
<body>
<noscript>{{ this.without_script }}</noscript>
{{ this.html.render(**kwargs) }}
<script>
{{ this.script.render(**kwargs) }}
</script>
</body>
</html>
"""
    )

    def __init__(self, page: OfflinePage) -> None:
        super().__init__(title=html.escape(page.title))
        self.header._children.clear()  # noqa: SLF001 (the template says the encoding)
        self.language = "zh-CN" if page.language == "zh" else "en"
        self.policy = CONTENT_POLICY
        self.licences = licences_text()
        self.without_script = "此页面需要启用 JavaScript。 This page needs JavaScript."
