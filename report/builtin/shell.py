"""An IPython shell inside this process that keeps what its cells print, show and draw."""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from io import TextIOBase
from pathlib import Path
from typing import Any, cast

import matplotlib
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets import Type
from traitlets.config import Config

# Quarto's defaults for a page; the hash salt makes the ids inside an SVG the same on every run.
FIGURES: Any = {
    "figure.figsize": (7.0, 5.0),
    "figure.dpi": 96.0,
    "savefig.dpi": "figure",
    "svg.hashsalt": "report",
}
BACKEND = "report.builtin.figures"


@dataclass
class Output:
    """One thing a cell gave: `kind` is stdout, stderr, display or result; data by media type."""

    kind: str
    data: dict[str, Any]


class Stream(TextIOBase):
    """A text stream into the outputs; what follows the same stream's words is joined to them."""

    def __init__(self, kind: str, outputs: list[Output]):
        """A stream of this kind into these outputs."""
        self.kind, self.outputs = kind, outputs

    def writable(self) -> bool:
        """Writing is what this stream is for."""
        return True

    def write(self, text: str) -> int:
        """Keep the text."""
        if self.outputs and self.outputs[-1].kind == self.kind:
            self.outputs[-1].data["text/plain"] += text
        else:
            self.outputs.append(Output(self.kind, {"text/plain": text}))
        return len(text)


class Publisher(DisplayPublisher):
    """Keeps what `display` is given."""

    def publish(self, data: Mapping[str, Any], *_: Any, **__: Any) -> None:
        """Add one displayed object."""
        self.shell.outputs.append(Output("display", dict(data)))


class Hook(DisplayHook):
    """Keeps the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """No prompt."""

    def write_format_data(self, format_dict: Mapping[str, Any], md_dict: Any = None) -> None:
        """Add the value."""
        cast(Shell, self.shell).outputs.append(Output("result", dict(format_dict)))

    def finish_displayhook(self) -> None:
        """No empty line after the value."""
        self._is_active = False


class Shell(InteractiveShell):
    """IPython without history, profile, tracebacks or a terminal."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)

    def __init__(self, **parts: Any):
        """A shell that draws figures as SVG and shows those that a cell leaves open."""
        self.outputs: list[Output] = []
        self.failure: BaseException | None = None
        super().__init__(**parts)
        svg = self.formatter.formatters["image/svg+xml"]
        svg.for_type_by_name("matplotlib.figure", "Figure", as_svg)
        self.events.register("post_execute", show_open_figures)

    @property
    def formatter(self) -> Any:
        """What turns an object into its representations."""
        return self.display_formatter

    def init_virtualenv(self) -> None:
        """The interpreter that renders is the interpreter that runs the cells."""

    def showtraceback(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        """Keep the first error instead of printing it: the engine tells it with file and line."""
        self.failure = self.failure or (exc_tuple or sys.exc_info())[1]

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        """As for other errors."""
        self.showtraceback()

    def run(self, code: str) -> list[Output]:
        """What a cell gave; the exception that ended it is raised."""
        self.outputs, self.failure = [], None
        stdout, stderr = Stream("stdout", self.outputs), Stream("stderr", self.outputs)
        with redirect_stdout(stdout), redirect_stderr(stderr):
            result = self.run_cell(code)
        if error := result.error_before_exec or result.error_in_exec or self.failure:
            raise error
        return self.outputs

    def value(self, expression: str) -> dict[str, Any]:
        """The representations of an expression's value, by media type."""
        self.failure = None
        with self.builtin_trap:
            value = eval(expression, self.user_global_ns, self.user_ns)
            data, _ = self.formatter.format(value)
        if self.failure:
            raise self.failure
        return dict(data)


def as_svg(figure: Any) -> str | None:
    """A figure as SVG; drawing is loaded only by a document that draws."""
    drawn: str | None = import_module(BACKEND).as_svg(figure)
    return drawn


def show_open_figures() -> None:
    """Show the figures that a cell has left open, then close them."""
    if "matplotlib.pyplot" in sys.modules:
        import_module(BACKEND).show()


@contextmanager
def shell(folder: Path) -> Iterator[Shell]:
    """A shell whose cells run in `folder`; the process is afterwards as it was before."""
    with tempfile.TemporaryDirectory() as home, _working_in(folder), _drawing():
        profile = ProfileDir.create_profile_dir(home)
        quiet = Config(HistoryManager={"enabled": False})
        running = Shell.instance(ipython_dir=home, profile_dir=profile, config=quiet)
        try:
            yield running
        finally:
            atexit.unregister(running.atexit_operations)
            running.restore_sys_module_state()
            Shell.clear_instance()


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    """The document's folder as working folder and first place of imports; warnings are shown."""
    before, path = Path.cwd(), list(sys.path)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            yield
    finally:
        os.chdir(before)
        sys.path[:] = path


@contextmanager
def _drawing() -> Iterator[None]:
    """Figures drawn with Quarto's defaults, not the user's, and shown in the document."""
    before = matplotlib.get_backend(auto_select=False)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(FIGURES)
        matplotlib.use(f"module://{BACKEND}")
        try:
            yield
        finally:
            matplotlib.use(before or "agg")
