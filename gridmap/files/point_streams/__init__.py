"""Streams of points of any size: JSON, NDJSON, CSV and Arrow in, the same forms out, in blocks.

Each form reads to `block.PointBlock` and writes from `block.PlacedBlock`, so any form can come in
and any other go out, and all of them hold the same answers.
"""
