"""Reading a layer from the files that a GIS office has.

GeoJSON, Shapefile (zipped too), GeoPackage, FlatGeobuf and GeoParquet.
"""

from boundaries.layer_files.reading import LayerRead, read_layer
from boundaries.layer_files.source import ENDINGS, LayerSource

__all__ = ["ENDINGS", "LayerRead", "LayerSource", "read_layer"]
