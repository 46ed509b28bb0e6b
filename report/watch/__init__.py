"""Watching a dataset and the report's source: render and reload whenever one of them changes.

The parent process watches, serves and tells; a child renders. A change of data is rendered by the
same child, whose programs are loaded; a change of code by a new one.
"""

from report.watch.loop import watch

__all__ = ["watch"]
