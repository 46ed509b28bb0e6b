"""Every rule: one damage to one field of a dataset without problems is one problem."""

import csv
import json
import shutil
import socket
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from analysis import schema, tables, timeline
from analysis.dataset import Dataset, load
from analysis.errors import DatasetError
from analysis.records import read
from analysis.rules import check, doubts_in
from analysis.rules import doubts as doubtful
from analysis.rules.descriptor import CARRIED
from analysis.rules.followed import COPY
from analysis.rules.forms import FORMS, HELD, OWN, in_words
from analysis.rules.keys import UNREAD
from analysis.schema import ADDED

ROOT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "data/tiny"
TABLES = (
    "claims", "timeline", "contested", "comparisons", "prices", "rates", "exceptions", "not_used",
    "quantities", "events", "actors", "places",
)  # fmt: skip

TABLES_DESCRIBED = [
    resource["name"]
    for resource in json.loads((TINY / "data/datapackage.json").read_text("utf-8"))["resources"]
]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may damage."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def damage(folder: Path, table: str, row: int, column: str, cell: str) -> None:
    """Write one cell; rows are numbered as a spreadsheet shows them."""
    path = folder / f"data/{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def replace(path: Path, old: str, new: str) -> None:
    """Change one place of a text file, and fail if it is not there."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(folder: Path) -> list[str]:
    """Every problem as the analyst reads it."""
    return [str(problem) for problem in check(folder)]


def test_tiny_dataset_has_no_problem() -> None:
    """The dataset that the tests damage is whole before."""
    assert said(TINY) == []


# fmt: off
CELLS = [
    # structure: required cells, terms, forms
    ("claims", 2, "quantity", "", "the cell is empty; expected what is measured. Fill it in: no row "
     "may leave it empty."),
    ("claims", 2, "bound", "", "the cell is empty; expected exact, approximate, at_least, more_than, "
     "at_most, less_than, range, vague. Fill it in"),
    ("claims", 2, "unit", "person",
     "not one of the terms; found 'person'; expected USD, AZN, AMD, persons, percent, hour, day, "
     "week, month, year, metre, item, ratio, rank. Did you mean 'persons'?"),
    ("claims", 2, "value", "30,000",
     "not a number; found '30,000'; expected digits only, with a point before decimals. Write "
     "30000."),
    ("claims", 2, "value", "30 000",
     "not a number; found '30 000'; expected digits only, with a point before decimals. Write "
     "30000."),
    ("claims", 14, "high", "0,5", "not a number; found '0,5'; expected digits only, with a point "
     "before decimals. Write 0.5."),
    ("claims", 2, "value", "3e4", "not a number; found '3e4'; expected digits only, with a point "
     "before decimals. Write 30000."),
    ("claims", 2, "value", "30 thousand",
     "not a number; found '30 thousand'; expected digits only, with a point before decimals. "
     "Write 30000."),
    ("claims", 2, "value", "9" * 16,
     "too many digits; found '9999999999999999'; expected 15 digits at most, and 9 after the point. "
     "Look whether a digit slipped in, or round it."),
    ("claims", 2, "value", "0.1234567890", "too many digits; found '0.1234567890'; expected 15 digits"),
    *(("claims", 2, "value", cell, f"not a number; found '{cell}'; expected digits only, with a point "
       "before decimals. Look the number up: its separators stand neither between thousands nor at "
       "decimals.") for cell in ("1,234,56", "1,23,45", "1.234.56")),
    ("claims", 2, "value", "May-14", "not a number; found 'May-14'; expected digits only, with a point "
     "before decimals"),
    ("claims", 2, "value", "1e999999999", "not a number; found '1e999999999'; expected digits only, "
     "with a point before decimals"),
    ("claims", 2, "value", "NaN", "not a number; found 'NaN'; expected digits only, with a point "
     "before decimals"),
    ("claims", 2, "value", "３00", "not a number; found '３00'; expected digits only, with a point "
     "before decimals. Write 300."),
    ("events", 4, "start", "2018-6-3", "not a date; found '2018-6-3'; expected YYYY, YYYY-MM or "
     "YYYY-MM-DD. Write 2018-06-03."),
    ("prices", 2, "index", "207,342", "not a number; found '207,342'; expected digits only, with a "
     "point before decimals. Write 207342, or 207.342 if the comma stands before decimals."),
    ("events", 4, "start", "6/13/2018", "not a date; found '6/13/2018'; expected YYYY, YYYY-MM or "
     "YYYY-MM-DD. Write 2018-06-13."),
    ("events", 4, "start", "13/6/2018", "not a date; found '13/6/2018'; expected YYYY, YYYY-MM or "
     "YYYY-MM-DD. Write 2018-06-13."),
    ("events", 4, "start", "13-6-2018", "not a date; found '13-6-2018'; expected YYYY, YYYY-MM or "
     "YYYY-MM-DD. Write 2018-06-13."),
    ("events", 4, "start", "3-6-2018", "not a date; found '3-6-2018'; expected YYYY, YYYY-MM or "
     "YYYY-MM-DD. Write 2018-03-06, or 2018-06-03 if the day stands first."),
    ("events", 4, "start", "43254", "not a date; found '43254'; expected YYYY, YYYY-MM or "
     "YYYY-MM-DD. Write 2018-06-03."),
    ("events", 4, "start", "2018-13", "not a date; found '2018-13'; expected YYYY, YYYY-MM or "
     "YYYY-MM-DD"),
    ("events", 4, "start", "June 2018", "not a date; found 'June 2018'; expected YYYY, YYYY-MM or "
     "YYYY-MM-DD. Write 2018-06."),
    ("not_used", 2, "id", "harbour2021-1", "not an id; found 'harbour2021-1'; expected a citekey, -n "
     "and two digits or more, such as KEY-n01"),
    ("timeline", 3, "id", "harbour2021-t01",
     "used before; found 'harbour2021-t01'. Give each row one of its own."),
    # text
    ("claims", 2, "note", "a\x07b", "a control character; found 'a\\x07b'. Delete it."),
    ("claims", 2, "note", "a\u202eb", "a character that turns the direction of text; found "
     "'a\\u202eb'. Delete it."),
    ("claims", 2, "note", "a\u200bb", "a character nobody sees; found 'a\\u200bb'. Delete it."),
    ("claims", 2, "note", "a\uffffb", "a code that is no character; found 'a\\uffffb'. Delete it."),
    ("claims", 2, "note", "{{< include x >}}",
     "a Quarto shortcode; found '{{< include x >}}'. Quarto would run it: write it otherwise."),
    ("claims", 2, "as_stated", "about\n30,000", "a line break; found 'about\\n30,000'. Delete it."),
    ("places", 4, "label", "Pier ", "white space at an end; found 'Pier '. Delete it."),
    ("not_used", 2, "as_stated", "May-14",
     "a spreadsheet seems to have changed this; found 'May-14'; expected the words as they were "
     "typed. Restore them, and set the column's format to text before typing."),
    ("not_used", 2, "as_stated", "14-May",
     "a spreadsheet seems to have changed this; found '14-May'; expected the words as they were "
     "typed. Restore them, and set the column's format to text before typing."),
    ("not_used", 2, "as_stated", "1/2/2020",
     "a spreadsheet seems to have changed this; found '1/2/2020'; expected the words as they "
     "were typed. Restore them, and set the column's format to text before typing."),
    # numbers without end
    ("events", 4, "start", "9" * 5000, f"not a date; found '{'9' * 79}…'; expected YYYY"),
    ("claims", 2, "locator", "para " + "9" * 5000, f"not a place in a seed; found 'para {'9' * 74}…'"),
    ("claims", 7, "as_stated", "9" * 5000 + "th-largest", "the words state another rank"),
    # what is measured
    ("quantities", 3, "part_of", "dues", "measured in another dimension; found 'dues'; expected a "
     "quantity of the same dimension. Name another, or mend the dimension, here or of the other."),
    ("rates", 2, "currency", "AZM", "not a currency that is turned into dollars; found 'AZM'; expected "
     "AMD, AZN. Mend or delete it, or add it to the units of money in data/datapackage.json."),
    ("rates", 2, "currency", "USD", "not a currency that is turned into dollars; found 'USD'; expected "
     "AMD, AZN. Mend or delete it"),
    # keys
    ("claims", 2, "quantity", "visitor", "unknown key; found 'visitor'; expected a key of "
     "quantities.csv. Did you mean 'visitors'?"),
    ("claims", 3, "subject", "nowhere_at_all",
     "unknown key; found 'nowhere_at_all'; expected a key of actors.csv"),
    ("claims", 2, "cites", "almanac2021", "unknown key; found 'almanac2021'; expected a citekey of "
     "seeds/ or references.yaml. Did you mean 'almanac2020'?"),
    ("events", 2, "source", "harbor2021",
     "unknown key; found 'harbor2021'; expected a citekey of seeds/ or references.yaml. Did you "
     "mean 'harbour2021'?"),
    ("not_used", 2, "id", "pier2022-n01", "the id names another source than its row; found "
     "'pier2022-n01'; expected the source's citekey before the number"),
    ("claims", 9, "repeats", "harbour2021-08", "no earlier claim; found 'harbour2021-08'; "
     "expected the claim_id of a row above, of the same source"),
    ("claims", 12, "repeats", "harbour2021-02",
     "a claim of another source; found 'harbour2021-02'"),
    ("claims", 9, "repeats", "harbour2021-02", "the repeated claim has other numbers; found "
     "'harbour2021-02'; expected a claim with the same value, low and high. Name the claim that is "
     "said again, or leave the cell empty."),
    ("places", 4, "part_of", "pier", "a part of itself; found 'pier'. Break the circle."),
    # dates
    ("timeline", 2, "date", "2020-02-30", "no such day; found '2020-02-30'; expected a day of the "
     "calendar. Copy it from its source again"),
    ("claims", 14, "end", "2018-05-31", "ends before it starts; found '2018-05-31'; expected no day "
     "before the start. Swap the two if they were turned."),
    ("claims", 2, "year_basis", "us_fiscal", "a kind of year without a year; found 'us_fiscal'; "
     "expected a start or an end. Fill them in, or leave the cell empty."),
    ("events", 4, "start", "2018-03-31", "outside the event it is within; found '2018-03-31'; "
     "expected no day that the other has not. Mend the date, here or of the other."),
    ("events", 4, "end", "2018-11", "outside the event it is within; found '2018-11'; expected no "
     "day that the other has not. Mend the date, here or of the other."),
    ("claims", 5, "end", "1994", "the period ends before the event; found '1994'; expected a date "
     "that fits season_2018, whose start is 2018-04. Mend the date, or name the event that the "
     "claim speaks of."),
    ("claims", 8, "start", "2019", "the period begins after the event; found '2019'; expected a "
     "date that fits storm, whose end is 2018-06-04. Mend the date, or name the event that the "
     "claim speaks of."),
    # amounts
    ("claims", 4, "low", "", "the cell is empty; expected a number, as more_than fills low. Move the "
     "number to where its bound has it"),
    ("claims", 4, "value", "8500000",
     "a number where the bound has none; found '8500000'; expected more_than fills low"),
    ("claims", 11, "value", "12",
     "a number where the bound has none; found '12'; expected vague fills none of them. Move the "
     "number to where its bound has it"),
    ("claims", 15, "low", "29600", "value is below low; found '29500'; expected a number from "
     "low to high"),
    ("claims", 15, "value", "30200", "value is above high; found '30200'; expected a number "
     "from low to high"),
    ("claims", 15, "value", "29500.5", "not whole; found '29500.5'; expected a whole number. "
     "Look whether the point is a slip"),
    ("claims", 14, "unit", "item",
     "does not measure the quantity; found 'item'; expected metre, as its dimension is length"),
    # quotations
    ("claims", 2, "as_stated", "",
     "no words; expected the fewest words of the seed that state it. "
     "Copy them from the paragraph that the locator names."),
    ("claims", 15, "as_stated", "29,500",
     "words of a reference; found '29,500'; expected an empty cell. Paraphrase it in the row's "
     "own words."),
    ("claims", 2, "as_stated", "about 30,000 " + "visitors " * 10 + "came",
     "too many words; found 'about 30,000 visitors visitors visitors visitors visitors visitors "
     "visitors vis…'; expected 12 words at most. Of its 13, keep those"),
    ("claims", 15, "note", "", "no paraphrase; expected what the reference says. "
     "Write it in the row's own words."),
    ("claims", 2, "derivation", "a sum",
     "a seed's figure is as stated, not derived; found 'a sum'; expected an empty "
     "cell. Say it in the note"),
    ("claims", 2, "locator", "page 2", "not a place in a seed; found 'page 2'; expected para and a "
     "whole number from 1, such as para 14"),
    ("events", 4, "locator", "para 6", "the seed has fewer paragraphs; found 'para 6'; expected "
     "para 1 to para 5"),
    ("claims", 2, "cites", "harbour2021", "takes its number from itself; found 'harbour2021'; "
     "expected another work"),
    ("claims", 2, "locator", "para 6", "the seed has fewer paragraphs; found 'para 6'; expected "
     "para 1 to para 5"),
    ("claims", 3, "value", "43",
     "the words do not state the row's number; found 'forty-four berths'; expected words that "
     "do; they read as exact 44"),
    ("claims", 3, "as_stated", "over forty-four berths",
     "the words set another bound than exact; found 'over forty-four berths'; expected more_than. "
     "Write more_than 44, or quote words without that bound."),
    ("claims", 3, "as_stated", "berths at the quay",
     "the words do not state the row's number; found 'berths at the quay'; expected words that "
     "do; they read as no number. Correct the number or its bound, or quote the words that"),
    ("claims", 13, "as_stated", "what its neighbour paid", "no word that compares; found 'what its "
     "neighbour paid'; expected a comparative or superlative (more than, largest)"),
    ("claims", 7, "as_stated", "the second-largest harbour",
     "the words state another rank; found 'the second-largest harbour'; expected 2. Correct"),
    # comparisons, exceptions, prices and rates
    ("comparisons", 2, "claim_id", "harbour2021-99",
     "unknown key; found 'harbour2021-99'; expected a key of claims.csv"),
    ("comparisons", 2, "claim_id", "almanac2020-01",
     "a claim of a reference; found 'almanac2020-01'; expected a claim that quotes its source's "
     "words. Name the statement that it bears on."),
    ("comparisons", 2, "reference_claim_id", "almanac2020-1",
     "unknown key; found 'almanac2020-1'; expected claims of references. Did you mean "
     "'almanac2020-01'?"),
    ("comparisons", 2, "reference_claim_id", "none found",
     "claims joined in another way; found 'none found'; expected none_found, or claims of "
     "references as a, a + b, a / b or a * b / c. Did you mean 'none_found'?"),
    ("comparisons", 2, "reference_claim_id", "pier2022-01",
     "a statement, not a claim of a reference; found 'pier2022-01'; expected claims of references. "
     "Name a claim of another work."),
    ("comparisons", 2, "reference_claim_id", "almanac2020-01 + almanac2020-01",
     "the same claim twice; found 'almanac2020-01'; expected claims of references. Name each claim "
     "once."),
    ("comparisons", 2, "reference_claim_id", "",
     "the cell is empty; expected a reference claim; several joined by + where their sum is meant, "
     "two joined by / where their quotient is; none_found where no reference bears on the claim. "
     "Fill it in"),
    ("comparisons", 4, "claim_id", "harbour2021-07",
     "the claim has other rows; found 'none_found'; expected no other row of the claim. Delete "
     "this row, or the others."),
    ("comparisons", 2, "differs_in", "",
     "the cell is empty; expected the word 'nothing', or some of kind, subject, "
     "population, period, place, definition. Write 'nothing' where the two are of the same thing."),
    ("comparisons", 4, "differs_in", "period",
     "a difference from nothing; found 'period'; expected an empty cell. Delete it."),
    ("comparisons", 3, "differs_in", "periode",
     "not words of the list; found 'periode'; expected the word 'nothing', or some of kind, subject, "
     "population, period, place, definition. Did you mean 'period'?"),
    ("comparisons", 3, "differs_in", "nothing period",
     "not words of the list; found 'nothing period'; expected the word 'nothing', or some of kind, subject, "
     "population, period, place, definition. Write 'nothing' alone, or only what they differ in."),
    ("comparisons", 3, "differs_in", "period period",
     "not words of the list; found 'period period'; expected the word 'nothing', or some of kind, subject, "
     "population, period, place, definition. Write each word once."),
    ("comparisons", 3, "differs_in", "period;place",
     "not words of the list; found 'period;place'; expected the word 'nothing', or some of kind, subject, "
     "population, period, place, definition. Separate the words by spaces."),
    ("comparisons", 3, "differs_in", "Whom it is of, its period",
     "not words of the list; found 'Whom it is of, its period'; expected the word 'nothing', or some "
     "of kind, subject, population, period, place, definition. Write subject period."),
    ("comparisons", 3, "differs_in", "what is counted",
     "not words of the list; found 'what is counted'; expected the word 'nothing', or some of kind, "
     "subject, population, period, place, definition. Write kind (or definition)."),
    ("exceptions", 2, "claim_id", "almanac2020-01",
     "a claim of a reference; found 'almanac2020-01'; expected a claim that quotes its source's "
     "words. Name the statement that it bears on."),
    ("exceptions", 2, "other_claim_id", "harbour2021-01",
     "the same claim twice; found 'harbour2021-01'; expected another claim. Name the claim that it "
     "is set beside."),
    ("prices", 3, "year", "2018", "used before; found '2018'. Give each row one of its own."),
    ("prices", 2, "index", "0",
     "not above zero; found '0'; expected a number above zero. Copy it from its source again."),
    ("rates", 2, "per_usd", "-1.7",
     "not above zero; found '-1.7'; expected a number above zero. Copy it from its source again."),
]
# fmt: on
# Where the problem is shown, if not in the damaged cell.
SHOWN = {
    "value is below low": "value",
    "the words do not state the row's number": "as_stated",
    "the words set another bound than exact": "bound",
    "the words state another rank": "value",
    "the claim has other rows": "reference_claim_id",
}


@pytest.mark.parametrize(("table", "row", "column", "cell", "expected"), CELLS)
def test_damaged_cell_is_one_problem(
    tiny: Path, table: str, row: int, column: str, cell: str, expected: str
) -> None:
    """The problem names file, row and column, what was found, what is expected, what to do."""
    damage(tiny, table, row, column, cell)
    shown = SHOWN.get(expected.split(";")[0], column)
    start = f"data/{table}.csv, row {row}, column {shown}: {expected}"
    assert [problem for problem in said(tiny) if problem.startswith(start)]


ADD_CLAIM = "Name one of its rows, or add one to data/claims.csv."
# fmt: off
SUGGESTED = [
    ("claims", 2, "claim_id", "Harbour2021-01", "claim_id", "Write harbour2021-01."),
    ("not_used", 2, "id", "harbour2021-n1", "id", "Write harbour2021-n01."),
    ("rates", 2, "currency", "amd", "currency", "Write AMD."),
    ("claims", 3, "locator", "Para 2", "locator", "Write para 2."),
    ("claims", 3, "locator", "2", "locator", "Write para 2."),
    ("claims", 3, "subject", "n/a", "subject",
     "Leave the cell empty where the source does not say."),
    ("claims", 3, "population", "unknown", "population",
     "Leave the cell empty where the source does not say."),
    ("claims", 3, "as_of", "?", "as_of", "Leave the cell empty where the source does not say."),
    ("claims", 3, "subject", "north_quay, south_quay", "subject", "Name one alone."),
    ("claims", 3, "event", "Storm of june 2018", "event", "Write storm, which has this label."),
    ("claims", 3, "as_of", "12/10/2020", "as_of",
     "Write 2020-12-10, or 2020-10-12 if the day stands first."),
    ("claims", 3, "as_of", "20202", "as_of", None),
    ("claims", 3, "as_of", "2016-2019", "as_of",
     "Write one date; those of a period go into two columns."),
    ("claims", 3, "value", "44+", "value", "Write the number alone."),
    ("claims", 3, "unit", "items", "unit", "Did you mean 'item'?"),
    ("comparisons", 3, "differs_in", "Period Definition", "differs_in",
     "Write period definition."),
    ("comparisons", 3, "reference_claim_id", "not known", "reference_claim_id",
     "Name one claim, or join those that are added by +."),
    # keys: only what is plausible
    ("comparisons", 2, "claim_id", "x-001", "claim_id", ADD_CLAIM),
    ("comparisons", 2, "claim_id", "harbour2021-09", "claim_id", ADD_CLAIM),
    ("comparisons", 2, "claim_id", "harbour2021-1", "claim_id", "Did you mean 'harbour2021-01'?"),
    ("comparisons", 2, "claim_id", "Harbour2021_01", "claim_id", "Did you mean 'harbour2021-01'?"),
    ("comparisons", 2, "claim_id", "harbour2021-01x", "claim_id", "Did you mean 'harbour2021-01'?"),
    ("comparisons", 2, "claim_id", "pier2021-02", "claim_id", "Did you mean 'pier2022-02'?"),
    ("claims", 2, "cites", "panorama2020", "cites",
     "Name one that is there, or add its record."),
    ("claims", 2, "source", "n/a", "source", "Name one that is there, or add its record."),
]
# fmt: on


@pytest.mark.parametrize(("table", "row", "column", "cell", "shown", "todo"), SUGGESTED)
def test_what_to_do_is_said_where_it_is_plain(
    tiny: Path, table: str, row: int, column: str, cell: str, shown: str, todo: str | None
) -> None:
    """One problem for the cell, with what was probably meant, or nothing far-fetched."""
    damage(tiny, table, row, column, cell)
    (found,) = [p for p in check(tiny) if (p.row, p.file) == (row, f"data/{table}.csv")]
    assert (found.column, found.found, found.todo) == (shown, cell, todo)


# fmt: off
RENAMED = [
    ("quantities", 2, "quantity", "visitorsx", "claims", 2, "quantity", "If 'visitorsx' is meant, which no "
     "row names, mend it here or in row 2 of data/quantities.csv."),
    ("places", 2, "place", "coasts", "places", 3, "part_of", "If 'coasts' is meant, which no row names, "
     "mend it here or in row 2 of data/places.csv."),
    *(("actors", 2, "actor", cell, "claims", 3, "subject", "Mend the actor in row 2 of data/actors.csv "
       "first: it may be meant.") for cell in ("", "North_quay", "north quay", "n/a")),
    ("claims", 15, "claim_id", "Almanac2020-01", "comparisons", 2, "reference_claim_id", None),
]
# fmt: on


@pytest.mark.parametrize(
    ("table", "row", "column", "cell", "other", "at", "naming", "todo"), RENAMED
)
def test_a_key_that_was_changed_in_its_own_table(
    tiny: Path, table: str, row: int, column: str, cell: str,
    other: str, at: int, naming: str, todo: str | None,
) -> None:  # fmt: skip
    """Rows that name it are not told to name something else, nor a key that is none."""
    damage(tiny, table, row, column, cell)
    (found,) = [p for p in check(tiny) if (p.file, p.row) == (f"data/{other}.csv", at)]
    assert (found.column, found.message, found.todo) == (naming, "unknown key", todo)


MOVED = {
    "right": "Delete this empty cell, and put back what stood in the last column.",
    "left": "Put back the cell that stood here before it.",
}
SHIFTED = [
    *product(("claims", "timeline", "contested", "not_used", "quantities", "events", "places", "rates"),
             (0,), MOVED),
    ("prices", 0, "right"), ("claims", 4, "right"), ("claims", 10, "left"), ("quantities", 3, "left"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "at", "side"), SHIFTED)
def test_a_row_that_moved_by_a_column_is_told_alone(
    tiny: Path, table: str, at: int, side: str
) -> None:
    """From the column on where a cell was put in or taken out; rows that name its key are right."""
    path = tiny / f"data/{table}.csv"
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    row = rows[2 if table in ("events", "places") else 1]
    row[at:] = ["", *row[at:-1]] if side == "right" else [*row[at + 1 :], ""]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    (found, *others) = sorted(check(tiny), key=lambda p: p.message == "unknown key")
    assert {p.todo for p in others} <= {UNREAD.format(f"data/{table}.csv")}  # the key is gone
    assert found.message == f"the cells from here on stand one column too far to the {side}"
    assert (found.file, found.row, found.todo) == (
        f"data/{table}.csv", rows.index(row) + 1, MOVED[side],
    )  # fmt: skip
    assert rows[0].index(str(found.column)) >= at


def test_two_wrong_cells_are_no_row_that_moved(tiny: Path) -> None:
    """Each is told by its column."""
    damage(tiny, "places", 3, "place", "")
    damage(tiny, "places", 3, "part_of", "cost")
    assert {p.column for p in check(tiny) if p.file == "data/places.csv" and p.row == 3} == {
        "place", "part_of",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [("claims", 2, "claim_id"), ("claims", 3, "source"), ("claims", 3, "value"),
     ("claims", 3, "unit"), ("prices", 2, "index"), ("events", 4, "start"),
     ("comparisons", 2, "reference_claim_id")],
)  # fmt: skip
def test_white_space_at_an_end_is_told_alone(tiny: Path, table: str, row: int, column: str) -> None:
    """Not also as an unknown key or no number, nor in the rows that name its own."""
    rows = list(csv.reader((tiny / f"data/{table}.csv").read_text("utf-8").splitlines()))
    cell = rows[row - 1][rows[0].index(column)]
    damage(tiny, table, row, column, f"{cell} ")
    assert said(tiny) == [
        f"data/{table}.csv, row {row}, column {column}: white space at an end; "
        f"found '{cell} '. Delete it."
    ]


def test_an_unknown_source_is_told_without_blaming_the_id(tiny: Path) -> None:
    """The id of the row is right; one whose source is known and another is told."""
    damage(tiny, "claims", 3, "source", "Harbour2021")
    assert [problem.column for problem in check(tiny)] == ["source"]
    damage(tiny, "claims", 3, "source", "pier2022")
    assert any("Mend the id or the source." in problem for problem in said(tiny))


def test_damages_that_are_nothing_else(tiny: Path) -> None:
    """A damage that breaks one rule is not reported twice."""
    damage(tiny, "claims", 2, "value", "30,000")
    damage(tiny, "claims", 3, "subject", "nort_quay")
    damage(tiny, "timeline", 2, "date", "2020-02-30")
    assert [problem.split(":")[0] for problem in said(tiny)] == [
        "data/claims.csv, row 2, column value",
        "data/claims.csv, row 3, column subject",
        "data/timeline.csv, row 2, column date",
    ]


def test_a_range_turned_upside_down_is_told_by_its_ends(tiny: Path) -> None:
    """And by the words as they are read; their bound is the row's own."""
    damage(tiny, "claims", 5, "low", "30")
    damage(tiny, "claims", 5, "high", "20")
    found = said(tiny)
    assert [problem.partition("row 5, ")[2].split(";")[0] for problem in found] == [
        "column as_stated: the words do not state the row's number",
        "column low: low is above high",
    ]
    assert "they read as range 20 30" in found[0]
    assert "expected no more than high. Swap the two" in found[1]


