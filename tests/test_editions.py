"""Earlier editions, their difference on the command line, releases, and the rule of the changelog."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from frictionless import Package

from analysis import edition, schema
from analysis.dataset import load
from analysis.errors import ReportError
from analysis.rules import check
from report import editions, release
from report.cli import main

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).parent / "data/tiny"
(RESOURCE,) = (r for r in schema.descriptor()["resources"] if r["name"] == edition.TABLE)
HEADING = ",".join(field["name"] for field in RESOURCE["schema"]["fields"]) + "\n"
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="no git on this machine")


class Said(NamedTuple):
    """Exit status and output of one run."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]
Publish = Callable[..., list[Path]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A run of `report` with these arguments."""

    def ran(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["report", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        return Said(int(left.value.code or 0), *capsys.readouterr())

    return ran


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that has had no edition, with a changelog."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    described = json.loads((folder / "data/datapackage.json").read_text("utf-8"))
    described["resources"].append(RESOURCE)
    described |= {"version": "0.1.0", "created": "2021-01-01T00:00:00Z"}
    (folder / "data/datapackage.json").write_text(json.dumps(described, indent=2) + "\n", "utf-8")
    (folder / "data/edition.csv").write_text(HEADING, "utf-8")
    write_changes(folder, "- First edition.")
    return folder


@pytest.fixture
def released(tiny: Path) -> Path:
    """The copy as edition 0.1.0, and nothing unreleased; committed where there is git."""
    release.release(release.upcoming(tiny), "0.1.0", "2021-01-01")
    if shutil.which("git"):
        git(tiny, "init", "-q")
        git(tiny, "add", "-A")
        git(tiny, "commit", "-qm", "Edition 0.1.0")
        git(tiny, "tag", "v0.1.0")
    return tiny


def git(folder: Path, *words: str) -> None:
    """Run git under a name of its own."""
    who = {f"GIT_{role}_{part}": "x@localhost" for role in ("AUTHOR", "COMMITTER")
           for part in ("NAME", "EMAIL")}  # fmt: skip
    subprocess.run(["git", *words], cwd=folder, check=True, env={**os.environ, **who})


def write_changes(folder: Path, *lines: str) -> None:
    """Let the changelog begin with an unreleased part that has these lines on the data."""
    path = folder / "CHANGELOG.md"
    before = path.read_text("utf-8") if path.exists() else ""
    rest = re.sub(r"\A.*?(?=^# \d|\Z)", "", before, flags=re.DOTALL | re.MULTILINE)
    data = "\n".join(lines)
    path.write_text(f"# Unreleased\n\n## Data\n\n{data}\n\n## Software\n\n{rest}", "utf-8")


def correct(folder: Path, key: str = "harbour2021-02", **cells: str) -> None:
    """Change cells of a claim; without cells, withdraw it."""
    path = folder / "data/claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row | cells if row["claim_id"] == key else row for row in rows
            if cells or row["claim_id"] != key]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but git's."""
    every = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = ((path.relative_to(folder).as_posix(), path) for path in every)
    return {name: path.read_bytes() for name, path in named if not name.startswith(".git/")}


FORTY_FIVE = {"value": "45", "as_stated": "forty-five berths"}


# The hash of a claim


def test_hash_is_as_the_descriptor_says() -> None:
    """SHA-256 of the filled cells of value as JSON, by column; worked out by hand."""
    dataset = load(TINY)
    made = edition.hashes(dataset.tables["claims"], dataset.columns("claims"))
    text = (
        '{"bound":"exact","claim_id":"harbour2021-02","place":"harbour","quantity":"berths",'
        '"source":"harbour2021","subject":"north_quay","unit":"item","value":"44"}'
    )
    assert made["harbour2021-02"] == hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("key", "cells", "same"),
    [
        ("harbour2021-02", {"value": "45"}, False),
        ("harbour2021-02", {"subject": ""}, False),
        ("harbour2021-02", {"as_stated": "44 berths"}, True),
        ("harbour2021-02", {"note": "A remark.", "locator": "para 3"}, True),
        ("pier2022-02", {"as_stated": "hundreds of yahcts"}, False),
        ("pier2022-02", {"note": ""}, True),
    ],
)
def test_hash_is_of_the_value(tiny: Path, key: str, cells: dict[str, str], same: bool) -> None:
    """Wording is no part of it, but where the bound is vague."""

    def hashed() -> str:
        dataset = load(tiny, validate=False)
        return edition.hashes(dataset.tables["claims"], dataset.columns("claims"))[key]

    before = hashed()
    correct(tiny, key, **cells)
    assert (hashed() == before) == same


def test_edition_of_the_repository_is_described_as_it_is_written() -> None:
    """The columns that a release writes are those that the descriptor has."""
    assert HEADING.strip().split(",") == edition.COLUMNS


