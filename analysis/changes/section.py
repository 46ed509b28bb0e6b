"""What changed, as a section of the report: every number of either state names its records.

Text of the earlier state carries the ids of its records with the mark of that state, as in
`a-01@0.1.0`: the row behind it is that state's, and need not be in this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

import pandas as pd

from analysis import cite, tables
from analysis.changes.between import CLAIMS, Changes
from analysis.changes.rows import CUSTOM, described
from analysis.dataset import Dataset
from analysis.frames import Record, records
from analysis.tables import Column, Row, by_row

HEADING = "What changed since"
NOTHING = "nothing"
NOT_COMPUTED = "–"
ARROW = " → "
ID = re.compile(r"[\w.-]+")
CHANGES = ("added", "changed", "withdrawn")
PARTS = {"figure": "Figure", "relation": "Relation", "verdict": "Verdict"}


def section(found: Changes) -> str:
    """The section as Markdown: its heading, how much changed, and a table of each kind."""
    parts = [
        f"# {HEADING} {cite.label(found.names.old)} {{#sec-changes .unnumbered}}",
        _opening(found),
    ]
    others = found.rows[found.rows["table"] != CLAIMS]
    if not found.claims.empty:
        parts.append(_claims(found).markdown())
    if not others.empty:
        parts.append(_others(found, others).markdown())
    if not found.moved.empty:
        parts.append(_moved(found).markdown())
    parts += [f"Not computed: {cite.label(why)}." for why in found.left_out]
    return "\n\n".join(parts) + "\n"


def _opening(found: Changes) -> str:
    if found.none:
        return "The dataset is as it was."
    lines = ["Earlier figures are printed as they were printed then."]
    if not found.claims.empty:
        counts = (
            cite.counting(f"{len(ids)} {change}", "tbl-changes-claims", _ids(" ".join(ids)))
            for change in CHANGES
            if (ids := found.claims.loc[found.claims["change"] == change, "claim_id"].tolist())
        )
        lines.append(f"Claims: {', '.join(counts)}.")
    lines += _columns(found.columns)
    if found.described:
        lines.append("The descriptions of the dataset and its columns changed.")
    return "\n".join(lines)


def _columns(columns: pd.DataFrame) -> Iterator[str]:
    for change, rows in columns.groupby("change", sort=False):
        names = "; ".join(cite.label(f"{row['table']}.{row['column']}") for row in records(rows))
        yield f"Columns {change}: {names}."


def _claims(found: Changes) -> tables.Table:
    """Claims added, changed and withdrawn: what each states, and its cells old and new."""
    cells = found.rows[found.rows["table"] == CLAIMS]

    def changed(row: Row, dataset: Dataset) -> str:
        return _cells(cells[cells["key"] == row["claim_id"]], found)

    columns = [
        Column("Claim", 18, by_row(lambda row, _: _name(row["claim_id"], found))),
        Column("What it states", 40, by_row(lambda row, _: _stated(row, found))),
        Column("What changed", 42, by_row(changed)),
    ]
    caption = "Claims added, changed and withdrawn"
    return tables.table("changes-claims", caption, found.claims, columns, found.after)


def _name(claim_id: str, found: Changes) -> str:
    """A claim's id, a link to its entry; of a withdrawn one, as text of the earlier state."""
    if claim_id not in found.after.order:
        return _was(claim_id, claim_id, found)
    return cite.keyed_link(claim_id)


def _stated(row: Row, found: Changes) -> str:
    """What a claim states, cited, and before it, where that was something else."""
    if not row["after"]:
        return _was(row["before"] or NOT_COMPUTED, row["claim_id"], found)
    now = _states(row["claim_id"], found.after)
    if row["before"] in ("", row["after"]):
        return now
    label = row["after"].partition(": ")[0]
    before = _was(row["before"].removeprefix(f"{label}: "), row["claim_id"], found)
    return f"{now}; before: {before}"


def _states(claim_id: str, dataset: Dataset) -> str:
    """What a claim counts, its figure, and its place."""
    claim = dataset.row(CLAIMS, claim_id)
    if not claim["amount"].vague or claim["as_stated"]:
        return tables.with_quantity(claim_id, dataset)
    label = cite.label(dataset.label("quantities", claim["quantity"]))
    return f"{label}: {cite.link('no number', cite.anchor(claim_id))} {cite.citation(claim)}"


