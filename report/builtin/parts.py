"""Cutting the final Markdown where pandoc may read what is before and after by itself.

Parts are read side by side, and one that is as it was is not read again. Each begins with a heading
outside of any block. A text in which one place can change how another is read stays whole: one with
notes or definitions of links, numbered examples, HTML beside its blocks, links by the words of a
heading. `parted` knows them by the text; identifiers of headings are held against each other when
all parts are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# A part is not cut again before it has so many characters: each costs a start of pandoc.
LEAST = 20_000
HEADING = re.compile(r"#{1,6} +(?P<words>.*?)[ #]*(\{[^{}]*\})?\s*$")
FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})")
BLOCK = re.compile(r" {0,3}:{3,}(?P<opens>.*)")
METADATA = re.compile(r"(---|\.\.\.)\s*$")
CODE = re.compile(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)")
REACHING = re.compile(
    r"""^\ {0,3}\*?\[[^]]+\]:     # definitions of links, notes, abbreviations
      | ^\s*\(@[^)]*\)\s          # numbered examples
      | (?<!\\)\^\[              # notes, which are counted
      | (?<!\\)<(?!https?:)[\w!/?]  # HTML
    """,
    re.VERBOSE,
)
BRACKETED = re.compile(r"\[([^\[\]]+)\](?![({])")


def parted(lines: Sequence[str]) -> list[int]:
    """The index of the line with which each part begins; only 0 for a text that stays whole."""
    begins, size = [0], 0
    headings: set[str] = set()
    bracketed: set[str] = set()
    text_begins = _after_metadata(lines)
    for index, line, outside in _told(lines):
        size += len(line) + 1
        if outside is None:
            continue
        heading = HEADING.match(line)
        if heading:
            headings.add(heading["words"].lower())
        if index >= text_begins:
            if REACHING.search(bare := CODE.sub("", line)):
                return [0]
            bracketed.update(words.lower() for words in BRACKETED.findall(bare))
        if heading and outside and index > text_begins and size > LEAST and not lines[index - 1]:
            begins.append(index)
            size = len(line) + 1
    return [0] if headings & bracketed else begins


def _after_metadata(lines: Sequence[str]) -> int:
    """Nothing is cut before the last line that may open or close metadata."""
    return max((at + 1 for at, line in enumerate(lines) if METADATA.match(line)), default=0)


def _told(lines: Sequence[str]) -> Iterator[tuple[int, str, bool | None]]:
    """Each line, its index, and whether it is outside of all blocks; None in a code block."""
    depth, fence = 0, ""
    for index, line in enumerate(lines):
        marks = FENCE.match(line)
        if fence:
            yield index, line, None
            if marks and marks["marks"].startswith(fence) and line.strip() == marks["marks"]:
                fence = ""
        elif marks:
            fence = marks["marks"]
            yield index, line, None
        else:
            yield index, line, depth == 0
            if block := BLOCK.match(line):
                depth += 1 if block["opens"].strip(" :") else -1