# What check asks for


def problems(folder: Path) -> list[tuple[str, int | None, str]]:
    """File, row and message of what is wrong."""
    return [(p.file, p.row, p.message) for p in check(folder)]


def test_dataset_without_an_edition_needs_no_changelog(tiny: Path, released: Path) -> None:
    """Nor does one in which no value changed."""
    assert problems(TINY) == []
    (released / "CHANGELOG.md").unlink()
    assert problems(released) == []


def test_changed_value_without_a_changelog_is_a_problem(released: Path) -> None:
    """That the file is missing, what belongs there, and which claims to name."""
    correct(released, **FORTY_FIVE)
    (released / "CHANGELOG.md").unlink()
    missing, silent = check(released)
    assert str(missing) == (
        "CHANGELOG.md: no such file, and values changed since edition 0.1.0; expected a file that"
        " names them under '# Unreleased', '## Data'. Write it, with these two headings."
    )
    assert (silent.row, silent.found) == (3, "harbour2021-02")
    (released / "CHANGELOG.md").write_text("# Unreleased\n\n## Data\n\n- harbour2021-02\n", "utf-8")
    assert problems(released) == []


@pytest.mark.parametrize(
    ("cells", "message"),
    [({"value": "4o"}, "not a number"), ({"event": "no_such_event"}, "unknown key")],
)
def test_value_that_cannot_be_read_is_not_called_changed(
    released: Path, cells: dict[str, str], message: str
) -> None:
    """The cell alone is named; another claim that changed is told nevertheless."""
    correct(released, **cells)
    assert problems(released) == [("data/claims.csv", 3, message)]
    correct(released, "harbour2021-03", low="9000000")
    assert [row for _, row, _ in problems(released)][:2] == [3, 4]


def test_claim_whose_row_cannot_be_read_is_not_gone(released: Path) -> None:
    """It is asked to mend the row, not to say that the claim was withdrawn."""
    path = released / "data/claims.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nharbour2021-02,", "\nharbour2021-02,,"), "utf-8")
    assert problems(released) == [("data/claims.csv", 3, "wrong number of cells")]


def test_changelog_that_cannot_be_read_is_named(released: Path) -> None:
    """It is not taken for one that is missing, of which nothing is asked."""
    (released / "CHANGELOG.md").write_bytes("# Unreleased\n\nDéjà vu".encode("latin-1"))
    assert problems(released) == [("CHANGELOG.md", None, "cannot be read")]


def test_changelog_of_an_unfinished_merge_is_named(released: Path) -> None:
    """Both marks, by their lines; a heading over a line of equal signs is none."""
    written = (released / "CHANGELOG.md").read_text("utf-8")
    both = f"<<<<<<< HEAD\n- one\n=======\n- other\n>>>>>>> theirs\n\n{written}"
    (released / "CHANGELOG.md").write_text(both, "utf-8")
    mark = "a mark of a merge that is not finished"
    assert problems(released) == [("CHANGELOG.md", 1, mark), ("CHANGELOG.md", 5, mark)]
    (released / "CHANGELOG.md").write_text(f"{written}\nOlder\n=======\n", "utf-8")
    assert problems(released) == []


def test_changed_value_must_be_named(released: Path) -> None:
    """Claim, row, both hashes, and where to write what."""
    old = load(released).edition.set_index("claim_id").at["harbour2021-02", "hash"]
    correct(released, **FORTY_FIVE)
    (found,) = check(released)
    dataset = load(released, validate=False)
    new = edition.hashes(dataset.tables["claims"], dataset.columns("claims"))["harbour2021-02"]
    assert (found.file, found.row, found.column) == ("data/claims.csv", 3, "claim_id")
    said = str(found)
    for part in (
        "harbour2021-02",
        "edition 0.1.0",
        old,
        new,
        "CHANGELOG.md",
        "# Unreleased",
        "## Data",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        ("- `harbour2021-02`: 45 berths, not 44; misread.", True),
        ("- harbour2021-02, harbour2021-03: counted again.", True),
        ("- `harbour2021-020`: another claim.", False),
        ("- `x-harbour2021-02`: another claim.", False),
        ("- Corrections.\n\n## Software\n\n- `harbour2021-02` in another part.", False),
        ("- Corrections.\n\n# 0.0.1 (2020-01-01)\n\n## Data\n\n- `harbour2021-02` then.", False),
    ],
)
def test_line_that_names_the_claim(released: Path, line: str, fine: bool) -> None:
    """Its id whole, under the data heading of the unreleased part."""
    correct(released, **FORTY_FIVE)
    write_changes(released, line)
    assert (problems(released) == []) == fine


