"""Making areas: balanced grids inside villages, and plain cells for analysis."""

from __future__ import annotations

from boundaries.tessellation.baselines import k_means_pieces, square_pieces
from boundaries.tessellation.cells import Cells, CellShape, analysis_cells
from boundaries.tessellation.corners import with_corners
from boundaries.tessellation.layout import GridsMade, Loads, grids_asked, make_grids
from boundaries.tessellation.measures import GridFigures, MeasuredGrids, measure_grids
from boundaries.tessellation.numbering import Numbering
from boundaries.tessellation.rules import GridRules

__all__ = [
    "CellShape",
    "Cells",
    "GridFigures",
    "GridRules",
    "GridsMade",
    "Loads",
    "MeasuredGrids",
    "Numbering",
    "analysis_cells",
    "grids_asked",
    "k_means_pieces",
    "make_grids",
    "measure_grids",
    "square_pieces",
    "with_corners",
]
