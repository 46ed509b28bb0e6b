"""What a bibliography may hold and is worth a look: functions from what was read to warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.csl import OTHERS, READ
from analysis.rules.rows import nearest

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def unread_fields(records: Records) -> Iterator[Problem]:
    """A field of a bibliographic record that CSL has not: nobody reads it, nothing prints it."""
    for source in records.sources.values():
        for name in source.record:
            meant = READ.get(name.lower())
            if name != meant and (meant or name.lower() not in OTHERS):
                todo = f"Did you mean '{meant}'?" if meant else nearest(name, READ.values())
                yield Problem(
                    source.file, source.row(name), name,
                    "a field that CSL has not; nobody reads it", name, "a field of CSL",
                    todo or "Delete it, or say it in the note.",
                )  # fmt: skip


def one_work_twice(records: Records) -> Iterator[Problem]:
    """An address with a title or an author that an earlier work has: it would count as two.

    An address alone may be of several, such as the files of one archive.
    """
    first: dict[tuple[str, str], str] = {}
    for source in records.sources.values():
        address, named = source.text("URL"), {source.text("title"), ", ".join(source.authors)}
        others = {first.setdefault((address, name), source.citekey) for name in named - {""}}
        if address and (others := others - {source.citekey}):
            yield Problem(
                source.file, source.row("URL"), "URL", "a work of this title or author has it",
                address, f"an address that {' and '.join(sorted(others))} has not",
                "Delete one of the two if they are one work, or give each the page that it is.",
            )  # fmt: skip


def languages_known(records: Records) -> Iterator[Problem]:
    """A language in words, where a code is read."""
    for source in records.sources.values():
        stated = source.text("language")
        if stated and not LANGUAGE.fullmatch(stated):
            yield Problem(
                source.file, source.row("language"), "language", "not the code of a language",
                stated, "a code such as en or en-GB", _code_of(stated),
            )  # fmt: skip


def _code_of(language: str) -> str:
    """What to write for a language: its code, where its English name or the code in capitals is."""
    from babel import Locale

    codes = {name.lower(): code for code, name in Locale.parse("en").languages.items()}
    small = language.strip().lower()
    code = codes.get(small, small).replace("_", "-")
    return f"Write {code}." if LANGUAGE.fullmatch(code) else "Look it up, or leave the field out."