@pytest.mark.parametrize("sign", ["+", "*", "/"])
def test_signs_of_an_expression_stand_between_spaces(tiny: Path, sign: str) -> None:
    """Claims are joined in the forms that can be reckoned with, and in no others."""
    for cell in (
        f"almanac2020-01{sign}almanac2020-02",
        f"{sign} almanac2020-01",
        "a + b / c",
        "a * b",
    ):
        damage(tiny, "comparisons", 2, "reference_claim_id", cell)
        assert [p for p in said(tiny) if "claims joined in another way" in p], cell


def test_a_sum_of_known_claims_is_no_problem(tiny: Path) -> None:
    """Sums and quotients of reference claims keep the rules on how they are written."""
    path = tiny / "data/claims.csv"
    last = path.read_text(encoding="utf-8").splitlines()[-1]
    more = [last.replace("almanac2020-01", f"almanac2020-0{number}") for number in (2, 3)]
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join([*more, ""]))
    for cell in ("{0} + {1}", "{0} + {1} + {2}", "{0} / {1}", "{0} * {1} / {2}"):
        named = cell.format("almanac2020-01", "almanac2020-02", "almanac2020-03")
        damage(tiny, "comparisons", 2, "reference_claim_id", named)
        assert said(tiny) == []


def test_an_exception_turned_round_is_the_same(tiny: Path) -> None:
    """Whichever of the two claims is named first, one row is enough."""
    with (tiny / "data/exceptions.csv").open("a", encoding="utf-8") as file:
        file.write("pier2022-01,harbour2021-01,Again.\n")
    assert said(tiny) == [
        "data/exceptions.csv, row 3, column other_claim_id: an earlier row has the same two "
        "claims; found 'harbour2021-01'; expected each pair once. Delete one of the two rows."
    ]


