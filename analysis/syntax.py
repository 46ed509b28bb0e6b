"""Broken YAML and JSON in words of those who write it: the line to blame, and how to mend it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

from analysis.errors import Problem

MERGE = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
# A line of a record: a field's name, where it has one, and what stands behind it.
LINE = re.compile(r"\s*(?:- +)*(?:(?P<name>[\w-]+):(?: +|$))?(?P<value>.*)")
WHOLE = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"(?P<rest>.*)'),
    "'": re.compile(r"'(?:[^']|'')*'(?P<rest>.*)"),
    "[": re.compile(r"\[.*\](?P<rest>.*)"),
    "{": re.compile(r"\{.*\}(?P<rest>.*)"),
}
LONGEST = 60  # characters of a text that is written out in what to do
SPECIAL = "@`%&*!|>?,]}-"

Told = tuple[str, str, str | None]
Look = Callable[[str], Told | None]
UNMERGED: Told = (
    "a mark of a merge that is not finished",
    "one of the two sides",
    "Keep the lines that are right, of one side or of both, and delete the marks.",
)


def unmerged(label: str, row: int, line: str) -> Problem:
    """That a line is what git writes into a file where it cannot merge two."""
    message, expected, todo = UNMERGED
    return Problem(label, row, None, message, line, expected, todo)


def in_yaml(label: str, text: str, row: int) -> Problem:
    """What is wrong with a YAML text that can be read no further than a row."""
    lines = text.splitlines() or [""]
    row = min(row, len(lines))
    if CONTROL.search(lines[row - 1]):
        return _problem(label, lines, row, INVISIBLE)
    for number in _suspects(lines, row):
        told = next(filter(None, (look(lines[number - 1]) for look in LOOKS)), None)
        if told:
            return _problem(label, lines, number, told)
    return _problem(label, lines, row, MISPLACED)


def _problem(label: str, lines: Sequence[str], row: int, told: Told) -> Problem:
    message, expected, todo = told
    return Problem(label, row, None, message, lines[row - 1].strip(), expected, todo)


def _suspects(lines: Sequence[str], row: int) -> Iterator[int]:
    """The lines that may be to blame, by number: one with an open quotation mark, then the last.

    A text in quotation marks may have several lines, none of which looks like a field.
    """
    for number in range(1, row):
        if _open(lines[number - 1]) and LINE.fullmatch(lines[number])["name"]:  # type: ignore[index]
            yield number
    yield row
    yield from [n for n in range(row - 1, 0, -1) if lines[n - 1].strip()][:1]


def _parts(line: str) -> tuple[str, str]:
    found = LINE.fullmatch(line)
    return (found["name"] or "", found["value"].rstrip()) if found else ("", line)


def _unmerged(line: str) -> Told | None:
    return UNMERGED if line.startswith(MERGE) else None


def _tab(line: str) -> Told | None:
    if not re.match(r"[ -]*\t|[ -]*[\w-]+:\t", line):
        return None
    if ":" in line.partition("\t")[0]:
        return "a tab after the colon", "a space", "Put a space in its place."
    return "a tab before the text", "spaces", "Put as many spaces as in the lines beside it."


def _another(line: str) -> Told | None:
    if not line.startswith(("---", "...")):
        return None
    return "a second record begins here", "one record in a file", "Delete the line."


def _open(line: str) -> Told | None:
    _, value = _parts(line)
    if not value.startswith(('"', "'", "[", "{")) or WHOLE[value[0]].fullmatch(value):
        return None
    if value[0] in "[{":
        message, expected = f"a bracket {value[0]} that is not closed", "one at each end of a list"
        return message, expected, "Close it, or put quotation marks around the text."
    within = {'"': '\\"', "'": "''"}[value[0]]
    todo = f"Close it at the end of the text; one within the text is written {within}."
    return f"a quotation mark {value[0]} that is not closed", "one at each end of the text", todo


def _after_the_end(line: str) -> Told | None:
    _, value = _parts(line)
    whole = WHOLE[value[0]].fullmatch(value) if value[:1] in WHOLE else None
    if not whole or not whole["rest"].strip() or whole["rest"].lstrip().startswith("#"):
        return None
    kind = "bracket" if value[0] in "[{" else "quotation mark"
    return _quoted(line, f"text after the closing {kind}")


def _special(line: str) -> Told | None:
    _, value = _parts(line)
    first = value[:1]
    if not first or first not in SPECIAL or (first in "-?" and value[1:2].strip()):
        return None
    return _quoted(line, f"a text that begins with {first}")


def _colon(line: str) -> Told | None:
    name, value = _parts(line)
    if not name or value.startswith(('"', "'", "[", "{")) or not re.search(r":(?:\s|$)", value):
        return None
    return _quoted(line, "a colon in a text without quotation marks")


def _quoted(line: str, message: str) -> Told:
    name, value = _parts(line)
    mark = "'" if '"' in value or "\\" in value else '"'
    text = mark + (value.replace(mark, 2 * mark) if mark == "'" else value) + mark
    if value.endswith('"') and value.count('"') == 1:
        text = f'"{value}'
    todo = f"Write {name}: {text}." if name else f"Write {text}."
    if len(value) > LONGEST:
        within = ", and write '' for each ' in it" * (mark == "'" and "'" in value)
        todo = f"Put {mark} at both ends of it{within}."
    return message, "quotation marks around the text", todo


def _backslash(line: str) -> Told | None:
    if not (_parts(line)[1].startswith('"') and "\\" in line):
        return None
    todo = "Double the backslash, or put the text between single quotation marks."
    return "a backslash in a text in double quotation marks", "\\\\ for a backslash", todo


def _unnamed(line: str) -> Told | None:
    if run_on := re.fullmatch(r"\s*(?:- +)?([\w-]+):(\S.*)", line):
        whole = f"Write {run_on[1]}: {run_on[2]}."
        todo = whole if len(run_on[2]) <= LONGEST else f"Set a space after {run_on[1]}:."
        return "no space after the colon", "a field as name: text", todo
    if not re.fullmatch(r"\s*(?:- +)?\w[^:]*", line):
        return None
    return "no colon after the name of a field", "a field as name: text", "Add the colon."


LOOKS: tuple[Look, ...] = (
    _unmerged,
    _tab,
    _another,
    _open,
    _after_the_end,
    _special,
    _colon,
    _backslash,
    _unnamed,
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
INVISIBLE: Told = ("a control character", "text", "Delete it.")
MISPLACED: Told = (
    "the line does not fit the one above",
    "fields as name: text, one below the other, those of one record or list all as far indented",
    "Put as many spaces before it as before the fields beside it; only an item has a hyphen.",
)

# What Python says of broken JSON, by how it begins, and what that means.
TRAILING: Told = ("a comma after the last part", "commas only between parts", "Delete the comma.")
FIELD = 'a field as "name": "text"'
JSON: tuple[tuple[str, Told], ...] = (
    ("Invalid control", ("a text that does not end in its line", '" at both ends of a text',
     'Add the missing "; write a tab within it as \\t.')),
    ("Unterminated", ("a text without an end", '" at both ends of a text', 'Add the missing ".')),
    ("Invalid \\", ("a backslash in a text", "\\\\ for a backslash", "Double the backslash.")),
    ("Extra data", ("text after the end", "nothing behind the bracket that closes the first",
     "Delete it, or the bracket above that is one too many.")),
    ("Expecting ':'", ("no colon after the name of a field", FIELD, "Set one between the two.")),
    ("Expecting ','", ('a quotation mark is missing, or stands within a text', FIELD,
     'Add the missing "; write one within a text as \\".')),
    ("Expecting property", ("a name without quotation marks", FIELD, 'Put " at both ends of it.')),
    ("Expecting value", ("a text without quotation marks, or nothing",
     'a text in ", a number, true, false, null, a list or an object', 'Put " around a text.')),
)  # fmt: skip


def in_json(label: str, text: str, error: json.JSONDecodeError) -> Problem:
    """What is wrong with a JSON text that Python cannot read."""
    (message, expected, todo), at = _in_json(text, error.pos, error.msg)
    begin = text.rfind("\n", 0, at) + 1
    line = text[max(begin, at - 50) :].partition("\n")[0].strip()
    return Problem(label, text.count("\n", 0, at) + 1, None, message, line, expected, todo)


def _in_json(text: str, at: int, words: str) -> tuple[Told, int]:
    """What is wrong, and the character that is to blame."""
    before, after = text[:at].rstrip(), text[at:].lstrip()
    last = max(0, len(before) - 1)
    if not before + after:
        return ("the file is empty", "an object in braces", "Put back its text."), 0
    if before.endswith(",") and after.startswith(("}", "]")):
        return TRAILING, last
    if words.startswith("Illegal trailing"):  # of Python 3.13 and newer, at the comma itself
        return TRAILING, at
    if text[text.rfind("\n", 0, at) + 1 :].startswith(MERGE):
        return UNMERGED, at
    if after.startswith(("//", "/*", "#")):
        return ("a comment", "JSON, which has none", "Delete it."), at
    if after.startswith(tuple("'‘’“”„«»")):
        told = f"a quotation mark {after[0]}", 'quotation marks "', 'Write " in its place.'
        return told, at
    if not after:
        return ("the file ends too early", "a closing bracket for each that opens", "Add it."), last
    if words.startswith("Expecting ','") and after.startswith(('"', "{", "[")):
        return ("no comma between two parts", "a comma after each but the last", "Add it."), last
    return next(
        (told for start, told in JSON if words.startswith(start)), (words, "JSON", None)
    ), at
