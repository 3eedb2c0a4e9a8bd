"""Of the types that are offered the one is sent that ``Accept`` wants most (RFC 9110, 12.5.1)."""

from __future__ import annotations

import pytest

from api.negotiation import chosen_type

OFFERED = ("application/json", "text/csv", "application/x-ndjson")


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (None, "text/csv"),
        ("", "text/csv"),
        ("*/*", "text/csv"),
        ("application/json", "application/json"),
        ("APPLICATION/JSON", "application/json"),
        ("application/*", "application/json"),
        ("text/html, application/x-ndjson", "application/x-ndjson"),
        ("*/*;q=0.1, application/x-ndjson;q=0.2", "application/x-ndjson"),
        ("*/*, text/csv;q=0", "application/json"),
        ("application/json;q=0.5, text/csv;q=0.5", "text/csv"),
        ("text/csv;header=present;q=0.3, */*;q=0.2", "text/csv"),
        ("text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", "application/json"),
        ("text/html", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
        ("text/csv;q=loud", None),
        (",;,", None),
    ],
)
def test_the_most_wanted_type_is_chosen(accepted: str | None, chosen: str | None) -> None:
    assert chosen_type(accepted, OFFERED, "text/csv") == chosen
