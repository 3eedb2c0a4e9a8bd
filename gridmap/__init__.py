"""Requests, hotspots, heat and visits: what an installation knows and does."""

__version__ = "0.1.0"
