"""The project as a whole: pins, floors of modules, and what its files may hold."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LARGEST = 1_000_000
# Words of this file are put together, so that it does not hold what it looks for.
MACHINE = re.compile(r"(?<![\w.*-])/(?:" + "|".join(["work", "root", "home", "Users"]) + r")/")
REGISTRIES = re.compile(r"\b(?:pypi|pythonhosted|anaconda|npmjs)\.(?:org|com)\b")

# Ground floor first; a module imports only from floors below its own.
# A module that is not named here is a topic in `analysis`, and a part of the command in `report`.
TOPICS, COMMANDS = "topics", "commands"
FLOORS = [
    {
        "analysis.errors",
        "analysis.dates",
        "analysis.bounds",
        "analysis.frames",
        "analysis.schema",
        "analysis.wording",
    },
    {"analysis.folder", "analysis.syntax"},
    {"analysis.texts"},
    {
        "analysis.package",
        "analysis.tabular",
        "analysis.sources",
        "analysis.cite",
        "analysis.relation",
        "analysis.edition",
    },
    {"analysis.records"},
    {"analysis.rules"},
    {"analysis.dataset"},
    {"analysis.comparability", "analysis.money", "analysis.origins"},
    {"analysis.spans"},
    {"analysis.agreement", TOPICS},
    {"analysis.comparisons", "analysis.coverage", "analysis.robustness"},
    {"analysis.verdicts"},
    {"analysis.tables", "analysis.computed"},
    {"analysis.titles"},
    {"analysis.prose", "analysis.counts", "analysis.charts", "analysis.changes"},
    {"analysis.evidence"},
    {"report.bibliography"},
    {
        "report.builtin",
        "report.contents",
        "report.files",
        "report.foot",
        "report.lineage",
        "report.method",
        "report.seal",
        "report.svg",
    },
    {"report.archive", "report.drawing", "report.editions", "report.jsonld"},
    {"report.cache"},
    {"report.dictionary", "report.document", "report.manifest", "report.new"},
    {"report.downloads", "report.quarto", "report.workshop"},
    {"report.publish"},
    {COMMANDS},
    {"report.cli"},
]
LEVELS = {module: level for level, floor in enumerate(FLOORS) for module in floor}


def listed() -> list[Path]:
    """The files git knows or would add; none outside a git checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    names = sorted(name for name in ran.stdout.split("\0") if name)
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def name_of(path: Path) -> str:
    """A path as written from the project's folder."""
    return path.relative_to(ROOT).as_posix()


FILES = listed()
FONTS = {".ttf", ".woff2"}
each_file = pytest.mark.parametrize("path", FILES, ids=name_of)
each_text = pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix not in FONTS], ids=name_of
)
MODULES = sorted(path for top in ("analysis", "report") for path in (ROOT / top).rglob("*.py"))
SECTIONS = sorted((ROOT / "report").glob("*.qmd")) + sorted((ROOT / "report").glob("*/_*.qmd"))


# Files


@each_file
def test_file_is_small(path: Path) -> None:
    """No file is over a megabyte."""
    assert path.stat().st_size <= LARGEST


@each_text
def test_file_is_unix_text(path: Path) -> None:
    """UTF-8, LF, and a newline at the end."""
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert not text or text.endswith("\n")


@each_text
def test_file_names_no_machine(path: Path) -> None:
    """No path of one machine, and no host of a package registry."""
    text = path.read_text("utf-8")
    assert MACHINE.findall(text) == []
    assert REGISTRIES.findall(text) == []


# Versions


def test_version_is_the_same_everywhere() -> None:
    """The dataset, pyproject.toml, CITATION.cff, and the newest entry of CHANGELOG.md."""
    described = json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))
    version = PYPROJECT["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^# (\S+) \((\S+)\)\n\n## Data\n.*?^## Software$", changes, re.M | re.S)
    assert newest
    assert newest.groups() == (version, citation["date-released"])
    assert (described["version"], described["created"][:10]) == newest.groups()
    assert {citation["version"], *(item["version"] for item in citation["references"])} == {version}


# Pins


def direct() -> Iterator[Requirement]:
    """The direct dependencies, of all extras and groups."""
    extras = PYPROJECT["project"]["optional-dependencies"]
    groups = PYPROJECT["dependency-groups"]
    for names in (PYPROJECT["project"]["dependencies"], *extras.values(), *groups.values()):
        yield from map(Requirement, names)


def constraints(key: str = "constraint-dependencies") -> list[Requirement]:
    """The pins of all other packages."""
    return [Requirement(entry) for entry in PYPROJECT["tool"]["uv"][key]]


def pinned(requirement: Requirement) -> tuple[str, str]:
    """Name and version of a requirement that is pinned; the version is empty where it is not."""
    found = re.fullmatch(r"==([^*,]+)", str(requirement.specifier))
    return canonicalize_name(requirement.name), found[1] if found else ""


