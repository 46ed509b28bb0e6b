"""Damage of real life: each variant is read rightly, or refused by file and row; none is rendered."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis.dataset import load
from analysis.errors import Problem, ReportError
from analysis.rules import check
from report import dictionary
from report.downloads.frames import of_tables

TINY = Path(__file__).parent / "data/tiny"
Publish = Callable[..., list[Path]]
Refused = Callable[[Path], list[Problem]]
RESOURCES: dict[str, dict[str, Any]] = {
    resource["name"]: resource
    for resource in json.loads((TINY / "data/datapackage.json").read_text("utf-8"))["resources"]
}

# What is typed, pasted or exported where the dataset wants plain digits, or a date.
NUMBERS = (
    "30,000", "30.000,5", "30 000", "30\u00a0000", "30'000", "30_000", "٣٠", "３０", "3e4", "3E+04",
    "NaN", "nan", "inf", "-inf", "+30", "0x1E", "$30", "30 %", "thirty", "30.", ".5", "--30", "1/2",
    "½", "30-40", "~30", "30?", "TRUE", "None", "n/a", "9" * 16, "#REF!",
)  # fmt: skip
DATES = (
    "2018/06/03", "03.06.2018", "6/3/2018", "3 June 2018", "June 2018", "Jun-18", "03-Jun-2018",
    "2018-6-3", "2018-06-3", "2018-13", "2018-00", "2018-02-30", "2018-06-31", "20180603", "43254",
    "2018-06-03T00:00", "2018-06-03 00:00:00", "0000", "18", "2018-", "today", "2018-W23", "-2018",
    "2018-06-03Z", "２０１８", "c. 2018", "2018?", "2018-2019",
)  # fmt: skip
# What no cell of any table may hold.
UNSEEN = (
    "a\x07b",
    "a\u200bb",
    "a\u202eb",
    "a\u2066b",
    "\ufeffa",
    "a\x85b",
    "a\ufdd0b",
    "a\ufffeb",
    "a\uffffb",
    "a\U0010ffffb",
    "{{< include x >}}",
    "a ",
    "a" * 5000,
)
UNKNOWN = ("nobody", "NOBODY", "ñobody", "no body", "0", "null")
BAD = {
    "number": (NUMBERS, {"not a number", "too many digits"}),
    "date": (DATES, {"not a date", "no such day"}),
    "term": (UNKNOWN, {"not one of the terms", "not in the right form"}),
    "key": (UNKNOWN, {"unknown key", "not a key"}),
    "citekey": (UNKNOWN, {"unknown key"}),
}
# A bad key is no copy under a key of its own, and of a row that has two keys there is no copy.
KEYS = {(name, key) for name, r in RESOURCES.items() for key in r["schema"]["primaryKey"]}
COLUMNS = {
    name: {field["name"]: field["holds"] for field in resource["schema"]["fields"]}
    for name, resource in RESOURCES.items()
}
CASES = {
    name: {
        column: BAD[holds]
        for column, holds in columns.items()
        if holds in BAD and (name, column) not in KEYS - {("rates", "date")}
    }
    for name, columns in COLUMNS.items()
}
Added = dict[tuple[int, str], str]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may damage."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def refused(published: Publish) -> Refused:
    """Why a dataset is not rendered; nothing is written for it."""

    def problems(folder: Path) -> list[Problem]:
        with pytest.raises(ReportError) as error:
            published(folder, folder.parent / "out")
        assert {path.name for path in folder.parent.iterdir()} == {folder.name}
        return list(error.value.problems)

    return problems


def add_rows(folder: Path, table: str, cells: Iterable[tuple[str, str]]) -> Added:
    """Copies of a table's first row, each under a key of its own and with one cell of a column.

    Gives the cells by the row and the column they stand in.
    """
    path = folder / f"data/{table}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    heading, first, added = rows[0], rows[1], {}
    for number, (column, cell) in enumerate(cells):
        row = dict(zip(heading, first, strict=True))
        row[heading[0]] = another(row[heading[0]], number)
        row[column] = cell
        rows.append(list(row.values()))
        added[len(rows), column] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return added


def another(key: str, number: int) -> str:
    """Another key of the same form."""
    if key[:4].isdigit():
        return str(1950 + number)
    return f"{key[:-2]}{number + 30}" if "-" in key else f"{key}_{number}"


@pytest.mark.parametrize("table", [name for name in CASES if CASES[name]])
def test_bad_cells_are_refused_by_row(refused: Refused, tiny: Path, table: str) -> None:
    """Each bad cell of each column is named with its row and column, and no row without one is."""
    bad = CASES[table]
    added = add_rows(tiny, table, [(name, cell) for name in bad for cell in bad[name][0]])
    problems = refused(tiny)
    named = [
        (p.row, p.column) for p in problems if p.column in bad and p.message in bad[p.column][1]
    ]
    assert {place: cell for place, cell in added.items() if place not in named} == {}
    assert {(p.file, p.row) for p in problems} <= {(f"data/{table}.csv", row) for row, _ in added}


@pytest.mark.parametrize("table", COLUMNS)
def test_unseen_text_is_refused_by_row(refused: Refused, tiny: Path, table: str) -> None:
    """Characters nobody sees, turned text and shortcodes are named wherever they stand."""
    added = add_rows(tiny, table, product(COLUMNS[table], UNSEEN))
    problems = refused(tiny)
    named = [(p.row, p.column) for p in problems]
    assert {place: cell for place, cell in added.items() if place not in named} == {}
    assert {(p.file, p.row) for p in problems} <= {(f"data/{table}.csv", row) for row, _ in added}


# Whole files


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Write a file anew from its bytes."""
    path.write_bytes(change(path.read_bytes()))


