"""What is computed from claims, in two editions: the figures, relations and verdicts that moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import agreement, comparisons, computed, tables, verdicts
from analysis.comparability import SPAN_COLUMNS
from analysis.comparisons import NONE_FOUND
from analysis.dataset import Dataset
from analysis.frames import Record, records

MOVED_COLUMNS = [
    *("part", "name", "before", "after", "claims_before", "claims_after", "by"),
    *("row_before", "row_after"),
]
EMPTY = "“”"
# Tables whose keys are ids of claims, and tables from which nothing is computed.
OF_CLAIMS = ("comparisons", "exceptions")
LISTED = ("timeline", "contested", "not_used")
NAMES = re.compile(r"[\w-]+")
Key = Callable[[Record], Hashable]


@dataclass(frozen=True)
class Said:
    """What an edition says in one place: of what, in which words, from which claims.

    `row` is the figure, relation or verdict itself; `name` and `words` are unescaped.
    """

    row: Record
    name: str
    words: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One kind of what is computed from an edition.

    `keys`: what two rows of two editions share that are the same; the first of them decides that
    both have, and no other row of either.
    """

    rows: Callable[[Dataset], list[Record]]
    keys: tuple[Key, ...]
    name: Callable[[Record, Dataset], str]
    words: Callable[[Record, Dataset], str]
    claims: Callable[[Record, Dataset], tuple[str, ...]]


@dataclass(frozen=True)
class Changed:
    """What changed in the tables: the ids of claims, and table and key of the other rows.

    `valued`: the tables in which a row came or went, or a cell changed that holds no text.
    """

    claims: frozenset[str]
    rows: tuple[tuple[str, str], ...]
    valued: frozenset[str]

    def among(self, claims: Sequence[str]) -> tuple[str, ...]:
        """The changed claims among some, and the changed rows that name none but them.

        Where there are none, the other tables that may be behind it; where none may, all of them.
        """
        found = [claim for claim in dict.fromkeys(claims) if claim in self.claims]
        named = {*claims, NONE_FOUND}
        found += [
            f"{t}: {k}" for t, k in self.rows if t in OF_CLAIMS and {*NAMES.findall(k)} <= named
        ]
        others = dict.fromkeys(table for table, _ in self.rows if table not in LISTED)
        return tuple(
            found or [table for table in others if self._may_move(table, claims)] or others
        )

    def _may_move(self, table: str, claims: Sequence[str]) -> bool:
        """Whether a value in a table changed, or a row in it that names one of some claims."""
        if table not in OF_CLAIMS:
            return table in self.valued
        keys = (key for name, key in self.rows if name == table)
        return any({*NAMES.findall(key)} & {*claims} for key in keys)


def said(part: str, dataset: Dataset) -> list[Said]:
    """All that a part of an edition says. Raises what its computation raises."""
    kind = PARTS[part]
    return [
        Said(row, kind.name(row, dataset), kind.words(row, dataset), kind.claims(row, dataset))
        for row in kind.rows(dataset)
    ]


def stated(dataset: Dataset) -> dict[str, str]:
    """What each claim of an edition states, in words as printed, by its id."""
    claims = records(dataset.claims)
    return {claim["claim_id"]: claim_words(claim, dataset) for claim in claims}


def claim_words(claim: Record, dataset: Dataset) -> str:
    """What a claim counts and its figure; the words of a vague one, if it quotes any."""
    figure = tables.number_words({**claim, "kind": "stated", "words": claim["as_stated"]}, dataset)
    shown = "no number" if figure == EMPTY else figure
    return f"{dataset.label('quantities', claim['quantity'])}: {shown}"


def moved(
    part: str, before: Sequence[Said], after: Sequence[Said], changed: Changed
) -> pd.DataFrame:
    """What a part says otherwise than before, says anew, or says no more.

    Columns: `MOVED_COLUMNS`. `part` is `figure`, `relation` or `verdict`; `before` and `after` are
    words as printed, empty where nothing is said; `claims_before` and `claims_after` are tuples of
    ids; `by` is a tuple of what changed behind it, see `Changed.among`; `row_before` and
    `row_after` are the rows themselves, None where there is none.
    """
    pairs = paired(before, after, PARTS[part].keys)
    made = [_moved(part, old, new, changed) for old, new in pairs if _words(old) != _words(new)]
    return pd.DataFrame(made, columns=MOVED_COLUMNS)


