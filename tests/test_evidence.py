"""Claims held against the articles, and numbers traced: each lie in a copy is caught, by name.

Tests of the real claims need the articles' texts: the folder named in SEED_TEXTS, or seeds/text.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from analysis import tables
from analysis.dataset import Dataset, load
from analysis.errors import Problem, ReportError
from analysis.evidence import Verification, particulars, trace, tracing, verify
from analysis.records import Records
from analysis.rules.quotations import words_hold_numbers

ROOT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "data/tiny"
TEXTS = {
    "harbour2021": """The harbour in figures

The office counted about 30,000 visitors that season. There are forty-four berths.
They paid over $8.5 million; between 20 and 30 percent came twice, up to 700 day visitors a day.

On June 3, 2018 a storm came to the largest harbour on the coast; there were none in the storm.
The pier, one of a kind, was opened by the office: 30,000 visitors, as we said, more or less.
""",
    "pier2022": """At the quay at least 1,200 people waited, and dozens of yahcts lay there.

It reopened after the flood, for nearly three decades, and cost more than its neighbour paid.

It had less than 0.5 metres of rain, and was opened by its users’ own hands.
""",
}


# A small dataset with its texts, and damage to one of them


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with the texts of the tiny dataset, under names that say nothing."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate(TEXTS.values()):
        (folder / f"{number}.txt").write_text(text, "utf-8", newline="")
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that records the fingerprints of its texts."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    for key, text in TEXTS.items():
        record(folder, key, text)
    return folder


def record(folder: Path, key: str, text: str) -> None:
    """Write the fingerprint of a text into a seed's record."""
    path = folder / f"seeds/{key}.yaml"
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    written = re.sub(r"sha256: \w+", f"sha256: {sha256}", path.read_text("utf-8"))
    path.write_text(written, "utf-8")