def test_withdrawn_claim_must_be_named(released: Path) -> None:
    """Once it is, it may be gone."""
    correct(released, "harbour2021-04")
    ((file, row, message),) = problems(released)
    assert (file, row) == ("data/edition.csv", 5)
    assert "gone" in message
    write_changes(released, "- `harbour2021-04` is withdrawn: no figure.")
    assert problems(released) == []


def edited(old: str, new: str) -> Callable[[str], str]:
    """An edit of a file's text in one place."""
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(edited("harbour2021-02,", "harbour2021-90,"), id="another id"),
        pytest.param(lambda text: re.sub(r"(?m)^harbour2021-02.*\n", "", text), id="a row less"),
        pytest.param(lambda text: f"{text}harbour2021-90,{'0' * 16},\n", id="a row more"),
        pytest.param(lambda text: re.sub("(2021-02,).", r"\g<1>0", text), id="another hash"),
        pytest.param(lambda _: HEADING, id="no rows"),
    ],
)
def test_the_table_of_an_edition_is_as_its_release_wrote_it(
    released: Path, edit: Callable[[str], str]
) -> None:
    """Else a changed value of a row that is gone would need no line; it alone is told."""
    correct(released, **FORTY_FIVE)
    path = released / "data/edition.csv"
    path.write_text(edit(path.read_text("utf-8")), "utf-8")
    (found,) = check(released)
    assert (found.file, found.row) == ("data/edition.csv", None)
    assert found.message.startswith("not as its release wrote it")


def test_the_table_of_an_edition_may_be_saved_by_a_spreadsheet(released: Path) -> None:
    """With its mark, its ends of lines and its quotes; frictionless finds the release's own whole."""
    assert Package(str(released / "data/datapackage.json")).get_resource("edition").validate().valid
    path = released / "data/edition.csv"
    rows = [*csv.reader(path.read_text("utf-8").splitlines())]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    assert problems(released) == []


def test_changed_wording_and_added_claims_need_no_line(released: Path) -> None:
    """Only what an edition said can be said otherwise."""
    correct(released, note="A remark.")
    with (released / "data/claims.csv").open("a", encoding="utf-8") as file:
        file.write(
            "pier2022-09,pier2022,para 2,two berths,berths,,,,,,exact,2,,,item" + "," * 11 + "\n"
        )
    assert problems(released) == []


# A report of what no edition says

CHANGED = "Changed since edition 0.1.0, 1 January 2021"


@pytest.mark.parametrize(
    ("key", "cells", "lines", "words", "version"),
    [
        ("harbour2021-02", {"note": "A remark."}, [], "Edition 0.1.0, 1 January 2021", "0.1.0"),
        ("harbour2021-02", FORTY_FIVE, ["- harbour2021-02: 45."], CHANGED, "0.1.0+changed"),
        ("harbour2021-04", {}, ["- harbour2021-04 is withdrawn."], CHANGED, "0.1.0+changed"),
        ("harbour2021-04", {"claim_id": "harbour2021-09"}, ["- harbour2021-04 is withdrawn."],
         CHANGED, "0.1.0+changed"),
        ("harbour2021-02", {"note": "A remark."}, ["- A storm is a day later."], CHANGED, "0.1.0+changed"),
    ],
    ids=["wording", "value", "withdrawn", "another id", "another table"],
)  # fmt: skip
def test_a_report_of_changed_data_does_not_call_them_the_edition(
    published: Publish, released: Path, tmp_path: Path, drawings_kept: Path, key: str,
    cells: dict[str, str], lines: list[str], words: str, version: str,
) -> None:  # fmt: skip
    """On the page, under every table and chart, and in the downloads; until they are released.

    A chart names the edition that it came no earlier than, in the same words whatever changed, so
    that it stays as it is while its own rows do.
    """
    correct(released, key, **cells)
    write_changes(released, *lines)
    said, told = told_of_the_edition(published, released, tmp_path / "out", drawings_kept)
    assert len(said) > 10
    assert {*said} == {words}
    assert {*told} == {version}
    charts = [path.read_text("utf-8") for path in (tmp_path / "out/downloads").glob("*.svg")]
    assert charts
    assert all(", edition 0.1.0 of 1 January 2021 or a later state. Works: " in c for c in charts)


def test_a_report_before_the_first_edition_is_a_draft(
    published: Publish, tiny: Path, tmp_path: Path, drawings_kept: Path
) -> None:
    """Until it is released; a dataset that keeps no record of editions is what it says."""
    said, told = told_of_the_edition(published, tiny, tmp_path / "out", drawings_kept)
    assert {*said} == {"Draft of edition 0.1.0, 1 January 2021"}
    assert {*told} == {"0.1.0-draft"}
    said, told = told_of_the_edition(published, TINY, tmp_path / "other", drawings_kept)
    assert {*said} == {"Edition 0.0.1, 31 January 2026"}
    assert {*told} == {"0.0.1"}


