"""Pictures go round pandoc, which reads long addresses letter by letter: it sees their place only.

One that a cell asks for is made while pandoc works.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

DATA = re.compile(r"data:image/(svg\+xml|png|jpeg);base64,([A-Za-z0-9+/=]+)")
IMAGE = re.compile(rf"\]\((?:(?P<data>{DATA.pattern})|made-later/(?P<later>\d+)\.svg)")
PLACE = re.compile(r'src="embedded-data/(\d+)\.\w+"')
Make = Callable[[], bytes]
# A picture's address that holds the picture, once it is made.
Address = Callable[[], str]

_later: ContextVar[list[Make] | None] = ContextVar("pictures made later", default=None)


@contextmanager
def made_later() -> Iterator[list[Make]]:
    """Gather the pictures that cells ask for meanwhile."""
    gathered: list[Make] = []
    token = _later.set(gathered)
    try:
        yield gathered
    finally:
        _later.reset(token)


def address(make: Make) -> str:
    """The address of an SVG picture in a Markdown image: its data, or a place for them."""
    later = _later.get()
    if later is None:
        return _holding(make)
    later.append(make)
    return f"made-later/{len(later) - 1}.svg"


def _holding(make: Make) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(make()).decode('ascii')}"


def set_aside(markdown: str, later: Sequence[Make]) -> tuple[str, tuple[Address, ...]]:
    """The Markdown with the pictures' places, and the pictures in order."""
    addresses: list[Address] = []

    def place(found: re.Match[str]) -> str:
        number = int(found["later"] or 0)
        if found["data"]:
            addresses.append(partial(str, found["data"]))
        elif number < len(later):
            addresses.append(partial(_holding, later[number]))
        else:
            return found[0]
        kind = "svg" if found["later"] else found[2].partition("+")[0]
        return f"](embedded-data/{len(addresses) - 1}.{kind}"

    return IMAGE.sub(place, markdown), tuple(addresses)


def put_back(page: str, addresses: Sequence[str]) -> str:
    """The page with the pictures in their places."""
    return PLACE.sub(lambda found: f'src="{addresses[int(found[1])]}"', page)


def files(addresses: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Each picture as a file where the print version looks for it: path and content."""
    for number, uri in enumerate(addresses):
        found = DATA.fullmatch(uri)
        assert found is not None
        yield f"embedded-data/{number}.{found[1].partition('+')[0]}", base64.b64decode(found[2])
