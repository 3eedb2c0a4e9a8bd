"""Benchmarks: each row runs a peer in the same run and compares all answers."""