def told_of_the_edition(
    published: Publish, folder: Path, out: Path, kept: Path
) -> tuple[list[str], list[str]]:
    """What a report on a dataset says of its edition to readers, and what to programs."""
    published(folder, out, ["html"], kept=kept)
    page = re.sub(r"\s+", " ", (out / "report.html").read_text("utf-8"))
    listing = (out / "downloads/README.md").read_text("utf-8")
    said = [
        found[1]
        for found in re.finditer(
            r"[>.] ?((?:[A-Z][a-z ]+ e|E)dition \d[^<.]*(?:\.\d[^<.]*)+)[.<]", page + listing
        )
    ]
    described = [
        json.loads(path.read_text("utf-8")) for path in out.glob("downloads/*-metadata.json")
    ]
    linked = re.findall(r'"version": ?"([^"]*)"', page)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert linked
    assert described
    return said, [manifest["edition"], *linked, *(sheet["schema:version"] for sheet in described)]


# Editions by name


@needs_git
def test_edition_of_a_revision_is_that_of_its_folder(released: Path, tmp_path: Path) -> None:
    """The same files, whatever happened since; the checkout is not touched."""
    other = shutil.copytree(released, tmp_path / "other")
    correct(released, **FORTY_FIVE)
    before = files(released)
    from_git, from_folder = (editions.read(str(n), released) for n in ("v0.1.0", other))
    assert from_git.sha256 == from_folder.sha256
    assert from_git.dataset.claims.equals(from_folder.dataset.claims)
    assert (from_git.name, from_folder.name) == ("v0.1.0", str(other))
    assert files(released) == before


@needs_git
def test_only_what_was_released_is_called_the_edition(released: Path, tmp_path: Path) -> None:
    """By any of its names; a commit after it, a changed folder and a cut history are not."""
    edition_words = "edition 0.1.0 of 1 January 2021"
    copy = Path(shutil.copytree(released, tmp_path / "copy"))
    correct(released, note="A remark.")
    git(released, "commit", "-qam", "Remark")
    assert editions.read("v0.1.0", released).words == edition_words
    assert editions.read("HEAD~1", released).words == edition_words
    assert editions.read(str(copy), TINY).words == edition_words
    later = editions.read("HEAD", released)
    assert later.words == f"HEAD (commit {later.commit[:12]})"
    assert editions.read(later.commit[:7], released).words == f"commit {later.commit[:12]}"
    shutil.rmtree(copy / ".git")
    bare = editions.read(str(copy), TINY)
    assert bare.words == f"folder copy (fingerprint {bare.sha256[:12]})"
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "v0.1.0", released.as_uri(), "cut")
    assert editions.read("HEAD", tmp_path / "cut").words.startswith("HEAD (commit ")


@needs_git
def test_a_patch_is_an_edition_and_the_last_one(released: Path) -> None:
    """Its hashes are those of the edition before: what was changed since is counted from it."""
    correct(released, note="A remark.")
    write_changes(released, "- A remark.")
    release.release(release.upcoming(released), "0.1.1", "2021-02-01")
    git(released, "commit", "-qam", "Edition 0.1.1")
    assert editions.read("HEAD", released).words == "edition 0.1.1 of 1 February 2021"
    assert editions.read("HEAD~1", released).words == "edition 0.1.0 of 1 January 2021"
    with pytest.raises(ReportError, match=r"nothing changed since edition 0\.1\.1"):
        release.upcoming(released)


@needs_git
def test_two_states_of_one_edition_are_not_named_alike(run: Run, released: Path) -> None:
    """Two commits after a release, both of which say its version."""
    for note in ("One.", "Two."):
        correct(released, note=note)
        git(released, "commit", "-qam", note)
    old, new = (editions.read(name, released) for name in ("HEAD~1", "HEAD"))
    said = run("diff", "HEAD~1", "HEAD", "--dataset", released).out
    assert said.startswith(f"From {old.words} to {new.words}\n")
    assert (old.words, old.mark) != (new.words, new.mark)
    assert "edition 0.1.0" not in said
    same = run("diff", "HEAD", "--dataset", released).out
    assert same == f"Nothing changed since {new.words}.\n"


@needs_git
def test_dataset_in_a_part_of_a_repository(released: Path, tmp_path: Path) -> None:
    """Its folder's own data/ is meant."""
    outer = tmp_path / "outer"
    shutil.copytree(TINY, outer / "inner/here")
    git(outer.parent, "init", "-q", "outer")
    git(outer, "add", "-A")
    git(outer, "commit", "-qm", "All")
    assert editions.read("HEAD", outer / "inner/here").dataset.title == load(TINY).title


