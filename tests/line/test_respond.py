"""The whole line as a user runs it: from a folder to drafts, again, with evidence that bites, with things that fail."""

from __future__ import annotations

import json
import os
import shutil
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.drilled import responded, told

from stanch.cli.main import run as stanch

LETTER = "Name: Ann Example\nSSN: 900-12-3456\nAddress: 12 Oak Street, Springfield, IL 62704\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a passphrase, and a copy of the case of a drill that was responded to once."""
    shared, folder = responded(tmp_path_factory), tmp_path_factory.mktemp("line")
    shutil.copytree(shared / "case", folder / "case")
    shutil.copy(shared / "key", folder / "key")
    (folder / "drill").symlink_to(shared / "breach")
    return folder


@pytest.fixture(autouse=True)
def _key(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCH_KEY_FILE", str(home / "key"))


def respond(home: Path, *more: str, case: str = "case") -> int:
    # The evidence stands where it stood when the case was made.
    drill = (home / "drill").resolve()
    return stanch(["respond", str(drill / "evidence"), "-C", str(home / case), *told(drill), "--workers", "1", *more])


def asked(capsys: pytest.CaptureFixture[str], *call: str) -> Any:
    capsys.readouterr()
    assert stanch([*call, "--json"]) in (0, 1)
    return json.loads(capsys.readouterr().out)


def test_a_letter_that_was_removed_is_printed_again(home: Path) -> None:
    letter = min((home / "case/report/letters").iterdir())
    letter.unlink()
    assert stanch(["report", "-C", str(home / "case")]) == 0
    assert letter.exists()


def test_the_report_holds_what_it_promises(home: Path) -> None:
    report = home / "case/report"
    names = {
        "summary.html",
        "summary.pdf",
        "after-action.pdf",
        "after-action-shareable.pdf",
        "people.xlsx",
        "duties.xlsx",
        "actions.xlsx",
        "unread.xlsx",
        "deadlines.ics",
    }
    assert names <= {path.name for path in report.iterdir()}
    assert list((report / "letters").glob("*.pdf"))
    assert list((report / "filings").glob("*.pdf"))


def test_a_call_leaves_the_file_mode_mask_as_it_was(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        stanch(["respond", str(tmp_path / "nothing"), "-C", str(tmp_path / "case")])
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_only_the_owner_may_read_the_case(home: Path) -> None:
    for path in [home / "case", *(home / "case").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_page_shows_masks_and_loads_nothing(home: Path) -> None:
    page = (home / "case/report/summary.html").read_text()
    lines = (home / "drill/truth/elements.jsonl").read_text().splitlines()
    secrets = {row["value"] for row in map(json.loads, lines) if row["kind"] in ("us_ssn", "payment_card", "us_bank_account", "password")}
    assert secrets
    assert not [secret for secret in secrets if secret in page]
    assert "<script" not in page
    assert 'src="http' not in page
    assert "Practice" in page


def test_the_affected_are_found_and_nobody_twice(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from stanch.drill.score import score_people

    people = asked(capsys, "people", "-C", str(home / "case"))["people"]
    truth = [json.loads(line) for line in (home / "drill/truth/people.jsonl").read_text().splitlines()]
    score = score_people(truth, people)
    assert score.found_share >= 0.97
    assert not score.merged


def test_a_second_run_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in (home / "case/report/letters").iterdir()}
    entries = asked_lines(capsys, home)
    assert respond(home) == 1
    told = capsys.readouterr().err
    assert told.count("(done before)") == 8, "custody looks at the evidence each time, all else stands"
    assert {path: path.stat().st_mtime_ns for path in (home / "case/report/letters").iterdir()} == before
    assert asked_lines(capsys, home) == entries


def asked_lines(capsys: pytest.CaptureFixture[str], home: Path) -> list[str]:
    capsys.readouterr()
    assert stanch(["journal", "-C", str(home / "case"), "--json"]) == 0
    return capsys.readouterr().out.splitlines()


def test_the_report_goes_and_comes_back(home: Path) -> None:
    report = home / "case/report"
    letters = sorted(path.name for path in (report / "letters").iterdir())
    assert stanch(["report", "-C", str(home / "case"), "--remove"]) == 0
    assert not report.exists()
    assert stanch(["report", "-C", str(home / "case"), "--workers", "1"]) == 0
    assert sorted(path.name for path in (report / "letters").iterdir()) == letters


def test_untouched_afterwards(home: Path) -> None:
    assert stanch(["verify", "-C", str(home / "case")]) == 0


def test_names_that_bite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = tmp_path / "ev"
    evidence.mkdir()
    for name in ("$(reboot).txt", "<script>alert(1)<", "=1+1.txt", "a\nb\x1b[31m.txt", os.fsdecode(b"bad\xff\xfe.txt")):
        (evidence / name.replace("/", "")).write_text(LETTER)
    with zipfile.ZipFile(evidence / "slip.zip", "w") as archive:
        archive.writestr("../../x.txt", LETTER.replace("3456", "3457").replace("Ann", "Bea"))
    assert stanch(["respond", str(evidence), "-C", str(tmp_path / "case"), "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert "\x1b[31m" not in told
    assert not (tmp_path / "x.txt").exists()
    people = asked(capsys, "people", "-C", str(tmp_path / "case"))["people"]
    assert sorted(one["name"] for one in people) == ["Ann Example", "Bea Example"]
    assert "<script>alert" not in (tmp_path / "case/report/summary.html").read_text()


def test_wrong_calls_make_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = tmp_path / "ev"
    evidence.mkdir()
    assert stanch(["respond", str(tmp_path / "nowhere"), "-C", str(tmp_path / "case")]) == 2
    assert stanch(["respond", str(evidence)]) == 2
    assert stanch(["respond", "-C", str(tmp_path / "case")]) == 2
    wrong = tmp_path / "facts.yaml"
    wrong.write_text("org: {nam: X}\n")
    assert stanch(["respond", str(evidence), "-C", str(tmp_path / "case"), "--facts", str(wrong)]) == 2
    assert "facts.yaml:1" in capsys.readouterr().err
    assert not (tmp_path / "case").exists()
    key = tmp_path / "key"
    key.write_text("quite another passphrase\n")
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    assert respond(home) == 2
    assert "passphrase" in capsys.readouterr().err


def test_a_folder_that_changed_is_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = tmp_path / "ev"
    evidence.mkdir()
    (evidence / "one.txt").write_text(LETTER)
    call = ["respond", str(evidence), "-C", str(tmp_path / "case"), "--workers", "1"]
    assert stanch(call) == 0
    (evidence / "two.txt").write_text(LETTER.replace("Ann", "Bea").replace("3456", "3457"))
    assert stanch(call) == 0
    people = asked(capsys, "people", "-C", str(tmp_path / "case"))["people"]
    assert sorted(one["name"] for one in people) == ["Ann Example", "Bea Example"]
    shutil.rmtree(evidence)
    assert stanch(call) == 2, "evidence that is gone is told, and nothing is forgotten"
    assert len(asked(capsys, "people", "-C", str(tmp_path / "case"))["people"]) == 2


def test_evidence_that_went_between_two_runs_is_told(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "share").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "share" / name).write_text(LETTER.replace("Ann", name[0].upper() + "nn"))
    call = ["respond", str(tmp_path / "share"), "-C", str(tmp_path / "case"), "--workers", "1", "--json"]
    assert stanch(call) == 0
    (tmp_path / "share/a.txt").unlink()
    capsys.readouterr()
    assert stanch(call) == 1
    assert json.loads(capsys.readouterr().out)["gone"] == 1
    assert "share/a.txt" in (tmp_path / "case/report/summary.html").read_text()


def test_a_password_opens_what_was_locked_and_is_kept_for_later_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import io

    import openpyxl

    from stanch.drill.formats import locked

    share = tmp_path / "share"
    share.mkdir()
    book, sink = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Name", "SSN"])
    book.active.append(["Ann Quarter", "900-12-3456"])
    book.save(sink)
    (share / "staff.xlsx").write_bytes(locked(sink.getvalue(), "Molar-2026", 3))
    (tmp_path / "words").write_text("wrong\nMolar-2026\n")
    call = ["respond", str(share), "-C", str(tmp_path / "case"), "--workers", "1", "--json"]
    counted = []
    for more in ([], ["--passwords", str(tmp_path / "words")], []):
        stanch([*call, *more])
        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        counted.append((told["people"], told["unread"]))
    assert counted == [(0, 1), (1, 0), (1, 0)]
    assert b"Molar-2026" not in (tmp_path / "case" / "passwords.sealed").read_bytes()


def test_known_people_are_looked_for_in_every_later_run_and_lie_sealed(tmp_path, capsys):
    share = tmp_path / "share"
    share.mkdir()
    (share / "note.txt").write_text("collected: quenlyn\nashgrove, no. 7714 099 812\n")
    people = tmp_path / "people.csv"
    people.write_text("Name,Loyalty number\nQuenlyn Ashgrove,771-40-99812\n")
    call = ["respond", str(share), "-C", str(tmp_path / "case"), "--workers", "1", "--json"]
    for more in (["--known-people", str(people)], []):
        stanch([*call, *more])
        assert json.loads(capsys.readouterr().out.splitlines()[-1])["people"] == 1
    stanch(["people", "-C", str(tmp_path / "case"), "--json"])
    found = json.loads(capsys.readouterr().out)["people"][0]
    assert found["name"].lower() == "quenlyn ashgrove"
    assert "customer_id" in found["elements"]
    sealed = (tmp_path / "case" / "known_people.sealed").read_bytes()
    assert b"Ashgrove" not in sealed
    assert b"99812" not in sealed


def test_a_list_of_known_people_with_faults_stops_before_a_case_is_made(tmp_path, capsys):
    (tmp_path / "share").mkdir()
    people = tmp_path / "people.csv"
    people.write_text("Name,Email\nQuenlyn Ashgrove,=cmd|' /C calc'!A0\n")
    assert stanch(["respond", str(tmp_path / "share"), "-C", str(tmp_path / "case"), "--known-people", str(people)]) == 2
    assert "row 2, column 'Email'" in capsys.readouterr().err
    assert not (tmp_path / "case").exists()
