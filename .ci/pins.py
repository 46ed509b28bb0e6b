"""Pin every package that the direct dependencies bring along: `python3 .ci/pins.py`.

Direct dependencies are pinned by hand in pyproject.toml.
This resolves all others anew for every supported Python and platform, and writes their versions
into `[tool.uv]` of pyproject.toml: what is installed (`constraint-dependencies`), and what only
builds packages (`build-constraint-dependencies`).
Standard library only, so that it also runs where the present pins contradict each other.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = os.environ.get("UV", "uv")
BARE = ("--no-annotate", "--no-header", "--quiet")
# What builds the packages that have no wheel, and the editable install of this project.
BUILDERS = ("editables", "setuptools", "wheel")


def main() -> None:
    """Write the pins and the lock file made with them."""
    pyproject = ROOT / "pyproject.toml"
    text = pyproject.read_text("utf-8")
    text = with_list(text, "constraint-dependencies", installed(text))
    text = with_list(text, "build-constraint-dependencies", builders(text))
    pyproject.write_text(text, "utf-8", newline="\n")
    (ROOT / "uv.lock").unlink(missing_ok=True)
    run([UV, "lock", "--quiet"], ROOT)


def installed(pyproject: str) -> list[str]:
    """Every package that is installed beside the direct dependencies, pinned, with its marker."""
    with tempfile.TemporaryDirectory() as place:
        bare = with_list(pyproject, "constraint-dependencies", [])
        (Path(place) / "pyproject.toml").write_text(bare, "utf-8")
        run([UV, "lock", "--quiet"], Path(place))
        lines = run(
            [
                UV,
                "export",
                "--frozen",
                "--all-extras",
                "--all-groups",
                "--no-emit-project",
                "--no-hashes",
                *BARE,
            ],
            Path(place),
        )
    return [line for line in lines if name_of(line) not in direct(pyproject)]


def builders(pyproject: str) -> list[str]:
    """What builds this project, and packages that come without a wheel, pinned with markers."""
    backend = tomllib.loads(pyproject)["build-system"]["requires"]
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "wanted.txt").write_text("\n".join([*backend, *BUILDERS]), "utf-8")
        return run(
            [UV, "pip", "compile", "--universal", "--python-version=3.11", *BARE, "wanted.txt"],
            Path(place),
        )


def direct(pyproject: str) -> set[str]:
    """The names of the direct dependencies, of all extras and groups."""
    table = tomllib.loads(pyproject)
    extras = table["project"].get("optional-dependencies", {})
    lists = [table["project"]["dependencies"], *extras.values()]
    lists += table.get("dependency-groups", {}).values()
    return {name_of(requirement) for names in lists for requirement in names}


def name_of(requirement: str) -> str:
    """The normalised name of the package in a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s=<>!~;\[]", requirement, maxsplit=1)[0]).lower()


def with_list(pyproject: str, key: str, entries: list[str]) -> str:
    """The text of pyproject.toml with another list at `key`."""
    lines = "".join(f'    "{entry}",\n' for entry in entries)
    pattern = re.compile(rf"^{key} = \[\n?(?:    .*\n)*\]$", re.MULTILINE)
    text, found = pattern.subn(lambda _: f"{key} = [\n{lines}]", pyproject)
    if found != 1:
        sys.exit(f"pyproject.toml: expected one list named {key}, found {found}")
    return text


def run(command: list[str], folder: Path) -> list[str]:
    """Run uv in a folder; its lines, or its own words and the end of this program."""
    if shutil.which(command[0]) is None:
        sys.exit("uv was not found: python3 -m pip install uv")
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(ran.stderr.strip())
    return [line for line in ran.stdout.splitlines() if line.strip()]


if __name__ == "__main__":
    main()
