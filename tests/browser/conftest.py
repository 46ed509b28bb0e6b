"""One browser for all tests of the page: the system's Chromium, in which nothing may go wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 20_000
Visit = Callable[[Path, dict[str, Any]], Iterator[Any]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium; where there is none, tests are skipped, but not in CI."""
    if not CHROMIUM:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "Chromium is missing: install it, or name it in CHROMIUM"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def visit(browser: Any) -> Visit:
    """The page of a report, in a context with these settings."""

    def visited(folder: Path, settings: dict[str, Any]) -> Iterator[Any]:
        """What the browser says, and asks for outside the page, fails the test."""
        context = browser.new_context(**{"reduced_motion": "reduce", **settings})
        context.set_default_timeout(WAIT)
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: told.append(asked.url) if outside(asked.url) else None)
        page.goto((folder / "report.html").as_uri())
        yield page
        page.wait_for_timeout(50)
        context.close()
        assert told == []

    return visited


@pytest.fixture
def opened(visit: Visit, rendered: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The page, in a context with the settings of the test."""
    yield from visit(rendered, getattr(request, "param", {}))


def outside(url: str) -> bool:
    """Whether a request is for more than the page itself and what is in it."""
    return not url.startswith(("file:", "data:image/", "data:font/", "about:blank"))
