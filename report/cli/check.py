"""`report check`: every problem in a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from report.cli.common import out, shown


def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder with data/ and seeds/.")
    ] = None,
) -> None:
    """Name every problem in a dataset: file, row, column, found, expected, what to do."""
    from analysis import verdicts
    from analysis.dataset import find

    place = find(folder) if folder is None else folder
    verdicts.checked(place)
    here = place.resolve() == Path.cwd()
    out.print(Text(f"No problem found in {'this folder' if here else shown(place)}."))