BOUNDS = {
    "exact": (1, 0, 0), "approximate": (1, 0, 0), "at_least": (0, 1, 0), "more_than": (0, 1, 0),
    "at_most": (0, 0, 1), "less_than": (0, 0, 1), "range": (0, 1, 1), "vague": (0, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize("bound", BOUNDS)
def test_bound_fills_its_columns(tiny: Path, bound: str) -> None:
    """Of value, low and high a bound fills its own and no others; a range may have a value."""
    fillings = list(product((0, 1), repeat=3))
    path = tiny / "data/claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        *_, last = reader
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or (), lineterminator="\n")
        for number, filled in enumerate(fillings, 10):
            figures = ("29500" * full for full in filled)
            cells = dict(zip(("value", "low", "high"), figures, strict=True))
            writer.writerow({**last, **cells, "claim_id": f"almanac2020-{number}", "bound": bound})
    right = {BOUNDS[bound], (1, 1, 1)} if bound == "range" else {BOUNDS[bound]}
    wrong = {row for row, filled in enumerate(fillings, 16) if filled not in right}
    assert {problem.row for problem in check(tiny)} == wrong


@pytest.mark.parametrize("number", ["-1", "100.5"])
def test_percentage_is_0_to_100(tiny: Path, number: str) -> None:
    """A share below nothing or above all is no share."""
    damage(tiny, "claims", 5, "high" if number[0] != "-" else "low", number)
    assert any("below zero" in p or "above 100 percent" in p for p in said(tiny))


@pytest.mark.parametrize("row", [2, 3, 4], ids=["persons", "items", "money"])
def test_amounts_are_not_negative(tiny: Path, row: int) -> None:
    """People, items and money are never below zero."""
    damage(tiny, "claims", row, "low" if row == 4 else "value", "-5")
    assert any(
        "below zero; found '-5'; expected zero or more. Delete the sign" in p for p in said(tiny)
    )


def test_a_table_of_empty_cells_is_named(tiny: Path) -> None:
    """Where all required cells of a table are empty, each is named."""
    (tiny / "data/exceptions.csv").write_text("claim_id,other_claim_id,reason\n", "utf-8")
    path = tiny / "data/places.csv"
    path.write_text(
        "place,label,part_of,also_known_as\ncoast,,,\nharbour,,,Port\npier,,,\n", "utf-8"
    )
    assert [(p.file, p.row, p.column, p.message) for p in check(tiny)] == [
        ("data/places.csv", row, "label", "the cell is empty") for row in (2, 3, 4)
    ]


def test_misprint_is_read_as_the_note_says(tiny: Path) -> None:
    """Words with a misprint in the number hold it once the note says how they are read."""
    damage(tiny, "claims", 11, "as_stated", "dosens of boats")
    damage(tiny, "claims", 11, "note", "")
    (problem,) = said(tiny)
    assert "column as_stated: no magnitude word; found 'dosens of boats'" in problem
    damage(tiny, "claims", 11, "note", "'dosens' read as 'dozens'")
    assert said(tiny) == []


def test_unread_bibliography_is_named_alone(tiny: Path) -> None:
    """Where a seed's record cannot be read, its claims are not blamed for it."""
    replace(tiny / "seeds/harbour2021.yaml", "  paragraphs: 5", "paragraphs: 5")
    assert [problem.file for problem in check(tiny)] == ["seeds/harbour2021.yaml"]


def test_circle_of_several_steps(tiny: Path) -> None:
    """A circle is named in each row that it goes through, and in no other."""
    damage(tiny, "events", 2, "within", "storm")
    circle = [p for p in check(tiny) if p.message == "a part of itself"]
    assert [problem.row for problem in circle] == [2, 3, 4]


def test_line_breaks_in_free_text_are_allowed(tiny: Path) -> None:
    """A note may have several lines, and later rows keep their numbers."""
    damage(tiny, "claims", 2, "note", "first\nsecond")
    damage(tiny, "claims", 6, "place", "peer")
    assert said(tiny) == [
        (
            "data/claims.csv, row 6, column place: unknown key; found 'peer'; "
            "expected a key of places.csv. Did you mean 'pier'?"
        )
    ]


# fmt: off
RECORDS = [
    ("id: harbour2021", "id: harbour2020",
     "column id: the file has another name; found 'harbour2020'"),
    ("type: article-newspaper\n", "", "column type: the field is missing; expected a type of CSL"),
    ("issued: 2021-02-03\n", "",
     "column issued: the field is missing; expected the field, or its name under unverified"),
    ("issued: 2021-02-03", "issued: 2021-02-30", "column issued: not a date; found '2021-02-30'; expected YYYY"),
    ("unverified: []", "unverified: [title]", "column custom.unverified: title is given and listed as "
     "unverified; found 'title'; expected only fields that the record does not give"),
    ("unverified: []", "unverified: [titel]",
     "column custom.unverified: not one of the terms; found 'titel'; expected title, author, "
     "issued, container-title, URL. Did you mean 'title'?"),
    ("URL: https://example.org/harbour", "URL: javascript:alert(1)",
     "column URL: not a web address; found 'javascript:alert(1)'; expected http:// or https://"),
    ("URL: https://example.org/harbour", "URL: www.example.org/harbour",
     "column URL: not a web address; found 'www.example.org/harbour'; expected http:// or https://. "
     "Write https://www.example.org/harbour."),
    ("title: The harbour", "title: The {{< harbour", "column title: a Quarto shortcode"),
    ("kind: press", "kind: pres",
     "column custom.kind: not one of the terms; found 'pres'; expected press, organisation, "
     "research, official, party, encyclopedia, blog. Did you mean 'press'?"),
    ("grade: A", "grades: A",
     "column custom.grades: unknown field; found 'grades'; expected seed, sha256, paragraphs, argues, "
     "argues_locator, kind, origin, cites, read_as, grade, licence, accessed, unverified. Did you "
     "mean 'grade'?"),
    ("  paragraphs: 5\n", "", "column custom.paragraphs: the field is missing"),
    ("argues_locator: para 2", "argues_locator: para 6",
     "column custom.argues_locator: no such place in the seed; found 'para 6'; expected para 1 to "
     "para 5"),
    ("argues_locator: para 2", "argues_locator: para " + "9" * 5000,
     "column custom.argues_locator: no such place in the seed; found 'para 999"),
    ("argues: argues that the", "argues: says that the",
     "column custom.argues: not in the right form"),
    ("kind: press", "kind: press\n  origin: harbour_ofice",
     "column custom.origin: unknown key; found 'harbour_ofice'; expected a key of actors.csv. "
     "Did you mean 'harbour_office'?"),
    ("kind: press", "kind: press\n  cites: almanac",
     "column custom.cites: unknown key; found 'almanac'; expected a citekey. Did you mean "
     "'almanac2020'?"),
    (f"sha256: {'0' * 64}", f"sha256: {'A' * 64}", "column custom.sha256: not in the right form; found "
     f"'{'A' * 64}'; expected 64 characters, each a digit or one of the letters a to f. Write "
     f"{'a' * 64}."),
    ("title: The harbour in figures", "title: [The harbour]", "column title: not text; found"),
    ("issued: 2021-02-03", "issued: {date-parts: [[2021, 2, 3]]}", "column issued: not a date; found "
     "\"{'date-parts': [['2021', '2', '3']]}\"; expected YYYY, YYYY-MM or YYYY-MM-DD. Write 2021-02-03."),
    ("unverified: []", "unverified: title", "column custom.unverified: not in the right form; found "
     "'title'; expected a list, as [title, URL]"),
    ("paragraphs: 5", "paragraphs: five", "column custom.paragraphs: not a number of "
     "paragraphs; found 'five'; expected a whole number from 1. Count the lines"),
    *(("paragraphs: 5", f"paragraphs: {number}", "column custom.paragraphs: not a number of "
       f"paragraphs; found '{number}'; expected a whole number from 1") for number in (-5, 6.5, 0)),
    ("kind: press", "kind: press\n  cites: harbour2021", "column custom.cites: takes its figures "
     "from itself; found 'harbour2021'; expected a work that does not go back to this one"),
    ("    given: Ada", "    given: [Ada]", "column author: a name without words"),
    ("  - family: Quayle\n    given: Ada\n", "  Ada Quayle\n",
     "column author: not a list of names"),
    ("language: en", "editor: Ada Quayle", "column editor: not a list of names"),
    ("language: en", "editor: [Ada Quayle]", "column editor: not a list of names"),
    ("language: en", "language: [en]", "column language: not text; found \"['en']\""),
    ("language: en", "note: {a: b}", "column note: not text"),
    ("id: harbour2021\n", "", "column id: the field is missing; expected the citekey by which claims "
     "name the work. Write id: harbour2021 as the first field."),
    ("id: harbour2021", "id: Harbour2021", "column id: not a citekey; found 'Harbour2021'; expected "
     "lower-case letters, digits and underscores, a letter first. Write harbour2021."),
    ("type: article-newspaper", "type: Article_Newspaper", "column type: not a type of CSL; found "
     "'Article_Newspaper'; expected a type of CSL (report, webpage, book …). Did you mean "
     "'article-newspaper'?"),
    ("  - family: Quayle", "  - familly: Quayle", "column author.familly: not a part of a name; found "
     "'familly'; expected family, given, literal, suffix, dropping-particle, "
     "non-dropping-particle. Did you mean 'family'?"),
    ("issued: 2021-02-03", "issued: 3 February 2021", "column issued: not a date; found '3 February "
     "2021'; expected YYYY, YYYY-MM or YYYY-MM-DD. Write 2021-02-03."),
    ("issued: 2021-02-03", "issued:\n  date-part:\n  - [2021, 2]", "column issued: not a date; found "
     "\"{'date-part': [['2021', '2']]}\"; expected YYYY, YYYY-MM or YYYY-MM-DD. Write 2021-02."),
]
# fmt: on


def test_what_is_empty_is_told_once(tiny: Path) -> None:
    """That it is missing and what belongs there, not also that it has another form."""
    record = tiny / "seeds/harbour2021.yaml"
    emptied = record.read_text("utf-8").replace("argues_locator: para 2", "argues_locator:")
    record.write_text(emptied, "utf-8")
    damage(tiny, "claims", 2, "locator", "")
    cell, field = said(tiny)
    assert "column locator: the cell is empty; expected `para 34` for a seed (non-" in cell
    assert "column custom.argues_locator: the field is missing; expected Seeds only" in field


def row_of(record: Path, column: str) -> int:
    """The line of a field in a record, or of what it belongs in."""
    lines = record.read_text("utf-8").splitlines()
    while column:
        column, _, name = column.rpartition(".")
        for row, line in enumerate(lines, 1):
            if line.strip(" -").startswith(f"{name}:"):
                return row
    return 1


@pytest.mark.parametrize(("old", "new", "expected"), RECORDS)
def test_damaged_record_is_a_problem(tiny: Path, old: str, new: str, expected: str) -> None:
    """The problem names the seed's file, the row of the field or of where it belongs, and the field."""
    record = tiny / "seeds/harbour2021.yaml"
    replace(record, old, new)
    row = row_of(record, expected.partition(":")[0].removeprefix("column "))
    start = f"seeds/harbour2021.yaml, row {row}, {expected}"
    assert [problem for problem in said(tiny) if problem.startswith(start)]


def test_a_place_that_is_not_given_is_one_problem(tiny: Path) -> None:
    """An empty cell is not called a wrong place too."""
    damage(tiny, "contested", 2, "locator", "")
    (found,) = said(tiny)
    assert "column locator: the cell is empty" in found


@pytest.mark.parametrize("key", ["harbour2021-01", "almanac2020-01"])
def test_a_row_with_a_comma_too_many_is_all_that_is_named(tiny: Path, key: str) -> None:
    """Its claim is there: comparisons and exceptions that name it name no unknown one."""
    replace(tiny / "data/claims.csv", f"\n{key},", f"\n{key},,")
    (found,) = said(tiny)
    assert "wrong number of cells; found '27 cells'" in found


def test_a_record_without_an_id_is_all_that_is_named(tiny: Path) -> None:
    """Not each of its claims, nor a work that takes its figures from itself."""
    replace(tiny / "data/references.yaml", "- id: almanac2020\n  type", "- type")
    assert said(tiny) == [
        "data/references.yaml, row 2, column id: the field is missing; expected the citekey by which "
        "claims name the work. Write id: KEY as the first field."
    ]


def test_a_seed_with_a_wrong_id_is_known_by_its_file(tiny: Path) -> None:
    """Its claims name the right one."""
    replace(tiny / "seeds/harbour2021.yaml", "id: harbour2021", "id: Harbour2021")
    assert {problem.file for problem in check(tiny)} == {"seeds/harbour2021.yaml"}


def test_what_follows_from_a_missing_field_is_not_told(tiny: Path) -> None:
    """A place in a seed whose paragraphs are under a mistyped name is not called wrong."""
    replace(tiny / "seeds/harbour2021.yaml", "paragraphs: 5", "paragraph: 5")
    assert {problem.column for problem in check(tiny)} == {"custom.paragraphs", "custom.paragraph"}


def test_two_seeds_with_one_number_are_told_apart(tiny: Path) -> None:
    """As where the file of one was copied for the other."""
    replace(tiny / "seeds/pier2022.yaml", 'seed: "001"', 'seed: "000"')
    assert said(tiny) == [
        "seeds/pier2022.yaml, row 7, column custom.seed: the number of another seed; found '000'; "
        "expected a number of its own. It is already used in seeds/harbour2021.yaml."
    ]


def test_two_seeds_with_one_text_are_told_apart(tiny: Path) -> None:
    """As where the fingerprint was copied with the record."""
    replace(tiny / "seeds/pier2022.yaml", "1" * 64, "0" * 64)
    assert said(tiny) == [
        "seeds/pier2022.yaml, row 8, column custom.sha256: the fingerprint of another seed's text; "
        f"found '{'0' * 64}'; expected that of its own text. It is already used in "
        "seeds/harbour2021.yaml."
    ]


def test_a_seed_under_another_ending_is_named_alone(tiny: Path) -> None:
    """Not each of its claims, as if it were in no file."""
    (tiny / "seeds/pier2022.yaml").rename(tiny / "seeds/pier2022.yml")
    assert [problem for problem in said(tiny) if "harbour" not in problem] == [
        "seeds/pier2022.yml: a record under another ending; expected pier2022.yaml. "
        "Rename the file."
    ]


def test_hidden_files_are_no_records(tiny: Path) -> None:
    """The lock of an editor leads nowhere; what an archive leaves is no YAML."""
    (tiny / "seeds/.#pier2022.yaml").symlink_to("somebody@computer.1234")
    (tiny / "seeds/._pier2022.yaml").write_bytes(b"\0\5\x16\7")
    assert said(tiny) == []


def test_works_that_cite_each_other_in_a_circle_are_named(tiny: Path) -> None:
    """Each of them, and none that only leads there."""
    replace(
        tiny / "data/references.yaml", "kind: official", "kind: official\n    cites: harbour2021"
    )
    replace(tiny / "seeds/harbour2021.yaml", "kind: press", "kind: press\n  cites: almanac2020")
    replace(tiny / "seeds/pier2022.yaml", "kind: blog", "kind: blog\n  cites: harbour2021")
    found = [problem for problem in check(tiny) if "from itself" in problem.message]
    assert [problem.file for problem in found] == ["data/references.yaml", "seeds/harbour2021.yaml"]


def test_a_comparison_written_twice_is_told_from_a_key_used_twice(tiny: Path) -> None:
    """Its key is more than the claim, so the message does not ask for another claim."""
    path = tiny / "data/comparisons.csv"
    rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*rows, rows[1], ""]), "utf-8")
    assert said(tiny) == [
        f"data/comparisons.csv, row {len(rows) + 1}, column claim_id: used before with the same "
        "reference_claim_id; found 'harbour2021-01'. Delete one of the two rows, or tell them apart."
    ]


