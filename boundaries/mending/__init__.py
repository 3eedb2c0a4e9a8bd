"""Mending what is safe to mend: rings, vertices that miss their neighbours', slivers."""

from boundaries.mending.params import MendParams
from boundaries.mending.plane import metres_per_unit
from boundaries.mending.whole import AreaMended, Mended, mend_areas

__all__ = ["AreaMended", "MendParams", "Mended", "mend_areas", "metres_per_unit"]
