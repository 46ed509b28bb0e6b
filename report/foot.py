"""What stands under a table or chart: its sources; on the page its files and how to cite it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from analysis import cite
from analysis.dataset import Dataset
from analysis.frames import remembered, tuples
from analysis.tables import Table
from report import bibliography

CITED = re.compile(r"(?<![\w\\])@(\w+)")
KEYED = re.compile(r'claims="([^"]*)"')
STATING = ("claims", "timeline")
# As many works as are named under a table; of more, each row names its own.
NAMED = 8


def of_table(table: Table, dataset: Dataset) -> str:
    """The foot of a table: its notes, its sources, its figures as CSV, and how to cite it."""
    notes = "".join(f"\n{small(f'[{note}]{{.note}}')}\n" for note in table.notes)
    files = foot(f"tbl-{table.key}", table.key, ["csv"], dataset)
    return notes + sources(works(table, dataset)) + files


def of_chart(key: str, ids: Iterable[str], dataset: Dataset) -> str:
    """The foot of a chart: its sources, its drawing, what is drawn as CSV, and how to cite it."""
    files = foot(f"fig-{key}", f"fig-{key}", ["svg", "png", "csv"], dataset)
    return sources(stating(ids, dataset)) + files


def stating(ids: Iterable[str], dataset: Dataset) -> list[str]:
    """The citekeys of the works that state these claims or happenings, each once."""
    source_of = _sources(dataset)
    return list(dict.fromkeys(source_of[key] for key in ids if key in source_of))


@remembered
def _sources(dataset: Dataset) -> dict[str, str]:
    """The citekey of the work that states each claim or happening."""
    tables = (dataset.tables[name] for name in STATING if name in dataset.tables)
    rows = (tuples(table[[table.columns[0], "source"]]) for table in tables)
    return dict(chain.from_iterable(rows))


def works(table: Table, dataset: Dataset) -> list[str]:
    """The citekeys of the works behind a table, in the order of the dataset."""
    text = " ".join(cell for row in table.rows for cell in row)
    ids = [key for keys in KEYED.findall(text) for key in keys.split()]
    found = {*CITED.findall(text), *stating(ids, dataset)}
    return [key for key in dataset.sources if key in found]


def sources(keys: Sequence[str]) -> str:
    """The line that names the works behind a table or chart; of many, that each row names them."""
    if not keys:
        return ""
    cited = "; ".join(f"@{key}" for key in keys)
    words = f"[{cited}]" if len(keys) <= NAMED else "the works that each row names"
    return f"\n::: {{.source-line}}\n{small(f'Sources: {words}.')}\n:::\n"


def small(text: str) -> str:
    """Inline Markdown that print sets small."""
    return f"`#small[`{{=typst}}{text}`]`{{=typst}}"


def drawn(charts: Sequence[str]) -> str:
    """Charts one after the other; print puts them where its pages have room."""
    parts = _typst("][").join(charts)
    return _typst("#drawn[") + parts + _typst("]") if parts else ""


def _typst(code: str) -> str:
    return f"\n```{{=typst}}\n{code}\n```\n\n"


def foot(label: str, name: str, kinds: Iterable[str], dataset: Dataset) -> str:
    """Links to the files of a table or chart and the words to cite it by; on the page only."""
    files = [f'[{kind.upper()}](downloads/{name}.{kind}){{download=""}}' for kind in kinds]
    return (
        '\n::: {.content-visible when-format="html"}\n'
        f'::: {{.foot of="{label}"}}\n'
        f"Download: {' · '.join(files)}\n\n"
        "```{=html}\n<details><summary>Cite</summary>\n```\n\n"
        f"[{cite.plain(bibliography.cited_as(dataset))} @{label}.{_homepage(dataset, label)}]"
        "{.cite-as}\n\n"
        "```{=html}\n</details>\n```\n"
        ":::\n:::\n"
    )


def _homepage(dataset: Dataset, label: str) -> str:
    """Where the report is published, if the dataset's descriptor says so."""
    address = str(dataset.descriptor.get("homepage", ""))
    return f" {cite.plain(f'{address}#{label}')}" if address else ""
