"""What stands under tables and charts: sources, files, and how to cite them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from analysis.tables import Column, Table, by_row
from report import foot

Build = Callable[..., Any]


def listed(*cells: str) -> Table:
    """A table of one column with these cells."""
    column = Column("A", 10, by_row(lambda row, dataset: ""))
    return Table("ports", "Ports", (column,), tuple((cell,) for cell in cells))


CITING = [
    pytest.param(["[@herald, para. 1]", "[@gazette]"], ["gazette", "herald"], id="cited"),
    pytest.param(['[[1](#c-a-01)]{.n claims="a-01 b-01"}'], ["gazette", "courier"], id="keyed"),
    pytest.param([r"\@herald", "a@herald", "@nobody"], [], id="only text"),
]


@pytest.mark.parametrize(("cells", "expected"), CITING)
def test_the_works_behind_a_table(
    dataset_of: Build, claim: Build, cells: list[str], expected: list[str]
) -> None:
    """Those it cites and those of the claims behind its numbers, each once."""
    dataset = dataset_of(claim("a-01"), claim("b-01", source="courier"))
    assert foot.works(listed(*cells), dataset) == expected


def test_few_works_are_named_and_of_many_the_rows_are() -> None:
    """Eight citations are a line; more are none."""
    assert "[@a; @b]." in foot.sources(["a", "b"])
    assert "@" not in foot.sources([f"a{i}" for i in range(9)])
    assert foot.sources([]) == ""


def test_the_words_to_cite_by_hold_the_address_where_there_is_one(dataset_of: Build) -> None:
    """As the dataset's descriptor names it, as text."""
    dataset = dataset_of()
    assert "example" not in foot.foot("tbl-a", "a", ["csv"], dataset)
    named = {**dataset.descriptor, "homepage": "https://example.org/r"}
    dataset = replace(dataset, descriptor=named)
    assert r"https\:\/\/example\.org\/r\#tbl\-a]" in foot.foot("tbl-a", "a", ["csv"], dataset)


def test_every_table_and_chart_of_the_page_has_its_files(rendered: Path) -> None:
    """Each foot follows what it is named for, and each of its links leads to a file."""
    page = html.document_fromstring((rendered / "report.html").read_text("utf-8"))
    feet = {found.get("data-of"): found for found in page.find_class("foot")}
    floats = [e.get("id") for e in page.iter() if re.match("(tbl|fig)-", e.get("id") or "")]
    names = {name for name in floats if not name.endswith("-caption")}
    assert set(feet) == names - {"tbl-bounds"}
    for name, found in feet.items():
        links = found.xpath(".//a[@download]/@href")
        assert len(links) == (1 if name.startswith("tbl-") else 3)
        assert [link for link in links if not (rendered / link).is_file()] == []
        (words,) = found.find_class("cite-as")
        assert f"#{name}" in words.xpath(".//a/@href")


def test_the_pdf_has_no_foot_but_the_sources(rendered: Path) -> None:
    """Links to files and words to copy are of the page only."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", rendered / "report.pdf", "-"], capture_output=True)
    text = done.stdout.decode("utf-8")
    assert "Download" not in text
    assert "Sources:" in text