def test_every_requirement_is_pinned_without_an_address() -> None:
    """Direct, indirect and for building: one version each, from no address."""
    backend = [Requirement(entry) for entry in PYPROJECT["build-system"]["requires"]]
    builders = constraints("build-constraint-dependencies")
    every = [*direct(), *constraints(), *builders, *backend]
    assert [str(entry) for entry in every if entry.url or not pinned(entry)[1]] == []
    assert {pinned(entry) for entry in backend} <= {pinned(entry) for entry in builders}


def test_pins_are_what_is_installed() -> None:
    """pyproject.toml pins the packages of uv.lock, each in the same versions, and no others."""
    lock = ROOT / "uv.lock"
    if not lock.exists():
        pytest.skip("no uv.lock: it is made by uv run")
    packages = tomllib.loads(lock.read_text("utf-8"))["package"]
    locked = {(package["name"], package["version"]) for package in packages}
    project = (PYPROJECT["project"]["name"], PYPROJECT["project"]["version"])
    assert {pinned(entry) for entry in [*direct(), *constraints()]} == locked - {project}, (
        "run python3 .ci/pins.py"
    )


def test_what_the_code_imports_is_a_direct_dependency() -> None:
    """A package that only the tests ask for, or another package brings, is not relied upon."""
    nodes = [node for path in MODULES for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    tops = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)
    given = packages_distributions()
    wanted = {canonicalize_name(given[top][0]) for top in tops - {"analysis", "report"}}
    project = map(Requirement, PYPROJECT["project"]["dependencies"])
    assert wanted - {canonicalize_name(entry.name) for entry in project} == set()


@pytest.mark.parametrize("python", ["3.11.0", "3.11.9", "3.12.0", "3.13.0", "3.14.0", "3.15.0"])
def test_one_version_for_each_python(python: str) -> None:
    """Where a package is pinned twice, the markers leave one version."""
    place = {
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": "linux",
        "os_name": "posix",
    }
    applied = [
        entry.name for entry in constraints() if not entry.marker or entry.marker.evaluate(place)
    ]
    assert sorted(applied) == sorted(set(applied))
    twice = {entry.name for entry in constraints() if "python_full" in str(entry.marker)}
    assert {"contourpy", "numpy"} <= twice & set(applied)


# Modules


def unit(module: str) -> str:
    """The module or package that stands on a floor: analysis.rules for analysis.rules.rows."""
    return ".".join(module.split(".")[:2])


def level(module: str) -> int:
    """The floor a module stands on."""
    return LEVELS.get(module, LEVELS[TOPICS if module.startswith("analysis.") else COMMANDS])


def imports(path: Path) -> Iterator[str]:
    """The modules of this project that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name_of(path)}: relative import"
            stem = node.module or ""
            bare = stem in ("analysis", "report")
            names = [f"{stem}.{alias.name}" for alias in node.names] if bare else [stem]
        yield from (unit(name) for name in names if name.split(".")[0] in ("analysis", "report"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_imports_only_from_floors_below(path: Path) -> None:
    """Floors as in FLOORS; a package's own modules import each other."""
    module = unit(".".join(path.relative_to(ROOT).with_suffix("").parts))
    if module.endswith("__init__"):
        assert list(imports(path)) == []
        return
    others = {name for name in imports(path) if name != module}
    assert {name for name in others if level(name) >= level(module)} == set()


# The document


def parts(path: Path) -> tuple[str, str]:
    """The prose and the code of a .qmd file, without front matter, attributes and inline code."""
    text = re.sub(r"\A---\n.*?^---$", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    cells = re.findall(r"^```\{python\}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    prose = re.sub(r"^```\{python\}\n.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    for markup in (r"`[^`\n]*`", r"\{#[^}]*\}", r"\{\{<.*?>\}\}", r"@(?:sec|tbl|fig)-[\w-]+"):
        prose = re.sub(markup, "", prose)
    return prose, "\n".join(cells)


@pytest.mark.parametrize("path", SECTIONS, ids=name_of)
def test_prose_holds_no_typed_digit(path: Path) -> None:
    """Numbers come from the dataset, so none is typed into the text."""
    assert [line for line in parts(path)[0].splitlines() if re.search(r"\d", line)] == []


@pytest.mark.parametrize("path", SECTIONS, ids=name_of)
def test_document_imports_one_module(path: Path) -> None:
    """`report.document` is all that the cells import, and cells hold no number either."""
    code = ast.parse(parts(path)[1])
    found = [node for node in ast.walk(code) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in found}
    assert names <= {"report.document"}
    numbers = [node.value for node in ast.walk(code) if isinstance(node, ast.Constant)]
    assert [value for value in numbers if not isinstance(value, str)] == []
