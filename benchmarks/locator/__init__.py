"""Benchmarks of the locator, and what judges it."""
