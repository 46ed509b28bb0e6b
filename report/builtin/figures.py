"""A Matplotlib backend that shows figures in the document; the shell loads it by its name."""

from __future__ import annotations

from typing import Any

from IPython.core.pylabtools import print_figure
from IPython.display import display
from matplotlib import pyplot
from matplotlib.backends.backend_agg import FigureCanvasAgg

FigureCanvas = FigureCanvasAgg


def show(*_: Any, **__: Any) -> None:
    """Show every open figure and close it."""
    for number in pyplot.get_fignums():
        display(pyplot.figure(number))
    pyplot.close("all")


def as_svg(figure: Any) -> str | None:
    """A figure as SVG, cropped as Quarto crops it, without the day it was drawn."""
    drawn: str | None = print_figure(figure, "svg", bbox_inches="tight", metadata={"Date": None})
    return drawn
