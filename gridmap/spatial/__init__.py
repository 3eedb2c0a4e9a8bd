"""Distances and places in metres: pure computing on arrays."""