PROFILE = "http://127.0.0.1:9/profiles/2.0/datapackage.json"


@pytest.mark.parametrize(
    ("name", "value"), [("profile", PROFILE), ("profiles", [PROFILE]), ("$schema", PROFILE)]
)
def test_no_address_is_fetched_to_judge_a_descriptor(
    tiny: Path, name: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dataset of anybody's opens no connection, and its descriptor is judged all the same."""
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection"))

    def asks(descriptor: dict[str, Any]) -> None:
        table = descriptor["resources"][0]
        for part in (descriptor, table, table["schema"]):
            part[name] = value

    assert package(tiny, asks) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("homepage", "javascript:alert(1)"),
        ("licenses.path", [{"name": "CC0", "path": "javascript:alert(1)"}]),
        ("contributors.path", [{"title": "A Pilot", "path": "javascript:alert(1)"}]),
        ("sources.path", [{"title": "A Log", "path": "javascript:alert(1)"}]),
    ],
)
def test_addresses_of_the_descriptor_are_checked(tiny: Path, field: str, value: Any) -> None:
    """Of the report, of licences, of who contributed, and of sources: http or https."""
    name = field.partition(".")[0]
    assert package(tiny, lambda descriptor: descriptor.update({name: value})) == [
        f"data/datapackage.json, column {field}: not a web address; found 'javascript:alert(1)'; "
        "expected http:// or https://"
    ]


