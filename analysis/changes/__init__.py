"""What changed between two editions of a dataset: rows, columns, and what was computed of them."""

from analysis.changes.between import Changes, changes

__all__ = ["Changes", "changes"]
