"""`report new`: what it writes is valid, what it prints can be filled in, and no id comes twice."""

from __future__ import annotations

import csv
import io
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from analysis import schema
from analysis.dataset import load
from analysis.errors import ReportError
from analysis.evidence import verify
from analysis.records import read
from analysis.rules import check, doubts_in
from report import lineage, new, release
from report.cli import main
from report.document import NOTHING
from report.new.claim import Begun

Run = Callable[..., tuple[int, str, str]]
Publish = Callable[..., list[Path]]
TINY = Path(__file__).parent / "data/tiny"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A run of `report new` with these arguments: exit status, output, and what went wrong."""

    def ran(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["report", "new", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        return int(left.value.code or 0), *capsys.readouterr()

    return ran


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new dataset, as it was written."""
    folder = tmp_path_factory.mktemp("new") / "begun"
    new.dataset(folder, "Stones & shells")
    return folder


# A dataset


def test_a_new_dataset_is_valid_and_its_example_verified(begun: Path) -> None:
    """Without a problem, and the example's words stand in the text that comes with it."""
    assert check(begun) == []
    dataset = load(begun)
    assert dataset.title == "Stones & shells"
    assert list(dataset.claims["claim_id"]) == ["example-01"]
    assert verify(dataset, begun / "seeds/text").failures == ()
    marked = (dataset.seeds["example"].title, dataset.claims["note"].iloc[0])
    assert all("to be replaced" in words for words in marked)


def test_a_new_dataset_has_every_table_of_the_schema(begun: Path) -> None:
    """With the same columns, and no currency but the dollar."""
    for table, fields in schema.tables().items():
        heading = (begun / f"data/{table}.csv").read_text("utf-8").splitlines()[0]
        assert heading.split(",") == list(fields)
    units = load(begun).columns("claims")
    (unit,) = (field["constraints"]["enum"] for field in units if field["name"] == "unit")
    assert [term for term in unit if term in schema.currencies()] == ["USD"]


def test_the_next_steps_are_ten_lines(begun: Path) -> None:
    """Under the dataset's title."""
    title, _, *steps = (begun / "README.md").read_text("utf-8").splitlines()
    assert title == "# Stones & shells"
    assert [step.partition(".")[0] for step in steps] == [str(n) for n in range(1, 11)]


def test_a_new_dataset_renders_and_says_what_it_has_nothing_for(
    published: Publish, begun: Path, tmp_path: Path
) -> None:
    """In both formats; a section without claims is a line."""
    published(begun, tmp_path / "out")
    assert (tmp_path / "out/report.pdf").is_file()
    said = dict(lineage.sections((tmp_path / "out/report.html").read_text("utf-8")))
    assert {said[key] for key in said if key.split(maxsplit=1)[-1] == "Casualties"} == {NOTHING}
    assert {said[key] for key in said if key.split(maxsplit=1)[-1] == "Timeline"} == {NOTHING}


def test_a_folder_that_holds_something_is_refused(run: Run, tiny: Path) -> None:
    """With exit status 2, and nothing in it changes."""
    before = sorted(tiny.rglob("*"))
    status, _, err = run("dataset", tiny)
    assert status == 2
    assert "not an empty folder" in err
    assert sorted(tiny.rglob("*")) == before