@pytest.mark.parametrize("name", CARRIED)
def test_an_edition_is_named_and_dated(tiny: Path, name: str) -> None:
    """Its title, version and day are printed, and go into every file made from it."""
    assert package(tiny, lambda descriptor: descriptor.pop(name)) == [
        f"data/datapackage.json, column {name}: the field is missing; expected {CARRIED[name]}"
    ]


def test_the_day_of_an_edition_is_one(tiny: Path) -> None:
    """Year, month and day, as it is printed."""
    found = package(tiny, lambda descriptor: descriptor.update(created="2026-W05-6T00:00:00Z"))
    assert found == [
        "data/datapackage.json, column created: not a day and hour; found "
        "'2026-W05-6T00:00:00Z'; expected "
        f"{CARRIED['created']}"
    ]


@pytest.mark.parametrize(
    ("created", "message", "todo"),
    [
        ('"2026-11-22"', "not a day and hour", "Write 2026-11-22T00:00:00Z."),
        ('"22.11.2026 10:00"', "not a day and hour", None),
        ('"22 November 2026"', "not a day and hour", "Write 2026-11-22T00:00:00Z."),
        ('"2026-11-22T25:00:00Z"', "not a day and hour", "Write 2026-11-22T00:00:00Z."),
        ('"2026"', "not a day and hour", None),
        ("20261122", "not text", None),
    ],
)
def test_the_day_of_an_edition_is_told_by_its_row(
    tiny: Path, created: str, message: str, todo: str | None
) -> None:
    """In one problem, without the words of the program that reads it."""
    replace(
        tiny / "data/datapackage.json", '"created": "2026-01-31T00:00:00Z"', f'"created": {created}'
    )
    (found,) = check(tiny)
    assert (found.row, found.column, found.message) == (7, "created", message)
    assert (found.found, found.expected) == (created.strip('"'), CARRIED["created"])
    assert found.todo == todo


def test_a_list_of_the_descriptor_is_told_by_its_name(tiny: Path) -> None:
    """And what it has to be, not as the program that reads it says so."""
    (found,) = package(tiny, lambda descriptor: descriptor.update(keywords="harbours"))
    assert found == (
        "data/datapackage.json, column keywords: not a list; found \"'harbours'\"; expected a list"
    )


@pytest.mark.parametrize("subtitle", [None, ["In figures"]])
def test_a_subtitle_is_text(tiny: Path, subtitle: Any) -> None:
    """None would be printed as that word."""
    found = package(tiny, lambda descriptor: descriptor.update(subtitle=subtitle))
    expected = f"column subtitle: not text; found {str(subtitle)!r}; expected text"
    assert found == [f"data/datapackage.json, {expected}"]


