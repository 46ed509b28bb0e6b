"""The page as it is now, on this computer only, with a script that reloads it."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from analysis.errors import Problem, ReportError
from report import manifest
from report.manifest import PAGE

ADDRESS = "127.0.0.1"
EVENTS = "/.events"
SCRIPT = (Path(__file__).parent / "live.js").read_text("utf-8")
NOTHING = b"<!doctype html><title>No report yet</title><p>There is no report yet.</p>"
HEARTBEAT = 15.0  # seconds after which a browser that is gone is noticed


class Live:
    """What is shown now: the page, its number, and what is wrong with the dataset."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._page, self._number, self._problems = b"", 0, ""

    def show(self, page: bytes) -> None:
        """A new page, of a dataset in order."""
        with self._news:
            self._page, self._number, self._problems = page, self._number + 1, ""
            self._news.notify_all()

    def tell(self, problems: str) -> None:
        """What is wrong, in words; empty where nothing is."""
        with self._news:
            self._problems = problems
            self._news.notify_all()

    def page(self) -> bytes:
        """The page with the script in it."""
        with self._news:
            page, number = self._page or NOTHING, self._number
        script = f'<script data-page="{number}">{SCRIPT}</script>\n'.encode()
        before, end, after = page.rpartition(b"</body>")
        return before + script + end + after if end else page + script

    def states(self) -> Iterator[str]:
        """Number of the page and problems as JSON: now, at each change, and now and then again."""
        told = None
        while True:
            with self._news:
                self._news.wait_for(lambda: self._state() != told, HEARTBEAT)  # noqa: B023
                told = self._state()
            yield json.dumps(told)

    def _state(self) -> dict[str, str]:
        return {"page": str(self._number), "problems": self._problems}


class Handler(BaseHTTPRequestHandler):
    """Answers for the page, the events, and the files of the report; for nothing else."""

    server: Server

    def do_GET(self) -> None:
        """A page or file, or why not."""
        path = unquote(urlsplit(self.path).path)
        if self.headers.get("Host") not in self.server.names:
            self.send_error(HTTPStatus.FORBIDDEN, "not a name of this computer")
        elif path == EVENTS:
            self._tell_states()
        elif path in ("/", f"/{PAGE}"):
            self._send(self.server.live.page(), "text/html; charset=utf-8")
        else:
            self._send_file(path.removeprefix("/"))

    def do_HEAD(self) -> None:
        """The same without the content."""
        self.do_GET()

    def _send_file(self, name: str) -> None:
        """One of the files that the manifest lists, by its exact name."""
        out = self.server.out
        if name != manifest.MANIFEST and name not in manifest.listed(out):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        try:
            self._send((out / name).read_bytes(), kind)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, content: bytes, kind: str) -> None:
        self._head(kind, len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(self, kind: str, length: int | None = None) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _tell_states(self) -> None:
        self._head("text/event-stream")
        try:
            for state in self.server.live.states():
                self.wfile.write(f"data: {state}\n\n".encode())
        except OSError:
            pass  # The browser has left.

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is told of requests."""


class Server(ThreadingHTTPServer):
    """A server on this computer alone."""

    daemon_threads = True

    def __init__(self, port: int, out: Path, live: Live):
        super().__init__((ADDRESS, port), Handler)
        self.out, self.live = out, live
        self.names = {f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")}

    def handle_error(self, *_: object) -> None:
        """A browser that leaves in the middle of an answer is no matter."""


@contextmanager
def serving(port: int, out: Path, live: Live) -> Iterator[str]:
    """Serve the page and the files of the report in `out`; gives the address.

    Raises `ReportError` where the port is taken.
    """
    try:
        server = Server(port, out, live)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise ReportError(
            Problem(f"port {port}", message=f"cannot be served on: {reason}",
                    todo="Name another one with --port N, or --port 0 for any that is free.")
        ) from error  # fmt: skip
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://{ADDRESS}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