def cells(change: Callable[[list[list[str]]], Iterable[Sequence[str]]]) -> Callable[[bytes], bytes]:
    """A change of a table's rows as a change of its bytes."""

    def changed(content: bytes) -> bytes:
        buffer = io.StringIO()
        rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
        csv.writer(buffer, lineterminator="\n").writerows(change(rows))
        return buffer.getvalue().encode("utf-8")

    return changed


def text(codec: str) -> Callable[[bytes], bytes]:
    """The file in another coding."""
    return lambda content: (content.decode("utf-8") + "ə").encode(codec, "replace")


def all_quoted(content: bytes) -> bytes:
    """Every cell in quotation marks."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    return buffer.getvalue().encode("utf-8")


SAME: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda c: b"\xef\xbb\xbf" + c,
    "CRLF": lambda c: c.replace(b"\n", b"\r\n"),
    "byte order mark and CRLF": lambda c: b"\xef\xbb\xbf" + c.replace(b"\n", b"\r\n"),
    "no newline at the end": lambda c: c.rstrip(b"\n"),
    "all quoted": all_quoted,
    "columns turned round": cells(lambda rows: [row[::-1] for row in rows]),
    "columns moved": cells(lambda rows: [[*row[2:], *row[:2]] for row in rows]),
}
BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "UTF-16": text("utf-16"),
    "UTF-16 without mark": text("utf-16-le"),
    "UTF-32": text("utf-32"),
    "Latin": lambda c: c.replace(b"a", b"\xe4", 1),
    "Cyrillic code page": lambda c: c + "порт".encode("cp1251"),
    "NUL bytes": lambda c: c.replace(b"\n", b"\0\n", 1),
    "only NUL bytes": lambda c: b"\0" * len(c),
    "a mark in the middle": lambda c: c.replace(b"\n", b"\n\xef\xbb\xbf", 1),
    "semicolons": lambda c: c.replace(b",", b";"),
    "tabs": lambda c: c.replace(b",", b"\t"),
    "the separator named": lambda c: b"sep=,\n" + c,
    "empty": lambda c: b"",
    "no heading": lambda c: c.split(b"\n", 1)[1],
    "heading twice": lambda c: c.split(b"\n", 1)[0] + b"\n" + c,
    "two headings exchanged": cells(lambda rows: [[rows[0][1], rows[0][0], *rows[0][2:]], *rows[1:]]),
    "a heading twice": cells(lambda rows: [[rows[0][0], rows[0][0], *rows[0][2:]], *rows[1:]]),
    "a heading in capitals": cells(lambda rows: [[rows[0][0].upper(), *rows[0][1:]], *rows[1:]]),
    "a column missing": cells(lambda rows: [row[:-1] for row in rows]),
    "a column more": cells(lambda rows: [[*row, "x"] for row in rows]),
    "a row too short": cells(lambda rows: [*rows, rows[1][:-1]]),
    "a row too long": cells(lambda rows: [*rows, [*rows[1], "x"]]),
    "an empty row between": cells(lambda rows: [*rows[:1], [""] * len(rows[0]), *rows[1:]]),
    "every row twice": cells(lambda rows: [*rows, *rows[1:]]),
    "an open quotation mark": lambda c: c.replace(b"\n", b'\n"', 1),
    "a mark of a merge": lambda c: c + b"<<<<<<< HEAD\n",
    "a cell of 50 MB": lambda c: c + b"x" * 50_000_000 + b"\n",
    "a page": lambda c: b"<!DOCTYPE html><html><body>404</body></html>\n",
    "a workbook": lambda c: b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)),
    "an image": lambda c: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "half a file": lambda c: c[: len(c) // 2].rsplit(b",", 1)[0] + b',"',
}  # fmt: skip


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
@pytest.mark.parametrize("table", RESOURCES)
def test_what_changes_no_cell_is_read(
    tiny: Path, table: str, change: Callable[[bytes], bytes]
) -> None:
    """A table that a program wrote in another way is the same table."""
    edit(tiny / f"data/{table}.csv", change)
    pd.testing.assert_frame_equal(load(tiny, validate=False).tables[table], PLAIN.tables[table])


PLAIN = load(TINY)


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("table", ["claims", "places", "comparisons"])
def test_a_broken_file_is_refused_by_name(
    refused: Refused, tiny: Path, table: str, change: Callable[[bytes], bytes]
) -> None:
    """The first thing told is the file, with the row where there is one, and never its 50 MB."""
    edit(tiny / f"data/{table}.csv", change)
    problems = [p for p in refused(tiny) if p.file == f"data/{table}.csv"]
    assert problems
    assert [p for p in problems if p.row is None and "\n" in str(p)] == []
    assert max(len(str(p)) for p in problems) < 1500


def test_a_link_to_some_other_file_is_refused(tiny: Path) -> None:
    """It would be in the archive that is published; a table may be kept elsewhere."""
    (tiny / "data/notes.csv").symlink_to(tiny.parent / "private.csv")
    (tiny.parent / "places.csv").write_bytes((tiny / "data/places.csv").read_bytes())
    (tiny / "data/places.csv").unlink()
    (tiny / "data/places.csv").symlink_to("../../places.csv")
    assert check(tiny) == []
    (tiny.parent / "private.csv").write_text("secret")
    assert [(p.file, p.message) for p in check(tiny)] == [
        ("data/notes.csv", "a link that is no table of the dataset")
    ]


@pytest.mark.parametrize(
    ("table", "column", "whole", "part"),
    [
        ("events", "within", "season_2018", "storm"),
        ("places", "part_of", "harbour", "pier"),
        ("actors", "part_of", "quays", "north_quay"),
        ("quantities", "part_of", "visitors", "day_visitors"),
    ],
)
def test_circles_are_refused(
    refused: Refused, tiny: Path, table: str, column: str, whole: str, part: str
) -> None:
    """A whole that is a part of its own part is named, and so is the part."""
    path = tiny / f"data/{table}.csv"
    frame = pd.read_csv(path, dtype="str", keep_default_na=False).set_index(
        RESOURCES[table]["schema"]["primaryKey"]
    )
    assert frame.at[part, column] == whole
    frame.at[whole, column] = part
    frame.to_csv(path)
    named = [p for p in refused(tiny) if p.message == "a part of itself"]
    assert [(p.file, p.column) for p in named] == [(f"data/{table}.csv", column)] * 2


def test_a_descriptor_of_no_more_than_is_needed_is_rendered(published: Publish, tiny: Path) -> None:
    """Without titles and descriptions of its parts, and with a licence that is only named."""
    path = tiny / "data/datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    fields = descriptor["bibliography"]["fields"]
    parts = [*descriptor["resources"], descriptor["bibliography"], *fields]
    for resource in descriptor["resources"]:
        resource["schema"]["fields"].append({"name": "shelf"})
        edit(
            tiny / f"data/{resource['path']}",
            cells(lambda rows: [[*rows[0], "shelf"], *([*row, ""] for row in rows[1:])]),
        )
        parts += resource["schema"]["fields"]
    for part in parts:
        part.pop("title", None)
        part.pop("description", None)
    fields.append({"name": "shelf"})
    carried = {name: descriptor[name] for name in ("title", "version", "created")}
    licences = [{"name": "CC0-1.0"}]
    kept = {name: descriptor[name] for name in ("resources", "bibliography")}
    path.write_text(json.dumps({**carried, "licenses": licences, **kept}), "utf-8")
    published(tiny, tiny.parent / "out")
    told = tiny.parent / "out/downloads/sources.csv-metadata.json"
    assert json.loads(told.read_text("utf-8"))["dc:license"] == []
    assert "## claims: `claims.csv`" in dictionary.write(tiny).read_text("utf-8")


# Anything at all

CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from((*NUMBERS, *DATES, *UNSEEN, *UNKNOWN, "", "0", "-5", "2018-06", "pier")),
)
EDIT = st.tuples(st.sampled_from(sorted(RESOURCES)), st.integers(0, 400), CELL)
SLICE = st.tuples(st.integers(0, 4000), st.integers(0, 60), st.binary(max_size=12))
FREE = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def survives(folder: Path) -> None:
    """A dataset is refused by files of its own, or everything can be computed from it."""
    problems = check(folder)
    for problem in problems:
        assert problem.file.startswith(("data/", "seeds"))
    if not problems:
        with suppress(ReportError):
            list(of_tables(load(folder)))


@FREE
@given(edits=st.lists(EDIT, min_size=1, max_size=3))
@example(edits=[("actors", 0, "\r"), ("actors", 0, "")])
def test_any_cells_are_read_or_refused(tmp_path: Path, edits: list[tuple[str, int, str]]) -> None:
    """Whatever stands in a few cells, the dataset is refused, or is computed with."""
    folder = fresh(tmp_path)
    for table, place, cell in edits:
        path = folder / f"data/{table}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
        row = 1 + place // len(rows[0]) % (len(rows) - 1)
        rows[row][place % len(rows[0])] = cell.encode("utf-8", "replace").decode("utf-8")
        with path.open("w", encoding="utf-8", newline="") as file:
            # All quoted: Python 3.11 leaves a carriage return bare, which ends the row.
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    survives(folder)


@FREE
@given(table=st.sampled_from(sorted(RESOURCES)), cut=SLICE)
def test_any_bytes_are_read_or_refused(
    tmp_path: Path, table: str, cut: tuple[int, int, bytes]
) -> None:
    """Whatever happens to a few bytes of a file, the dataset is refused, or is computed with."""
    folder, (start, length, new) = fresh(tmp_path), cut
    edit(folder / f"data/{table}.csv", lambda c: c[:start] + new + c[start + length :])
    survives(folder)


def fresh(folder: Path) -> Path:
    """A new copy of the tiny dataset."""
    shutil.rmtree(folder / "tiny", ignore_errors=True)
    return Path(shutil.copytree(TINY, folder / "tiny"))
