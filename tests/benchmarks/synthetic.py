"""A seeded dataset of any number of claims about an invented coast, its harbours and its storms.

Run: `uv run python tests/benchmarks/synthetic.py DIR --claims 10000 [--seed N]`.

It is valid, and it grows as a big dataset would:

- Sources: twelve base articles, long enough to hold half of the claims, as the report prints a
  column for each; the reference works that state the other half grow with the claims.
- Events, actors, places, groups of comparable claims, comparisons, dated happenings, contested
  matters and what was not used grow with the claims. Sides, quantities and units do not.
- It is its own last edition, as each dataset is when it was released: the check holds every claim
  against what it stated then.
- Each thing that is measured is stated one to four times, mostly by different sources, under every
  bound, alike or at odds. Some claims repeat another of their source.
- Figures are spread evenly over orders of magnitude and stated with one to four significant digits,
  so that most are round or small: distinct figures and wordings grow slower than the claims.
- Every claim of an article is compared with a reference claim of the same thing, with the sum of
  two, or with none.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis import edition, schema

Row = Mapping[str, str]

ARTICLES = tuple(f"article{letter}" for letter in "abcdefghijkl")
SIDES = ("east_coast", "north_coast", "south_coast", "west_coast")
QUANTITIES = (
    # quantity, topic, dimension, kind, stage, part_of, what the words count
    ("killed", "casualties", "persons", "flow", "", "", "people lost"),
    ("wounded", "casualties", "persons", "flow", "", "", "people hurt"),
    ("missing", "casualties", "persons", "stock", "", "", "people not found"),
    ("displaced", "displacement", "persons", "flow", "", "", "people moved out"),
    ("refugees", "displacement", "persons", "stock", "", "", "people taken in inland"),
    ("residents", "displacement", "persons", "stock", "", "", "people living there"),
    ("crane_orders", "arms", "money", "flow", "contracted", "", "for cranes"),
    ("cranes", "arms", "items", "count", "delivered", "", "cranes"),
    ("crane_rank", "arms", "rank", "level", "", "", "buyer of cranes"),
    ("crane_share", "arms", "share", "share", "", "", "of the cranes"),
    ("dock_spending", "spending", "money", "flow", "spent", "", "spent on docks"),
    ("dock_ratio", "spending", "ratio", "level", "", "", "on docks"),
    ("storm_length", "context", "duration", "duration", "", "", "of storm"),
    ("pier_length", "context", "length", "level", "", "", "of pier"),
    ("flooded_share", "context", "share", "share", "", "", "of the harbour"),
    ("piers", "context", "items", "count", "", "", "piers"),
    ("aid", "aid", "money", "flow", "", "", "of aid"),
    ("aid_nets", "aid", "money", "flow", "", "aid", "for nets"),
    ("aid_boats", "aid", "money", "flow", "", "aid", "for boats"),
)
MEASURED = tuple(row for row in QUANTITIES if row[1] != "aid")
UNITS = {
    "persons": ("persons",), "items": ("item",), "money": ("USD", "USD", "USD", "AMD"),
    "share": ("percent",), "length": ("metre",), "duration": ("day", "week", "month"),
    "rank": ("rank",), "ratio": ("ratio",),
}  # fmt: skip
UNIT_WORDS = {
    "percent": "percent", "metre": "metres", "ratio": "times more",
    "day": "days", "week": "weeks", "month": "months",
}  # fmt: skip
# How often a bound is stated, and the words for it.
BOUNDS = {
    "exact": (40, ("{}", "a total of {}")),
    "approximate": (18, ("about {}", "almost {}", "some {}", "around {}")),
    "at_least": (9, ("at least {}", "no fewer than {}")),
    "more_than": (12, ("more than {}", "over {}")),
    "at_most": (5, ("up to {}", "at most {}")),
    "less_than": (4, ("fewer than {}", "under {}")),
    "range": (8, ("{} to {}", "between {} and {}")),
    "vague": (4, ("dozens of", "hundreds of", "many", "several")),
}
COLUMN = {"at_least": "low", "more_than": "low", "at_most": "high", "less_than": "high"}
ORDINALS = ("", "second ", "third ", "fourth ", "fifth ", "sixth ")
POPULATIONS = ("", "", "", "civilian", "all")
METHODS = ("", "", "", "official_total", "event_count", "expert_estimate")
DIFFERENCES = (
    "nothing",
    "nothing",
    "nothing",
    "period",
    "place",
    "population period",
    "definition",
)
FIRST_YEAR, LAST_YEAR = 1980, 2020


@dataclass
class Coast:
    """The invented world of one dataset: how much of everything there is, and chance."""

    claims: int
    chance: random.Random
    numbers: dict[str, Iterator[int]] = field(default_factory=dict)

    def some(self, share: int) -> int:
        """One of a kind for so many claims, two at least."""
        return max(2, self.claims // share)

    @cached_property
    def harbours(self) -> list[str]:
        return [f"harbour_{n}" for n in range(self.some(250))]

    @cached_property
    def offices(self) -> list[str]:
        """Those who count: half of them belong to a side."""
        return [f"office_{n}" for n in range(self.some(1000))]

    @cached_property
    def works(self) -> list[str]:
        return [f"work{n}" for n in range(self.some(200))]

    @cached_property
    def seasons(self) -> list[int]:
        return list(range(LAST_YEAR - self.some(4000), LAST_YEAR))

    @cached_property
    def storms(self) -> list[tuple[str, datetime.date]]:
        """Storms by the day that each began, in the seasons."""
        years, days = cycle(self.seasons), self.chance
        first = ((datetime.date(next(years), 1, 1)) for _ in range(self.some(40)))
        moved = (day + datetime.timedelta(days.randrange(350)) for day in first)
        return [(f"storm_{n}", day) for n, day in enumerate(moved)]

    def key(self, source: str, letter: str = "") -> str:
        """The next id of a source."""
        number = next(self.numbers.setdefault(source + letter, count(1)))
        return f"{source}-{letter}{number:02d}"

    def place_in(self, source: str) -> str:
        """Where in a source a row stands."""
        last = paragraphs(self.claims) if source in ARTICLES else 400
        return f"{'para' if source in ARTICLES else 'page'} {self.chance.randint(1, last)}"

    def source(self) -> str:
        """An article or a work, as often the one as the other."""
        return self.chance.choice(ARTICLES if self.chance.random() < 0.5 else self.works)


def paragraphs(claims: int) -> int:
    """How long each article is: some six paragraphs for ten claims."""
    return 10 + claims // 40


def write(folder: Path, claims: int, seed: int = 0) -> Path:
    """Write a dataset of so many claims to `folder`, which it gives back."""
    coast = Coast(claims, random.Random(seed))
    stated = list(stated_on(coast))
    tables: dict[str, Iterable[Row]] = {
        "claims": stated,
        "quantities": map(quantity, QUANTITIES),
        "events": events(coast),
        "actors": actors(coast),
        "places": places(coast),
        "timeline": timeline(coast),
        "contested": contested(coast),
        "not_used": not_used(coast),
        "comparisons": comparisons(coast, stated),
        "prices": prices(coast),
        edition.TABLE: released(stated),
    }
    for name in ("data", "seeds"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        write_table(folder / "data" / f"{name}.csv", name, rows)
    write_descriptor(folder / "data/datapackage.json", tables)
    write_sources(folder, coast)
    return folder


def stated_on(coast: Coast) -> Iterator[dict[str, str]]:
    """The claims: as many as asked for, of things of storms and, one in twelve, of aid."""
    made, programme = 0, count()
    while made < coast.claims:
        aid = coast.chance.random() < 1 / 32
        group = aid_of(coast, next(programme)) if aid else of_thing(coast)
        for claim in group[: coast.claims - made]:
            made += 1
            yield claim


def of_thing(coast: Coast) -> list[dict[str, str]]:
    """Claims of one thing: how many of what there was, by one to four sources."""
    chance = coast.chance
    what = chance.choice(MEASURED)
    about = {**thing(coast, what), "unit": chance.choice(UNITS[what[2]])}
    figure = magnitude(coast, about["unit"])
    made = [statement(coast, about, what, figure) for _ in range(chance.choice((1, 2, 2, 3, 4)))]
    if what[0] == "killed" and not about["population"] and chance.random() < 0.2:
        made += divided(coast, about, what, figure)
    if made[-1]["bound"] != "vague" and chance.random() < 0.05:
        made.append(repeated(coast, made[-1]))
    return made


def thing(coast: Coast, what: Sequence[str]) -> dict[str, str]:
    """What a group of claims is about: quantity, whose, where, of which storm or year."""
    chance, harbour = coast.chance, coast.chance.choice(coast.harbours)
    about = {"quantity": what[0], "subject": harbour if chance.random() < 0.9 else side(harbour)}
    if what[1] in ("casualties", "displacement"):
        about["population"] = chance.choice(POPULATIONS)
        about["place"] = harbour if chance.random() < 0.5 else ""
    if what[1] in ("arms", "spending"):
        about["start"] = about["end"] = str(chance.choice(coast.seasons))
        return about
    storm, day = chance.choice(coast.storms)
    about["event"] = storm if chance.random() < 0.98 else f"season_{day.year}"
    return about


def side(key: str) -> str:
    """The side that a numbered harbour or office belongs to."""
    return SIDES[int(key.rpartition("_")[2]) % len(SIDES)]


def magnitude(coast: Coast, unit: str) -> int:
    """A figure of which every order of magnitude is as likely as another."""
    most = {"percent": 2, "rank": 0.7, "ratio": 1, "day": 2, "week": 1.5, "month": 1.5, "metre": 3}
    zeros = 5 if unit in ("USD", "AMD") else 0
    return max(2, int(10 ** (zeros + coast.chance.uniform(0.3, most.get(unit, 5.5)))))


def statement(
    coast: Coast, about: Row, what: Sequence[str], figure: int, source: str = ""
) -> dict[str, str]:
    """A claim of one source on a thing: mostly near the figure, under some bound."""
    chance, source = coast.chance, source or coast.source()
    counted = max(1, int(figure * chance.choice((1, 1, 1, 0.97, 1.04, 0.8, 1.3))))
    bound, cells, words = worded(coast, about["unit"], counted, what[6])
    quoted = source in ARTICLES
    claim = {
        **about, **cells, "bound": bound, "claim_id": coast.key(source), "source": source,
        "locator": coast.place_in(source), "as_stated": words if quoted else "",
        "method": chance.choice(METHODS) if chance.random() < 0.2 else "",
        "note": "" if quoted else f"States {words} of {about['subject'].replace('_', ' ')}.",
    }  # fmt: skip
    if chance.random() < 0.4:
        claim["claimant"] = chance.choice(coast.offices)
    if quoted and chance.random() < 0.15:
        claim["cites"] = chance.choice(coast.works)
    return claim


def worded(coast: Coast, unit: str, figure: int, counted: str) -> tuple[str, dict[str, str], str]:
    """A bound, the columns that it fills, and words that state both."""
    chance = coast.chance
    if unit == "rank":
        place = min(figure, len(ORDINALS))
        return "exact", {"value": str(place)}, f"the {ORDINALS[place - 1]}largest {counted}"
    weights = [often for often, _ in BOUNDS.values()]
    bound = chance.choices(list(BOUNDS), weights)[0]
    value = rounded(coast, min(figure, 80) if unit == "percent" else figure)
    values = [value, value + max(1, value // 5)] if bound == "range" else [value]
    text = chance.choice(BOUNDS[bound][1]).format(*(printed(number, unit) for number in values))
    words = f"{text} {UNIT_WORDS.get(unit, '')} {counted}"
    names = ("low", "high") if bound == "range" else (COLUMN.get(bound, "value"),)
    cells = dict(zip(names, map(str, values), strict=True)) if bound != "vague" else {}
    return bound, cells, " ".join(words.split())


def rounded(coast: Coast, figure: int) -> int:
    """A figure with one to four significant digits."""
    place = 10 ** max(0, len(str(figure)) - coast.chance.randint(1, 4))
    return max(1, figure // place) * place


def printed(figure: int, unit: str) -> str:
    """A figure as an article prints it: money in words of scale from a million on."""
    if unit not in ("USD", "AMD"):
        return f"{figure:,}"
    million = figure >= 10**6 and figure % 10**4 == 0
    return f"${figure / 10**6:g} million" if million else f"${figure:,}"


def divided(coast: Coast, about: Row, what: Sequence[str], figure: int) -> Iterator[dict[str, str]]:
    """Two claims of one work that count a thing by population, and together are the whole."""
    work, parts = coast.chance.choice(coast.works), (figure // 3 + 1, figure - figure // 3)
    for population, part in zip(("military", "civilian"), parts, strict=True):
        cells = {"bound": "exact", "value": str(part), "low": "", "high": "", "claimant": ""}
        whole = statement(coast, {**about, "population": population}, what, part, work)
        yield {**whole, **cells, "method": "", "part_of_sum": "yes"}


def repeated(coast: Coast, claim: Row) -> dict[str, str]:
    """The same source stating the same number again."""
    again = {"claim_id": coast.key(claim["source"]), "locator": coast.place_in(claim["source"])}
    return {**claim, **again, "repeats": claim["claim_id"]}


def aid_of(coast: Coast, number: int) -> list[dict[str, str]]:
    """One donor's aid in one year to one or two harbours for two purposes, by one source."""
    donor = f"office_{number % len(coast.offices)}"
    year = str(FIRST_YEAR + number // len(coast.offices) % (LAST_YEAR - FIRST_YEAR))
    source, purposes = coast.source(), QUANTITIES[-2:]
    recipients = coast.chance.sample(coast.harbours, coast.chance.choice((1, 2)))
    made = []
    for recipient in recipients:
        for what in purposes:
            about = {
                "quantity": what[0], "subject": recipient, "counterpart": donor,
                "start": year, "end": year, "unit": "USD",
            }  # fmt: skip
            claim = statement(coast, about, what, magnitude(coast, "USD"), source)
            made.append({**claim, "method": "", "claimant": "", "cites": ""})
    return made


def comparisons(coast: Coast, claims: Sequence[Row]) -> Iterator[Row]:
    """Each claim of an article beside a reference claim of its thing, a sum of two, or none."""
    references: dict[tuple[str, ...], list[str]] = {}
    parts: dict[tuple[str, ...], list[str]] = {}
    for claim in claims:
        if not claim["as_stated"]:
            found = parts if claim.get("part_of_sum") else references
            found.setdefault(same_thing(claim), []).append(claim["claim_id"])
    for claim in claims:
        if claim["as_stated"]:
            key = same_thing(claim)
            ids = [*references.get(key, [])[:2], *sums(parts.get(key, []))]
            yield from compared(coast, claim["claim_id"], ids)


def same_thing(claim: Row) -> tuple[str, ...]:
    """What a claim and its references share."""
    columns = ("quantity", "subject", "place", "event", "start", "unit")
    return tuple(claim.get(column, "") for column in columns)


def sums(ids: Sequence[str]) -> list[str]:
    """Each two parts of one whole as their sum; only the first whole of a thing is taken."""
    return [" + ".join(ids[:2])] if len(ids) > 1 else []


def compared(coast: Coast, claim: str, ids: Sequence[str]) -> Iterator[Row]:
    """A row for each reference, or one that says that there is none."""
    if not ids:
        reason = "No work that was read counts this."
        yield {"claim_id": claim, "reference_claim_id": "none_found", "reason": reason}
    for reference in ids:
        differs = coast.chance.choice(DIFFERENCES)
        reason = f"Counts the same harbour; differs in {differs}."
        row = {"claim_id": claim, "reference_claim_id": reference}
        yield {**row, "differs_in": differs, "reason": reason}


def quantity(row: Sequence[str]) -> Row:
    """A quantity as its table describes it."""
    names = ("quantity", "topic", "dimension", "kind", "stage", "part_of")
    label = row[0].replace("_", " ").capitalize()
    cells = dict(zip(names, row[:6], strict=True))
    return {**cells, "label": label, "definition": f"Figures with the words “{row[6]}”."}


def events(coast: Coast) -> Iterator[Row]:
    """Seasons, and the storms within them."""
    told = {"source": ARTICLES[0], "locator": "para 1"}
    for year in coast.seasons:
        dated = {"start": str(year), "end": str(year + 1), "description": "All storms of a year."}
        yield {"event": f"season_{year}", "label": f"Season of {year}", **dated, **told}
    for storm, day in coast.storms:
        end = day + datetime.timedelta(2)
        dated = {"start": day.isoformat(), "end": end.isoformat(), "description": "One storm."}
        label = f"Storm {storm.rpartition('_')[2]}"
        yield {"event": storm, "label": label, "within": f"season_{day.year}", **dated, **told}


def actors(coast: Coast) -> Iterator[Row]:
    """Sides, the harbours of each, and offices, half of which belong to a side."""
    for key in SIDES:
        yield named("actor", key, kind="composite", side=key)
    for key in coast.harbours:
        yield named("actor", key, kind="people", side=side(key), part_of=side(key))
    for number, key in enumerate(coast.offices):
        of_side = {"side": side(key), "part_of": side(key)} if number % 2 else {}
        yield named("actor", key, kind="official", **of_side)


def places(coast: Coast) -> Iterator[Row]:
    """Coasts, and the harbours on each."""
    yield from (named("place", key) for key in SIDES)
    yield from (named("place", key, part_of=side(key)) for key in coast.harbours)


def named(column: str, key: str, **cells: str) -> Row:
    """A row under a key, with the key's words as its label."""
    return {column: key, "label": key.replace("_", " ").capitalize(), **cells}


def timeline(coast: Coast) -> Iterator[Row]:
    """When storms came, as the articles say: to the day, the month or the year."""
    for _ in range(coast.some(20)):
        source, (storm, day) = coast.chance.choice(ARTICLES), coast.chance.choice(coast.storms)
        date = day.isoformat()[: coast.chance.choice((4, 7, 10, 10))]
        yield {
            "id": coast.key(source, "t"), "source": source, "locator": coast.place_in(source),
            "date": date, "date_basis": "stated", "as_stated": date, "event": storm,
            "description": f"{storm.replace('_', ' ').capitalize()} reached the harbour.",
        }  # fmt: skip


def contested(coast: Coast) -> Iterator[Row]:
    """What articles hold on matters that are not numbers, three positions a matter."""
    for number in range(coast.some(50)):
        source = coast.chance.choice(ARTICLES)
        yield {
            "id": coast.key(source, "x"), "matter": f"Which pier was built as number {number // 3}?",
            "source": source, "locator": coast.place_in(source), "as_stated": "the older pier",
            "position": f"The pier of {coast.chance.choice(coast.harbours).replace('_', ' ')}.",
        }  # fmt: skip


def not_used(coast: Coast) -> Iterator[Row]:
    """What looks like a figure in the articles and is none."""
    for _ in range(coast.some(20)):
        source = coast.chance.choice(ARTICLES)
        yield {
            "id": coast.key(source, "n"), "source": source, "locator": coast.place_in(source),
            "as_stated": f"pier {coast.chance.randrange(90)}", "reason": "a name, no number",
        }  # fmt: skip


def prices(coast: Coast) -> Iterator[Row]:
    """A price index that rises evenly."""
    for year in range(FIRST_YEAR, LAST_YEAR):
        index = str(100 + 3 * (year - FIRST_YEAR))
        yield {"year": str(year), "index": index, "source": coast.works[0], "locator": "page 1"}


def released(claims: Sequence[Row]) -> Iterator[Row]:
    """What each claim states, as the release of these claims writes it."""
    columns = schema.tables()["claims"]
    cells = pd.DataFrame(claims, columns=list(columns), dtype=object).fillna("")
    for key, value in edition.hashes(cells, columns.values()).items():
        yield {"claim_id": key, "hash": value}


def write_table(path: Path, name: str, rows: Iterable[Row]) -> None:
    """A table with the columns of the package's own descriptor; other keys of a row are left."""
    columns = list(schema.tables()[name])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, "", "ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_descriptor(path: Path, tables: Iterable[str]) -> None:
    """The package's own descriptor, of these tables and under another title."""
    described = schema.descriptor()
    kept = [resource for resource in described["resources"] if resource["name"] in set(tables)]
    seal = edition.seal((path.parent / f"{edition.TABLE}.csv").read_text("utf-8"))
    kept = [{**r, "hash": seal} if r["name"] == edition.TABLE else r for r in kept]
    title = {
        "name": "coast",
        "title": "Figures of an invented coast",
        "subtitle": "",
        "keywords": [],
    }
    said = {"description": "Figures that nobody stated, to measure with."}
    made: dict[str, Any] = {**described, **title, **said, "resources": kept}
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_sources(folder: Path, coast: Coast) -> None:
    """A record for each article, and one list of the works, some of which cite another."""
    for number, key in enumerate(ARTICLES):
        (folder / "seeds" / f"{key}.yaml").write_text(yaml_of(article(coast, number, key)), "utf-8")
    works = [work(coast, number, key) for number, key in enumerate(coast.works)]
    (folder / "data/references.yaml").write_text(yaml_of({"references": works}), "utf-8")


def article(coast: Coast, number: int, key: str) -> dict[str, Any]:
    """The record of a base article."""
    custom = {
        "seed": f"{number:03d}", "sha256": f"{number:064x}",
        "paragraphs": str(paragraphs(coast.claims)),
        "argues": "argues that the coast needs more piers", "argues_locator": "para 1",
        "kind": "press", "unverified": ["author", "container-title", "URL"],
    }  # fmt: skip
    cited = {"title": f"The coast, part {number}", "title-short": f"Part {number}"}
    return {"id": key, "type": "article-newspaper", **cited, "issued": "2020", "custom": custom}


def work(coast: Coast, number: int, key: str) -> dict[str, Any]:
    """The record of a reference work: every fifth takes its figures from the one before."""
    custom = {"kind": "official", "grade": "ABCD"[number % 4], "unverified": ["author"]}
    if number % 3 == 0:
        custom["origin"] = coast.offices[number % len(coast.offices)]
    if number % 5 == 4:
        custom["cites"] = coast.works[number - 1]
    cited = {"title": f"Yearbook {number}", "issued": "2019", "container-title": "Yearbooks"}
    address = {"URL": f"https://example.org/{key}"}
    return {"id": key, "type": "report", **cited, **address, "custom": custom}


def yaml_of(record: Any) -> str:
    """A record as YAML, its fields in their order."""
    return yaml.safe_dump(record, sort_keys=False)


def main() -> None:
    """Write a dataset."""
    parser = argparse.ArgumentParser(description="Write a synthetic dataset.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--claims", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--seed", type=int, default=0, help="of chance (default 0)")
    options = parser.parse_args()
    write(options.folder, options.claims, options.seed)


if __name__ == "__main__":
    main()