def test_a_title_that_breaks_a_rule_writes_nothing(run: Run, tmp_path: Path) -> None:
    """Exit status 1, with the rule's own words."""
    status, _, err = run("dataset", tmp_path / "made", "--title", "{{< include x >}}")
    assert (status, "a Quarto shortcode" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_title_that_is_no_text_writes_nothing(run: Run, tmp_path: Path) -> None:
    """Exit status 1: a byte of the command line that is not UTF-8."""
    status, _, err = run("dataset", tmp_path / "made", "--title", "a\udcff")
    assert (status, "--title: not text; found 'a\\udcff'" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_place_in_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    """What is in the way is named, at any depth, and what to do."""
    (tmp_path / "file").write_text("Here.", "utf-8")
    for place in ("file/sub", "file/sub/sub"):
        status, _, err = run("dataset", tmp_path / place)
        assert status == 1
        assert f"{place}: cannot be written: {tmp_path / 'file'} is no folder. Name a place" in err


def test_a_new_dataset_can_be_released_and_then_asks_for_changes(tmp_path: Path) -> None:
    """Its changelog has the headings that a release and the check look for."""
    new.dataset(tmp_path / "made")
    release.release(release.upcoming(tmp_path / "made"), "0.1.0", "2021-01-01")
    claims = tmp_path / "made/data/claims.csv"
    claims.write_text(claims.read_text("utf-8").replace(",12,", ",13,"), "utf-8")
    (problem,) = [p for p in check(tmp_path / "made") if p.column == "claim_id"]
    assert "CHANGELOG.md does not say so" in problem.message


def test_an_empty_folder_becomes_a_dataset(run: Run, tmp_path: Path) -> None:
    """And what was written is listed, with what to read next."""
    (tmp_path / "made").mkdir()
    status, out, _ = run("dataset", tmp_path / "made")
    assert status == 0
    assert str(tmp_path / "made/data/claims.csv") in out
    assert "Next: read" in out


def test_the_next_command_can_be_copied(run: Run, tmp_path: Path) -> None:
    """A shell takes a name with spaces for one."""
    _, out, _ = run("dataset", tmp_path / "a b")
    assert out.endswith(f"or report --dataset '{tmp_path / 'a b'}'\n")


# A claim


def test_a_claim_is_added_where_a_link_leads(tiny: Path) -> None:
    """The link stays one: the file that others read through it is not left behind."""
    path, elsewhere = tiny / "data/claims.csv", tiny / "elsewhere.csv"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    new.add_claim(tiny, new.claim(tiny, "pier2022"))
    assert path.is_symlink()
    assert elsewhere.read_text("utf-8").splitlines()[-1].endswith(",pier2022" + "," * 24)


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        (None, "harbour2021-09"),
        ("claim_id,hash\nharbour2021-14,x\npier2022-40,x\n", "harbour2021-15"),
        ("claim_id,hash\nharbour2021-02,x\n", "harbour2021-09"),
        (f"claim_id,hash\nharbour2021-{'9' * 5000},x\n", "harbour2021-09"),
        (f'claim_id,hash\nharbour2021-14,x\n"{"a" * 140_000}\n', "harbour2021-15"),
    ],
    ids=["no edition", "withdrawn since the edition", "older edition", "a number without end",
         "a cell without end"],
)  # fmt: skip
def test_the_next_id_was_never_used(tiny: Path, edition: str | None, expected: str) -> None:
    """Neither by a claim of the source nor by one of the last edition."""
    numbers = [c for c in load(tiny).claims["claim_id"] if c.startswith("harbour2021-")]
    assert max(numbers) == "harbour2021-08"
    if edition:
        (tiny / "data/edition.csv").write_text(edition, "utf-8")
    assert new.claim(tiny, "harbour2021").claim_id == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content,
        lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
        lambda content: content.rstrip(b"\n"),
        lambda content: content + b"," * 25 + b"\n\n",
    ],
    ids=["as it is", "mark and CRLF", "no newline at the end", "empty rows at the end"],
)
def test_a_claim_is_added_as_the_file_is_written(
    tiny: Path, change: Callable[[bytes], bytes]
) -> None:
    """Its row stands at the end under the file's own line ends; the others stay byte for byte."""
    table = tiny / "data/claims.csv"
    kept = change(table.read_bytes().rstrip(b"\n"))
    before = change(table.read_bytes())
    table.write_bytes(before)
    begun = new.claim(tiny, "pier2022")
    new.add_claim(tiny, begun)
    content = table.read_bytes()
    assert content.startswith(kept.rstrip(b",\n"))
    assert content.count(b"\r\n") == (content.count(b"\n") if b"\r\n" in before else 0)
    *_, last = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    filled = {name: cell for name, cell in last.items() if cell}
    assert filled == {"claim_id": begun.claim_id, "source": "pier2022"}


def test_a_claim_is_added_in_no_time_after_a_note_of_many_lines(tiny: Path) -> None:
    """Each line more used to take twice the time."""
    table = tiny / "data/claims.csv"
    kept = table.read_bytes().rstrip(b"\n")
    note = b'"' + b"\n" * 26 + b'x"'
    table.write_bytes(kept[: kept.rindex(b",") + 1] + note + b"\n")
    before = table.read_bytes()
    begun = Begun("pier2022-90", "", "pier2022-90,pier2022", {})
    started = time.monotonic()
    new.add_claim(tiny, begun)
    assert time.monotonic() - started < 1
    assert table.read_bytes() == before + begun.row.encode() + b"\n"


def test_check_says_what_a_begun_claim_lacks(tiny: Path) -> None:
    """Each column that must be filled, by name."""
    new.add_claim(tiny, new.claim(tiny, "pier2022"))
    problems = check(tiny)
    assert {problem.file for problem in problems} == {"data/claims.csv"}
    lacking = {problem.column for problem in problems}
    assert lacking == {"as_stated", "bound", "locator", "quantity", "unit"}