def test_problems_are_all_raised_at_once(tiny: Path) -> None:
    """Loading refuses a dataset with everything that is wrong in it."""
    damage(tiny, "claims", 2, "value", "30,000")
    damage(tiny, "places", 4, "part_of", "pier")
    (tiny / "data/not_used.csv").unlink()
    with pytest.raises(DatasetError) as error:
        load(tiny)
    assert [problem.file for problem in error.value.problems] == [
        "data/claims.csv",
        "data/not_used.csv",
        "data/places.csv",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_missing_table_stops_no_rule(tiny: Path, table: str) -> None:
    """Without one table the others are still checked, and it alone is missed."""
    (tiny / f"data/{table}.csv").unlink()
    assert [problem.file for problem in check(tiny)] == [f"data/{table}.csv"]


@pytest.mark.parametrize("table", TABLES)
def test_table_without_rows_stops_no_rule(tiny: Path, table: str) -> None:
    """A table with its heading alone is a table."""
    path = tiny / f"data/{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert all("unknown key" in problem or "no earlier" in problem for problem in said(tiny))


def test_report_dataset_has_no_problem() -> None:
    """Nor do its bibliography and its description."""
    assert said(ROOT) == []


# fmt: off
DESCRIPTORS = [
    ('"primaryKey": ["claim_id"]', '"primaryKey": ["claim"]'),
    ('"foreignKeys": [', '"foreignKeys": 3, "was": ['),
    ('"resource": "quantities"', '"resource": "quantity"'),
    ('"pattern": "[0-9]{3}"', '"pattern": "([0-9]{3}"'),
    ('"units": {"persons": ["persons"]', '"units": {"persons": "persons"'),
    ('"title": "Claim"', '"title": 5'),
    ('"bibliography": {', '"bibliography": 5, "was": {'),
    ('"licenses": [', '"licenses": 5, "was": ['),
]
# fmt: on


@pytest.mark.parametrize(("old", "new"), DESCRIPTORS)
def test_damaged_descriptor_is_all_that_is_named(tiny: Path, old: str, new: str) -> None:
    """Where the description is broken, nothing is said of the rows it describes."""
    descriptor = tiny / "data/datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    assert old in text
    descriptor.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert {problem.file for problem in check(tiny)} == {"data/datapackage.json"}


# The schema


def described(folder: Path, change: Callable[[list[dict[str, Any]]], object]) -> list[str]:
    """The problems once the descriptions of the tables are changed."""
    return package(folder, lambda descriptor: change(descriptor["resources"]))


def package(folder: Path, change: Callable[[dict[str, Any]], object]) -> list[str]:
    """The problems once the descriptor is changed."""
    path = folder / "data/datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), "utf-8")
    return said(folder)


def renamed(name: str, new: str, *parts: Any) -> Callable[[dict[str, Any]], None]:
    """A change of the name of something in the descriptor, which stays where it is."""

    def change(descriptor: dict[str, Any]) -> None:
        part: Any = descriptor
        for step in parts:
            part = part[step]
        items = [(new if key == name else key, value) for key, value in part.items()]
        part.clear()
        part.update(items)

    return change


BOUND = ("resources", 0, "schema", "fields", 10)
# fmt: off
NOBODY_READS = [
    (renamed("licenses", "license"), "license", "licenses"),
    (renamed("licenses", "Licences"), "Licences", "licenses"),
    (renamed("subtitle", "subtitel"), "subtitel", "subtitle"),
    (renamed("name", "nam"), "nam", "name"),
    (renamed("keywords", "keyword"), "keyword", "keywords"),
    (renamed("name", "nmae", "licenses", 0), "licenses.nmae", "name"),
    (renamed("title", "titel", "resources", 4), "prices.titel", "title"),
    (renamed("missingValues", "missingvalues", "resources", 4, "schema"), "prices.missingvalues",
     "missingValues"),
    (renamed("title", "titles", *BOUND), "claims.bound.titles", "title"),
    (renamed("description", "descripton", "bibliography", "fields", 0), "bibliography.seed.descripton",
     "description"),
]
MISNAMED = [
    (renamed("title", "titel"), "row 1, column title: the field is missing; expected the title of "
     "the dataset. Write title in place of 'titel'."),
    (renamed("bibliography", "Bibliography"), "row 1, column bibliography: the field is missing; "
     "expected what the fields of each source hold. Write bibliography in place of 'Bibliography'."),
    (renamed("resources", "resource"), "data/datapackage.json: not a data package; expected an "
     "object with resources, a list of tables. Write resources in place of 'resource'."),
    (lambda d: d.update(resources={}), "not a data package; expected an object with resources, a list "
     "of tables"),
    (renamed("enum", "enums", *BOUND, "constraints"), "row 1, column claims.bound: not a rule for "
     "cells; found 'enums'; expected required, unique, pattern, enum, minimum, maximum, "
     "exclusiveMinimum, exclusiveMaximum, minLength, maxLength, jsonSchema. Did you mean 'enum'?"),
    (lambda d: d["resources"][0]["schema"]["fields"][10].update(type="text"), "column claims.bound: "
     "not a type of a column; found 'text'; expected string"),
    (lambda d: d["resources"].append(d["resources"][4]), "column resources: a name is used twice; "
     "found 'prices'; expected each name once. Delete or rename one of the two."),
    (lambda d: d["resources"][0].update(name="claim"), "column resources: the table claim is in a "
     "file of another name; found 'claims.csv'; expected claim.csv. Write claims as its name."),
]
# fmt: on


@pytest.mark.parametrize(("change", "place", "near"), NOBODY_READS)
def test_a_name_of_the_descriptor_that_nobody_reads_is_doubted(
    tiny: Path, change: Callable[[dict[str, Any]], None], place: str, near: str
) -> None:
    """One that is almost a name of data packages, where that one is missing."""
    package(
        tiny, lambda descriptor: (descriptor["licenses"][0].update(name="x"), change(descriptor))
    )
    (found,) = (doubt for doubt in doubts_in(read(tiny)) if doubt.file.endswith(".json"))
    assert (found.row, found.column, found.message) == (1, place, "a name that nobody reads")
    assert (found.found, found.todo) == (place.rpartition(".")[2], f"Did you mean '{near}'?")


@pytest.mark.parametrize(
    "change", [lambda d: d.pop("licenses"), lambda d: d.update(licenses=[])], ids=["gone", "empty"]
)
def test_a_dataset_without_a_licence_is_doubted(
    tiny: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    """It may be made before one is chosen, and nobody else may use it until then."""
    assert package(tiny, change) == []
    assert doubts(tiny) == [
        "data/datapackage.json, column licenses: no licence: others may not use the dataset; expected"
        ' the one it is published under, such as [{"name": "CC-BY-4.0"}]. Name it.'
    ]


@pytest.mark.parametrize(("change", "expected"), MISNAMED)
def test_a_part_of_the_descriptor_under_another_name(
    tiny: Path, change: Callable[[dict[str, Any]], None], expected: str
) -> None:
    """One problem in plain words, with what was probably meant."""
    (found,) = package(tiny, change)
    assert found.endswith(expected)


def columns_of(descriptor: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The description of each column, and of each field of the bibliography, by its place."""
    tables = [(table["name"], table["schema"]["fields"]) for table in descriptor["resources"]]
    fields = [*tables, ("bibliography", descriptor["bibliography"]["fields"])]
    return {f"{table}.{field['name']}": field for table, listed in fields for field in listed}


@pytest.mark.parametrize("name", ["type", "holds", "required", "pattern", "enum"])
def test_what_the_report_relies_on_is_described(tiny: Path, name: str) -> None:
    """No column may drop what it holds or a rule of its cells; nothing is said of cells then."""
    dropped = set()

    def change(descriptor: dict[str, Any]) -> None:
        for place, column in columns_of(descriptor).items():
            for part in (column, column.get("constraints", {})):
                if part.pop(name, None) is not None:
                    dropped.add(f"data/datapackage.json, column {place}: the {name} is missing")

    damage(tiny, "claims", 3, "value", "8,5")
    found = package(tiny, change)
    assert {problem.partition(";")[0] for problem in found} == dropped
    assert all(problem.endswith(". " + COPY) for problem in found)


# fmt: off
OTHERWISE: list[tuple[str, Any, str]] = [
    ("claims.value", {"constraints": {"pattern": ".*"}},
     "claims.value: the pattern is another; found '.*'; expected -?(0|["),
    ("claims.note", {"type": "any"},
     "claims.note: the type is another; found 'any'; expected string."),
    ("claims.note", {"holds": "number"},
     "claims.note: the holds is another; found 'number'; expected text."),
    ("claims.bound", {"constraints": {"required": True, "enum": []}},
     "claims.bound: the enum is another; found '[]'; expected ['exact',"),
    ("claims.unit", {"constraints": {"required": True, "enum": [5]}},
     "unit: not a data package as expected; found '[5]'"),
    ("bibliography.grade", {"constraints": {"enum": "ABCD"}},
     "grade: not a data package as expected; found 'ABCD'"),
    ("bibliography.grade", {"constraints": {"enum": ["A", "<b>"]}},
     "bibliography.grade: a term that the report does not know; found '<b>'; expected A, B, C, D"),
    ("bibliography.read_as", {"holds": ["text"]},
     "read_as: not a data package as expected; found \"['text']\""),
    ("bibliography.unverified", {"name": "other"},
     "bibliography.unverified: the column is not described. Copy"),
    ("quantities.dimension", {"units": {}},
     "quantities.dimension: a term without units; found 'persons'; expected persons under units, "
     "with a list of units"),
    ("quantities.dimension", {"units": ["USD"]},
     "dimension: not a data package as expected; found \"['USD']\""),
    ("bibliography.grade", {"constraints": {"enum": ["A", "B", "A"]}},
     "bibliography.grade: a term stands twice; found 'A'; expected each term once. Delete one of the "
     "two, or write the one that was meant."),
]
# fmt: on


@pytest.mark.parametrize(("place", "other", "expected"), OTHERWISE)
def test_a_column_described_otherwise(tiny: Path, place: str, other: Any, expected: str) -> None:
    """The problem names the column, what its description has, and what is expected."""
    found = package(tiny, lambda descriptor: columns_of(descriptor)[place].update(other))
    assert any(p.startswith(f"data/datapackage.json, column {expected}") for p in found)


@pytest.mark.parametrize(
    ("dimension", "units", "expected"),
    [
        ("money", ["USD", "AZN"], "claims.unit: a unit that measures nothing; found 'AMD'; expected "
         "one that quantities.dimension has under units. Add it there, a currency under money, or "
         "delete it here."),
        ("money", ["USD", "AZN", "AMD", "AZN"], "quantities.dimension, money: a term stands twice; "
         "found 'AZN'; expected each term once. Delete one of the two, or write the one that was "
         "meant."),
        ("money", ["USD", "AZN", "AMD", "eur"], "quantities.dimension: no unit of money; found 'eur'; "
         "expected currencies, each in three capital letters. Only money has units that a dataset "
         "chooses."),
        ("money", ["USD", "AZN", "AMD", "percent"], "quantities.dimension: no unit of money; found "
         "'percent'; expected currencies, each in three capital letters. Only money has units that "
         "a dataset chooses."),
        ("length", ["metre", "mile"], "quantities.dimension: no unit of length; found 'mile'; "
         "expected metre. Only money has units that a dataset chooses."),
    ],
)  # fmt: skip
def test_every_unit_measures_what_the_report_knows(
    tiny: Path, dimension: str, units: list[str], expected: str
) -> None:
    """A unit of no dimension would fit every quantity; currencies alone are a dataset's own."""

    def change(descriptor: dict[str, Any]) -> None:
        columns_of(descriptor)["quantities.dimension"]["units"][dimension] = units

    assert package(tiny, change) == [f"data/datapackage.json, column {expected}"]


KEYS_DESCRIBED = [
    ("primaryKey", None, "claims: the primaryKey is missing; expected ['claim_id']."),
    ("missingValues", ["", "NA"],
     "claims: the missingValues is another; found \"['', 'NA']\"; expected ['']."),
    ("foreignKeys", [], "claims.claimant: the foreign key is missing; expected {'resource': "
     "'actors', 'fields': ['actor']}."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "other", "expected"), KEYS_DESCRIBED)
def test_keys_are_described(tiny: Path, name: str, other: Any, expected: str) -> None:
    """What names a row, what is an empty cell, and what leads to other tables."""

    def change(tables: list[dict[str, Any]]) -> None:
        tables[0]["schema"].pop(name)
        tables[0]["schema"] |= {name: other} if other is not None else {}

    assert described(tiny, change)[0].startswith(f"data/datapackage.json, column {expected}")


def test_a_foreign_key_of_one_column_is_a_list_too(tiny: Path) -> None:
    """Of a column that the schema has not, as of any other."""

    def change(tables: list[dict[str, Any]]) -> None:
        reference = {"resource": "actors", "fields": ["actor"]}
        tables[1]["schema"]["foreignKeys"] = [
            *tables[1]["schema"].get("foreignKeys", []),
            {"fields": "description", "reference": reference},
        ]

    (problem,) = described(tiny, change)
    assert "column foreignKeys: not a data package as expected; found 'timeline: desc" in problem


def test_fewer_terms_more_columns_and_other_units_are_allowed(tiny: Path) -> None:
    """A dataset says what it holds, within what the report relies on."""

    def change(descriptor: dict[str, Any]) -> None:
        columns = columns_of(descriptor)
        units = columns["claims.unit"]["constraints"]["enum"]
        columns["bibliography.kind"]["constraints"]["enum"].remove("encyclopedia")
        columns["claims.unit"]["constraints"]["enum"] = ["EUR", *units]
        columns["quantities.dimension"]["units"]["money"].append("EUR")
        descriptor["bibliography"]["fields"].append({"name": "shelf", "type": "string"})
        descriptor["resources"][0]["schema"]["fields"].append({"name": "shelf", "type": "string"})

    path = tiny / "data/claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            [*row, "shelf" if number == 0 else ""] for number, row in enumerate(csv.reader(file))
        ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    assert package(tiny, change) == []


def test_a_number_of_ones_own_is_written_as_any_other(tiny: Path) -> None:
    """A column that the schema has not and that holds a number has its pattern."""
    mine = {"name": "mine", "type": "string", "holds": "number"}
    found = described(tiny, lambda tables: tables[0]["schema"]["fields"].append(mine))
    place = "data/datapackage.json, column claims.mine"
    assert [p for p in found if p.startswith(f"{place}: the pattern is missing; expected -?(0|[")]


@pytest.mark.parametrize(
    "how",
    [
        {"type": "string", "constraints": {"pattern": "(a+)+b"}},
        {"type": "array", "arrayItem": {"constraints": {"pattern": "(a+)+b"}}},
    ],
    ids=["cell", "item"],
)
@pytest.mark.parametrize("table", ["claims", "places", "bibliography"])
def test_a_pattern_of_ones_own_is_refused(tiny: Path, table: str, how: dict[str, Any]) -> None:
    """It is named instead of cells: none is held against it, which might take for ever."""

    def change(descriptor: dict[str, Any]) -> None:
        described = {r["name"]: r["schema"] for r in descriptor["resources"]}
        fields = (described.get(table) or descriptor["bibliography"])["fields"]
        fields.append({"name": "mine", **how})

    damage(tiny, "claims", 3, "value", "8,5")
    found = [p for p in package(tiny, change) if "column is missing" not in p]
    assert len(found) == 1
    assert found[0].startswith(
        "data/datapackage.json, column mine: a pattern of its own, which may"
    )
    assert "take for ever to match; found '(a+)+b'; expected a pattern of the schema" in found[0]


@pytest.mark.parametrize(("table", "name"), [(t, n) for t, names in ADDED.items() for n in names])
def test_a_name_that_the_report_adds_is_refused(tiny: Path, table: str, name: str) -> None:
    """A column of ones own would be lost where the report has another of its name."""
    mine = {"name": name, "type": "string"}
    at = TABLES_DESCRIBED.index(table)
    found = described(tiny, lambda tables: tables[at]["schema"]["fields"].append(mine))
    assert (
        f"data/datapackage.json, column {table}.{name}: the report gives this name to a column"
        f" that it adds; found '{name}'; expected any name but {', '.join(ADDED[table])}."
        f" Rename the column, here and in data/{table}.csv."
    ) in found


def test_the_names_that_the_report_adds_are_those(real: Dataset) -> None:
    """What its registers and its timeline have more than the tables that they are made of."""
    claims = tables.of_topic(real.claims, "aid", real)
    dated = timeline.in_scope(real)
    assert {*claims} - {*real.tables["claims"]} == {*ADDED["claims"]}
    assert {*dated} - {*real.tables["timeline"]} == {*ADDED["timeline"]}


@pytest.mark.parametrize("table", ["comparisons", "exceptions", "not_used", "prices", "timeline"])
def test_a_table_need_not_be_described(tiny: Path, table: str) -> None:
    """One that a dataset has nothing for; its file is not looked at."""
    (tiny / f"data/{table}.csv").unlink()
    at = TABLES_DESCRIBED.index(table)
    assert described(tiny, lambda tables: tables.pop(at)) == []


def test_a_table_that_the_report_rests_on_is_described(tiny: Path) -> None:
    """The others name its keys, so that is said too."""
    at = TABLES_DESCRIBED.index("places")
    assert (
        "data/datapackage.json, column resources: the table places is not described; expected "
        "claims, quantities, events, actors, places. "
        "Copy its description from another dataset's descriptor."
    ) in described(tiny, lambda tables: tables.pop(at))


def test_a_column_that_the_report_reads_is_described(tiny: Path) -> None:
    """With its table and name; the file's own column is then unknown."""
    assert (
        f"data/datapackage.json, column claims.note: the column is not described. {COPY}"
    ) in described(tiny, lambda tables: tables[0]["schema"]["fields"].pop())


def test_a_term_that_nothing_would_print_is_refused(tiny: Path) -> None:
    """A topic that the report has no section for; a currency is the dataset's own affair."""

    def change(tables: list[dict[str, Any]]) -> None:
        fields = {(t["name"], f["name"]): f for t in tables for f in t["schema"]["fields"]}
        fields["quantities", "topic"]["constraints"]["enum"].append("weather")
        fields["claims", "unit"]["constraints"]["enum"].append("EUR")
        fields["quantities", "dimension"]["units"]["money"].append("EUR")

    (problem,) = described(tiny, change)
    assert problem.startswith(
        "data/datapackage.json, column quantities.topic: a term that the report does not know; "
        "found 'weather'; expected aid, arms,"
    )


# What is allowed, and worth a look


def doubts(folder: Path) -> list[str]:
    """Every warning as the analyst reads it."""
    return [str(doubt) for doubt in doubts_in(read(folder))]


def test_datasets_without_doubts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the report's dataset nor the one that the tests damage needs a second look."""
    monkeypatch.setattr(doubtful, "tomorrow", lambda: date.max)
    assert doubts(ROOT) == []
    assert doubts(TINY) == []


FORMULA = (
    "a spreadsheet would read this as a formula; found {found}. "
    "Begin with a letter or digit, or set the column's format to text there."
)
CODE = (
    "it looks like markup or code; found {found}. "
    "It is printed as it stands; delete it if it was pasted by mistake."
)
LETTERS = "a word with letters of two alphabets; found {found}. Type it again in one."
SHAPES = (
    "letters that charts and the print version have no shapes for; found {found}. "
    "Write them in Latin letters, or render the page alone: --to html."
)
# fmt: off
DOUBTED = [
    ("claims", 15, "note", "=HYPERLINK(1)", FORMULA),
    ("claims", 15, "note", "@SUM(1)", FORMULA),
    ("claims", 15, "note", "-29,000 visitors", FORMULA),
    ("events", 2, "label", "+1", FORMULA),
    ("claims", 15, "note", "29,000 <b>visitors</b>", CODE),
    ("actors", 2, "label", "[x](javascript:x)", CODE),
    ("places", 2, "label", "`{python} 1`", CODE),
    ("claims", 15, "note", "29,000 vіsitors", LETTERS),  # a Ukrainian letter
    ("claims", 15, "note", "29,000 of 漢字", SHAPES),
    ("claims", 15, "note", "29,000 नदी", SHAPES),
    ("claims", 15, "as_of", "2031", "later than the dataset itself; found '2031'; expected a day "
     "up to {day}. Look whether it is a slip."),
    ("prices", 2, "year", "2105", "later than the dataset itself; found '2105'; expected a day up to "
     "{day}. Look whether it is a slip."),
    ("claims", 10, "as_of", "1994", "a count of a day before the event; found '1994'; expected a "
     "date that fits the event. Look whether it is a slip, or another event is meant."),
    ("timeline", 2, "date", "2017-06-03", "a stated date whose year is not in its words; found "
     "'2017-06-03'. Look whether it is a slip, or inferred from the context."),
    ("contested", 3, "matter", "Who opend the pier?", "almost the words of another matter; found {found}; "
     "expected the same words for every source. Did you mean 'Who opened the pier?'?"),
    ("actors", 4, "label", "SOUTH Quay", "an earlier row has the same label; found {found}. Say in "
     "each what sets it apart from the other."),
]
PLAIN = [
    ("actors", 2, "label", "North Quays"),
    ("claims", 15, "note", "29,000 to 30,100, < 31,000 = all - none"),
    ("claims", 15, "note", "29,000 of Şuşa, Шуша and Շուշի"),
    ("claims", 15, "note", "29,000 of Nizāmīʻs 3 µm \ue000x of نهر and הנהר"),
    ("claims", 3, "low", "-1"),
    ("actors", 2, "also_known_as", "漢字"),
]
# fmt: on


@pytest.mark.parametrize(("table", "row", "column", "cell", "warning"), DOUBTED)
def test_doubted(tiny: Path, table: str, row: int, column: str, cell: str, warning: str) -> None:
    """One cell, one warning, and no error."""
    damage(tiny, table, row, column, cell)
    day = json.loads((tiny / "data/datapackage.json").read_text("utf-8"))["created"][:10]
    words = warning.format(found=repr(cell), day=day)
    assert doubts(tiny) == [f"data/{table}.csv, row {row}, column {column}: {words}"]
    assert said(tiny) == []


@pytest.mark.parametrize(("table", "row", "column", "cell"), PLAIN)
def test_not_doubted(tiny: Path, table: str, row: int, column: str, cell: str) -> None:
    """Marks within a text, whole words of another alphabet, numbers below zero."""
    damage(tiny, table, row, column, cell)
    assert doubts(tiny) == []


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("issued: 2021-02-03", "issued: 2201-02-03", "issued"),
        ("  kind: press", "  kind: press\n  accessed: 2201-02-03", "custom.accessed"),
    ],
)
def test_a_work_of_a_day_to_come_is_doubted(tiny: Path, old: str, new: str, field: str) -> None:
    """One that was read since the last edition is not."""
    record = tiny / "seeds/harbour2021.yaml"
    replace(record, old, new)
    (doubt,) = doubts(tiny)
    assert doubt.endswith(
        f"column {field}: a day that has not come yet; found '2201-02-03'; expected a day up to "
        "today. Look whether it is a slip."
    )
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    replace(record, "2201-02-03", yesterday)
    assert doubts(tiny) == []


def test_a_work_without_shapes_is_doubted(tiny: Path) -> None:
    """Its title and its authors stand in charts and in the list of references."""
    path = next(iter(sorted((tiny / "seeds").glob("*.yaml"))))
    lines = path.read_text("utf-8").splitlines()
    named = ["title: 大洪水" if line.startswith("title: ") else line for line in lines]
    path.write_text("\n".join(named) + "\n", "utf-8")
    (doubt,) = doubts(tiny)
    assert doubt.endswith(f"column title: {SHAPES.format(found=repr('大洪水'))}")


def test_a_copy_among_the_tables_is_doubted(tiny: Path) -> None:
    """Nobody reads it, and it goes into the archive."""
    shutil.copy(tiny / "data/claims.csv", tiny / "data/claims (1).csv")
    assert doubts(tiny) == [
        "data/claims (1).csv: no table of the dataset; it is published with it and never read. "
        "Delete it, or describe it in datapackage.json."
    ]


@pytest.mark.parametrize(
    ("field", "todo"),
    [
        ("publishr", "Did you mean 'publisher'?"),
        ("Publisher", "Did you mean 'publisher'?"),
        ("url", "Did you mean 'URL'?"),
        ("grade", "Delete it, or say it in the note."),
    ],
)
def test_a_field_that_nobody_reads_is_doubted(tiny: Path, field: str, todo: str) -> None:
    """A name mistyped, or one that belongs under custom."""
    path = tiny / "data/references.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  publisher:", f"  {field}:", 1), "utf-8")
    assert doubts(tiny) == [
        f"data/references.yaml, row 6, column {field}: a field that CSL has not; nobody reads it; "
        f"found '{field}'; expected a field of CSL. {todo}"
    ]


