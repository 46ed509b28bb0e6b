"""The rows of the downloads: what the document shows, a plain value in each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from analysis import bounds, comparisons, spans
from analysis.bounds import Amount
from analysis.dataset import Dataset
from analysis.frames import Record, objects, records
from analysis.sources import Source
from report import method
from report.contents import CHARTS, LISTINGS
from report.downloads.columns import BIBLIOGRAPHY, LIST, fields
from report.downloads.sheets import Sheet
from report.drawing import Drawing

Tidy = Callable[[pd.DataFrame, Dataset], pd.DataFrame]


def of_tables(dataset: Dataset) -> Iterator[Sheet]:
    """Every table of the document under its label, also one without rows."""
    for key, listing in LISTINGS.items():
        frame = listing.frame(dataset)
        rows = tidy(key, frame, dataset)
        yield Sheet(key, listing.caption(dataset), rows, method.of(key, rows))


def of_chart(key: str, chart: Drawing, dataset: Dataset) -> Sheet:
    """What one picture of a chart draws: the rows of its frame whose claims are in it."""
    frame, drawn = CHARTS[key].frame(dataset), set(chart.claims)
    ids = frame["claims"] if "claims" in frame else frame["id"].map(lambda id: (id,))
    rows = tidy(key, frame[[drawn.issuperset(cell) for cell in ids]], dataset)
    return Sheet(f"fig-{chart.key}", chart.caption, rows, method.of(key, rows))


def of_sources(dataset: Dataset) -> Sheet:
    """The works, with what is recorded of each."""
    own = [field["name"] for field in fields(BIBLIOGRAPHY, dataset)]
    rows = [_work(source, own) for source in dataset.sources.values()]
    return Sheet("sources", "Works behind the claims", pd.DataFrame(rows), method.TABLES["sources"])


def _work(source: Source, own: Iterable[str]) -> Record:
    return {
        "citekey": source.citekey,
        "base_article": source.is_seed,
        "title": source.title,
        "authors": "; ".join(source.authors),
        "issued": source.issued,
        "container": source.container,
        "url": source.url,
        **{name: source.custom(name) or LIST.join(_listed(source, name)) for name in own},
    }


def _listed(source: Source, name: str) -> tuple[str, ...]:
    return source.unverified if name == "unverified" else ()


def tidy(key: str, frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The rows of a table or chart with plain values only: text, plain digits, true or false."""
    made = next((made for start, made in TIDY.items() if key.startswith(start)), _unchanged)
    return _flat(made(frame, dataset))


def _unchanged(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    return frame


def _happenings(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    return frame[list(dataset.timeline)]


def _register(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The claims as the dataset holds them, each with itself as the claim behind it."""
    return frame.drop(columns=["amount", "words", "kind"])


def _agreement(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """A row for each claim of each group."""
    rows = [
        {**row, "group": number, **_claim(claim, dataset)}
        for number, row in enumerate(records(frame), 1)
        for claim in row["claims"]
    ]
    return pd.DataFrame(rows, columns=["group", *frame, "source", "unit", "amount", "words"])


def _claim(claim_id: str, dataset: Dataset) -> Record:
    """One claim of a group; what it has alone stands in place of the group's."""
    claim = dataset.row("claims", claim_id)
    one = {"claims": (claim_id,), "sources": (claim["source"],), "words": claim["as_stated"]}
    return {**{name: claim[name] for name in ("source", "unit", "amount")}, **one}


def _dated_alike(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    return frame.rename(columns={"ids": "happenings"})


def _look_alikes(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    pairs = objects(zip(frame["first"], frame["second"], strict=True), frame.index)
    named = frame.rename(columns={"first": "claim_id", "second": "other_claim_id"})
    return named.assign(claims=pairs)


def _balance(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    return frame.assign(origins_counted=frame["origins"].map(len))


def _coverage(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    pairs = zip(frame["figures"], frame["words"], strict=True)
    both = objects(((*figures, *words) for figures, words in pairs), frame.index)
    named = {"figures": "claims_with_figure", "words": "claims_with_word"}
    return frame.rename(columns=named).assign(claims=both)


def _robustness(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Each figure with all its claims, then a row for each origin or source left out."""
    rows = [row for figure in records(frame) for row in _tests(figure)]
    return pd.DataFrame(rows, columns=[*spans.FIGURE_COLUMNS, "without", "left_out", "outcome"])


def _tests(figure: Record) -> Iterator[Record]:
    yield {**figure, "without": "", "left_out": "", "outcome": ""}
    for what in ("origin", "source"):
        for test in figure[f"without_{what}"]:
            left = test.figure or {**figure, "amount": Amount(), "claims": (), "formula": ""}
            found = {"without": what, "left_out": test.left_out, "outcome": test.outcome}
            yield {**left, **found}


def _constant(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    stated = [dataset.row("claims", claims[0])["amount"] for claims in frame["claims"]]
    return frame.assign(
        stated_low=[amount.low for amount in stated], stated_high=[amount.high for amount in stated]
    )


def _verdicts(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """A row for each reference held against a claim; one without any where none is."""
    held = comparisons.held(dataset)
    rows = [
        _held(verdict, None if index is None else held[index], index in verdict["decided_by"])
        for verdict in records(frame)
        for index in verdict["compared"] or (None,)
    ]
    return pd.DataFrame(rows, columns=HELD)


PARTS = {part: f"part_{part}" for part in comparisons.PARTS}
SAID = ["claim_id", "reading", "verdict", "input_failed"]
COMPARED = [PARTS.get(name, name) for name in comparisons.COMPARED_COLUMNS[2:] if name != "gap"]
HELD = [*SAID, "decides", *COMPARED, "gap_low", "gap_high", "claims"]
NOTHING_HELD: Record = {"references": (), "sources": (), "amount": Amount(), "gap": None}


def _held(verdict: Record, compared: comparisons.Comparison | None, decides: bool) -> Record:
    cells = compared._asdict() if compared else NOTHING_HELD
    row = {PARTS.get(name, name): cell for name, cell in cells.items()}
    gap = bounds.rounded(row["gap"] or Amount())
    more = {"decides": decides, "gap_low": gap.low, "gap_high": gap.high}
    claims = (verdict["claim_id"], *row["references"])
    return {**row, **{name: verdict[name] for name in SAID}, **more, "claims": claims}


TIDY: dict[str, Tidy] = {
    "timeline": _happenings,
    "register-": _register,
    "references-": _register,
    "agreement": _agreement,
    "dated-alike": _dated_alike,
    "look-alikes": _look_alikes,
    "balance": _balance,
    "coverage": _coverage,
    "robustness": _robustness,
    "constant-": _constant,
    "verdicts-": _verdicts,
}


ENDS = ("low", "high", "low_open", "high_open", "best", "about")


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Amounts as columns of plain numbers, in the figure's unit; ids as text."""
    if "amount" in frame:
        amounts = [bounds.rounded(amount) for amount in frame["amount"]]
        ends = {name: [getattr(amount, name) for amount in amounts] for name in ENDS}
        frame = frame.drop(columns="amount").assign(
            **{name: objects(cells, frame.index) for name, cells in ends.items()}
        )
    return frame.map(_plain)


def _plain(cell: Any) -> Any:
    """A cell as text, plain digits for a number; true and false stay."""
    if isinstance(cell, tuple):
        return LIST.join(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None or cell != cell else cell