def _moved(part: str, old: Said | None, new: Said | None, changed: Changed) -> tuple[object, ...]:
    sides = (old, new)
    name = next(side.name for side in (new, old) if side)
    claims = [side.claims if side else () for side in sides]
    rows = [side.row if side else None for side in sides]
    by = changed.among([*claims[1], *claims[0]])
    return part, name, _words(old), _words(new), *claims, by, *rows


def _words(side: Said | None) -> str:
    return side.words if side else ""


def paired(
    before: Sequence[Said], after: Sequence[Said], keys: Iterable[Key]
) -> Iterator[tuple[Said | None, Said | None]]:
    """Old and new of the same thing, in the order of the new; then the old that are gone."""
    old, new = dict(enumerate(before)), dict(enumerate(after))
    found: dict[int, Said] = {}
    for key in keys:
        was, now = _alone(old, key), _alone(new, key)
        for name in was.keys() & now.keys():
            found[now[name]] = old.pop(was[name])
            del new[now[name]]
    yield from ((found.get(at), side) for at, side in enumerate(after))
    yield from ((side, None) for side in old.values())


def _alone(sides: dict[int, Said], key: Key) -> dict[Hashable, int]:
    """The places of those whose key no other has, by their key."""
    places: dict[Hashable, list[int]] = {}
    for place, side in sides.items():
        places.setdefault(key(side.row), []).append(place)
    return {name: found[0] for name, found in places.items() if len(found) == 1}


def _figure_name(row: Record, dataset: Dataset) -> str:
    parts = [
        tables.measured_words(row, dataset),
        tables.how(row, dataset),
        tables.whom_words(row, dataset),
        tables.when_words(row, dataset),
    ]
    return "; ".join([*parts, *([" / ".join(row["claims"])] if row["kind"] == "multiple" else [])])


def _relation_name(row: Record, dataset: Dataset) -> str:
    label = dataset.label("quantities", row["quantity"])
    return "; ".join([label, tables.whom_words(row, dataset), tables.when_words(row, dataset)])


def _verdict_name(row: Record, dataset: Dataset) -> str:
    claim = dataset.row("claims", row["claim_id"])
    label = dataset.label("quantities", claim["quantity"])
    return f"{row['claim_id']}: {label}" + (
        f"; read as: {row['reading']}" if row["reading"] else ""
    )


def _compared_claims(row: Record, dataset: Dataset) -> tuple[str, ...]:
    """A verdict's claim and every reference it was held against."""
    held = comparisons.held(dataset)
    references = (claim for index in row["compared"] for claim in held[index].references)
    return tuple(dict.fromkeys([row["claim_id"], *references]))


def _same(*names: str) -> Key:
    return lambda row: tuple(row[name] for name in names)


def _same_claims(*names: str) -> Key:
    return lambda row: (*(row[name] for name in names), frozenset(row["claims"]))


def _own_claims(row: Record, _: Dataset) -> tuple[str, ...]:
    claims: tuple[str, ...] = row["claims"]
    return claims


PARTS: dict[str, Part] = {
    "figure": Part(
        lambda dataset: records(computed.lasting(dataset)),
        (_same_claims("kind"), _same("kind", "versus", "sources", *SPAN_COLUMNS),
         _same("kind", "versus", *SPAN_COLUMNS)),
        _figure_name, tables.number_words, _own_claims,
    ),
    "relation": Part(
        lambda dataset: records(agreement.groups(dataset)),
        (_same_claims(), _same(*agreement.SAME)),
        _relation_name, lambda row, _: tables.RELATIONS[row["relation"]], _own_claims,
    ),
    "verdict": Part(
        lambda dataset: records(verdicts.verdicts(dataset)),
        (_same("claim_id", "reading"),),
        _verdict_name, lambda row, _: tables.VERDICTS[row["verdict"]], _compared_claims,
    ),
}  # fmt: skip
