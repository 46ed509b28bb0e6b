"""The bibliography for other programs, written by pandoc from text that is no markup."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.dataset import Dataset
from report import bibliography
from report.builtin import pandoc

Works = Mapping[str, Mapping[str, Any]]
TITLE = re.compile(r"^(  title: )'(.*)'$", re.M)
# BibLaTeX takes an address as it is, to the brace that ends the field.
IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "`": "%60", "|": "%7C"})
GRAVE = "`{}"  # two in a row would be one mark of quotation


def files(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Name and text of the works as CSL-JSON and as BibLaTeX."""
    works = bibliography.records(dataset)
    yield "references.json", converted(_block(works), "csljson")
    yield "references.bib", biblatex(works)


def biblatex(works: Works) -> str:
    """Works as BibLaTeX: their titles as written, no text a command, and no brace let through."""
    safe = {
        key: {**work, "URL": str(work.get("URL", "")).translate(IN_ADDRESS)}
        for key, work in works.items()
    }
    # Without it, pandoc sets a title in capitals, as American styles do.
    as_written = TITLE.sub(r"\1'[\2]{.nocase}'", _block(safe))
    return converted(as_written, "biblatex").replace("`", GRAVE)


def converted(text: str, to: str, given: str = "markdown") -> str:
    """A bibliography in another format of pandoc's."""
    command = [pandoc.program(), f"--from={given}", f"--to={to}", "--standalone", "--wrap=none"]
    ran = subprocess.run(command, input=text.encode("utf-8"), capture_output=True, check=True)
    return ran.stdout.decode("utf-8")


def _block(works: Works) -> str:
    return "\n".join(["---", *bibliography.references(works), "---", ""])
