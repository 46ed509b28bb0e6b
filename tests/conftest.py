"""A small invented dataset built in code, and the real one row by row.

The invented world: two ports, Northport and Southport, on one coast, and a season of storms.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from analysis import aid, schema, spans
from analysis.dataset import Dataset, load
from analysis.sources import Source

ROOT = Path(__file__).parents[1]
DESCRIPTOR = schema.descriptor()
TABLES = {
    resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
    for resource in DESCRIPTOR["resources"]
}

QUANTITIES = (
    # quantity, topic, dimension, part_of
    ("wounded", "casualties", "persons", ""),
    ("killed", "casualties", "persons", ""),
    ("casualties_ratio", "casualties", "ratio", ""),
    ("alleged_unlawful_killings", "casualties", "persons", ""),
    ("refugees", "displacement", "persons", ""),
    ("displaced", "displacement", "persons", ""),
    ("residents", "displacement", "persons", ""),
    ("remaining", "displacement", "persons", ""),
    ("aid", "aid", "money", ""),
    ("aid_nets", "aid", "money", "aid"),
    ("aid_boats", "aid", "money", "aid"),
    ("crane_orders", "arms", "money", ""),
    ("cranes", "arms", "items", ""),
    ("crane_rank", "arms", "rank", ""),
    ("crane_ratio", "arms", "ratio", ""),
    ("crane_share", "arms", "share", ""),
    ("dock_spending", "spending", "money", ""),
    ("dock_ratio", "spending", "ratio", ""),
    ("dock_share", "spending", "share", ""),
    ("storm_length", "context", "duration", ""),
    ("harbour_share", "context", "share", ""),
    ("pier_length", "context", "length", ""),
    ("pilots", "context", "persons", ""),
    ("piers", "context", "items", ""),
    ("storms", "context", "events", ""),
    ("storm_rank", "context", "rank", ""),
    ("port_ratio", "context", "ratio", ""),
)
EVENTS = (
    # event, start, end, within
    ("storm_season", "2001", "2003", ""),
    ("spring_storm", "2001-04", "2001-05", "storm_season"),
    ("first_night", "2001-04-02", "2001-04-02", "spring_storm"),
    ("autumn_storm", "2002-10-05", "2002-10-09", "storm_season"),
    ("harbour_talks", "", "", ""),
)
ACTORS = (
    # actor, part_of
    ("coast", ""),
    ("northport", "coast"),
    ("southport", "coast"),
    ("lighthouse", ""),
    ("pilots_guild", ""),
)
PLACES = (
    # place, part_of
    ("bay", ""),
    ("north_pier", "bay"),
    ("south_pier", "bay"),
)
CITES = {"gazette": "", "herald": "", "courier": "herald", "leaflet": "courier"}
ORIGINS = {"gazette": "gazette_house", "herald": "herald_house"}

Cells = Mapping[str, str]


def frame(table: str, records: Iterable[Cells]) -> pd.DataFrame:
    """A table of the data package, every cell that a record leaves out empty."""
    rows = [{name: record.get(name, "") for name in TABLES[table]} for record in records]
    made = pd.DataFrame(rows, columns=TABLES[table], dtype="str")
    return made.set_axis(range(2, len(rows) + 2), axis="index")


def keyed(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[Cells]:
    """Records of these columns, each labelled with its key."""
    records = [dict(zip(names, row, strict=True)) for row in rows]
    return [{"label": record[names[0]].replace("_", " "), **record} for record in records]


def source(citekey: str, cites: str, origin: str) -> Source:
    """A reference that takes its figures from another, or has an origin."""
    record = {"id": citekey, "custom": {"cites": cites, "origin": origin}}
    return Source(citekey, False, record, "data/references.yaml", 1)


@pytest.fixture(scope="session")
def claim() -> Callable[..., dict[str, str]]:
    """A builder of claims: 7 people lost in Northport in the spring storm, but for what is named."""

    def build(claim_id: str, **cells: str) -> dict[str, str]:
        usual = {
            "claim_id": claim_id, "source": "gazette", "locator": "para 1", "as_stated": "seven",
            "quantity": "killed", "subject": "northport", "event": "spring_storm",
            "bound": "exact", "unit": "persons",
        }  # fmt: skip
        number = {} if {"value", "low", "high"} & set(cells) else {"value": "7"}
        return {**dict.fromkeys(TABLES["claims"], ""), **usual, **number, **cells}

    return build


@pytest.fixture(scope="session")
def dataset_of() -> Callable[..., Dataset]:
    """A builder of datasets: the invented world with these claims, other tables as named."""

    def build(*claims: Cells, **tables: Iterable[Cells]) -> Dataset:
        rows = {
            "claims": claims,
            "quantities": keyed(("quantity", "topic", "dimension", "part_of"), QUANTITIES),
            "events": keyed(("event", "start", "end", "within"), EVENTS),
            "actors": keyed(("actor", "part_of"), ACTORS),
            "places": keyed(("place", "part_of"), PLACES),
            **tables,
        }
        made = {name: frame(name, rows.get(name, ())) for name in TABLES}
        sources = {key: source(key, cites, ORIGINS.get(key, "")) for key, cites in CITES.items()}
        return Dataset(ROOT, DESCRIPTOR, made, sources)

    return build


@lru_cache(maxsize=1)
def real_dataset() -> Dataset:
    """The dataset of the repository, read but not validated."""
    return load(ROOT, validate=False)


@lru_cache(maxsize=1)
def real_figures() -> tuple[dict[str, Any], ...]:
    """Every figure that is computed from the real claims."""
    dataset = real_dataset()
    topics = dataset.quantities["topic"].unique()
    frames = [*(spans.spans(dataset, topic) for topic in topics), aid.totals(dataset)]
    return tuple(row for part in (*frames, aid.ratios(dataset)) for row in part.to_dict("records"))


@pytest.fixture(scope="session")
def real() -> Dataset:
    """The dataset of the repository."""
    return real_dataset()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each real claim or computed figure; of those of one kind, `real_KIND`."""
    if "real_claim" in metafunc.fixturenames:
        claims = real_dataset().statements.to_dict("records")
        metafunc.parametrize("real_claim", claims, ids=[c["claim_id"] for c in claims])
    for name in {"real_figure", "real_span", "real_sum", "real_ratio"} & {*metafunc.fixturenames}:
        rows = [row for row in real_figures() if name in ("real_figure", f"real_{row['kind']}")]
        names = [f"{row['kind']} of {' '.join(row['claims'])}" for row in rows]
        metafunc.parametrize(name, rows, ids=names)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for all tests, whichever process runs them."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def publish_as_usual(
    folder: Path,
    out: Path,
    formats: Sequence[str] = ("html", "pdf"),
    since: str | None = None,
    **options: Any,
) -> list[Path]:
    """The report on a dataset, as `report render` makes it with the engine of its own."""
    from report import manifest, publish

    made_from = manifest.inputs(folder, formats, "builtin", since)
    return publish.publish(folder, out, made_from, **options)


