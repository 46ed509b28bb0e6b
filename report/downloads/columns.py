"""What the columns of the downloads mean: from the dataset's descriptor, or said here."""

from __future__ import annotations

from typing import Any

from analysis.dataset import Dataset

LIST = " "  # between the ids of a cell
TABLES = ("claims", "timeline", "contested", "not_used")
NUMBER, FLAG, IDS, TEXT = "decimal", "boolean", "ids", "string"

# Columns of figures and of what is computed: title, type, meaning.
COMPUTED: dict[str, tuple[str, str, str]] = {
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
    "kind": ("Kind", TEXT, "stated, or how the figure was computed; see the description."),
    "versus": ("Divided by", TEXT, "Of a ratio: the actor whose sum it divides by."),
    "formula": ("Formula", TEXT, "How the figure was computed from claims. Empty: stated."),
    "words": ("Words", TEXT, "The words of the source. Empty: computed, or a reference."),
    "claims": ("Claims", IDS, "The claims behind the row."),
    "sources": ("Sources", IDS, "Citekeys of the works behind the row."),
    "origins": ("Origins", IDS, "Who counted or asserted it: actors or works."),
    "origin": ("Origin", TEXT, "Who counted or asserted it: an actor or a work."),
    "role": ("Role", TEXT, "seed: a claim of a base article. reference: of any other work."),
    "group": ("Group", TEXT, "What rows that belong together share: an event, actor or year."),
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
    "reason": ("Reason", TEXT, "Why the rows or claims stand so to each other."),
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
    "same_figure": ("Same figure", FLAG, "Whether both name the same figure."),
    "independence": ("Independence", TEXT, "independent, same_origin, party or unknown."),
    "weighs": ("Weighs", FLAG, "Whether its grade lets the reference decide."),
    "gap_low": ("Gap, low", NUMBER, "Lower end of the claim's amount over the reference's."),
    "gap_high": ("Gap, high", NUMBER, "Upper end of the claim's amount over the reference's."),
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


def described(name: str, dataset: Dataset) -> dict[str, Any]:
    """A column of a sheet as metadata: name, titles, meaning and type.

    Raises `KeyError` for a column that nothing describes.
    """
    title, kind, meaning = COMPUTED.get(name) or _of_descriptor(name, dataset)
    column: dict[str, Any] = {"name": name, "titles": [name, title], "dc:description": meaning}
    if kind == IDS:
        return {**column, "datatype": TEXT, "separator": LIST}
    return {**column, "datatype": kind}


def _of_descriptor(name: str, dataset: Dataset) -> tuple[str, str, str]:
    """A column as the dataset's own descriptor names it."""
    own = dataset.descriptor.get("bibliography", {}).get("fields", [])
    fields = [field for table in TABLES for field in dataset.columns(table)]
    field = {field["name"]: field for field in reversed([*fields, *own])}[name]
    kind = NUMBER if field.get("holds") == "number" else TEXT
    return field.get("title", name), kind, field.get("description", "")
