"""Reading the final Markdown with pandoc: once for both formats, in parts side by side."""

from __future__ import annotations

import itertools
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.errors import DocumentError, Problem
from report.builtin import pandoc
from report.builtin.pandoc import Run, Work
from report.builtin.parts import LEAST, parted

# Parts that `report watch` keeps as read; a report has some thirty.
KEPT_PARTS, LONGEST_KEPT = 128, 10 * LEAST
HEADER = re.compile(r'"t":"Header","c":\[\d+,\["([^"]+)"')
CITATION = re.compile(r'"citationNoteNum":(\d+)')


@dataclass(frozen=True)
class Tree:
    """The document as pandoc read it, in pandoc's JSON, and what it found wrong meanwhile."""

    content: bytes
    problems: frozenset[Problem]


def read(work: Work) -> Tree:
    """Read the Markdown. Raises `DocumentError` where pandoc gives up."""
    lines = work.markdown.split("\n")
    begins = parted(lines)
    texts = ["\n".join(lines[a:b]) for a, b in itertools.pairwise([*begins, len(lines)])]
    # The longest first, so that none of them is what all wait for at the end.
    longest_first = sorted({*texts}, key=lambda text: (-len(text), text))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        known = dict(zip(longest_first, pool.map(_part, longest_first), strict=True))
    read_parts = [known[text] for text in texts]
    identifiers = [found for part in read_parts for found in HEADER.findall(part.blocks)]
    if len(read_parts) > 1 and len({*identifiers}) < len(identifiers):
        begins, read_parts = [0], [_part(work.markdown)]
    problems = frozenset(
        problem
        for begin, part in zip(begins, read_parts, strict=True)
        for problem in pandoc.problems(work, part.run, begin)
    )
    if any(part.run.failed is not None for part in read_parts):
        raise DocumentError(problems)
    return Tree(_joined(read_parts), problems)


@dataclass(frozen=True)
class Part:
    """What pandoc read in a part of the Markdown: its metadata, and its blocks as JSON."""

    run: Run
    version: Sequence[int] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    blocks: str = ""


def _part(text: str) -> Part:
    """A part as read now, or before; a run that failed is tried again."""
    try:
        return _kept(text) if len(text) < LONGEST_KEPT else _part_read(text)
    except _Failed as error:
        return Part(error.run)


class _Failed(Exception):
    def __init__(self, run: Run):
        super().__init__(run.failed)
        self.run = run


def _part_read(text: str) -> Part:
    with tempfile.TemporaryDirectory() as folder:
        run = pandoc.run(["--from=markdown", "--to=json"], text.encode(), Path(folder))
    if run.failed is not None:
        raise _Failed(run)
    tree = json.loads(run.output)
    blocks = json.dumps(tree["blocks"], separators=(",", ":"))[1:-1]
    return Part(replace(run, output=b""), tree["pandoc-api-version"], tree["meta"], blocks)


_kept = lru_cache(KEPT_PARTS)(_part_read)


def _joined(parts: Sequence[Part]) -> bytes:
    """The parts' blocks one after the other; of metadata given twice, the last.

    Citations are counted on from part to part.
    """
    meta = {key: value for part in parts for key, value in part.meta.items()}
    head = {"pandoc-api-version": parts[0].version, "meta": meta, "blocks": []}
    counted, blocks = 0, []
    for part in parts:
        blocks.append(_counted_on(part.blocks, counted))
        counted += max(map(int, CITATION.findall(part.blocks)), default=0)
    return f"{json.dumps(head)[:-2]}{','.join(filter(None, blocks))}]}}".encode()


def _counted_on(blocks: str, number: int) -> str:
    def on(found: re.Match[str]) -> str:
        return f'"citationNoteNum":{int(found[1]) + number}'

    return CITATION.sub(on, blocks) if number else blocks
