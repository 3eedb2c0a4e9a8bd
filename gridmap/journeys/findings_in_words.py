"""What is wrong with boundaries, in one line: how many of each kind, and the first of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boundaries.model import Finding

_SHOWN = 5


def in_words(findings: Sequence[Finding]) -> str:
    """As ``(2 × no_parent): first message. Second message.``; the rest is counted."""
    kinds = Counter(finding.kind for finding in findings)
    counted = ", ".join(f"{count} × {kind}" for kind, count in kinds.items())
    first = " ".join(finding.message for finding in findings[:_SHOWN])
    more = f" And {len(findings) - _SHOWN} more." if len(findings) > _SHOWN else ""
    return f"({counted}): {first}{more}"
