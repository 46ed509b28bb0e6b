"""Coverage: what the base articles give figures for, where they are silent, who speaks of whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, product
from operator import itemgetter

import pandas as pd

from analysis.casualties import ALLEGED
from analysis.dataset import Dataset
from analysis.displacement import STAYED
from analysis.frames import Record, tuples
from analysis.origins import BEHIND, origins_of

HARM_TOPICS = ("casualties", "displacement")
POPULATIONS = ("civilian", "military")
OTHERS = "others"
NOT_SAID = ""
COVERAGE_COLUMNS = ["event", "people", "quantity", "figures", "words"]
SILENCE_COLUMNS = ["quantity", "silence", "of", "claims", "spoken_of"]
BALANCE_COLUMNS = ["of", "belongs", "speaks_of", "whose", "origins", "claims"]


def harms(dataset: Dataset) -> list[str]:
    """The quantities that count people who were harmed, in the order of their table.

    Those of casualties and displacement in persons; not people who stayed or live in a place, nor
    killings alleged to be unlawful.
    """
    table = dataset.quantities
    kept = table["topic"].isin(HARM_TOPICS) & (table["dimension"] == "persons")
    return [key for key in table.loc[kept, "quantity"] if key not in (*STAYED, ALLEGED)]


def sides(dataset: Dataset) -> list[str]:
    """The sides of the actors, in the alphabetical order of their labels."""
    keys = set(dataset.actors["side"]) - {""}
    return sorted(keys, key=lambda side: dataset.label("actors", side))


def side(dataset: Dataset, actor: str) -> str:
    """The side an actor belongs to; empty for none, and for an origin that is no actor."""
    return dataset.sides.get(actor, "")


def matrix(dataset: Dataset) -> pd.DataFrame:
    """Event by affected people by kind of harm: who gives a figure, who only a word.

    Columns: `event` (empty: not said), `people` (a side, an actor of no side such as several sides
    together, or empty: not said), `quantity`, `figures` and `words`: the ids of the claims that
    state a number and of those that state a magnitude word; both empty where no article says
    anything. A restatement by the same article is left out. Events are those with a first and a
    last day, and any other that a claim names.
    """
    claims = _of_harm(dataset)
    keys = _events(dataset, claims), _people(dataset, claims), harms(dataset)
    return _crossed(claims, COVERAGE_COLUMNS[:3], keys)


def by_population(dataset: Dataset) -> pd.DataFrame:
    """Affected people by civilian, military and what else is said, by kind of harm, all events.

    Columns: `people`, `population` (empty: not said), `quantity`, `figures`, `words`, as `matrix`.
    """
    claims = _of_harm(dataset)
    said = dict.fromkeys([*POPULATIONS, *claims["population"].unique(), NOT_SAID])
    keys = _people(dataset, claims), list(said), harms(dataset)
    return _crossed(claims, ["people", "population", "quantity"], keys)


def silences(dataset: Dataset) -> pd.DataFrame:
    """What no base article gives a figure for; kinds of harm without any claim come first.

    Columns: `quantity`; `silence`; `of`: what it is about (keys); `claims`: those that state only a
    word. Silences: `kind` (no claim at all), `figure` (only words); of a kind with figures,
    `sides` (of these no figure), `civilian` and `military` (of these sides none of that population,
    where any article tells populations apart), `undivided` (events with a figure, but of no side),
    `words` (events with only a word), `events` (events of which nothing is said; `spoken_of` holds
    those of which something is).
    """
    table, populations = matrix(dataset), by_population(dataset)
    rows: list[Record] = []
    for quantity in harms(dataset):
        kind = table[table["quantity"] == quantity]
        told = populations[populations["quantity"] == quantity]
        rows += _silences(quantity, kind, told, sides(dataset))
    first = {"kind": 0, "figure": 1}
    rows = [row for row in rows if row["of"] or row["silence"] in first]
    rows.sort(key=lambda row: first.get(row["silence"], len(first)))
    return pd.DataFrame(rows, columns=SILENCE_COLUMNS)


def balance(dataset: Dataset) -> pd.DataFrame:
    """How many origins of the base articles' claims belong to whom, and of whom they speak.

    Columns: `of` (`losses`: the harms; `claims`: everything), `belongs` (the side an origin belongs
    to, empty for none), `speaks_of` (the side of the subject; `others` for a subject of no side,
    such as several together; empty where not said), `whose` (`own` or `other`, empty where either
    side is), `origins` (each once) and `claims` behind them. Every combination has a row.
    """
    claims = dataset.statements[["claim_id", "quantity", "subject", *BEHIND]]
    losses = claims[claims["quantity"].isin(harms(dataset))]
    rows = [
        _balanced(of, belongs, speaks_of, behind.get((belongs, speaks_of), []))
        for of, counted in (("losses", losses), ("claims", claims))
        for behind in [_spoken(dataset, counted)]
        for belongs in (*sides(dataset), NOT_SAID)
        for speaks_of in (*sides(dataset), OTHERS, NOT_SAID)
    ]
    return pd.DataFrame(rows, columns=BALANCE_COLUMNS)


def _of_harm(dataset: Dataset) -> pd.DataFrame:
    """The articles' claims on harms, without restatements, each with the `people` it counts."""
    claims = dataset.statements
    kept = claims["quantity"].isin(harms(dataset)) & (claims["repeats"] == "")
    harm = claims.loc[kept, ["claim_id", "event", "subject", "population", "quantity", "amount"]]
    return harm.assign(people=[side(dataset, name) or name for name in harm["subject"].tolist()])


