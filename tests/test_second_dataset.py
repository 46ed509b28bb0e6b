"""A dataset of another subject: how many languages there are, and no word of the first one."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from analysis import schema
from analysis.dataset import Dataset, load
from analysis.rules import check
from report import document, lineage
from report.contents import TOPICS
from report.document import Report

ROOT = Path(__file__).parents[1]
LANGUAGES = ROOT / "tests/data/languages"
Publish = Callable[..., list[Path]]
FOREIGN = re.compile(
    r"armen|azer|karabakh|artsakh|shush|stepanak|khankend|lachin|baku|yerevan|turk|caucas"
    r"|\b(?:dram|manat|amd|azn|conflict)\b",
    re.IGNORECASE,
)
# Sections for which the dataset has nothing, without their numbers.
EMPTY = {
    "Casualties", "Displacement", "Aid", "Arms purchases", "Military spending",
    "Figures that look alike", "At odds", "Figures, words and nothing",
    "Where the articles give no figure", "What the figures rest on", "Deaths, by event",
    "Displaced and resident people, by date", "Military expenditure, by year",
    "Arms exports, by month", "Aid in constant dollars",
}  # fmt: skip


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The dataset, read and checked."""
    return load(LANGUAGES)


@pytest.fixture(scope="module")
def made(published: Publish, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on it, in both formats."""
    out = tmp_path_factory.mktemp("languages") / "out"
    published(LANGUAGES, out)
    return out


@pytest.fixture(scope="module")
def page(made: Path) -> str:
    """The page."""
    return (made / "report.html").read_text("utf-8")


def test_title_and_subtitle_are_the_descriptors(made: Path, page: str, dataset: Dataset) -> None:
    """In the page and in the properties of the PDF."""
    tree = html.document_fromstring(page)
    assert tree.findtext(".//title") == dataset.title
    assert next(e.text_content() for e in tree.iter("h1")) == dataset.title
    assert dataset.subtitle in tree.text_content()
    with pikepdf.open(made / "report.pdf") as pdf, pdf.open_metadata() as properties:
        assert str(properties["dc:title"]) == dataset.title


def test_no_word_of_another_subject_is_on_the_page(page: str) -> None:
    """Neither in its text nor in what only a program reads."""
    assert FOREIGN.findall(page) == []


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is missing")
def test_no_word_of_another_subject_is_in_print(made: Path) -> None:
    """The printed text."""
    command = ["pdftotext", "-enc", "UTF-8", str(made / "report.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    assert "6,909" in text
    assert FOREIGN.findall(text) == []


def test_every_section_says_something_or_that_there_is_nothing(page: str) -> None:
    """In one line, and just where the dataset has nothing."""
    said = [(re.sub(r"^[\d.]+\s+", "", head), text) for head, text in lineage.sections(page)]
    assert {head for head, text in said if text == document.NOTHING} == EMPTY
    assert [head for head, text in said if not text] == []


def test_no_table_or_chart_is_empty(page: str) -> None:
    """Each table has rows; the only chart is the timeline's."""
    tree = html.document_fromstring(page)
    assert [t for t in tree.iter("table") if not t.xpath("./tbody/tr")] == []
    assert [e.get("id") for e in tree.xpath("//figure[starts-with(@id, 'fig-')]")] in (
        ["fig-timeline"],
        [],
    )


def test_sources_that_disagree_stand_side_by_side(dataset: Dataset) -> None:
    """Two counts of living languages, by an exception that gives its reason."""
    text = str(Report(dataset).table("agreement").data)
    assert "[6,909]" in text.replace("\\", "")
    assert "[6,900]" in text.replace("\\", "")
    assert "set side by side as an exception" in text


def test_a_table_that_is_not_described_is_empty(dataset: Dataset) -> None:
    """The dataset has no prices and no rates, and needs none."""
    assert {"prices", "rates"}.isdisjoint(dataset.tables)
    assert list(dataset.prices.columns) == ["year", "index", "source", "locator"]
    assert dataset.rates.empty


def test_a_dataset_without_any_row_has_one_line_for_each_part(dataset: Dataset) -> None:
    """No part of the report needs a claim, a comparison, a happening or an event."""
    none = {name: frame.iloc[:0] for name, frame in dataset.tables.items()}
    report = Report(Dataset(LANGUAGES, dataset.descriptor, none, dataset.sources))
    for key in ("coverage", "robustness", "agreement", "echoes", "look-alikes", "findings",
                "dated-alike", "positions", "constant-aid", "events", "timeline"):  # fmt: skip
        assert report.table(key).data == "", key
    for name in ("silences", "balance", "compared", "verdicts",
                 "references", "computed", "not_used", "register"):  # fmt: skip
        assert getattr(report, name)().data == "", name
    assert report.introduce("Prose.", report.register()).data == document.NOTHING
    assert str(report.summary().data).startswith(document.NO_NUMBER)


def test_what_a_dataset_cannot_change_is_said() -> None:
    """The topics, which the report fixes, stand in data/README.md with one of their headings."""
    said = (ROOT / "data/README.md").read_text("utf-8").partition("## A dataset of another")[2]
    topic = schema.tables()["quantities"]["topic"]["constraints"]["enum"]
    assert set(topic) == set(TOPICS)
    assert all(f"`{key}`" in said for key in topic)
    assert f"`spending` is “{TOPICS['spending']}”" in said


def test_a_topic_of_its_own_is_refused(tmp_path: Path) -> None:
    """With the topics that there are."""
    folder = Path(shutil.copytree(LANGUAGES, tmp_path / "languages"))
    descriptor = folder / "data/datapackage.json"
    text = descriptor.read_text("utf-8")
    assert text.count('"context"') == 1
    descriptor.write_text(text.replace('"context"', '"context", "speakers"'), "utf-8")
    (problem,) = check(folder)
    assert problem.column == "quantities.topic"
    assert (problem.found, problem.expected) == ("speakers", ", ".join(
        schema.tables()["quantities"]["topic"]["constraints"]["enum"]
    ))  # fmt: skip