@needs_git
@pytest.mark.parametrize("name", ["nonsense", "-x", "", "HEAD~99", "a\0b", "v0.1.0:data", "; ls"])
def test_name_of_nothing(released: Path, name: str) -> None:
    """Words that say what was tried."""
    with pytest.raises(ReportError, match="neither a dataset's folder nor a revision"):
        editions.read(name, released)


@needs_git
def test_revision_with_a_link_out_of_the_data(run: Run, released: Path, tmp_path: Path) -> None:
    """It is not followed; which link, and what to do, is told."""
    (released / "data/more.csv").symlink_to(tmp_path / "elsewhere.csv")
    git(released, "add", "-A")
    git(released, "commit", "-q", "-m", "A link")
    said = run("diff", "HEAD", "--dataset", released)
    assert said.status == 1
    assert "HEAD: this revision cannot be unpacked: 'data/more.csv' is a link to" in said.err
    assert "Name a folder with a copy of it" in said.err


def test_folder_in_no_repository(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and so is a missing git."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tiny.parent))
    if shutil.which("git"):
        with pytest.raises(ReportError, match="is in no git repository"):
            editions.read("v0.1.0", tiny)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReportError, match="the program is not found"):
        editions.read("v0.1.0", tiny)


def test_unreadable_edition_is_named(tiny: Path) -> None:
    """The edition stands before its files."""
    (tiny / "data/claims.csv").unlink()
    with pytest.raises(ReportError, match=r"tiny: data/claims\.csv: no such file"):
        editions.read(str(tiny), TINY)


# report diff


def test_diff_of_nothing_is_one_line(run: Run, tiny: Path) -> None:
    """Exit status 0."""
    assert run("diff", tiny, tiny) == (
        0,
        f"Nothing changed since {editions.read(str(tiny), tiny).words}.\n",
        "",
    )
    assert json.loads(run("diff", tiny, tiny, "--format", "json").out)["rows"] == []


@needs_git
def test_diff_of_a_revision_and_the_data_as_they_are(run: Run, released: Path) -> None:
    """Old and new, as printed and cell by cell."""
    correct(released, **FORTY_FIVE)
    said = run("diff", "v0.1.0", "--dataset", released)
    assert said.status == 0
    assert said.out.splitlines() == [
        "From edition 0.1.0 of 1 January 2021 to the data as they are",
        "Claims: 1 changed",
        "  ~ harbour2021-02: Berths: 44 → Berths: 45",
        "      as_stated: forty-four berths → forty-five berths",
        "      value: 44 → 45",
    ]
    found = json.loads(run("diff", "v0.1.0", "--dataset", released, "--format", "json").out)
    names = [found[state]["name"] for state in ("before", "after")]
    assert names == ["edition 0.1.0 of 1 January 2021", "the data as they are"]
    rows = found["rows"]
    assert [(row["column"], row["before"], row["after"]) for row in rows] == [
        ("as_stated", "forty-four berths", "forty-five berths"), ("value", "44", "45")
    ]  # fmt: skip


def test_diff_tells_what_moved_and_by_what(run: Run, tiny: Path, tmp_path: Path) -> None:
    """A verdict, with the claim behind it."""
    old = shutil.copytree(tiny, tmp_path / "old")
    correct(tiny, "harbour2021-01", value="20000")
    text = run("diff", old, tiny).out
    assert "Differs from the source it names\n      moved by harbour2021-01\n" in text


def test_diff_with_what_breaks_a_rule(run: Run, tiny: Path, tmp_path: Path) -> None:
    """Neither edition is checked: an amount that is no number leaves out what needs it."""
    old = shutil.copytree(tiny, tmp_path / "old")
    correct(old, value="about 44", note="\x1b[31mred")
    said = run("diff", old, tiny)
    assert said.status == 0
    assert "value: about 44 → 44" in said.out
    assert "Left out, as it cannot be computed: the claims of folder old (" in said.out
    assert "\x1b" not in said.out


@pytest.mark.parametrize(
    "words", [["diff"], ["diff", "a", "b", "c"], ["diff", "a", "--format", "x"]]
)
def test_wrong_usage(run: Run, words: list[str]) -> None:
    """Exit status 2."""
    assert run(*words).status == 2


def test_diff_of_nonsense(run: Run, tiny: Path) -> None:
    """Exit status 1, in words."""
    said = run("diff", "nonsense", "--dataset", tiny)
    assert said.status == 1
    assert "nonsense" in said.err
    assert "a revision such as HEAD~1" in said.err
    assert "v0.1.0" not in said.err + run("diff", "--help").out


# report render --since


