"""The downloads: each table, chart, work and the dataset as files that other programs read."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree, html
from PIL import Image

from analysis import spans
from analysis.dataset import Dataset, load
from analysis.errors import DocumentError
from report import bibliography, downloads, drawing, method, svg
from report.cache import Cache
from report.contents import CHARTS, LISTINGS, TABLES, charts_of
from report.document import Report
from report.downloads import columns, frames, references
from report.downloads.sheets import Sheet, csv_text

TINY = Path(__file__).resolve().parent / "data/tiny"
Build = Callable[..., Any]


@pytest.fixture(scope="module")
def tiny() -> Dataset:
    """The small dataset."""
    return load(TINY)


@pytest.fixture(scope="module")
def folder(tiny: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The downloads of the small dataset."""
    made = tmp_path_factory.mktemp("small") / "downloads"
    downloads.write(Report(tiny), made)
    return made


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def described(path: Path) -> dict[str, Any]:
    """The metadata beside a CSV file."""
    return dict(json.loads(path.with_name(f"{path.name}-metadata.json").read_text("utf-8")))


# What is there


def test_each_table_of_the_page_has_its_file(rendered: Path) -> None:
    """Named as the page labels it; but for the words for bounds, which hold no figure."""
    page = html.document_fromstring((rendered / "report.html").read_text("utf-8"))
    labels = {name for name in page.xpath("//@id") if name.startswith("tbl-")}
    keys = {name.removeprefix("tbl-") for name in labels if "caption" not in name}
    written = {path.stem for path in (rendered / "downloads").glob("*.csv")}
    assert {"casualties", "agreement", "balance", "verdicts-aid", "register-aid"} <= keys
    assert keys - written == {"bounds"}


@pytest.mark.parametrize("key", TABLES)
def test_a_file_has_the_rows_of_its_table(rendered: Path, key: str) -> None:
    """As many as the page prints."""
    page = html.document_fromstring((rendered / "report.html").read_text("utf-8"))
    printed = page.xpath(f"//*[@id='tbl-{key}']//tbody/tr")
    assert len(rows_of(rendered / f"downloads/{key}.csv")) == len(printed) > 0


def test_each_chart_of_the_page_has_its_files(rendered: Path) -> None:
    """As SVG, as PNG, and what it draws; the page holds the same drawing."""
    page = html.document_fromstring((rendered / "report.html").read_text("utf-8"))
    labels = {name for name in page.xpath("//@id") if name.startswith("fig-")}
    keys = {name for name in labels if "caption" not in name}
    assert {"fig-killed", "fig-held-deaths", "fig-held-deaths-2", "fig-timeline"} <= keys
    for suffix in ("svg", "png", "csv"):
        assert {path.stem for path in (rendered / "downloads").glob(f"fig-*.{suffix}")} == keys


def test_the_list_names_every_file(folder: Path) -> None:
    """But itself, metadata, which has the name of its table, and lineage, read off the page."""
    listed = (folder / "README.md").read_text("utf-8")
    names = {path.name for path in folder.iterdir() if not path.name.endswith("-metadata.json")}
    pictures = {name for name in names if name.endswith((".svg", ".png"))}
    assert [
        name for name in names - pictures - {"README.md"} if f"- `{name}`: " not in listed
    ] == []
    assert {f"{Path(name).stem}.csv" for name in pictures} <= names
    assert "`lineage.json`" in listed


def test_again_gives_the_same_bytes(tiny: Dataset, folder: Path, tmp_path: Path) -> None:
    """Read anew, drawn anew."""
    downloads.write(Report(load(TINY)), tmp_path / "again")
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert again == {path.name: path.read_bytes() for path in folder.iterdir()}


# Tables


@pytest.fixture(params=["tiny", "real", "hostile"])
def written(request: pytest.FixtureRequest, folder: Path) -> Path:
    """The downloads of each dataset."""
    if request.param == "tiny":
        return folder
    name = "rendered" if request.param == "real" else "hostile"
    return Path(request.getfixturevalue(name)) / "downloads"


def fits(cell: str, column: dict[str, Any]) -> bool:
    """Whether a cell has the type that its column names."""
    if cell == "":
        return True
    if column["datatype"] == "boolean":
        return cell in ("true", "false")
    if column["datatype"] == "decimal":
        return Decimal(cell).is_finite() and "E" not in cell
    return cell not in ("nan", "None", "NaT", "()") and not cell.startswith("Amount(")


