"""What differs between two editions: which areas came, went, split, merged, moved."""

from boundaries.changes.compare import edition_changes, layer_changes
from boundaries.changes.model import Change, ChangeRules, Flow, LayerChanges

__all__ = ["Change", "ChangeRules", "Flow", "LayerChanges", "edition_changes", "layer_changes"]
