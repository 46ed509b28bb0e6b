"""A new claim: the next free id of its source, and its row under the table's heading."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import Problem, ReportError
from analysis.folder import EDITION, command
from analysis.records import Records, read
from analysis.rules.rows import nearest
from analysis.rules.sources import CITEKEY
from report.files import replace

CLAIMS = "data/claims.csv"
NEWLINE = re.compile(rb"\r\n|\n|\r")
BLANK = b", \t\r\n\v\f"


@dataclass(frozen=True)
class Begun:
    """The beginning of a claim: its id, the table's heading as in its file, and the row.

    `columns`: the meaning of each column of the heading, in words.
    """

    claim_id: str
    heading: str
    row: str
    columns: Mapping[str, str]


def claim(folder: Path, source: str) -> Begun:
    """The next claim of a source, with nothing in its row but id and source.

    An id that the last edition had is not used again. Raises `ReportError` for an unknown source,
    and where the table or the bibliography cannot be read.
    """
    records = read(folder)
    _readable(records, source)
    heading = _heading(folder / CLAIMS)
    cells = {"claim_id": f"{source}-{_next(records, source):02d}", "source": source}
    columns = {field["name"]: meaning(field) for field in records.columns("claims")}
    row = _line([cells.get(name, "") for name in heading])
    return Begun(cells["claim_id"], _line(heading), row, columns)


def add_claim(folder: Path, begun: Begun) -> None:
    """Add the row at the end of the table; its line ends and a mark at its beginning stay."""
    path = folder / CLAIMS
    content = path.read_bytes()
    newline = found[0] if (found := NEWLINE.search(content)) else b"\n"
    # The commas that end the last row are cells of it; what follows its line are empty rows.
    end = NEWLINE.search(content, len(content.rstrip(BLANK)))
    kept = content[: end.start()] if end else content
    replace(path, kept + newline + begun.row.encode("utf-8") + newline)


def meaning(field: Mapping[str, Any]) -> str:
    """A column or field in words: what it holds, its terms, and whether it must be filled."""
    rules = field.get("constraints", {})
    terms = f" One of: {', '.join(rules['enum'])}." if "enum" in rules else ""
    needed = " Required." if rules.get("required") else ""
    return f"{field.get('title', field['name'])}. {field.get('description', '')}{terms}{needed}"


def _readable(records: Records, source: str) -> None:
    if problems := [p for p in records.problems if p.file != EDITION]:
        raise ReportError(problems)
    if source in records.sources:
        return
    place, todo = "seeds/ and data/references.yaml", nearest(source, records.sources)
    if todo is None and CITEKEY.fullmatch(source):
        todo = f"Begin its record: {command(records.folder, 'new', 'source', source)}"
    raise ReportError(
        Problem(place, message="no such source", found=source,
                expected="the citekey of a record there", todo=todo)
    )  # fmt: skip


def _next(records: Records, source: str) -> int:
    """One more than the highest number that a claim of the source has or had."""
    form = re.compile(rf"{re.escape(source)}-([0-9]{{1,9}})")
    used = (form.fullmatch(claim_id) for claim_id in _ids(records))
    return max((int(match[1]) for match in used if match), default=0) + 1


def _ids(records: Records) -> Iterator[str]:
    """The ids of the claims, and of those of the last edition as far as it can be read."""
    yield from records.tables["claims"]["claim_id"]
    edition = records.folder / EDITION
    if edition.is_file():
        rows = csv.reader(io.StringIO(edition.read_text("utf-8-sig", "replace"), newline=""))
        with suppress(csv.Error):
            yield from (row[0] for row in rows if row)


def _heading(path: Path) -> list[str]:
    return next(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