def _others(found: Changes, rows: pd.DataFrame) -> tables.Table:
    """Rows of the other tables, and works of the bibliography."""
    cells = {str(name): same for name, same in rows.groupby(["table", "key"], sort=False)}

    def changed(row: Row, dataset: Dataset) -> str:
        return _cells(cells[str((row["table"], row["key"]))], found)

    columns = [
        Column("Table", 18, by_row(lambda row, data: cite.plain(_title(row["table"], data)))),
        Column("Row", 30, by_row(lambda row, _: _key(row, found))),
        Column("What changed", 52, by_row(changed)),
    ]
    caption = "Other rows added, changed and withdrawn"
    each = rows.drop_duplicates(["table", "key"])
    return tables.table("changes-rows", caption, each, columns, found.after)


def _title(table: str, dataset: Dataset) -> str:
    resources = {r["name"]: r.get("title", "") for r in dataset.descriptor["resources"]}
    return str(resources.get(table) or table.capitalize())


def _key(row: Row, found: Changes) -> str:
    if row["change"] == "withdrawn":
        return _was(row["key"], row["key"], found)
    return cite.keyed(row["key"], " ".join(_ids(row["key"])))


def _cells(rows: pd.DataFrame, found: Changes) -> str:
    """Whether a row was added or withdrawn; of a changed one each cell, old and new."""
    return "; ".join(_cell(row, found) for row in records(rows))


def _cell(row: Record, found: Changes) -> str:
    if row["change"] != "changed":
        return str(row["change"])
    column = _column(row, found.after)
    before, after = (_shown(row[side], column) for side in ("before", "after"))
    was = _was(before, row["key"], found) if before else NOTHING
    now = cite.keyed(after, " ".join(_ids(row["key"]))) if after else NOTHING
    return f"*{cite.label(column['title'])}:* {was}{ARROW}{now}"


def _column(row: Record, dataset: Dataset) -> Mapping[str, str]:
    """Title of a column, and what it holds."""
    name = row["column"].removeprefix(f"{CUSTOM}.")
    columns = (c for c in described(dataset, row["table"]) if c["name"] == name)
    found = next(columns, {})
    return {"title": str(found.get("title") or row["column"]), "holds": str(found.get("holds", ""))}


def _shown(cell: str, column: Mapping[str, str]) -> str:
    """A cell as printed: numbers with their separators, dates and terms in words."""
    try:
        if cell and column["holds"] == "number":
            return cite.digits(Decimal(cell))
        if cell and column["holds"] == "date":
            return cite.date_words(cell)
        if column["holds"] == "term":
            return cell.replace("_", " ")
    except (InvalidOperation, ValueError):  # an earlier edition is not checked
        return cell
    return cell


def _moved(found: Changes) -> tables.Table:
    """Figures, relations and verdicts that moved: before, now, and by what."""
    columns = [
        Column("What", 34, by_row(_part)),
        Column("Before", 22, by_row(lambda row, _: _before(row, found))),
        Column("Now", 22, by_row(_now)),
        Column("Moved by", 22, by_row(lambda row, _: _movers(row["by"], found))),
    ]
    caption = "Computed figures, relations and verdicts that moved"
    return tables.table("changes-moved", caption, found.moved, columns, found.after)


def _part(row: Row, dataset: Dataset) -> str:
    return f"{PARTS[row['part']]}: {cite.label(row['name'])}"


def _movers(by: Iterable[str], found: Changes) -> str:
    return "; ".join(_mover(one, found) for one in by)


def _before(row: Row, found: Changes) -> str:
    return _was(row["before"], " ".join(row["claims_before"]), found) if row["before"] else NOTHING


def _now(row: Row, dataset: Dataset) -> str:
    if not row["after"]:
        return NOTHING
    figure = row["part"] == "figure"
    return tables.number(row["row_after"], dataset) if figure else cite.plain(row["after"])


def _mover(by: str, found: Changes) -> str:
    """What moved something: a claim, a row that names claims, or a table."""
    if by in set(found.claims["claim_id"]):
        return _name(by, found)
    return cite.keyed(by, " ".join(_ids(by))) if ": " in by else cite.plain(by.replace("_", " "))


def _was(text: str, key: str, found: Changes) -> str:
    """Text of the earlier state, with the ids of its records there."""
    return cite.keyed(text, " ".join(_ids(key, found.names.mark)))


def _ids(key: str, mark: str = "") -> Iterable[str]:
    """The ids that a key is made of, each with the mark of an earlier state where one is given."""
    state = "".join(ID.findall(mark))
    return [f"{name}@{state}" if mark else name for name in ID.findall(key)]
