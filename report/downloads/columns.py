"""What the columns of the downloads mean: from the dataset's descriptor, or said here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from analysis import schema
from analysis.comparability import SPAN_COLUMNS
from analysis.dataset import Dataset

LIST = " "  # between the ids of a cell
NUMBER, FLAG, IDS, TEXT = "decimal", "boolean", "ids", "string"
CLAIMS, BIBLIOGRAPHY = "claims", "bibliography"
# The part of the descriptor whose rows a sheet shows, by how the sheet's name begins.
OWN = {
    "register-": CLAIMS,
    "references-": CLAIMS,
    "events": "events",
    "timeline": "timeline",
    "dated-alike": "timeline",
    "positions": "contested",
    "not-used": "not_used",
    "sources": BIBLIOGRAPHY,
}
GAP = "the claim's amount over the reference's, where both are of the same thing."
Meaning = tuple[str, str, str]
Found = TypeVar("Found")

# Columns of figures and of what is computed: title, type, meaning.
COMPUTED: dict[str, Meaning] = {
    "low": ("Low", NUMBER, "Lower end of the figure, in its unit. Empty: open, or no number."),
    "high": ("High", NUMBER, "Upper end of the figure, in its unit. Empty: open, or no number."),
    "low_open": (
        "Low open",
        FLAG,
        "Whether the lower end is left out (more than), or some claim has none.",
    ),
    "high_open": (
        "High open",
        FLAG,
        "Whether the upper end is left out (less than), or some claim has none.",
    ),
    "best": ("Best", NUMBER, "What the source names as best within a range."),
    "about": ("About", FLAG, "Whether the words are approximate."),
    "unit": ("Unit", TEXT, "Unit of the figure."),
    "kind": ("Kind", TEXT, "stated, or how the figure was computed; see the description."),
    "versus": ("Divided by", TEXT, "Of a ratio: the actor whose sum it divides by."),
    "formula": ("Formula", TEXT, "How the figure was computed from claims. Empty: stated."),
    "words": ("Words", TEXT, "The words of the source. Empty: computed, or a reference."),
    "claims": ("Claims", IDS, "The claims behind the row."),
    "sources": ("Sources", IDS, "Citekeys of the works behind the row."),
    "origins": ("Origins", IDS, "Who counted or asserted it: actors or works."),
    "origin": ("Origin", TEXT, "Who counted or asserted it: an actor or a work."),
    "role": ("Role", TEXT, "seed: a claim of a base article. reference: of any other work."),
    "first": ("First", TEXT, "First day or year that the row may mean."),
    "last": ("Last", TEXT, "Last day or year that the row may mean."),
    "stated_low": ("Stated low", NUMBER, "Lower end as stated, in the money of its time."),
    "stated_high": ("Stated high", NUMBER, "Upper end as stated, in the money of its time."),
    "topic": ("Topic", TEXT, "Topic of the quantity."),
    "relation": ("Relation", TEXT, "The worst relation between any two claims of the group."),
    "origins_counted": ("Number of origins", NUMBER, "How many origins there are."),
    "happenings": ("Happenings", IDS, "Ids of the happenings in timeline.csv."),
    "how": ("How", TEXT, "Why the claims count as one witness."),
    "other_claim_id": ("Other claim", TEXT, "The claim with the same figure."),
    "reason": ("Reason", TEXT, "Why the rules do not compare the two claims."),
    "rule": ("Rule", TEXT, "Which rule found the claims to be at odds."),
    "of": ("Of", TEXT, "losses: people harmed. claims: all figures and words."),
    "belongs": ("Belongs to", TEXT, "The side that the origins belong to. Empty: none."),
    "speaks_of": ("Speaks of", TEXT, "The side that they speak of; others. Empty: not said."),
    "whose": ("Whose", TEXT, "own or other: the side spoken of beside their own."),
    "people": ("People", TEXT, "Whose people are affected. Empty: not said."),
    "claims_with_figure": ("Claims with a figure", IDS, "Those that state a number."),
    "claims_with_word": ("Claims with a word", IDS, "Those that state a magnitude in words."),
    "without": ("Without", TEXT, "What is left out: an origin or a source. Empty: nothing."),
    "left_out": ("Left out", TEXT, "The origin or source left out."),
    "outcome": ("Outcome", TEXT, "stands, moves or vanishes; the ends are those that are left."),
    "reading": ("Reading", TEXT, "The reading of an ambiguous sentence that is held."),
    "verdict": ("Verdict", TEXT, "What follows for the claim."),
    "decides": ("Decides", FLAG, "Whether the verdict rests on this reference."),
    "input_failed": ("Input failed", FLAG, "Whether an amount it compares is contradicted."),
    "references": ("References", IDS, "Reference claims; several: their sum or quotient."),
    "differs": ("Differs in", IDS, "In what the reference is of something else."),
    "overlaps": ("Overlaps", FLAG, "Whether a range shares numbers with the other statement."),
    "same_figure": ("Same figure", FLAG, "Whether both name the same figure."),
    "independence": ("Independence", TEXT, "independent, same_origin, party or unknown."),
    "weighs": ("Weighs", FLAG, "Whether its grade lets the reference decide."),
    "gap_low": ("Gap, low", NUMBER, f"Lower end of {GAP}"),
    "gap_high": ("Gap, high", NUMBER, f"Upper end of {GAP}"),
    "citekey": ("Work", TEXT, "Name of the work in this dataset."),
    "base_article": ("Base article", FLAG, "Whether it is one of the base articles."),
    "title": ("Title", TEXT, "Title of the work."),
    "authors": ("Authors", TEXT, "Names, separated by semicolons."),
    "issued": ("Date", TEXT, "As precise as it is known."),
    "container": ("Appeared in", TEXT, "Where the work appeared."),
    "url": ("Address", "anyURI", "Where the work is."),
}
COMPUTED |= {
    f"part_{name}": (name.capitalize(), TEXT, "holds, fails, not_in_conflict, cannot_be_checked.")
    for name in ("number", "label", "subject", "population", "period", "place")
}

# Columns that mean something else in sheets whose names begin so.
ALONE: dict[str, dict[str, Meaning]] = {
    "agreement": {
        "group": ("Group", NUMBER, "Number of the group, whose claims are on the same thing."),
        "note": ("Exception", TEXT, "Why the claims are set side by side, where rules forbid it."),
    },
    "constant-": {"group": ("Dollars of", NUMBER, "Year of whose dollars the figure is.")},
    "held-deaths": {"group": ("Group", TEXT, "Event of the articles' claims beside it.")},
    "held-displacement": {"group": ("Group", TEXT, "Event of the claim. Empty: not said.")},
    "held-spending": {"group": ("Group", TEXT, "Whose spending it is.")},
    "held-arms": {
        "group": ("Group", TEXT, "month, total: of a longer time. held: a claim of an article."),
    },
    "verdicts-": {
        "low": ("Low", NUMBER, "Lower end of what the references state. Empty: open, or none."),
        "high": ("High", NUMBER, "Upper end of what the references state. Empty: open, or none."),
        "unit": ("Unit", TEXT, "Unit of what the references state."),
        "reason": ("Reason", TEXT, "Why the references bear on the claim."),
    },
}
SHARED = " Of several claims: that of their whole, or what they have in common."


def described(name: str, sheet: str, dataset: Dataset) -> dict[str, Any]:
    """A column of a sheet as metadata: name, titles, meaning and type.

    Raises `KeyError` for a column that nothing describes.
    """
    title, kind, meaning = _meaning(name, sheet.removeprefix("fig-"), dataset)
    column: dict[str, Any] = {"name": name, "titles": [name, title], "dc:description": meaning}
    if kind == IDS:
        return {**column, "datatype": TEXT, "separator": LIST}
    return {**column, "datatype": kind}


def _meaning(name: str, sheet: str, dataset: Dataset) -> Meaning:
    """What a column is in this sheet, in the sheet's own table, computed, or of a claim."""
    own = _of_descriptor(_named(OWN, sheet), dataset)
    for known in (_named(ALONE, sheet) or {}, own, COMPUTED):
        if name in known:
            return known[name]
    title, kind, meaning = _of_descriptor(CLAIMS, dataset)[name]
    return title, kind, meaning + SHARED if name in SPAN_COLUMNS else meaning


def _named(by_start: Mapping[str, Found], sheet: str) -> Found | None:
    return next((found for start, found in by_start.items() if sheet.startswith(start)), None)


def _of_descriptor(part: str | None, dataset: Dataset) -> dict[str, Meaning]:
    """The columns of a part of the dataset's descriptor."""
    return {
        field["name"]: (
            field.get("title", field["name"]),
            NUMBER if field.get("holds") == "number" else TEXT,
            field.get("description", ""),
        )
        for field in fields(part, dataset)
    }


def fields(part: str | None, dataset: Dataset) -> Sequence[Mapping[str, Any]]:
    """What the descriptor says of the columns of a table, or of the fields of the bibliography.

    Of a table that the dataset has not, what the schema says.
    """
    if part == BIBLIOGRAPHY:
        return list(schema.bibliography(dataset.descriptor).values())
    if not part:
        return []
    return dataset.columns(part) or list(schema.tables().get(part, {}).values())