def test_section_of_a_rendered_report(published: Publish, tiny: Path, tmp_path: Path) -> None:
    """In page and lineage; its numbers lead to records, the earlier ones to their edition."""
    old = Path(shutil.copytree(tiny, tmp_path / "old"))
    correct(tiny, **FORTY_FIVE)
    correct(tiny, "harbour2021-04")
    published(tiny, tmp_path / "out", ["html"], since=str(old))
    page = (tmp_path / "out/report.html").read_text("utf-8")
    lineage = json.loads((tmp_path / "out/downloads/lineage.json").read_text("utf-8"))
    there = {(e["text"], *e["claims"]) for e in lineage if e["place"]["section"] == "sec-changes"}
    earlier = editions.read(str(old), tiny)
    assert "What changed since" in page
    assert earlier.words in page
    assert {("44", f"harbour2021-02@{earlier.mark}"), ("45", "harbour2021-02"),
            ("harbour2021-04", f"harbour2021-04@{earlier.mark}")} <= there  # fmt: skip
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert manifest["since"] == earlier.sha256


def test_nothing_is_written_where_the_edition_is_not_found(run: Run, tiny: Path) -> None:
    """Before anything is computed."""
    said = run("render", "--dataset", tiny, "--out", tiny / "out", "--since", "nonsense")
    assert said.status == 1
    assert said.err.endswith("Nothing was written.\n")
    assert not (tiny / "out").exists()


@needs_git
def test_history_that_is_cut_short_is_named(released: Path, tmp_path: Path) -> None:
    """As continuous integration clones: what is missing there is not said to be nowhere."""
    correct(released, note="A remark.")
    git(released, "commit", "-qam", "Remark")
    git(tmp_path, "clone", "-q", "--depth", "1", released.as_uri(), "cut")
    cut = tmp_path / "cut"
    with pytest.raises(ReportError, match="no such revision: its history is cut short"):
        editions.read("HEAD~1", cut)
    correct(cut, **FORTY_FIVE)
    write_changes(cut, "- harbour2021-02 is 45.")
    git(cut, "commit", "-qam", "Value")
    git(tmp_path, "clone", "-q", "--depth", "1", cut.as_uri(), "again")
    with pytest.raises(ReportError, match="git fetch --unshallow"):
        release.upcoming(tmp_path / "again")


# report release


def test_first_edition(run: Run, tiny: Path) -> None:
    """Without a version it is named and nothing written; with it, all files say the same."""
    before = files(tiny)
    assert "0.1.0 or higher: it is the first edition" in run("release", "--dataset", tiny).out
    assert files(tiny) == before
    assert run("release", "0.1.0", "--date", "2021-02-03", "--dataset", tiny).status == 0
    dataset = load(tiny)
    assert (dataset.version, dataset.date) == ("0.1.0", "2021-02-03")
    assert list(dataset.edition["claim_id"]) == list(dataset.claims["claim_id"])
    assert (
        (tiny / "CHANGELOG.md").read_text("utf-8").startswith("# 0.1.0 (2021-02-03)\n\n## Data\n")
    )
    assert problems(tiny) == []


@needs_git
def test_next_edition(run: Run, released: Path) -> None:
    """The version rises by what changed; the withdrawn stay known, and their ids do not come back."""
    correct(released, **FORTY_FIVE)
    correct(released, "harbour2021-04")
    write_changes(released, "- `harbour2021-02` was misread.", "- `harbour2021-04` is withdrawn.")
    for name in ("pyproject.toml", "CITATION.cff"):
        shutil.copy(ROOT / name, released / name)
    small = run("release", "0.1.1", "--date", "2021-05-06", "--dataset", released)
    assert (small.status, "0.2.0 or higher" in small.err) == (1, True)
    assert run("release", "0.2.0", "--date", "2021-05-06", "--dataset", released).status == 0
    dataset = load(released)
    assert (dataset.version, dataset.date) == ("0.2.0", "2021-05-06")
    assert 'version = "0.2.0"\n' in (released / "pyproject.toml").read_text("utf-8")
    cited = (released / "CITATION.cff").read_text("utf-8")
    assert re.findall(r"(?:version|date-released): (.*)", cited) == [
        "1.2.0", *["0.2.0", '"2021-05-06"'] * 2
    ]  # fmt: skip
    assert dataset.row("edition", "harbour2021-04")["last_edition"] == "0.1.0"
    traced = run("trace", "harbour2021-04", "--dataset", released)
    assert "a withdrawn claim, last in edition 0.1.0" in traced.err
    correct(released, "harbour2021-05", claim_id="harbour2021-04")
    write_changes(released, "- `harbour2021-05` is withdrawn.")
    assert [message for _, _, message in problems(released)] == ["the id of a withdrawn claim"]


