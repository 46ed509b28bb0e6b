"""The form of a cell or of a source's field in words: what a pattern describes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# By what a column holds, and for other columns by the pattern itself.
HELD = {
    "number": "digits only, with a point before decimals",
    "date": "YYYY, YYYY-MM or YYYY-MM-DD",
}
KEY = "lower-case letters, digits and underscores, a letter first"
FORMS = {
    "[a-z][a-z0-9_]*": KEY,
    "[a-z][a-z0-9_]*-[0-9]{2,}": "a citekey, a hyphen and two digits or more, such as KEY-01",
    **{
        f"[a-z][a-z0-9_]*-{mark}[0-9]{{2,}}": f"a citekey, -{mark} and two digits or more, such as"
        f" KEY-{mark}01"
        for mark in "txn"
    },
    "[0-9]{3}": "three digits",
    "[0-9]{4}": "a year in four digits",
    "[A-Z]{3}": "three capital letters",
    "[0-9a-f]{16}": "16 characters, each a digit or one of the letters a to f",
    "[0-9a-f]{64}": "64 characters, each a digit or one of the letters a to f",
    r"[0-9]+\.[0-9]+\.[0-9]+": "three numbers with points between them, such as 0.1.0",
    "argues that .*[^.]": "“argues that” and what it argues, without a full stop",
}
OWN = "the form that its description in data/datapackage.json gives"


def in_words(field: Mapping[str, Any]) -> str:
    """What a cell or field must look like."""
    pattern = field.get("constraints", {}).get("pattern", "")
    said = HELD.get(field.get("holds", "")) or FORMS.get(pattern)
    return said or field.get("description") or OWN