def test_claims_begun_are_not_called_alike(tiny: Path) -> None:
    """Two rows that nobody has filled yet state nothing twice."""
    for _ in range(2):
        new.add_claim(tiny, new.claim(tiny, "pier2022"))
    assert [doubt for doubt in doubts_in(read(tiny)) if doubt.file == "data/claims.csv"] == []


def test_a_begun_claim_is_shown_with_its_columns(run: Run, tiny: Path) -> None:
    """Each column in words, then the heading and the row; the file is as it was."""
    before = (tiny / "data/claims.csv").read_bytes()
    status, out, _ = run("claim", "pier2022", "--dataset", tiny)
    assert status == 0
    explained, table = out.split("\n\n")
    heading, row = table.splitlines()
    assert [line.split()[0] for line in explained.splitlines()] == heading.split(",")
    assert row.startswith("pier2022-")
    assert (tiny / "data/claims.csv").read_bytes() == before


def test_a_claim_of_no_source_is_refused(run: Run, tiny: Path) -> None:
    """Exit status 1, with the nearest source."""
    status, _, err = run("claim", "pier2021", "--dataset", tiny, "--append")
    assert status == 1
    assert "no such source; found 'pier2021'; expected the citekey of a record there" in err
    assert "Did you mean 'pier2022'?" in err


def test_a_record_is_begun_in_the_same_dataset(
    run: Run, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command names the dataset where it would not be found; none for what is no citekey."""
    there = tiny.rename(tmp_path / "a b")
    _, _, err = run("claim", "zz2020", "--dataset", there)
    assert f"Begin its record: report new source zz2020 --dataset '{there}'\n" in err
    monkeypatch.chdir(there)
    assert "report new source zz2020\n" in run("claim", "zz2020")[2]
    assert "report new source" not in run("claim", "Zz 2020")[2]


# A source


def test_a_begun_seed_is_a_record_that_check_completes(run: Run, tiny: Path) -> None:
    """Numbered after the last seed; every field that is missing is named, and no other."""
    status, out, _ = run("source", "quay2026", "--seed", "--dataset", tiny, "--append")
    assert (status, "# Fingerprint of the text." in out) == (0, True)
    record = yaml.safe_load((tiny / "seeds/quay2026.yaml").read_text("utf-8"))
    numbers = [source.seed for source in load(tiny, validate=False).seeds.values()]
    assert record["custom"]["seed"] == max(numbers)
    assert len(set(numbers)) == len(numbers)
    assert {problem.file for problem in check(tiny)} == {"seeds/quay2026.yaml"}
    lacking = {problem.column for problem in check(tiny)}
    assert {"title", "author", "issued", "URL", "custom.sha256", "custom.argues"} <= lacking
    assert not any("unknown" in problem.message for problem in check(tiny))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("references", ["as they are", "references: []\n"])
def test_a_begun_reference_stands_at_the_end(tiny: Path, references: str, ends: str) -> None:
    """After the others, which stay; an empty list begins with it."""
    path = tiny / "data/references.yaml"
    text = path.read_text("utf-8") if references == "as they are" else references
    path.write_bytes(text.replace("\n", ends).encode("utf-8"))
    before = [key for key, s in load(tiny, validate=False).sources.items() if not s.is_seed]
    new.add_source(tiny, "quay2026", new.source(tiny, "quay2026"))
    after = [key for key, s in load(tiny, validate=False).sources.items() if not s.is_seed]
    assert after == [*before, "quay2026"]
    assert path.read_bytes().count(b"\r") == (path.read_bytes().count(b"\n") if "\r" in ends else 0)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("Quay 2026", "KEY: not a citekey; found 'Quay 2026'"),
        ("../quay", "KEY: not a citekey; found '../quay'"),
        ("pier2022", "KEY: used already; found 'pier2022'. It is used in seeds/pier2022.yaml"),
    ],
)
def test_a_key_that_is_none_or_used_is_refused(tiny: Path, key: str, expected: str) -> None:
    """Before anything is written."""
    with pytest.raises(ReportError) as refused:
        new.source(tiny, key, seed=True)
    assert expected in str(refused.value)


def test_a_seed_whose_file_is_there_is_refused(run: Run, tiny: Path) -> None:
    """Though its record is of another id: exit status 1, and the file stays as it is."""
    path = (tiny / "seeds/pier2022.yaml").rename(tiny / "seeds/quay2026.yaml")
    before = path.read_bytes()
    status, _, err = run("source", "quay2026", "--seed", "--dataset", tiny, "--append")
    assert status == 1
    assert (
        "seeds/quay2026.yaml: there already; found 'the record of pier2022'; expected no file of"
        " this name. Rename it seeds/pier2022.yaml, after its id. Or choose another KEY."
    ) in err
    assert path.read_bytes() == before
