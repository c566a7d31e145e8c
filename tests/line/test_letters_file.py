"""A drill's letters, from the letters file to approval and choice: what a real user does."""

import json
import shutil
from pathlib import Path

import pytest
from tests.drilled import responded

from stanch.cli.main import run
from stanch.notices.asked import read_letters


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return responded(tmp_path_factory)


@pytest.fixture(scope="module")
def case(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("letters") / "case"
    shutil.copytree(home / "case", made)
    return made


@pytest.fixture(autouse=True)
def key(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCH_KEY_FILE", str(home / "key"))


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    assert run([*arguments, "--json"]) in (0, 1)
    return json.loads(capsys.readouterr().out)


def test_the_drill_brings_a_letters_file_that_reads(home: Path, case: Path) -> None:
    assert case.is_dir()
    assert {one.key for one in read_letters(home / "breach" / "letters.yaml")} >= {"steps_taken", "toll_free", "enrol_by", "hhs.location"}


def test_no_letter_waits_for_what_the_file_tells(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = called(capsys, "notices", "missing", "-C", str(case))["missing"]
    assert isinstance(rows, list)
    assert [row for row in rows if row["key"] and row["letters"]] == []


def test_letters_are_approved_once_counsel_has_settled_the_doubts(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called(capsys, "notices", "settle", "--all", "--grounds", "we tell them all the same", "--by", "Lee", "-C", str(case))
    done = called(capsys, "notices", "approve", "--all", "--by", "Lee", "-C", str(case))
    assert isinstance(done["approved"], int)
    assert done["approved"] >= 12


def test_counsel_weighs_and_chooses(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = called(capsys, "notices", "options", "-C", str(case))["options"]
    assert isinstance(options, list)
    assert len(options) >= 5
    for name in ("options.html", "options.pdf", "options.svg"):
        assert (case / "report" / name).stat().st_size > 1000
    page = (case / "report" / "options.html").read_text("utf-8")
    assert "<script" not in page
    assert "http" in page
    assert '<div aria-hidden="true"><svg' in page, "the figure says in words what it shows; its parts have no names of their own"
    assert '<th scope="col"></th>' not in page
    chosen = called(capsys, "notices", "choose", "one_standard", "--grounds", "one day for all", "--by", "Lee", "-C", str(case))
    # Whether letters are approved by now depends on which tests ran before.
    assert [one for one in chosen["against_sending"] if not one.startswith("no notice is approved")] == []
    assert run(["verify", "-C", str(case)]) == 0


def test_wrong_calls_say_what_would_be_right(case: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["notices", "choose", "one_standart", "--grounds", "x", "-C", str(case)]) == 2
    assert "The nearest one is one_standard" in capsys.readouterr().err
    wrong = tmp_path / "letters.yaml"
    wrong.write_text("steps: x\n")
    assert run(["notices", "draft", "--letters", str(wrong), "-C", str(case)]) == 2
    assert "nearest known key: steps_taken" in capsys.readouterr().err
    assert run(["notices", "settle", "--grounds", "x", "-C", str(case)]) == 2
    assert "say which doubts" in capsys.readouterr().err


def test_a_letters_file_to_fill_in_holds_what_is_known(case: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank.yaml"
    assert run(["notices", "facts", "--blank", str(blank), "-C", str(case)]) == 0
    assert 'toll_free: "1-800-555-0140"' in blank.read_text("utf-8")
    assert run(["notices", "facts", "--blank", str(blank), "-C", str(case)]) == 2