@needs_git
@pytest.mark.parametrize(
    ("cells", "lines", "least"),
    [
        ({"note": "A remark."}, [], "0.1.1"),
        (FORTY_FIVE, ["- `harbour2021-02` was misread."], "0.2.0"),
        ({"claim_id": "harbour2021-02"}, ["- The software is faster."], "0.1.1"),
    ],
    ids=["wording", "value", "software"],
)
def test_least_version(released: Path, cells: dict[str, str], lines: list[str], least: str) -> None:
    """Wording and software: patch; values: minor."""
    correct(released, **cells)
    write_changes(released, *lines)
    assert release.upcoming(released).least == least


@needs_git
def test_nothing_to_release(released: Path) -> None:
    """The same data, and nothing under the unreleased heading."""
    with pytest.raises(ReportError, match=r"nothing changed since edition 0\.1\.0"):
        release.upcoming(released)


@needs_git
@pytest.mark.parametrize("changelog", [None, "", "Changes\n"])
def test_nothing_to_release_without_headings(released: Path, changelog: str | None) -> None:
    """A changelog that is missing or has no heading says that nothing changed."""
    (released / "CHANGELOG.md").unlink()
    if changelog is not None:
        (released / "CHANGELOG.md").write_text(changelog, "utf-8")
    with pytest.raises(ReportError, match=r"nothing changed since edition 0\.1\.0"):
        release.upcoming(released)


@needs_git
def test_last_edition_must_be_the_one_recorded(released: Path, tmp_path: Path) -> None:
    """A revision or folder with other claims is refused; the right one can be named."""
    right = Path(shutil.copytree(released, tmp_path / "right"))
    wrong = Path(shutil.copytree(released, tmp_path / "wrong"))
    correct(wrong, **FORTY_FIVE)
    correct(released, note="A remark.")
    with pytest.raises(ReportError, match="holds other claims than"):
        release.upcoming(released, str(wrong))
    shutil.rmtree(released / ".git")
    with pytest.raises(ReportError, match="is not found"):
        release.upcoming(released)
    assert release.upcoming(released, str(right)).least == "0.1.1"


@pytest.mark.parametrize(
    ("version", "date", "message"),
    [("1", "2021-01-01", "not a version"), ("0.0.9", "2021-01-01", "too small"),
     ("01.0.0", "2021-01-01", "not a version"), ("0.2.0", "2021-02-30", "not a day"),
     ("0.2.0", "20210201", "not a day"), ("0.2.0", "9999-12-31", "has not come yet")],
)  # fmt: skip
def test_release_that_is_refused(tiny: Path, version: str, date: str, message: str) -> None:
    """Nothing is written."""
    before = files(tiny)
    with pytest.raises(ReportError, match=message):
        release.release(release.upcoming(tiny), version, date)
    assert files(tiny) == before


@needs_git
def test_last_edition_of_a_day_to_come(released: Path) -> None:
    """The descriptor is what is wrong, whatever the day of the release."""
    path = released / "data/datapackage.json"
    path.write_text(path.read_text("utf-8").replace("2021-01-01T", "9999-12-31T"), "utf-8")
    write_changes(released, "- Nothing but the software.")
    with pytest.raises(ReportError, match="column created: a day that has not come yet"):
        release.release(release.upcoming(released), "0.2.0", "2021-02-01")