@pytest.fixture(scope="session")
def published() -> Callable[..., list[Path]]:
    """A render of the dataset in a folder into another; gives what it wrote."""
    return publish_as_usual


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """The report that `make` writes to `out` in this folder; made by the first who asks for it."""
    from report.workshop import held

    folder.mkdir(exist_ok=True)
    with held(folder):
        if not (folder / "out/manifest.json").exists():
            make(folder / "out")
    return folder / "out"


@pytest.fixture(scope="session")
def drawings_kept(shared: Path) -> Path:
    """The drawings of the report on the real dataset, once that is rendered."""
    return shared / "drawings"


@pytest.fixture(scope="session")
def rendered(shared: Path, drawings_kept: Path) -> Path:
    """The report on the real dataset, rendered once: the folder of its files."""
    return once(shared / "real", lambda out: publish_as_usual(ROOT, out, kept=drawings_kept))


# What the text of a dataset could be taken for: elements, links, code, formulas, citations, marks.
HOSTILE = (
    "<script>alert('x')</script>", '"><img src=x onerror=alert(1)>', "[x](javascript:alert(1))",
    "`{python} 1+1`", '#read("/etc/passwd")', "$x$", "\\input{x}", "```{=html}", "../../x",
    "@citekey", "::: {.n}", "|", "-->", "*x*", "^[note]", "]{#u-1 .n claims=x}", "=HYPERLINK(1)",
)  # fmt: skip
# Columns of text that hold keys and figures.
STRUCTURED = {"reference_claim_id", "reading", "differs_in"}
BIBLIOGRAPHIC = ("title", "title-short", "container-title", "publisher", "language")


