"""The ground: areas of the earth, and whose a point is."""
