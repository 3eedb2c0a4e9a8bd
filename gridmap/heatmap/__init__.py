"""The heat surface: density of requests, its fixed scale, its image, its frames in time."""