def edit(path: Path, old: str, new: str) -> str:
    """Change one place of a file, and fail if it is not there; gives the new text."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    return text.replace(old, new)


def with_cell(dataset: Dataset, table: str, row: int, column: str, cell: str) -> Dataset:
    """The dataset with another text in one cell."""
    frame = dataset.tables[table].copy()
    frame.loc[row, column] = cell
    return replace(dataset, tables={**dataset.tables, table: frame})


def verified(folder: Path, texts: Path) -> Verification:
    """What `verify` finds, also where a rule is broken."""
    return verify(load(folder, validate=False), texts)


def failures(dataset: Dataset, texts: Path) -> list[Problem]:
    """What `report verify` tells of a dataset: the rule on words and numbers, then the texts."""
    records = Records(dataset.folder, dataset.descriptor, dataset.tables, dataset.sources, ())
    return [*words_hold_numbers(records), *verify(dataset, texts).failures]


def said(found: Verification) -> list[str]:
    """Every failure as it is told."""
    return [str(problem) for problem in found.failures]


def test_every_row_of_the_tiny_dataset_is_verified(tiny: Path, texts: Path) -> None:
    """The dataset that the tests damage is whole before."""
    found = verified(tiny, texts)
    assert said(found) == []
    assert [(s.citekey, s.text, s.rows, s.verified == s.rows) for s in found.sources] == [
        ("harbour2021", "0.txt", {"claims": 8, "timeline": 1, "contested": 1, "not_used": 1}, True),
        ("pier2022", "1.txt", {"claims": 5, "timeline": 1, "contested": 1, "not_used": 0}, True),
    ]


def test_text_is_known_by_its_fingerprint_whatever_its_name(tiny: Path, texts: Path) -> None:
    """Names and endings of files do not matter."""
    (texts / "0.txt").rename(texts / "pier2022")
    found = verified(tiny, texts)
    assert said(found) == []
    assert found.sources[0].text == "pier2022"


def test_changed_digit_in_a_text(tiny: Path, texts: Path) -> None:
    """One digit less is an edited file, and nothing of its seed is verified."""
    edited = edit(texts / "1.txt", "1,200", "1,100")
    found = verified(tiny, texts)
    recorded = hashlib.sha256(TEXTS["pier2022"].encode()).hexdigest()
    assert found.failures == (
        Problem(
            "1.txt", message="a swapped or edited file: it looks like the text of pier2022",
            found=f"sha256 {hashlib.sha256(edited.encode()).hexdigest()}",
            expected=f"sha256 {recorded}",
            todo="Put the text back as it was recorded, or take the file out of the folder; where"
            " it is the text that the claims were taken from, record its sha256.",
        ),
    )  # fmt: skip
    assert set(found.sources[1].verified.values()) == {0}


def test_swapped_file(tiny: Path, texts: Path) -> None:
    """Another article under the name of a seed is no text of the seed."""
    (texts / "1.txt").unlink()
    (texts / "pier2022.txt").write_text("Another article.\n", "utf-8")
    assert [(p.file, p.message) for p in verified(tiny, texts).failures] == [
        ("pier2022.txt", "a swapped or edited file: it looks like the text of pier2022")
    ]


def test_unknown_text_while_a_text_is_missing(tiny: Path, texts: Path) -> None:
    """A text that looks like nothing recorded may be the missing one: a failure."""
    (texts / "1.txt").unlink()
    (texts / "notes.txt").write_text("Notes.\n", "utf-8")
    (failure,) = verified(tiny, texts).failures
    assert failure.message == "no recorded text, and the text of a seed is missing"
    assert failure.expected == "one of: pier2022"


def test_unknown_text_beside_all_texts_is_told(tiny: Path, texts: Path) -> None:
    """Where no text is missing, an unknown one is no failure."""
    (texts / "notes.txt").write_text("Notes.\n", "utf-8")
    found = verified(tiny, texts)
    assert (said(found), found.unknown) == ([], ("notes.txt",))


def test_missing_text_is_not_checked(tiny: Path, texts: Path) -> None:
    """No failure, and none of its rows counts as verified."""
    (texts / "0.txt").unlink()
    found = verified(tiny, texts)
    assert said(found) == []
    assert [source.citekey for source in found.not_checked] == ["harbour2021"]
    assert set(found.sources[0].verified.values()) == {0}


def test_moved_paragraph(tiny: Path, texts: Path) -> None:
    """A recorded text with two paragraphs turned round: each row of both is a failure."""
    first, second = TEXTS["harbour2021"].split("\n")[2:4]
    lines = TEXTS["harbour2021"].replace(first, "<>").replace(second, first).replace("<>", second)
    (texts / "0.txt").write_text(lines, "utf-8")
    assert len(verified(tiny, texts).failures) == 1
    record(tiny, "harbour2021", lines)
    found = verified(tiny, texts)
    assert [(p.row, p.column, p.found, p.expected) for p in found.failures] == [
        (2, "locator", "para 2", "para 3"),
        (3, "locator", "para 2", "para 3"),
        (4, "locator", "para 3", "para 2"),
        (5, "locator", "para 3", "para 2"),
        (6, "locator", "para 3", "para 2"),
    ]
    assert (found.sources[0].rows["claims"], found.sources[0].verified["claims"]) == (8, 3)


def test_number_of_paragraphs(tiny: Path, texts: Path) -> None:
    """The recorded number is the number of non-empty lines."""
    edit(tiny / "seeds/pier2022.yaml", "paragraphs: 3", "paragraphs: 4")
    assert said(verified(tiny, texts)) == [
        "seeds/pier2022.yaml, column paragraphs: not the number of paragraphs of the text; "
        "found '4'; expected 3"
    ]


# fmt: off
LIES = [
    ("claims", 2, "as_stated", "about 40,000 visitors",
     "data/claims.csv, row 2, column as_stated: the words do not stand in para 2, nor elsewhere in "
     "the text; found 'about 40,000 visitors'; expected words of the text. Copy them from the text."),
    ("claims", 2, "as_stated", "over 30,000 visitors", "the words do not stand in para 2"),
    ("claims", 2, "as_stated", "30,000 visitors",
     "in para 2 the words before or after change what is stated; found '30,000 visitors'; expected "
     "approximate: “30,000”. Quote those words too."),
    ("claims", 2, "as_stated", "0,000 visitors", "the words do not stand in para 2"),
    ("claims", 2, "as_stated", "About 30,000 visitors",
     "not verbatim; found 'About 30,000 visitors'; expected the words as in the text. Copy them "
     "from the text: capitals, quotes, dashes or spaces differ (para 2)."),
    ("claims", 4, "as_stated", "over $8", "in para 3 the words before or after change"),
    ("claims", 4, "low", "85000000", "the words do not state the row's number"),
    ("claims", 4, "bound", "at_least", "the words set another bound than at_least"),
    ("claims", 2, "locator", "para 1", "the words do not stand there: “about 30,000 visitors”; "
     "found 'para 1'; expected para 2"),
    ("claims", 2, "locator", "para 6", "the text has no such paragraph; found 'para 6'; expected "
     "para 1 to para 5"),
    ("claims", 2, "locator", "page 2", "not a place in a seed"),
    ("claims", 2, "as_stated", "", "no words to hold against the text"),
    ("claims", 8, "as_stated", "the", "the words stand 3 times in para 4; found 'the'; expected "
     "words that stand there once. Quote more words."),
    ("claims", 13, "low", "10", "column low: the words compare and state no number; found '10'; "
     "expected 1"),
    ("timeline", 3, "as_stated", "after the floods", "data/timeline.csv, row 3, column as_stated"),
    ("contested", 3, "as_stated", "opened by its users' own hands", "not verbatim"),
    ("not_used", 2, "locator", "para 4", "data/not_used.csv, row 2, column locator"),
]
# fmt: on


@pytest.mark.parametrize(("table", "row", "column", "cell", "message"), LIES)
def test_lie_in_one_cell(
    tiny: Path, texts: Path, table: str, row: int, column: str, cell: str, message: str
) -> None:
    """Each is told with its place, what is there, and what should be."""
    dataset = with_cell(load(tiny, validate=False), table, row, column, cell)
    told = [str(problem) for problem in failures(dataset, texts)]
    assert [line for line in told if message in line], told


def test_folder_without_a_text(tiny: Path, tmp_path: Path) -> None:
    """A folder that is not there, is a file, is empty, or has only other files in it."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/.hidden.txt").write_text("Hidden.\n", "utf-8")
    (tmp_path / "other/README.md").write_text("Texts go here.\n", "utf-8")
    (tmp_path / "file").write_bytes(b"\x00\xff")
    for name, message in {
        "nowhere": "no such folder",
        "file": "not a folder",
        "empty": "no text in this folder",
        "other": "no text in this folder",
    }.items():
        with pytest.raises(ReportError, match=f"{name}: {message}"):
            verified(tiny, tmp_path / name)


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"\x89PNG\r\n", "byte 0x89 at position 1"), (b"caf\xe9\n", "byte 0xe9"), (b"a\0b", "NUL")],
)
def test_file_that_is_no_text(tiny: Path, texts: Path, content: bytes, found: str) -> None:
    """A binary file named as a text is a failure, in words."""
    (texts / "2.txt").write_bytes(content)
    (failure,) = verified(tiny, texts).failures
    assert (failure.file, failure.message) == ("2.txt", "not a text")
    assert found in str(failure.found)


