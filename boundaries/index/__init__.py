"""The compiled index of a layer: a dyadic grid of cells that know whose they are."""
