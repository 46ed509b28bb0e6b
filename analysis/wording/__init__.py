"""English words as numbers, bounds and comparisons: what a quotation states, read from it alone."""

from analysis.wording.comparison import compares, rank_in
from analysis.wording.figures import Figure, not_read, numbers_in
from analysis.wording.vocabulary import plain

__all__ = ["Figure", "compares", "not_read", "numbers_in", "plain", "rank_in"]