@pytest.mark.parametrize("field", ["DOI", "doi", "collection-title", "original-date", "PMID"])
def test_a_field_of_csl_is_not_doubted(tiny: Path, field: str) -> None:
    """Also where this program does nothing with it, and whatever its capitals."""
    path = tiny / "data/references.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  publisher:", f"  {field}:", 1), "utf-8")
    assert doubts(tiny) == []


@pytest.mark.parametrize(
    ("alike", "doubted"),
    [
        ("title: Almanac of the Coast", True),
        ("author: [{family: Quayle, given: Ada}]", True),
        ("title: Tables of the Coast", False),
    ],
)
def test_a_work_taken_twice_is_doubted(tiny: Path, alike: str, doubted: bool) -> None:
    """By its address and its title or author; one address may be of several works."""
    path = tiny / "data/references.yaml"
    page = "https://example.org/harbour" if "author" in alike else "https://example.org/almanac"
    text = path.read_text("utf-8").replace("  publisher:", f"  URL: {page}\n  publisher:", 1)
    again = f"- id: again\n  type: book\n  {alike}\n  issued: 2020\n  URL: {page}\n"
    title = "" if "title" in alike else "title, "
    custom = f"  custom: {{kind: official, grade: A, unverified: [{title}container-title]}}\n"
    path.write_text(f"{text}{again}{custom}", "utf-8")
    told = [doubt for doubt in doubts(tiny) if "column URL" in doubt]
    assert bool(told) == doubted
    for doubt in told:
        first = "harbour2021" if "author" in alike else "almanac2020"
        assert doubt.endswith(
            f"a work of this title or author has it; found '{page}'; expected an address that "
            f"{first} has not. Delete one of the two if they are one work, or give each the page "
            "that it is."
        )


