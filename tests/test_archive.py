"""The zipped dataset: the hashed files and no others, a valid Data Package, always the same bytes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from analysis.dataset import load
from analysis.folder import dataset_files
from report import seal
from report.archive import dataset_zip

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests/data/tiny"
each_dataset = pytest.mark.parametrize("folder", [ROOT, TINY], ids=["real", "tiny"])


@pytest.fixture
def unzipped(folder: Path, tmp_path: Path) -> Path:
    """The zip of a dataset, taken apart."""
    ZipFile(io.BytesIO(dataset_zip(folder))).extractall(tmp_path / "there")
    return tmp_path / "there"


@each_dataset
def test_the_files_are_those_that_are_hashed(folder: Path, unzipped: Path) -> None:
    """Byte for byte: the fingerprint is the same; CHANGELOG.md, and nothing else, is in it too."""
    files = [path for path in unzipped.rglob("*") if path.is_file()]
    changes = [path for path in files if path.name == "CHANGELOG.md"]
    assert len(files) - len(changes) == len(dataset_files(folder))
    assert [path.read_bytes() for path in changes] == [
        path.read_bytes() for path in folder.glob("CHANGELOG.md")
    ]
    assert seal.fingerprint(dataset_files(unzipped), unzipped) == seal.fingerprint(
        dataset_files(folder), folder
    )


@each_dataset
def test_it_is_a_dataset_again(folder: Path, unzipped: Path) -> None:
    """Read and checked like the one it was made from."""
    assert load(unzipped).claims["claim_id"].tolist() == load(folder).claims["claim_id"].tolist()


@each_dataset
def test_it_is_a_valid_data_package(folder: Path, unzipped: Path) -> None:
    """To the validator of Data Packages, called as a user would call it."""
    script = Path(sys.executable).with_name("frictionless")
    command = [script, "validate", "data/datapackage.json"]
    ran = subprocess.run(command, cwd=unzipped, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
    assert "INVALID" not in ran.stdout
    assert "claims.csv" in ran.stdout


def test_a_broken_package_is_told(tmp_path: Path) -> None:
    """The validator does look: the same claim twice is refused."""
    ZipFile(io.BytesIO(dataset_zip(TINY))).extractall(tmp_path)
    claims = tmp_path / "data/claims.csv"
    head, first, *rest = claims.read_text("utf-8").splitlines(keepends=True)
    claims.write_text("".join([head, first, first, *rest]), "utf-8", newline="")
    script = Path(sys.executable).with_name("frictionless")
    command = [script, "validate", "data/datapackage.json"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 1


def test_the_bytes_do_not_tell_where_or_when(tmp_path: Path) -> None:
    """A copy in another folder, of other days and rights, gives the same zip."""
    for name in ("data", "seeds"):
        shutil.copytree(TINY / name, tmp_path / name)
    for number, path in enumerate(dataset_files(tmp_path)):
        path.chmod(0o600)
        os.utime(path, (number, number))
    (tmp_path / "data/notes.txt").write_text("mine", "utf-8")
    assert dataset_zip(tmp_path) == dataset_zip(TINY)