def test_metadata_describes_every_column(written: Path) -> None:
    """In its order, with title, meaning and a type that each cell has."""
    files = sorted(written.glob("*.csv"))
    assert len(files) > len(LISTINGS)
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            heading = next(csv.reader(file))
        columns = described(path)["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == heading, path.name
        assert all(column["titles"][0] == column["name"] and column["dc:description"] for column in columns)  # fmt: skip
        wrong = [
            (path.name, column["name"], row[column["name"]])
            for row in rows_of(path)
            for column in columns
            if not fits(row[column["name"]], column)
        ]
        assert wrong == []


def test_metadata_names_edition_licence_and_works(folder: Path, tiny: Dataset) -> None:
    """And how the rows came about, and what an apostrophe means."""
    found = described(folder / "shares.csv")
    assert found["url"] == "shares.csv"
    assert found["dc:title"] == TABLES["shares"].caption
    assert (found["schema:version"], found["dc:issued"]) == (tiny.version, tiny.date)
    assert found["dc:license"] == [entry["path"] for entry in tiny.descriptor["licenses"]]
    assert method.KINDS["stated"] in found["dc:description"]
    assert "apostrophe" in found["dc:description"]
    stating = {key for row in rows_of(folder / "shares.csv") for key in row["sources"].split()}
    assert stating
    assert set(found["dc:source"]) == {bibliography.cited(tiny.sources[key]) for key in stating}


def test_every_table_says_how_it_came_about(real: Dataset) -> None:
    """None, and no drawing, is without a word of method."""
    sheets = list(frames.of_tables(real))
    assert [sheet.key for sheet in sheets] == list(LISTINGS)
    assert [sheet.key for sheet in sheets if not sheet.method and len(sheet.frame)] == []


def test_claims_are_those_of_the_dataset(rendered: Path, real: Dataset) -> None:
    """In every table with a column of them, ids that the register explains."""
    known = set(real.claims["claim_id"])
    cells = [
        (path.name, claim)
        for path in (rendered / "downloads").glob("*.csv")
        for row in rows_of(path)
        for claim in row.get("claims", "").split()
    ]
    assert len(cells) > 1000
    assert [found for found in cells if found[1] not in known] == []


def test_a_column_that_nothing_describes_is_refused(tiny: Dataset) -> None:
    """It would be in a file without a word on what it means."""
    with pytest.raises(KeyError):
        columns.described("unheard_of", "aid", tiny)


@pytest.mark.parametrize(
    ("sheet", "column", "part"),
    [("register-aid", "low", "claims"), ("references-aid", "high", "claims"),
     ("events", "start", "events"), ("timeline", "id", "timeline"), ("fig-timeline", "id", "timeline"),
     ("positions", "id", "contested"), ("not-used", "id", "not_used"),
     ("not-used", "reason", "not_used"), ("sources", "kind", "bibliography"),
     ("sources", "cites", "bibliography"), ("sources", "origin", "bibliography")],
)  # fmt: skip
def test_a_sheet_is_described_by_its_own_table(
    sheet: str, column: str, part: str, tiny: Dataset
) -> None:
    """Not by what a column of the same name is elsewhere."""
    (own,) = (field for field in columns.fields(part, tiny) if field["name"] == column)
    made = columns.described(column, sheet, tiny)
    assert (made["titles"][1], made["dc:description"]) == (own["title"], own["description"])


@pytest.mark.parametrize("sheet", ["timeline", "positions", "not-used"])
def test_a_table_that_the_dataset_has_not_is_described(sheet: str, tiny: Dataset) -> None:
    """By the schema: the file of a table without rows has the names of its columns."""
    bare = replace(tiny, descriptor={**tiny.descriptor, "resources": []})
    assert columns.described("id", sheet, bare) == columns.described("id", sheet, tiny)


def test_a_word_means_in_each_sheet_what_it_means_there(tiny: Dataset) -> None:
    """What belongs together is an event here, and a number or a length of time there."""

    def meaning(column: str, sheet: str) -> str:
        return str(columns.described(column, sheet, tiny)["dc:description"])

    assert meaning("kind", "aid").startswith("stated, or how")
    assert meaning("low", "aid").endswith("Empty: open, or no number.")
    assert "what they have in common" in meaning("subject", "computed")
    assert "what they have in common" not in meaning("subject", "register-aid")
    sheets = ("agreement", "fig-constant-aid", "fig-held-deaths-2", "fig-held-spending", "fig-held-arms")  # fmt: skip
    assert len({meaning("group", sheet) for sheet in sheets}) == len(sheets)
    with pytest.raises(KeyError):
        meaning("group", "aid")


@pytest.mark.parametrize(
    ("cell", "text"),
    [(True, "true"), (False, "false"), ("-7", "-7"), ("-0.5", "-0.5"), ("-7+1", "'-7+1"),
     ("+7", "'+7"), ("--", "'--"), (None, ""), ("0", "0")],
)  # fmt: skip
def test_numbers_stay_numbers(cell: object, text: str) -> None:
    """Below zero, too; whatever else begins like a formula is text."""
    made = csv_text(pd.DataFrame({"a": pd.Series([cell], dtype=object), "b": ["x"]}))
    assert list(csv.reader(io.StringIO(made)))[1] == [text, "x"]


def tidied(key: str, dataset: Dataset) -> list[dict[str, Any]]:
    """The rows of a table's download."""
    (sheet,) = (sheet for sheet in frames.of_tables(dataset) if sheet.key == key)
    return list(sheet.frame.to_dict("records"))


@pytest.fixture
def storms(claim: Build, dataset_of: Build) -> Dataset:
    """What three papers say of the people lost in a storm: 7, more than 9, and many."""
    return dataset_of(
        claim("a-01"),
        claim("b-01", source="herald", bound="more_than", low="9", as_stated="more than nine"),
        claim("c-01", source="leaflet", bound="vague", value="", as_stated="many"),
    )


def test_a_figure_is_plain_numbers(storms: Dataset) -> None:
    """Its ends as digits, an open one empty, what it rests on beside it."""
    told = [
        tuple(row[name] for name in ("kind", "low", "high", "low_open", "claims", "sources"))
        for row in tidied("casualties", storms)
    ]
    assert told == [
        ("stated", "7", "7", False, "a-01", "gazette"),
        ("stated", "9", "", True, "b-01", "herald"),
        ("stated", "", "", False, "c-01", "leaflet"),
        ("span", "7", "9", False, "a-01 b-01", "gazette herald"),
    ]


def test_a_group_has_a_row_for_each_claim(storms: Dataset) -> None:
    """With the words and the figure of that claim, and the relation of the group."""
    told = [
        (row["group"], row["claims"], row["words"], row["low"], row["relation"])
        for row in tidied("agreement", storms)
    ]
    assert told == [
        (1, "a-01", "seven", "7", "disagree"),
        (1, "b-01", "more than nine", "9", "disagree"),
        (1, "c-01", "many", "", "disagree"),
    ]


def test_a_headline_has_a_row_for_each_origin_and_source(storms: Dataset) -> None:
    """What it is with all of them, then without each."""
    told = [
        (row["without"], row["left_out"], row["outcome"], row["low"], row["high"], row["claims"])
        for row in tidied("robustness", storms)
    ]
    assert told == [
        ("", "", "", "7", "9", "a-01 b-01"),
        ("origin", "gazette_house", "moves", "9", "", "b-01"),
        ("origin", "herald_house", "moves", "7", "7", "a-01"),
        ("source", "gazette", "moves", "9", "", "b-01"),
        ("source", "herald", "moves", "7", "7", "a-01"),
    ]


def test_a_headline_that_vanishes_has_no_number(claim: Build, dataset_of: Build) -> None:
    """Nor a claim behind it."""
    rows = tidied("robustness", dataset_of(claim("a-01")))
    assert [(row["outcome"], row["low"], row["claims"]) for row in rows] == [
        ("", "7", "a-01"),
        ("vanishes", "", ""),
        ("vanishes", "", ""),
    ]


def test_a_verdict_has_a_row_for_each_reference(real: Dataset) -> None:
    """And one alone where no reference was found."""
    topics = [key for key in LISTINGS if key.startswith("verdicts-")]
    rows = [row for key in topics for row in tidied(key, real)]
    named = real.comparisons[["claim_id", "reference_claim_id"]].drop_duplicates()
    assert {row["claim_id"] for row in rows} == set(named["claim_id"])
    for row in rows:
        assert row["claims"] == " ".join([row["claim_id"], *row["references"].split()])
        assert bool(row["references"]) == bool(row["reason"])
    assert any(not row["references"] for row in rows)


# Charts


@pytest.fixture(scope="module")
def chart(tiny: Dataset) -> drawing.Drawing:
    """A drawing of the small dataset."""
    return Report(tiny).drawn("spending")[0]


def test_a_drawing_is_made_once(tiny: Dataset, chart: drawing.Drawing) -> None:
    """Whoever asks for it next gets the same: the page, and the downloads; also unkept."""
    kept = Cache()
    first, second = (Report(tiny, kept).drawn("spending")[0] for _ in range(2))
    assert first is second
    assert first.svg == chart.svg


def test_the_page_shows_what_is_written(folder: Path, chart: drawing.Drawing) -> None:
    """The SVG, without what the page says beside it."""
    assert (folder / "fig-spending.svg").read_bytes() == chart.svg
    assert (folder / "fig-spending.png").read_bytes() == chart.png
    assert base64.b64encode(svg.on_page(chart.svg)).decode() in drawing.image(chart)


def test_an_svg_tells_what_it_is(chart: drawing.Drawing, tiny: Dataset) -> None:
    """Title, what it shows, method, works and licence; not the program, and no day but the edition's."""
    dublin = "{http://purl.org/dc/elements/1.1/}"
    picture = etree.fromstring(chart.svg)
    space = "{http://www.w3.org/2000/svg}"
    assert (
        picture.findtext(f"{space}title") == chart.caption == picture.findtext(f".//{dublin}title")
    )
    assert picture.findtext(f"{space}desc") == chart.alt
    told = picture.findtext(f".//{dublin}description") or ""
    assert told.startswith(chart.alt)
    assert method.KINDS["stated"] in told
    works = {tiny.row("claims", key)["source"] for key in chart.claims}
    source = picture.findtext(f".//{dublin}source") or ""
    assert all(bibliography.cited(tiny.sources[key]) in source for key in works)
    assert source.startswith(f"{tiny.title}, edition {tiny.version} of ")
    assert bibliography.rights(tiny) in etree.tostring(picture.find(f".//{dublin}rights"), encoding="unicode")  # fmt: skip
    assert picture.find(f".//{dublin}date") is None
    assert b"Matplotlib" not in chart.svg


def test_a_png_tells_the_same(chart: drawing.Drawing, tiny: Dataset) -> None:
    """And is large enough for print: the size of the SVG, at our resolution."""
    picture: Any = Image.open(io.BytesIO(chart.png))
    assert set(picture.text) == {"Title", "Description", "Source", "Copyright"}
    assert picture.text["Title"] == chart.caption
    assert picture.text["Description"].startswith(chart.alt)
    assert picture.text["Source"] == drawing.sources(tiny, chart.claims)
    assert picture.text["Copyright"] == bibliography.rights(tiny)
    points = float(etree.fromstring(chart.svg).get("width", "").removesuffix("pt"))
    assert picture.width == pytest.approx(points / 72 * drawing.RESOLUTION, abs=1)


def test_what_is_drawn_is_in_the_file_of_that_part(rendered: Path, real: Dataset) -> None:
    """A chart on several sheets has a file for each; together they hold every row of its frame."""
    report, many = Report(real), 0
    for key in CHARTS:
        drawn = report.drawn(key)
        parts = [rows_of(rendered / f"downloads/fig-{part.key}.csv") for part in drawn]
        for part, rows in zip(drawn, parts, strict=True):
            ids = {claim for row in rows for claim in row.get("claims", row.get("id", "")).split()}
            assert ids == set(part.claims), part.key
        many += len(parts) > 1
        assert all(first != second for first, second in pairwise(parts))
    assert many


def test_a_number_that_no_claim_explains_is_not_drawn(storms: Dataset) -> None:
    """Before anything is saved."""
    (made,) = charts_of("killed", CHARTS["killed"].frame(storms), storms)
    loose = replace(made, said=(*made.said, type(made.said[0])(" 12 more")))
    with pytest.raises(DocumentError, match="no claim explains"):
        drawing.drawn(loose, "", storms)


# Works

KEPT = ("title", "author", "issued", "URL")
TITLES = (
    "<script>alert(1)</script>", "\\input{/etc/passwd} \\write18{x}", "}, note = {x}, title={{",
    "@online{x, a={b}}", "$x$ 50% #1 a_b ~ ^ &", "{{< include x >}}", "*x* [x](y) ^[n]",
    "Why is the renewed border of iPhone", "``` `x`{=html}", "one | two |", "ə–ş “Two States, One Nation”", "-- --- ... 'x'",
)  # fmt: skip


# Marks of quotation within a title, which a reader of TeX may set in its own way.
QUOTES = str.maketrans(dict.fromkeys("“”‘’'`", "'"))


def works(text: str, given: str) -> list[dict[str, Any]]:
    """A bibliography as pandoc reads it, the marks that keep a title as it is taken off."""
    # A bar as pandoc writes it for TeX, and cannot read.
    text = re.sub(r"\\textbar(\{\}| )?", "|", text)
    items = json.loads(references.converted(text, "csljson", given))
    return alike(
        {
            name: item.get(name, "").replace('<span class="nocase">', "").replace("</span>", "")
            if name == "title"
            else item.get(name)
            for name in KEPT
        }
        for item in items
    )


def alike(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items whose titles have one mark of quotation for all."""
    return [{**item, "title": item.get("title", "").translate(QUOTES)} for item in items]


def test_works_are_the_same_in_both_formats(rendered: Path, real: Dataset) -> None:
    """Titles, authors, dates and addresses of every work, there and back."""
    made = {name: (rendered / f"downloads/references.{name}").read_text("utf-8") for name in ("json", "bib")}  # fmt: skip
    items = json.loads(made["json"])
    assert [item["id"] for item in items] == list(real.sources)
    assert [item.get("title", "") for item in items] == [s.title for s in real.sources.values()]
    kept = [{name: item.get(name) for name in KEPT if name in item} for item in items]
    assert works(made["bib"], "biblatex") == alike(
        {**dict.fromkeys(KEPT[1:]), **item} for item in kept
    )


def test_names_and_dates_of_works(dataset_of: Build) -> None:
    """An institution stays one name; a date is as precise as it is known."""
    record = {"type": "report", "title": "Almanac", "issued": "2021-02",
              "author": [{"literal": "Guild of Pilots"}, {"family": "Quayle", "given": "Ada"}]}  # fmt: skip
    made = references.biblatex({"gazette": record})
    assert "author = {{Guild of Pilots} and Quayle, Ada}" in made
    assert "date = {2021-02}" in made
    assert works(made, "biblatex")[0]["author"] == record["author"]


@pytest.mark.parametrize("title", TITLES)
def test_no_title_is_a_command(title: str) -> None:
    """There and back it is the same words; no field ends before its brace."""
    record = {"type": "webpage", "title": title, "author": [{"literal": title}],
              "URL": "https://example.org/a_b?c=%20}, note = {x}\\input{y}#z"}  # fmt: skip
    made = references.biblatex({"gazette": record})
    (found,) = works(made, "biblatex")
    assert alike([{"title": title}]) == [{"title": found["title"]}]
    assert [author["literal"].translate(QUOTES) for author in found["author"]] == [
        title.translate(QUOTES)
    ]
    assert "\\input" not in made.replace("\\textbackslash input", "")
    assert "\\write18" not in made
    (url,) = (line for line in made.splitlines() if line.strip().startswith("url ="))
    assert url == "  url = {https://example.org/a_b?c=%20%7D, note = %7Bx%7D%5Cinput%7By%7D#z}"


def test_hostile_works_are_read_as_works(hostile: Path) -> None:
    """As many as there are in the list, with their titles as they were written."""
    items = json.loads((hostile / "downloads/references.json").read_text("utf-8"))
    found = works((hostile / "downloads/references.bib").read_text("utf-8"), "biblatex")
    assert [work["title"] for work in found] == [item["title"] for item in alike(items)]
    assert any("<script>" in work["title"] for work in found)


def test_flat_figures_are_plain_numbers(claim: Build, dataset_of: Build) -> None:
    """Ends as digits, empty where open; computed ones rounded; lists as text."""
    made = dataset_of(
        claim("a-1", bound="more_than", low="7000000"),
        claim("a-2", bound="approximate", value="30000", event="autumn_storm"),
        claim("a-3", value="412", event="autumn_storm", subject="southport"),
    )
    rows = [*spans.stated(made, "casualties").to_dict("records")]
    rows.append(spans.total(made, ["a-2", "a-3"]))
    flat = frames.tidy("killed", spans.frame(rows), made).to_dict("records")
    assert (flat[0]["low"], flat[0]["high"], flat[0]["low_open"]) == ("7000000", "", True)
    assert (flat[3]["low"], flat[3]["high"], flat[3]["about"]) == ("30000", "30000", True)
    assert (flat[3]["claims"], flat[3]["origins"]) == ("a-2 a-3", "gazette_house")
    assert "amount" not in flat[0]


def test_a_sheet_of_nothing_has_its_heading(tiny: Dataset) -> None:
    """A table without rows is a file with the names of its columns."""
    empty = Sheet("none", "Nothing", frames.tidy("none", spans.frame([]), tiny), "")
    ((name, text), (_, told)) = empty.files(tiny)
    assert name == "none.csv"
    assert text.count("\n") == 1
    assert text.startswith("quantity,")
    assert json.loads(told)["dc:source"] == []