@pytest.mark.parametrize(
    ("stated", "todo"),
    [
        ("English", "Write en."),
        ("EN", "Write en."),
        ("old Norse", "Write non."),
        ("the old tongue", "Look it up, or leave the field out."),
    ],
)
def test_a_language_in_words_is_doubted(tiny: Path, stated: str, todo: str) -> None:
    """Its code is read, also with that of a country."""
    path = tiny / "seeds/harbour2021.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("language: en", f"language: {stated}"), "utf-8")
    assert doubts(tiny) == [
        "seeds/harbour2021.yaml, row 10, column language: not the code of a language; found "
        f"'{stated}'; expected a code such as en or en-GB. {todo}"
    ]
    path.write_text(text.replace("language: en", "language: hy-AM"), "utf-8")
    assert doubts(tiny) == []


@pytest.mark.parametrize(
    ("heading", "column", "found", "last"),
    [
        ("# 0.1.0 (2026-01-31)", "version", "0.0.1", "0.1.0"),
        ("# 0.0.1 (2026-01-30)", "created", "2026-01-31", "2026-01-30"),
    ],
)
def test_an_edition_that_no_release_made_is_doubted(
    tiny: Path, heading: str, column: str, found: str, last: str
) -> None:
    """The version or the day is another than the changelog gives the last edition."""
    changelog, before = tiny / "CHANGELOG.md", "# 0.0.0 (2020-01-01)\n"
    changelog.write_text(f"# Unreleased\n\n{heading}\n\n{before}", "utf-8")
    row = {"version": 6, "created": 7}[column]
    assert doubts(tiny) == [
        f"data/datapackage.json, row {row}, column {column}: not that of the last edition in "
        f"CHANGELOG.md; found '{found}'; expected {last}. Put it back: report release alone "
        "writes it."
    ]
    changelog.write_text(f"# Unreleased\n\n# 0.0.1 (2026-01-31)\n\n{before}", "utf-8")
    assert doubts(tiny) == []


def test_a_version_that_no_release_can_raise_is_doubted(tiny: Path) -> None:
    """As where it was written by hand."""
    path = tiny / "data/datapackage.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "version": "v0.2"}), "utf-8")
    assert doubts(tiny) == [
        "data/datapackage.json, column version: a version that no release can raise; found 'v0.2'; "
        "expected three numbers, such as 0.1.0. Put back the version of the last edition."
    ]


def test_a_sentence_taken_twice_is_doubted(tiny: Path) -> None:
    """The later row; not where it says that it repeats the earlier."""
    claims = tiny / "data/claims.csv"
    text = claims.read_text("utf-8")
    again = text.splitlines()[2].replace("harbour2021-02", "harbour2021-09")
    claims.write_text(f"{text}{again}\n", "utf-8")
    assert doubts(tiny) == [
        "data/claims.csv, row 16, column claim_id: an earlier row states the same; found "
        "'harbour2021-09'. Delete one of them, or name the earlier in repeats."
    ]
    damage(tiny, "claims", 16, "repeats", "harbour2021-02")
    assert doubts(tiny) == []


def test_an_edition_of_a_day_to_come_is_doubted(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later than tomorrow: somewhere it is that day already."""
    day = str(json.loads((tiny / "data/datapackage.json").read_text("utf-8"))["created"])[:10]
    today = date.fromisoformat(day)
    monkeypatch.setattr(doubtful, "tomorrow", lambda: today)
    assert doubts(tiny) == []
    monkeypatch.setattr(doubtful, "tomorrow", lambda: today - timedelta(days=1))
    assert doubts(tiny) == [
        "data/datapackage.json, column created: a day that has not come yet; found"
        f" {day!r}; expected the day of the last edition. Put that day back: report release alone"
        " writes it."
    ]


def test_an_event_whose_days_are_turned_is_told_alone(tiny: Path) -> None:
    """Not the claims of it, nor what lies within it: what its days are is not known."""
    damage(tiny, "events", 2, "start", "2019")
    damage(tiny, "events", 2, "end", "2010")
    damage(tiny, "claims", 2, "event", "decade")
    damage(tiny, "claims", 2, "end", "2012")
    assert [(p.file, p.row, p.column) for p in check(tiny)] == [("data/events.csv", 2, "end")]


def test_periods_around_an_event_and_since_it(tiny: Path) -> None:
    """From before it on and as long as it, or over all of it: no problem; after it: a doubt."""
    for row, start, end in ((5, "1994", ""), (6, "2010", "2021"), (8, "", "2020")):
        damage(tiny, "claims", row, "start", start)
        damage(tiny, "claims", row, "end", end)
    assert said(tiny) + doubts(tiny) == []
    damage(tiny, "claims", 8, "start", "2019")
    assert doubts(tiny) == [
        "data/claims.csv, row 8, column start: the period begins when the event is over; found "
        "'2019'; expected a date that fits the event. Look whether it is a slip, or another event is "
        "meant."
    ]
    assert said(tiny) == []


def test_a_broken_descriptor_leaves_nothing_to_doubt(tiny: Path) -> None:
    """The errors are said alone."""
    damage(tiny, "claims", 15, "note", "=1")
    (tiny / "data/datapackage.json").write_text("{}", "utf-8")
    assert doubts(tiny) == []


def test_every_form_of_the_schema_is_said_in_words() -> None:
    """No message shows a pattern, nor that of a column of the dataset's own."""
    fields = [f for columns in schema.tables().values() for f in columns.values()]
    fields += schema.bibliography(schema.descriptor()).values()
    patterns = {field["constraints"]["pattern"]: in_words(field) for field in fields
                if "pattern" in field.get("constraints", {})}  # fmt: skip
    for pattern, words in patterns.items():
        assert pattern not in words
        assert words in {*HELD.values(), *FORMS.values()}
    own = {"holds": "text", "constraints": {"pattern": "[A-F]{2}"}}
    assert in_words(own) == OWN
    assert in_words({**own, "description": "Two letters."}) == "Two letters."


def test_a_place_in_a_seed_is_said_in_words(tiny: Path) -> None:
    """A paragraph is counted in whole numbers from 1."""
    for row, place in enumerate(("para -6", "para 6.5", "para 0"), 2):
        damage(tiny, "claims", row, "locator", place)
    assert said(tiny) == [
        f"data/claims.csv, row {row}, column locator: not a place in a seed; found '{place}'; "
        "expected para and a whole number from 1, such as para 14"
        for row, place in enumerate(("para -6", "para 6.5", "para 0"), 2)
    ]