@needs_git
def test_the_next_command_is_for_this_dataset(
    run: Run, released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every option that was given, as a shell takes it; none where the day is refused."""
    here = Path(shutil.copytree(released, tmp_path / "a b"))
    correct(here, note="A remark.")
    write_changes(here)
    given = ["--since", released, "--date", "2021-02-01"]
    said = run("release", *given, "--dataset", here).out
    options = f"--since {released} --date 2021-02-01"
    assert said.endswith(f": report release 0.1.1 {options} --dataset '{here}'\n")
    words = shlex.split(said.splitlines()[-1].partition(": report ")[2])
    assert run(*words).status == 0
    assert load(here).version == "0.1.1"
    write_changes(here, "- Faster.")
    monkeypatch.chdir(here)
    given = ["--since", str(here)]
    assert run("release", *given).out.endswith(f": report release 0.1.2 --since '{here}'\n")
    refused = run("release", *given, "--date", "2021-02-30")
    assert (refused.status, refused.out) == (1, "")


@pytest.mark.parametrize("name", release.CARRIERS)
def test_release_names_a_file_that_is_no_text(tiny: Path, name: str) -> None:
    """Those that carry the version too; nothing is written."""
    (tiny / name).write_bytes(b"version: 0.1.0\ntitle: \xe9\n")
    before = files(tiny)
    with pytest.raises(ReportError, match=f"{name}: cannot be read"):
        release.release(release.upcoming(tiny), "0.1.0", "2021-01-01")
    assert files(tiny) == before


@pytest.mark.parametrize(
    ("error", "told", "message"),
    [(OSError(28, "No room"), ReportError, "CHANGELOG.md: cannot be written: No room"),
     (KeyboardInterrupt("by hand"), KeyboardInterrupt, "by hand")],
)  # fmt: skip
def test_release_writes_all_or_nothing(
    tiny: Path, monkeypatch: pytest.MonkeyPatch,
    error: BaseException, told: type[BaseException], message: str,
) -> None:  # fmt: skip
    """A file that cannot be put in its place brings the others back, and so does an interrupt."""
    before, put = files(tiny), os.replace

    def full(made: Any, path: Any) -> None:
        if Path(path).name == "CHANGELOG.md":
            raise error
        put(made, path)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(told, match=message):
        release.release(release.upcoming(tiny), "0.1.0", "2021-01-01")
    assert files(tiny) == before


def test_layout_of_the_descriptor_is_kept(tmp_path: Path) -> None:
    """Of the repository's, only the lines change that say what and when."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    descriptor = tmp_path / "data/datapackage.json"
    text = re.sub(r'"sha256:\w+"', f'"{edition.seal(HEADING)}"', descriptor.read_text("utf-8"))
    descriptor.write_text(text, "utf-8")
    (tmp_path / "data/edition.csv").write_text(HEADING, "utf-8")
    release.release(release.upcoming(tmp_path), "7.8.9", "2001-02-03")
    written = edition.seal((tmp_path / "data/edition.csv").read_text("utf-8"))
    pairs = zip(text.splitlines(), descriptor.read_text("utf-8").splitlines(), strict=True)
    assert [new.strip() for old, new in pairs if old != new] == [
        '"version": "7.8.9",', '"created": "2001-02-03T00:00:00Z",', f'"hash": "{written}",'
    ]  # fmt: skip


def test_dataset_that_does_not_describe_the_table(run: Run) -> None:
    """It is said what is missing."""
    said = run("release", "0.1.0", "--dataset", TINY)
    assert said.status == 1
    assert "describes no table edition" in said.err


# What is told of an edition


HEADINGS = [
    ("# Unreleased", "# unreleased", 1), ("# Unreleased", "## Unreleased", 1),
    ("# Unreleased", "#Unreleasd:", 1), ("## Data", "# Data", 3), ("## Data", "### data", 3),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "row"), HEADINGS)
def test_a_heading_that_is_not_found_is_named_alone(
    released: Path, right: str, wrong: str, row: int
) -> None:
    """Not each claim that is named below it."""
    correct(released, **FORTY_FIVE)
    write_changes(released, "- harbour2021-02 counts the new berth.")
    assert check(released) == []
    path = released / "CHANGELOG.md"
    path.write_text(path.read_text("utf-8").replace(f"{right}\n", f"{wrong}\n", 1), "utf-8")
    assert [str(problem) for problem in check(released)] == [
        f"CHANGELOG.md, row {row}: a heading that is not found as it stands; found '{wrong}'; "
        f"expected {right}. Write {right} alone in the line."
    ]


@pytest.mark.parametrize("new", ["harbour2021-011", "harbour2021-99"])
def test_a_claim_under_another_id_is_told_by_its_row(released: Path, new: str) -> None:
    """Where it is gone, and where it is named; two that follow each other too."""
    correct(released, "harbour2021-01", claim_id=new)
    correct(released, "harbour2021-02", claim_id=f"{new}1")
    put = "its id back in row {} of data/claims.csv, which has its value."
    told = {(p.file, p.row, p.todo) for p in check(released)}
    assert told == {
        *(("data/edition.csv", row, f"Or put {put.format(row)}") for row in (2, 3)),
        ("data/claims.csv", 9, f"Put {put.format(2).replace('its', 'this', 1)}"),
        ("data/comparisons.csv", 2, f"Put {put.format(2).replace('its', 'this', 1)}"),
        ("data/exceptions.csv", 2, f"Put {put.format(2).replace('its', 'this', 1)}"),
    }


def test_a_reference_under_another_id_is_told_by_its_row(released: Path) -> None:
    """In the comparisons too, which name several at once."""
    correct(released, "almanac2020-01", claim_id="almanac2020-02")
    told = [p.todo for p in check(released) if p.file == "data/comparisons.csv"]
    assert told == ["Put this id back in row 15 of data/claims.csv, which has its value."] * 2


@pytest.mark.parametrize(
    ("column", "cell"),
    [("claim_id", "Harbour2021-01"), ("hash", "0a"), ("hash", ""), ("last_edition", "v1")],
)
def test_a_damaged_row_of_the_edition_is_told_alone(released: Path, column: str, cell: str) -> None:
    """Not as a claim that changed, is gone, or has the id of another."""
    path = released / "data/edition.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (found,) = check(released)
    assert (found.file, found.row, found.column) == ("data/edition.csv", 2, column)
    assert found.todo == "Put the row back as it was: report release alone writes this table."
