"""A sample of what was searched, from the draw to the sentence for the court."""

import json
import os
import shutil
from pathlib import Path

import pytest
from the_case import PASSPHRASE

from stanch import casefile
from stanch.casefile import sampling
from stanch.casefile.check import faults
from stanch.cli.main import run
from stanch.errors import WrongCall


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case in which five files hold nothing and one holds a number; beside it its key."""
    home = tmp_path_factory.mktemp("sample")
    share = home / "share"
    share.mkdir()
    for number in range(5):
        (share / f"note{number}.txt").write_text(f"The lift in house {number} is out of order again.\n")
    (share / "mail.txt").write_text("Her SSN is 900-12-3456 and she writes from ann@example.com.\n")
    key = home / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STANCH_KEY_FILE", str(key))
        assert run(["respond", os.fspath(share), "-C", os.fspath(home / "case"), "--workers", "1"]) <= 1
    return home / "case"


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That case, for one test alone."""
    monkeypatch.setenv("STANCH_KEY_FILE", str(made.parent / "key"))
    return Path(shutil.copytree(made, tmp_path / "case"))


def test_from_the_draw_to_the_bound(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case_words = ["-C", os.fspath(folder)]
    assert run(["sample", *case_words]) == 2
    assert run(["sample", "draw", "--miss-rate", "0.2", *case_words]) == 0
    capsys.readouterr()
    assert run(["sample", "list", "--json", *case_words]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    silent = [one for one in items if one["stratum"] == "silent"]
    found = [one for one in items if one["stratum"] == "finding"]
    # Two of five missed would be more than a fifth; three of five drawn leave one chance in ten of seeing neither, four none.
    assert len(silent) == 4
    assert {one["kind"] for one in found} >= {"us_ssn", "email"}
    assert run(["sample", "--json", *case_words]) == 1
    assert json.loads(capsys.readouterr().out)["at_most_missed"] is None

    assert run(["sample", "show", found[0]["id"], *case_words]) == 0
    assert ">>>" in capsys.readouterr().out
    for one in silent:
        assert run(["sample", "answer", one["id"], "clean", *case_words]) == 0
    assert run(["sample", "answer", silent[0]["id"], "missed", "--note", "a house number", *case_words]) == 0
    for one in found:
        assert run(["sample", "answer", one["id"], "right", *case_words]) == 0
    capsys.readouterr()
    assert run(["sample", "--json", *case_words]) == 0
    proven = json.loads(capsys.readouterr().out)
    assert (proven["missed"], proven["at_most_missed"], proven["wrong"]) == (1, 2, 0)
    assert run(["sample", *case_words]) == 0
    assert "at most 2 of the 5 (40.00 %)" in capsys.readouterr().out


def test_an_answer_of_the_wrong_kind_is_refused_and_all_stands_in_the_journal(folder: Path) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE, by="the reviewer") as case:
        sampling.draw(case, rate=0.2, confidence=0.95, findings=10, seed=3, by=case.by)
        first = sampling.items(case)[0]
        with pytest.raises(WrongCall, match="right"):
            sampling.answer(case, first.id, verdict="right", by=case.by)
        _, content = sampling.reveal(case, first.id, by=case.by)
        assert content.startswith("The lift")
        sampling.answer(case, first.id, verdict="clean", by=case.by)
        assert [entry.action for entry in case.journal.entries()][-3:] == ["draw sample", "reveal sample", "answer sample"]
        assert faults(case) == []


def test_the_same_seed_draws_the_same_again(folder: Path) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        drawn = []
        for seed in (3, 4, 3):
            sampling.draw(case, rate=0.5, confidence=0.6, findings=1, seed=seed, by=case.by)
            drawn.append([one.id for one in sampling.items(case)])
    assert drawn[0] == drawn[2]
