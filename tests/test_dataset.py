"""Finding and reading datasets."""

import csv
import json
import os
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.dataset import Dataset, find, load
from analysis.errors import DatasetError
from analysis.records import read
from analysis.rules import check

ROOT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "data/tiny"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may damage."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def problems(folder: Path) -> list[str]:
    """What is said when a dataset is read, one line for each problem."""
    return [str(problem) for problem in read(folder).problems]


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the bytes of a file."""
    path.write_bytes(change(path.read_bytes()))


def test_claims_hold_exact_numbers() -> None:
    """Numbers are exact, an empty cell is None, and text columns stay text."""
    claims = load(TINY).claims.set_index("claim_id")
    assert claims.loc["harbour2021-03", "low"] == Decimal(8500000)
    assert claims.loc["pier2022-05", "high"] == Decimal("0.5")
    assert claims.loc["harbour2021-03", "value"] is None
    assert claims.loc["harbour2021-07", "value"] == 0
    assert claims.loc["harbour2021-03", "start"] == "2018"


def test_equal_numbers_are_one_amount_however_written(
    claim: Callable[..., Any], dataset_of: Callable[..., Dataset]
) -> None:
    """In the digits of the first of them."""
    made = dataset_of(
        *(claim(f"a-0{i}", value=text) for i, text in enumerate(("8.5", "8.50", "9")))
    )
    first, second, other = made.claims["amount"]
    assert first is second
    assert str(first.low) == "8.5"
    assert other.low == 9


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """The first claim stands in row 2, under the heading."""
    assert list(load(TINY).tables["claims"].index[:3]) == [2, 3, 4]


def test_dataset_names_itself() -> None:
    """Title, version and date are those of the descriptor."""
    tiny = load(TINY)
    assert tiny.title == "Contested figures of a harbour"
    assert (tiny.version, tiny.date) == ("0.0.1", "2026-01-31")


def test_sources_are_read_as_written() -> None:
    """Names, dates and numbers of the bibliography stay as they were typed."""
    tiny = load(TINY)
    assert list(tiny.seeds) == ["harbour2021", "pier2022"]
    harbour, pier = tiny.seeds.values()
    assert (harbour.seed, harbour.paragraphs, harbour.issued) == ("000", 5, "2021-02-03")
    assert harbour.authors == ("Ada Quayle",)
    assert (pier.issued, pier.unverified) == ("2022", ("author", "container-title", "URL"))
    assert tiny.sources["almanac2020"].origin == "harbour_office"


def test_order_of_columns_does_not_matter(tiny: Path) -> None:
    """A table with its columns turned round is the same table."""
    table = tiny / "data/places.csv"
    rows = [line.split(",") for line in table.read_text().splitlines()]
    table.write_text("\n".join(",".join(reversed(row)) for row in rows))
    assert load(tiny).places.equals(load(TINY).places)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.rstrip(b"\n"),
        lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
    ],
    ids=["byte order mark", "CRLF", "no newline at the end", "both"],
)
def test_spreadsheet_forms_are_read(tiny: Path, change: Callable[[bytes], bytes]) -> None:
    """What spreadsheets do to a file without changing its cells does no harm."""
    for table in (tiny / "data").glob("*.csv"):
        edit(table, change)
    edit(tiny / "data/datapackage.json", change)
    edit(tiny / "seeds/pier2022.yaml", change)
    assert load(tiny).claims.equals(load(TINY).claims)


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize(("columns", "rows"), [(0, 0), (2, 0), (0, 3), (2, 3)])
def test_a_table_saved_by_a_spreadsheet_is_read(
    tiny: Path, quoting: int, columns: int, rows: int
) -> None:
    """As Excel and LibreOffice write it: mark, CRLF, quotes, empty columns and rows at the ends."""
    for path in (tiny / "data").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [row + [""] * columns for row in csv.reader(file)]
        cells += [[""] * len(cells[0])] * rows
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\r\n", quoting=quoting).writerows(cells)
    assert load(tiny).claims.equals(load(TINY).claims)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda c: c.replace(b"Pier,", b"Pi\xe8r,"),
            ("data/places.csv, row 4: not UTF-8 (byte 0xe8 at position 83); found "
            "'pier,Pi\ufffdr,harbour,'; expected UTF-8. "
            "Save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8')."),
        ),
        (
            lambda c: c.replace(b"Pier,", b"Pi\0er,"),
            ("data/places.csv, row 4: a NUL character; found 'character 83'; expected text. "
            "Delete it, or save the file as UTF-8."),
        ),
        (lambda c: b"", "data/places.csv, row 1: no heading row; found ''"),
        (
            lambda c: c.replace(b"label", b"Label"),
            ("data/places.csv, row 1, column Label: unknown column; found 'Label'. "
            "Did you mean 'label'?"),
        ),
        (
            lambda c: c.replace(b"label,", b"", 1).replace(b"Coast,", b"")
            .replace(b"Harbour,", b"").replace(b"Pier,", b""),
            "data/places.csv, row 1, column label: column is missing. Add the column.",
        ),
        (
            lambda c: c.replace(b"part_of", b"label", 1),
            (
                "data/places.csv, row 1, column label: the heading stands 2 times. "
                "Delete or rename one."
            ),
        ),
        (
            lambda c: c.replace(b"\n", b",x\n"),
            ("data/places.csv, row 1, column x: unknown column; found 'x'. "
            "Delete it, or describe it in datapackage.json."),
        ),
        (
            lambda c: c.replace(b"Harbour,", b"Harbour, the big one,"),
            ("data/places.csv, row 3: wrong number of cells; found '5 cells'; expected 4 cells. "
            "A cell with a comma in it needs double quotes."),
        ),
        (
            lambda c: c.replace(b"Coast,,", b"Coast"),
            ("data/places.csv, row 2: wrong number of cells; found '2 cells'; expected 4 cells. "
            "Add the missing commas."),
        ),
        (
            lambda c: c.replace(b"harbour,Harbour", b"<<<<<<< HEAD\nharbour,Harbour"),
            ("data/places.csv, row 3: a mark of a merge that is not finished; found "
            "'<<<<<<< HEAD'; expected one of the two sides. Keep the lines that are right, of "
            "one side or of both, and delete the marks."),
        ),
        (
            lambda c: c.replace(b"harbour,Harbour", b",,,\nharbour,Harbour"),
            "data/places.csv, row 3: an empty row. Delete it.",
        ),
        (
            lambda c: c.replace(b",", b";"),
            "data/places.csv, row 1: cells are not separated by commas; found ';'; expected ','."
            " Save it as 'CSV UTF-8 (comma delimited)', or with ',' as the field delimiter.",
        ),
        (
            lambda c: c.replace(b"Harbour,", b'"Harbour,'),
            (
                "data/places.csv, row 3: not CSV; found 'unexpected end of data'; "
                "expected balanced quotes, and cells below 131,072 characters"
            ),
        ),
    ],
    ids=[
        "not UTF-8", "NUL", "empty", "renamed column", "missing column", "heading twice",
        "extra column", "too many cells", "too few cells", "merge", "empty row", "semicolons", "open quote",
    ],
)  # fmt: skip
def test_damaged_table_is_named(
    tiny: Path, change: Callable[[bytes], bytes], expected: str
) -> None:
    """Each damage to a file is one problem that says where it is and what to do."""
    edit(tiny / "data/places.csv", change)
    assert expected in problems(tiny)


@pytest.mark.parametrize("damage", [b"\xff", b"\0"], ids=["not UTF-8", "NUL"])
def test_damage_after_a_cell_without_end_is_named_without_its_row(
    tiny: Path, damage: bytes
) -> None:
    """A quote that is never closed and more text than a cell may hold stand before it."""
    edit(tiny / "data/places.csv", lambda c: c + b'"' + b"a" * 140_000 + damage + b"\n")
    limit = csv.field_size_limit(131_072)  # Python's own: a package that reads CSV may raise it
    try:
        (found,) = problems(tiny)
    finally:
        csv.field_size_limit(limit)
    assert found.startswith("data/places.csv: ")


def test_rows_are_counted_over_line_breaks_in_cells(tiny: Path) -> None:
    """A quoted line break does not move the row numbers."""
    edit(tiny / "data/places.csv", lambda c: c.replace(b"coast,Coast,,", b'coast,Coast,,"a\nb\nc"'))
    edit(tiny / "data/places.csv", lambda c: c + b"quay\n")
    assert problems(tiny) == [
        (
            "data/places.csv, row 5: wrong number of cells; found '1 cell'; expected 4 cells. "
            "Add the missing commas."
        )
    ]


def test_missing_files_are_all_named(tiny: Path) -> None:
    """Several missing files are several problems, raised once."""
    for name in ("data/claims.csv", "data/references.yaml"):
        (tiny / name).unlink()
    with pytest.raises(DatasetError) as error:
        load(tiny, validate=False)
    assert [problem.file for problem in error.value.problems] == [
        "data/claims.csv",
        "data/references.yaml",
    ]


def test_folder_in_place_of_a_file_is_a_problem(tiny: Path) -> None:
    """A folder named like a table does not stop the reader."""
    (tiny / "data/claims.csv").unlink()
    (tiny / "data/claims.csv").mkdir()
    assert problems(tiny) == ["data/claims.csv: cannot be read; found 'Is a directory'"]


@pytest.mark.parametrize("name", ["data/claims.csv", "data/references.yaml", "seeds/x.yaml"])
def test_what_would_be_waited_for_is_a_problem(tiny: Path, name: str) -> None:
    """A pipe or a device in place of a file is refused; nothing is read from it."""
    (tiny / name).unlink(missing_ok=True)
    os.mkfifo(tiny / name)
    os.mkfifo(tiny / "CHANGELOG.md")
    (tiny / "data/actors.csv").unlink()
    (tiny / "data/actors.csv").symlink_to(os.devnull)
    named = [str(problem) for problem in check(tiny)]
    assert f"{name}: cannot be read; found 'Not a file'" in named
    assert "data/actors.csv: cannot be read; found 'Not a file'" in named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "data/datapackage.json, row 1: the file ends too early"),
        ("[]", "data/datapackage.json: not a data package"),
        ('{"resources": [{"name": "x"}]}', "data/datapackage.json, column resources: resource 1"),
        (
            '{"resources": [{"name": "x", "path": "/etc/x.csv", "schema": {"fields": []}}]}',
            "data/datapackage.json, column resources: the table x is in a file of another name; "
            "found '/etc/x.csv'; expected x.csv. Name the file data/x.csv, and its path so.",
        ),
        (
            '{"resources": [{"name": "x", "path": "a\\u0000", "schema": {"fields": []}}]}',
            "data/datapackage.json, column resources: the table x is in a file of another name; "
            "found 'a\\x00'; expected x.csv.",
        ),
        (
            '{"resources": [{"name": "../x", "path": "../x.csv", "schema": {"fields": []}}]}',
            "data/datapackage.json, column resources: resource 1 describes no table; expected a "
            "name of lower-case letters, digits, hyphens and underscores, a path,",
        ),
        (
            '{"resources": [], "bibliography": {"fields": [{"title": "Grade"}]}}',
            "data/datapackage.json, column bibliography: a field without a name; expected fields, "
            "each with a name",
        ),
        (
            f'{{"resources": [], "version": {"9" * 5000}}}',
            "data/datapackage.json: a number of too many digits. Shorten or delete it.",
        ),
        (
            '{"resources": [], "title": "\\ud800"}',
            "data/datapackage.json: half a character; found 'U+D800'; expected both halves, or the "
            "character itself",
        ),
        (
            '{"resources": [], "x": ' + "[" * 500 + "]" * 500 + "}",
            "data/datapackage.json: not a data package; found 'lists without end'",
        ),
        (
            '{"title": "One", "title": "Two", "resources": []}',
            "data/datapackage.json, column title: the field stands twice",
        ),
        (
            '{"resources": [], "version": NaN}',
            "data/datapackage.json: no number; found 'NaN'; expected a number",
        ),
    ],
    ids=[
        *("open", "list", "no table", "path", "NUL", "name", "field", "number", "half"),
        *("deep", "twice", "no number"),
    ],
)
def test_damaged_descriptor_is_named(tiny: Path, text: str, expected: str) -> None:
    """A descriptor that describes no tables inside data/, or cannot be read as one, is refused."""
    (tiny / "data/datapackage.json").write_text(text)
    assert [p for p in problems(tiny) if p.startswith(expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: a\nid: b\n", "row 2: the field 'id' stands twice; found 'id: b'"),
        ("- id: a\n", "row 1: a list where a record belongs; found '- id: a'"),
        (
            "id: &a [x]\nb: *a\n",
            "row 1: a text that begins with &; found 'id: &a [x]'",
        ),
        ("id: [a\n", "row 1: a bracket [ that is not closed"),
        ("id: " + "[" * 1000 + "]" * 1000, "not a record"),
        ("", "nothing where a record belongs; found ''"),
        ("!!python/object/apply:os.system ['x']", "a text that begins with !"),
        (
            'id: a\ntitle: "\\UFFFFFFFF"\n',
            "row 2: a backslash in a text in double quotation marks",
        ),
        (
            'id: a\ntitle: "\\U00110000"\n',
            "row 2: a backslash in a text in double quotation marks",
        ),
        (
            'id: a\n"\\ud800": b\n',
            "row 2: half a character (U+D800)",
        ),
    ],
    ids=[
        "field twice",
        "list",
        "alias",
        "open list",
        "deep",
        "empty",
        "object",
        "no character",
        "beyond the last",
        "half a character",
    ],
)
def test_damaged_record_is_named(tiny: Path, text: str, expected: str) -> None:
    """A record that is not a plain map of fields is refused with its line."""
    (tiny / "seeds/pier2022.yaml").write_text(text)
    (found,) = [p for p in problems(tiny) if p.startswith("seeds/pier2022.yaml")]
    assert expected in found


def test_citekey_used_twice_is_named(tiny: Path) -> None:
    """A seed and a reference cannot share a citekey."""
    edit(tiny / "data/references.yaml", lambda c: c.replace(b"almanac2020", b"pier2022"))
    assert problems(tiny) == [
        (
            "data/references.yaml, row 2, column id: citekey used twice; found 'pier2022'; "
            "expected a citekey of its own. It is already used in seeds/pier2022.yaml, row 1."
        )
    ]


@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(content=st.binary(max_size=200))
@pytest.mark.parametrize(
    "name", ["data/places.csv", "data/datapackage.json", "seeds/pier2022.yaml"]
)
def test_any_bytes_are_problems_not_crashes(tiny: Path, name: str, content: bytes) -> None:
    """Whatever a file holds, reading it gives problems at most."""
    (tiny / name).write_bytes(content)
    assert all(str(problem) for problem in read(tiny).problems)


def test_find_walks_up(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dataset is found from any folder inside it."""
    monkeypatch.delenv("REPORT_DATASET", raising=False)
    assert find(tiny / "seeds") == tiny.resolve()


