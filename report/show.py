"""Text as lines for a terminal or a file, and what was verified or traced in such lines."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from analysis.errors import Problem, ReportError
from report import manifest
from report.manifest import DOWNLOADS, LINEAGE, PAGE

if TYPE_CHECKING:
    from analysis.evidence import Trace, Verification
    from analysis.evidence.tracing import Computed, Printed
    from analysis.evidence.verification import Checked

NOUNS = {
    "claims": ("claim", "claims"),
    "timeline": ("dated happening", "dated happenings"),
    "contested": ("contested statement", "contested statements"),
    "not_used": ("statement not used", "statements not used"),
}
LABELS = 12  # width of the column of labels


def verification(found: Verification) -> Iterator[Text]:
    """A line for each seed, what was not checked, unknown files, and the totals."""
    for source in found.checked:
        yield line(f"{source.citekey}: {_verified(source)} verified in {source.text}")
    if found.not_checked:
        yield line(_not_checked(found.not_checked, found.folder))
    for name in found.unknown:
        yield line(f"{name}: no seed's recorded text")
    rows = {t: sum(source.verified.get(t, 0) for source in found.sources) for t in NOUNS}
    every = {t: sum(source.rows.get(t, 0) for source in found.sources) for t in NOUNS}
    counted = ", ".join(_of(rows[table], every[table], table) for table in NOUNS)
    yield line(f"In all: {counted} verified; {_number(len(found.failures), 'failure')}.")


def _verified(source: Checked) -> str:
    parts = (_of(source.verified[t], source.rows[t], t) for t in NOUNS if source.rows.get(t))
    return ", ".join(parts) or "no row"


def _of(verified: int, rows: int, table: str) -> str:
    """How many rows of a table: "31 claims", or "30 of 31 claims" where some failed."""
    one, many = NOUNS[table]
    counted = f"{rows} {one if rows == 1 else many}"
    return counted if verified == rows else f"{verified} of {counted}"


def _not_checked(sources: Sequence[Checked], folder: Path) -> str:
    claims = sum(source.rows.get("claims", 0) for source in sources)
    others = sum(sum(source.rows.values()) for source in sources) - claims
    counted = f"{_number(claims, 'claim')} of {_number(len(sources), 'source')}"
    names = ", ".join(source.citekey for source in sources)
    return f"not checked: {counted}, no text in {folder} ({names}; with {others} other rows)"


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def traced(found: Trace) -> Iterator[Text]:
    """Every row with its words and reading, what is computed from it, and where it is printed."""
    for entry in found.records:
        yield heading(entry.key)
        yield from (_field(label, text) for label, text in entry.fields)
    yield heading("Computed from it" if found.computed else "Nothing is computed from it")
    yield from (line(f"  {_figure(figure)}") for figure in found.computed)
    if found.printed is None:
        yield heading("No report has been rendered: where it is printed is not known")
        return
    by_id = [entry.key for entry in found.records] == [found.query]
    places = [place for place in found.printed if place.kind != "count" or not by_id]
    counts = len(found.printed) - len(places)
    yield heading("Printed" if places else "Printed in the register only")
    yield from (line(f"  {_place(place)}") for place in places)
    if counts:
        yield line(f"  and counted in {_number(counts, 'number')} of records")


def _figure(figure: Computed) -> str:
    kind = "" if figure.formula.startswith(figure.kind) else f" ({figure.kind})"
    return f"{figure.words}{kind}: {figure.formula}"


def _place(place: Printed) -> str:
    """A place in words: section, table and row, chart or sentence, and the text there."""
    if place.kind == "chart":
        return f"{place.heading}: chart {place.anchor}"
    if place.table:
        where = f"table {place.table}, row {place.row}"
    else:
        where = "number of records" if place.kind == "count" else "sentence"
    anchor = f" (#{place.anchor})" if place.anchor else ""
    return f"{place.heading}: {where}: {place.text}{anchor}"


def lineage(out: Path) -> list[dict[str, Any]] | None:
    """The lineage of the report rendered in a folder; None where there is no report.

    Raises `ReportError` where the file is no lineage.
    """
    try:
        if (out / DOWNLOADS / LINEAGE).is_file():
            entries = json.loads((out / DOWNLOADS / LINEAGE).read_text("utf-8"))
        elif (out / PAGE).is_file():
            from report.lineage import as_json

            entries = json.loads(as_json((out / PAGE).read_text("utf-8")))
        else:
            return None
        return [entry for entry in entries if _sound(entry)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        todo = "Render the report again."
        raise ReportError(Problem(str(out), message="no readable lineage", todo=todo)) from error


def _sound(entry: dict[str, Any]) -> bool:
    """Whether an entry has all its parts; raises `KeyError` or `TypeError` where it has not."""
    place = entry["place"]
    parts = [entry[name] for name in ("kind", "text", "formula", "anchor")]
    parts += [place[name] for name in ("heading", "table", "row")]
    if not all(isinstance(part, str) for part in (*parts, *entry["claims"])):
        raise TypeError("a part that is no text")
    return True


def outdated(folder: Path, out: Path) -> bool:
    """Whether the report in `out` was rendered from other files than the dataset in `folder`.

    Files that were changed, added or deleted since; true where what it was made from is not known.
    """
    record = manifest.read(out)
    try:
        changed = manifest.changed(record, manifest.inputs(folder, (), ""))
    except (KeyError, TypeError, AttributeError):
        return True
    return any(name.startswith(("data/", "seeds/")) for name in changed)


def _field(label: str, text: str) -> Text:
    return Text.assemble((f"  {label:<{LABELS}}", "dim"), plain(text))


def heading(text: str) -> Text:
    """A line in bold."""
    return Text(plain(text), style="bold")


def line(text: str) -> Text:
    """What every command prints its text as: one line that is no markup and steers nothing."""
    return Text(plain(text))


def plain(text: str) -> str:
    """Text in one line, without the characters that steer a terminal or turn its direction."""
    shown = (" " if c in "\n\r\t" else c for c in text)
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in shown)
