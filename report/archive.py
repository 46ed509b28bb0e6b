"""The dataset as one file: a Data Package in a zip, its files as they are hashed."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from analysis.folder import with_changelog

EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier day; the day of a file must not show
ON_UNIX = 3
READABLE = 0o100644 << 16


def dataset_zip(folder: Path) -> bytes:
    """The files of the dataset in `folder`, byte for byte, under `data/` and `seeds/`.

    And its CHANGELOG.md, without which a dataset that is not released yet breaks a rule.

    Stored, in the order of their names, without the day or the rights of any file: the same
    dataset gives the same bytes. The descriptor is `data/datapackage.json`.
    """
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for path in with_changelog(folder):
            entry = ZipInfo(path.relative_to(folder).as_posix(), EARLIEST)
            entry.create_system, entry.external_attr = ON_UNIX, READABLE
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()