# The real claims and articles


@lru_cache(maxsize=1)
def real() -> Dataset:
    """The dataset of the repository."""
    return load(ROOT, validate=False)


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder with the articles' texts."""
    folder = Path(os.environ.get("SEED_TEXTS") or ROOT / "seeds/text")
    if not any(folder.glob("*.txt")):
        pytest.skip("the articles are not at hand: name their folder in SEED_TEXTS")
    return folder


def seed_claims() -> list[dict[str, str]]:
    """The claims of seeds as written, each with its row."""
    with (ROOT / "data/claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbered = [{**row, "row": str(number)} for number, row in enumerate(rows, 2)]
    return [row for row in numbered if (ROOT / f"seeds/{row['source']}.yaml").is_file()]


CLAIMS = seed_claims()


def of(claims: list[dict[str, str]]) -> pytest.MarkDecorator:
    """A test for each of these claims, named by its id."""
    return pytest.mark.parametrize("claim", claims, ids=[c["claim_id"] for c in claims])


def caught(claim: Mapping[str, str], column: str, cell: str, articles: Path) -> bool:
    """Whether another text in one cell of a claim is a failure of that row, held by itself."""
    row = int(claim["row"])
    alone = replace(real(), tables={"claims": real().tables["claims"].loc[[row]]})
    found = failures(with_cell(alone, "claims", row, column, cell), articles)
    return any((p.file, p.row) == ("data/claims.csv", row) for p in found)


def test_every_seed_row_is_verified(articles: Path) -> None:
    """All rows of all seeds whose text is at hand, without a failure."""
    found = verify(real(), articles)
    assert said(found) == []
    assert [s.citekey for s in found.checked if s.verified != s.rows] == []


@of([c for c in CLAIMS if c["value"] + c["low"] + c["high"]])
def test_number_times_ten_is_caught(claim: dict[str, str], articles: Path) -> None:
    """Each number of each claim."""
    for column in ("value", "low", "high"):
        if claim[column]:
            ten = Decimal(claim[column]) * 10 or Decimal(10)
            assert caught(claim, column, f"{ten:f}", articles)


@of(CLAIMS)
def test_paragraph_off_by_one_is_caught(claim: dict[str, str], articles: Path) -> None:
    """The words stand in neither neighbouring paragraph."""
    number = int(claim["locator"].removeprefix("para "))
    for other in (number - 1, number + 1):
        assert caught(claim, "locator", f"para {other}", articles)


@of([c for c in CLAIMS if re.search(r"\d", c["as_stated"])])
def test_changed_digit_in_the_words_is_caught(claim: dict[str, str], articles: Path) -> None:
    """Each digit of the quoted words."""
    words = claim["as_stated"]
    for match in re.finditer(r"\d", words):
        other = str((int(match[0]) + 1) % 10)
        changed = words[: match.start()] + other + words[match.end() :]
        assert caught(claim, "as_stated", changed, articles)


BOUND_WORDS = {
    "more than": "less than", "over": "about", "at least": "at most", "up to": "over",
    "about": "over", "around": "over", "nearly": "over", "almost": "over", "some": "over",
    "approximately": "over", "less than": "more than", "between": "over",
}  # fmt: skip
BOUNDED = re.compile(rf"\b(?:{'|'.join(BOUND_WORDS)})\b", re.IGNORECASE)


@of([c for c in CLAIMS if BOUNDED.search(c["as_stated"])])
def test_changed_bound_word_is_caught(claim: dict[str, str], articles: Path) -> None:
    """Another bound word in its place, and none."""
    words = claim["as_stated"]
    for other in (lambda m: BOUND_WORDS[m[0].lower()], lambda _: ""):
        changed = " ".join(BOUNDED.sub(other, words, count=1).split())
        assert caught(claim, "as_stated", changed, articles)


@pytest.mark.parametrize("key", list(real().seeds))
def test_words_quoted_are_a_fifth_of_an_article_at_most(key: str, articles: Path) -> None:
    """Over all tables together, each quotation counted in full."""
    quoted = [
        words
        for table in ("claims", "timeline", "contested", "not_used")
        for source, words in real().tables[table][["source", "as_stated"]].itertuples(index=False)
        if source == key
    ]
    texts = (path.read_bytes() for path in articles.glob("*.txt"))
    sha256 = real().sources[key].sha256
    text = next((t for t in texts if hashlib.sha256(t).hexdigest() == sha256), None)
    if text is None:
        pytest.skip(f"the text of {key} is not at hand")
    assert sum(len(words.split()) for words in quoted) <= 0.2 * len(text.decode("utf-8").split())


# Tracing, in the invented world of conftest.py


@pytest.fixture
def ports(claim: Callable[..., dict[str, str]], dataset_of: Callable[..., Dataset]) -> Dataset:
    """Aid to two ports in two programmes, one count of lost people, and a dated storm."""
    usual = {"source": "gazette", "start": "2005", "end": "2016", "unit": "USD"}
    programmes = [("aid_nets", "northport", "8500000"), ("aid_boats", "northport", "11500000"),
                  ("aid_nets", "southport", "41000"), ("aid_boats", "southport", "0")]  # fmt: skip
    aid = [
        claim(f"gazette-{i:02}", **usual, quantity=quantity, subject=port, value=value)
        for i, (quantity, port, value) in enumerate(programmes, 1)
    ]
    lost = claim("leaflet-01", source="leaflet", bound="more_than", low="7000",
                 as_stated="over 7,000 souls", claimant="lighthouse")  # fmt: skip
    storm = {"id": "gazette-t01", "source": "gazette", "locator": "para 2", "date": "2002-10-05",
             "date_basis": "stated", "as_stated": "that day", "description": "Took 16 boats."}  # fmt: skip
    return dataset_of(*aid, lost, timeline=[storm])


def place(text: str, claims: list[str], kind: str = "n", formula: str = "") -> dict[str, Any]:
    """An entry of a report's lineage."""
    where = {"section": "sec-aid", "heading": "4 Aid", "table": "tbl-aid", "row": "2005–2016"}
    return {"anchor": "u-1", "kind": kind, "text": text, "claims": claims, "formula": formula,
            "place": where}  # fmt: skip


LINEAGE = [
    place("$8.5 million", ["gazette-01"]),
    place("about 490 to 1", [f"gazette-0{i}" for i in range(1, 5)], formula="(…) / (…)"),
    place("Aid: $8.5 million. Aid: $41,000.", ["gazette-01", "gazette-03"], kind="chart"),
    place("5", ["gazette-01", "leaflet-01"], kind="count"),
]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("gazette-01", ["gazette-01"]),
        ("gazette-t01", ["gazette-t01"]),
        ("8.5", ["gazette-01"]),
        ("$8.5 million", ["gazette-01"]),
        ("8500000", ["gazette-01"]),
        ("$8,500,000", ["gazette-01"]),
        ("7,000", ["leaflet-01"]),
        ("over 7,000", ["leaflet-01"]),
        ("7000", ["leaflet-01"]),
        ("7000 people", ["leaflet-01"]),
        ("$8.5m", ["gazette-01"]),
        ("US$8,500,000", ["gazette-01"]),
        ("8500000 USD", ["gazette-01"]),
        ("11,500,000 US dollars", ["gazette-02"]),
        ("$20 million", ["gazette-01", "gazette-02"]),
        ("490", ["gazette-01", "gazette-02", "gazette-03", "gazette-04"]),
        ("October 2002", ["gazette-t01"]),
        ("16", ["gazette-t01"]),
        (" 8.5 ", ["gazette-01"]),
    ],
)
@pytest.mark.parametrize("lineage", [LINEAGE, None], ids=["rendered", "not rendered"])
def test_trace_finds(ports: Dataset, lineage: Any, query: str, keys: list[str]) -> None:
    """An id, a number as printed, in the source's words, or in full; with the parts of a sum."""
    found = trace(ports, lineage, query)
    assert [entry.key for entry in found.records] == keys
    assert (found.printed is None) == (lineage is None)


