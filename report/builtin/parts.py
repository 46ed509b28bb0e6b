"""Cutting the final Markdown where pandoc may read what is before and after by itself.

Parts are read side by side, and one that is as it was is not read again. Each begins with a heading
outside of any block. A text in which one place could change how another is read stays whole, and so
does one of which that cannot be told line by line: with what is defined or named elsewhere, notes,
numbered examples, HTML, LaTeX, tables and headings drawn with lines, blocks or code inside of other
things. The identifiers of headings are held against each other when all parts are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# A part is not cut again before it has so many characters: each costs a start of pandoc.
LEAST = 20_000
HEADING = re.compile(r"#{1,6} ")
DEFINITION = re.compile(r" {0,3}[:~]\s")
FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,}) *(?P<words>\{[^{}]*\}|[\w+.-]*) *$")
BLOCK = re.compile(r" {0,3}:{3,} *(?P<opens>\{[^{}]*\}|[\w-]+)? *:* *$")
# Escaped marks and code.
APART = re.compile(r"\\[^\sA-Za-z]|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
# A link with its address, a span with its attributes, a citation.
WHOLE = re.compile(
    r"!?\[[^\[\]]*\](?:\([^()]*\))?\{[^{}]*\}"
    r"|!?\[[^\[\]]*\]\([^()]*\)"
    r"|\[[^\[\]]*@[^\[\]]*\](?![:(\[{])"
)
REACHING = re.compile(
    r"""[\[\]`]                                    # what is named elsewhere, code over lines
      | \^\[ | \\[A-Za-z] | ~~~ | :::              # notes, LaTeX, blocks within other things
      | <(?!https?:)[\w!/?]                        # HTML
      | ^\W*\(@[^()]*\)                            # numbered examples
      | ^\s*(?:[-=]+\s*$|[-=]{2}|\+[-=:]|[*_]{3})  # lines that draw
    """,
    re.VERBOSE,
)


def parted(lines: Sequence[str]) -> list[int]:
    """The index of the line with which each part begins; only 0 for a text that stays whole."""
    begins, first = [0], _after_metadata(lines)
    size = sum(len(line) + 1 for line in lines[:first])
    for index, depth in enumerate(_depths(lines[first:]), first):
        if depth is None:
            return [0]
        if depth == 0 and size > LEAST and _is_heading(lines, index):
            begins.append(index)
            size = 0
        size += len(lines[index]) + 1
    return begins


def _is_heading(lines: Sequence[str], index: int) -> bool:
    """Whether a line outside of blocks is a heading, and not the term of a definition."""
    if lines[index - 1] or not HEADING.match(lines[index]):
        return False
    return not DEFINITION.match(next(filter(None, lines[index + 1 :]), ""))


def _after_metadata(lines: Sequence[str]) -> int:
    """The index of the first line after the blocks of metadata with which a text begins."""
    index = 0
    while index < len(lines) and lines[index].rstrip() in ("", "---"):
        if lines[index]:
            ends = (i for i, line in enumerate(lines) if i > index and line.rstrip() == "---")
            index = next(ends, len(lines))
        index += 1
    return min(index, len(lines))


def _depths(lines: Sequence[str]) -> Iterator[int | None]:
    """How deep in blocks each line is; None where that, or what it reaches, cannot be told."""
    depth, fence = 0, ""
    for line, before in zip(lines, ["", *lines], strict=False):
        code, block = FENCE.match(line), BLOCK.match(line)
        begins = not before or bool(BLOCK.match(before))
        if fence:
            yield depth + 1
            if code and code["marks"].startswith(fence) and not code["words"]:
                fence = ""
        elif code and begins:
            fence = code["marks"]
            yield depth + 1
        elif block and (begins or not block["opens"]):
            depth += 1 if block["opens"] else -1
            yield depth + 1 if depth >= 0 else None
        else:
            yield None if REACHING.search(_bare(line)) else depth
    if depth or fence:
        yield None


def _bare(line: str) -> str:
    """A line without escaped marks, code, links, spans and citations."""
    bare, found = APART.sub("", line), 1
    while found:
        bare, found = WHOLE.subn("", bare)
    return bare
