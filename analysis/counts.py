"""Sentences that count claims, works and figures, each number a link to where these are listed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import beside, cite, comparisons, robustness, spans
from analysis.dataset import Dataset

TOGETHER = "Where several sources speak of the same thing, @sec-agreement sets them side by side."


def size(dataset: Dataset) -> str:
    """How many claims of how many articles the dataset holds."""
    return _of_articles(dataset.statements["claim_id"], dataset.statements["source"])


def scope(topic: str, dataset: Dataset) -> str:
    """How many claims of how many articles a topic rests on, and where they are listed.

    Empty for a topic without claims.
    """
    figures = spans.stated(dataset, topic)
    if figures.empty:
        return ""
    them = "it" if len(figures) == 1 else "them"
    rests = _of_articles(figures["claims"].str[0], figures["sources"].str[0])
    held = f" @sec-verdicts-{topic} sets figures of other works beside {them}."
    return (
        f"This section rests on {rests}; @tbl-register-{topic} lists {them}."
        f"{held if topic in beside.topics(dataset) else ''} {TOGETHER}\n"
    )


def _of_articles(claims: pd.Series, sources: pd.Series) -> str:
    keys = list(sources.unique())
    counted = cite.counted(len(claims), "sec-register", claims)
    sourced = cite.counted(len(keys), "sec-sources", claims)
    return f"{counted} {_plural('claim', claims)} of {sourced} {_plural('article', keys)}"


def resting(dataset: Dataset) -> str:
    """How many headline figures have a single origin; empty where none has."""
    figures = robustness.figures(dataset)
    single = figures[figures["origins"].map(len) == 1]
    if single.empty:
        return ""
    every, alone = (
        cite.counted(len(rows), "sec-robustness", rows["claims"].explode().unique())
        for rows in (figures, single)
    )
    rest = "rests" if len(single) == 1 else "rest"
    return f"Of {every} headline {_plural('figure', figures)} {alone} {rest} on a single origin.\n"


def compared(dataset: Dataset) -> str:
    """How many claims are held against how many reference claims, and how many against none.

    Empty where none is.
    """
    held = comparisons.compared(dataset)
    if held.empty:
        return ""
    claims = list(held["claim_id"].unique())
    references = dataset.references
    named = references[references["claim_id"].isin({*held["references"].explode()})]
    works = list(named["source"].unique())
    stand = "stands" if len(claims) == 1 else "stand"
    return (
        f"{cite.counted(len(claims), 'sec-register', claims)} {_plural('claim', claims)} of the"
        f" articles {stand} beside {cite.counted(len(named), 'sec-references', named['claim_id'])}"
        f" reference {_plural('claim', named['claim_id'])}"
        f" of {cite.counted(len(works), 'sec-references', named['claim_id'])}"
        f" {_plural('work', works)}.{_of_the_same(held)}{_held_against_none(claims, dataset)}\n"
    )


def _of_the_same(held: pd.DataFrame) -> str:
    """For how many claims an independent work counts the same thing; empty for none."""
    same = held[~held["differs"].astype(bool) & held["weighs"]]
    same = same[same["independence"] == "independent"]
    claims = list(same["claim_id"].unique())
    if not claims:
        return ""
    return (
        f" For {cite.counted(len(claims), 'sec-register', claims)} of them an independent work"
        " counts the same thing, as the claim is worded or in a reading of its words."
    )


def _held_against_none(held: Sequence[str], dataset: Dataset) -> str:
    """How many claims of the articles have no reference claim; empty where all have one."""
    claims = dataset.statements["claim_id"]
    rest = claims[~claims.isin(held)]
    if rest.empty:
        return ""
    counted = cite.counted(len(rest), "sec-register", rest)
    have = "has" if len(rest) == 1 else "have"
    return f" {counted} other {_plural('claim', rest)} of the articles {have} no reference claim."


def _plural(noun: str, records: Sequence[str] | pd.Series | pd.DataFrame) -> str:
    return noun if len(records) == 1 else f"{noun}s"