def _events(dataset: Dataset, claims: pd.DataFrame) -> list[str]:
    """Events with both ends, in the order of their table, and any other that is spoken of."""
    table, named = dataset.events, set(claims["event"].unique())
    bounded = (table["start"] != "") & (table["end"] != "")
    events = list(table.loc[bounded | table["event"].isin(named), "event"])
    return [*events, *([NOT_SAID] if NOT_SAID in named else [])]


def _people(dataset: Dataset, claims: pd.DataFrame) -> list[str]:
    """Every side, whoever of no side is spoken of, and those of whom it is not said."""
    named = filter(None, claims["people"].unique())
    return list(dict.fromkeys([*sides(dataset), *named, NOT_SAID]))


def _crossed(
    claims: pd.DataFrame, columns: Sequence[str], keys: Iterable[Sequence[str]]
) -> pd.DataFrame:
    """A row for every combination of keys, with the claims that state a figure and a word.

    Columns: those of the keys, `figures` and `words`.
    """
    figures: dict[tuple[str, ...], list[str]] = {}
    words: dict[tuple[str, ...], list[str]] = {}
    of_claims = tuples(claims[["claim_id", "amount"]])
    for key, (claim, amount) in zip(tuples(claims[list(columns)]), of_claims, strict=True):
        (words if amount.vague else figures).setdefault(key, []).append(claim)
    crossed = list(product(*keys))
    crossing = pd.DataFrame(crossed, columns=list(columns))
    crossing["figures"] = [tuple(figures.get(key, ())) for key in crossed]
    crossing["words"] = [tuple(words.get(key, ())) for key in crossed]
    return crossing


def _silences(
    quantity: str, kind: pd.DataFrame, told: pd.DataFrame, known: Sequence[str]
) -> Iterator[Record]:
    """The silences of one kind of harm: its part of the matrix, and of that by population."""
    words = tuple(claim for claims in kind["words"] for claim in claims)
    if not _said(kind, "figures"):
        yield _silence(quantity, "figure" if words else "kind", (), words)
        return
    counted = _said(kind, "figures", "people")
    yield _silence(quantity, "sides", [side for side in known if side not in counted])
    yield from _of_populations(quantity, told, [side for side in known if side in counted])
    figures, divided = (
        _said(rows, "figures", "event") for rows in (kind, kind[kind["people"].isin(known)])
    )
    yield _silence(quantity, "undivided", [event for event in figures if event not in divided])
    only = [event for event in _said(kind, "words", "event") if event not in figures]
    of_only = kind[kind["event"].isin(only)]["words"]
    yield _silence(quantity, "words", only, [claim for claims in of_only for claim in claims])
    spoken = dict.fromkeys(event for event in (*figures, *only) if event)
    rest = [event for event in filter(None, kind["event"].unique()) if event not in spoken]
    yield {**_silence(quantity, "events", rest), "spoken_of": tuple(spoken)}


def _of_populations(quantity: str, told: pd.DataFrame, counted: Sequence[str]) -> Iterator[Record]:
    """The counted sides without a figure of a population, where any source tells them apart."""
    apart = set(_said(told, "figures", "population")) & set(POPULATIONS)
    for population in POPULATIONS if apart else ():
        group = _said(told[told["population"] == population], "figures", "people")
        yield _silence(quantity, population, [side for side in counted if side not in group])


def _said(rows: pd.DataFrame, what: str, column: str = "quantity") -> dict[str, None]:
    """The values of a column where there are figures, or words, each once, in their order."""
    return dict.fromkeys(compress(rows[column].tolist(), rows[what].tolist()))


def _silence(quantity: str, silence: str, of: Iterable[str], claims: Iterable[str] = ()) -> Record:
    told = {"of": tuple(of), "claims": tuple(claims), "spoken_of": ()}
    return {"quantity": quantity, "silence": silence, **told}


def _spoken(dataset: Dataset, claims: pd.DataFrame) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Origin and id of each claim, by the side that the origin belongs to and that it speaks of."""
    spoken_of = {subject: _spoken_of(dataset, subject) for subject in claims["subject"].unique()}
    origins = origins_of(dataset, claims)
    belongs = {origin: side(dataset, origin) for origin in set(origins)}
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for origin, (claim, subject) in zip(
        origins, tuples(claims[["claim_id", "subject"]]), strict=True
    ):
        sides = belongs[origin], spoken_of[subject]
        found.setdefault(sides, []).append((origin, claim))
    return found


def _balanced(of: str, belongs: str, speaks_of: str, behind: Sequence[tuple[str, str]]) -> Record:
    """One combination of the balance."""
    both = belongs and speaks_of not in (OTHERS, NOT_SAID)
    return {
        "of": of,
        "belongs": belongs,
        "speaks_of": speaks_of,
        "whose": ("own" if belongs == speaks_of else "other") if both else "",
        "origins": tuple(dict.fromkeys(map(itemgetter(0), behind))),
        "claims": tuple(map(itemgetter(1), behind)),
    }


def _spoken_of(dataset: Dataset, subject: str) -> str:
    if not subject:
        return NOT_SAID
    return side(dataset, subject) or OTHERS