def test_find_falls_back_to_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside any dataset the one beside the package is taken."""
    monkeypatch.delenv("REPORT_DATASET", raising=False)
    assert find(tmp_path) == ROOT.resolve()


def test_find_prefers_the_environment(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """REPORT_DATASET wins, and is refused where it names no dataset."""
    monkeypatch.setenv("REPORT_DATASET", str(tiny))
    assert find(ROOT) == tiny.resolve()
    monkeypatch.setenv("REPORT_DATASET", str(tiny / "seeds"))
    with pytest.raises(DatasetError, match="--dataset DIR"):
        find(ROOT)


def test_find_without_any_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nowhere to be found: the message names the option."""
    monkeypatch.delenv("REPORT_DATASET", raising=False)
    monkeypatch.setattr("analysis.folder.__file__", str(tmp_path / "analysis/folder.py"))
    with pytest.raises(DatasetError, match="Name its folder with --dataset DIR"):
        find(tmp_path)


@pytest.mark.parametrize("folder", [ROOT, TINY], ids=["the report's", "tiny"])
def test_descriptor_is_valid_on_its_own(folder: Path) -> None:
    """Other tools that read Data Packages find the tables valid too."""
    from frictionless import Package

    assert Package(str(folder / "data/datapackage.json")).validate().valid


def test_tiny_has_the_columns_of_the_dataset() -> None:
    """The tests' dataset is described as the report's is."""
    ours, tiny = (json.loads((f / "data/datapackage.json").read_text()) for f in (ROOT, TINY))
    described = {resource["name"]: resource for resource in ours["resources"]}
    assert tiny["bibliography"] == ours["bibliography"]
    for resource in tiny["resources"]:
        assert resource == described[resource["name"]]
