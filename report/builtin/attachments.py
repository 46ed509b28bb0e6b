"""Files that go into the PDF: named before it is written, filled in before it is set."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Attachment:
    """A file to put into the PDF; `content` is asked for once the page has been written."""

    path: str
    mime: str
    description: str
    content: Callable[[], bytes]


def listed(attachments: Sequence[Attachment], folder: Path) -> Path:
    """A file in `folder` that names the attachments as metadata, which the theme reads."""
    kept = ("path", "mime", "description")
    named = [{key: getattr(file, key) for key in kept} for file in attachments]
    path = folder / "attachments.json"
    path.write_text(json.dumps({"attachments": named}), "utf-8")
    return path


def lay(attachments: Sequence[Attachment], folder: Path) -> None:
    """Write each file into `folder`, where Typst finds it."""
    for file in attachments:
        (folder / file.path).write_bytes(file.content())
