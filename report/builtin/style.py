"""The page's style, with the files that it names inside."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

NAMED = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+?)["']?\s*\)""")
MEDIA = {".woff2": "font/woff2", ".ttf": "font/ttf", ".svg": "image/svg+xml"}


def embedded(css: Path, refused: Callable[[str, str], Exception]) -> str:
    """The text of a style sheet, each file that it names as a data URI.

    Raises what `refused` makes of a name and of what is wrong with it.
    """

    def inside(found: re.Match[str]) -> str:
        path = css.parent / found[1]
        if path.suffix not in MEDIA:
            raise refused(found[1], f"a style sheet may name {', '.join(MEDIA)} files")
        if not path.is_file():
            raise refused(found[1], "the file that the style sheet names does not exist")
        content = base64.b64encode(path.read_bytes()).decode("ascii")
        return f"url(data:{MEDIA[path.suffix]};base64,{content})"

    return NAMED.sub(inside, css.read_text("utf-8"))
