"""What changed between two editions of a dataset: rows, columns, and what was computed of them."""

from analysis.changes.between import Changes, Names, changes, edition_words
from analysis.changes.section import section

__all__ = ["Changes", "Names", "changes", "edition_words", "section"]