@pytest.fixture(scope="session")
def hostile_texts() -> tuple[str, ...]:
    """What stands in the texts of `hostile`."""
    return HOSTILE


@pytest.fixture(scope="session")
def hostile(shared: Path) -> Path:
    """The report on a copy of the real dataset in which every text holds something hostile."""
    return once(shared / "hostile", _hostile)


def _hostile(out: Path) -> None:
    folder, texts = out.parent, cycle(HOSTILE)
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    seeds = {path.stem for path in (folder / "seeds").glob("*.yaml")}
    for resource in DESCRIPTOR["resources"]:
        _spoil_table(folder / "data" / resource["path"], resource, seeds, texts)
    # Of no edition: of a vague claim, the words that are spoilt are the value.
    (folder / "data/edition.csv").write_text(",".join(TABLES["edition"]) + "\n", "utf-8")
    for path in [*sorted((folder / "seeds").glob("*.yaml")), folder / "data/references.yaml"]:
        _spoil_records(path, texts)
    named = {name: f"{DESCRIPTOR[name]} {next(texts)}" for name in ("title", "subtitle")}
    # In a keyword, a quotation mark ends the attribute of the page that holds them.
    keywords = [f"x {text}" for text in HOSTILE if '"' not in text]
    changed = json.dumps({**DESCRIPTOR, **named, "keywords": keywords})
    (folder / "data/datapackage.json").write_text(changed, "utf-8")
    publish_as_usual(folder, out)


def _spoil_table(path: Path, table: Any, seeds: set[str], texts: Iterator[str]) -> None:
    """Add a hostile text to each text of a table that the rules leave free, to equal ones the same."""
    if not path.exists():
        return
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines(keepends=True)))
    columns = [field["name"] for field in table["schema"]["fields"] if field["holds"] == "text"]
    spoilt: dict[tuple[str, str], str] = {}
    for row, column in product(rows, columns):
        of_seed = row.get("source") in seeds
        fixed = STRUCTURED | ({"locator", "derivation"} if of_seed else {"as_stated"})
        long = column == "as_stated" and len(row[column].split()) > 9
        if column not in fixed and not long:
            cell = (column, row[column])
            added = spoilt.get(cell) or spoilt.setdefault(cell, next(texts))
            both = (added, row[column]) if added.startswith("=") else (row[column] or "x", added)
            row[column] = " ".join(part for part in both if part)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TABLES[table["name"]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _spoil_records(path: Path, texts: Iterator[str]) -> None:
    """Add a hostile text to each text of the bibliography."""
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    for record in content.get("references", [content]):
        for field in sorted({*BIBLIOGRAPHIC} & {*record}):
            record[field] += f" {next(texts)}"
        for author, part in [(a, part) for a in record.get("author", []) for part in a]:
            author[part] += f" {next(texts)}"
        for field in sorted({"argues", "read_as", "licence"} & {*record["custom"]}):
            record["custom"][field] += f" {next(texts)}"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
