"""Bodies of any size: bytes in, bytes out, the work between them in a thread."""

from api.streams.exchange import Exchange, Work

__all__ = ["Exchange", "Work"]