def test_trace_of_a_claim(ports: Dataset) -> None:
    """What it states, who says so, what is computed from it, and each place."""
    found = trace(ports, LINEAGE, "gazette-01")
    said = dict(found.records[0].fields)
    assert said["place"] == "para. 1"
    assert said["states"] == "aid nets: $8.5 million"
    assert said["bound"] == "exact"
    assert said["figure of"] == "the source names nobody"
    assert [(figure.words, figure.formula) for figure in found.computed] == [
        ("$20 million", "$8.5 million (gazette-01) plus $11.5 million (gazette-02)"),
        ("about 490 to 1",
         "($8.5 million (gazette-01) plus $11.5 million (gazette-02)) divided by "
         "($41,000 (gazette-03) plus $0 (gazette-04))"),
    ]  # fmt: skip
    assert found.printed is not None
    assert [entry.kind for entry in found.printed] == ["n", "n", "chart", "count"]


def test_the_signs_of_a_formula_are_words(ports: Dataset) -> None:
    """Those of a share of an amount too."""
    row = {"kind": "ratio", "formula": "gazette-01 * gazette-03 / (gazette-02 + gazette-04)",
           "claims": tuple(f"gazette-0{i}" for i in range(1, 5))}  # fmt: skip
    assert tracing.formula_words(row, ports) == (
        "$8.5 million (gazette-01) times $41,000 (gazette-03) divided by "
        "($11.5 million (gazette-02) plus $0 (gazette-04))"
    )


