"""The calls: what goes wrong on the land, who reports it, and the table that comes of it."""
