"""The builtin engine: an ordinary Quarto document to one HTML file and one PDF, without Quarto."""

from report.builtin.engine import Prepared, prepare, render

__all__ = ["Prepared", "prepare", "render"]