def test_trace_names_the_claimant(ports: Dataset) -> None:
    """Whose figure it is, where the source says."""
    said = dict(trace(ports, None, "leaflet-01").records[0].fields)
    assert said["figure of"] == "lighthouse"
    assert said["words"] == "“over 7,000 souls”"


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("gazette-09", "Did you mean gazette-0"),
        ("$8.6 million", "$8.5 million"),
        ("500", ""),
        (",000", ""),
        ("", ""),
        ("[bold]x[/bold]", ""),
        ("(" * 5000, ""),
        ("8500000e6", ""),
    ],
)
def test_trace_of_the_unknown(ports: Dataset, query: str, near: str) -> None:
    """A message that names what is near; a part of a number is no number."""
    with pytest.raises(ReportError, match="no row has this id") as caught:
        trace(ports, LINEAGE, query)
    assert near in str(caught.value)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("$7,000", "killed: more than 7,000 (leaflet-01)"),
        ("7,000%", "killed: more than 7,000 (leaflet-01)"),
        ("7,000 AZN", "killed: more than 7,000 (leaflet-01)"),
        ("€41,000", ": $41,000 (gazette-03)"),
        ("8500000 people", "$8.5 million (gazette-01)"),
        ("41,000 boats", ": $41,000 (gazette-03)"),
    ],
)
def test_a_unit_that_is_asked_for_is_honoured(ports: Dataset, query: str, there: str) -> None:
    """Of another unit nothing is found, and the message says in which the number is there."""
    with pytest.raises(ReportError, match="of nothing in this unit") as caught:
        trace(ports, LINEAGE, query)
    assert there in str(caught.value)


def test_trace_finds_every_real_row() -> None:
    """Each row that quotes or states something is found by its id."""
    keys = {key for name in ("claims", "timeline", "contested", "not_used")
            for key in real().tables[name].iloc[:, 0]}  # fmt: skip
    assert [
        record.key for key in sorted(keys) for record in [particulars.record(real(), key)]
    ] == sorted(keys)


def test_trace_finds_every_real_number() -> None:
    """Each number of people or money that a claim states is found as it is printed."""
    every = tracing.stated_figures(real())
    stated = [r for r in every if r["unit"] in ("persons", "USD") and not r["amount"].vague]
    printed = {row["claims"][0]: tables.number_words(row, real()) for row in stated}
    for words in set(printed.values()):
        found = {entry.key for entry in trace(real(), None, words.strip("“”")).records}
        assert {key for key in printed if printed[key] == words} <= found
