"""The verbs on a case, as a person and as a program call them."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stanch import casefile
from stanch.casefile.report import mark_practice
from stanch.cli.main import run
from stanch.records import Action, Deadline, Duty, Facts, Notice, Offer

Call = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `stanch …`; the exit status, standard output (as JSON where it is JSON), standard error."""
    key = tmp_path / "key"
    key.write_text("correct horse battery")
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))

    def called(*arguments: object) -> tuple[int, Any, str]:
        capsys.readouterr()
        status = run([os.fspath(one) if isinstance(one, Path) else str(one) for one in arguments])
        out, err = capsys.readouterr()
        if "--json" in arguments and out:
            lines = [json.loads(line) for line in out.splitlines()]
            return status, lines[0] if len(lines) == 1 else lines, err
        return status, out, err

    return called


@pytest.fixture
def folder(tmp_path: Path, call: Call) -> Path:
    assert call("init", tmp_path / "case")[0] == 0
    return tmp_path / "case"


@pytest.fixture
def share(tmp_path: Path) -> Path:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "a.txt").write_text("a")
    return tmp_path / "share"


def put(folder: Path, kind: type, rows: list[Any]) -> None:
    with casefile.open_case(folder, passphrase="correct horse battery") as case:
        case.store.put(kind, rows)


def test_init_says_what_comes_next_and_refuses_twice(tmp_path: Path, call: Call) -> None:
    (tmp_path / "org.yaml").write_text("name: Acme Dental\nsector: clinic\n")
    status, _, err = call("init", tmp_path / "c", "--org", tmp_path / "org.yaml")
    assert (status, "stanch respond" in err) == (0, True)
    status, _, err = call("init", tmp_path / "c")
    assert (status, "case here already" in err, "Traceback" in err) == (2, True, False)
    (tmp_path / "org.yaml").write_text("nam: Acme\n")
    status, _, err = call("init", tmp_path / "d", "--org", tmp_path / "org.yaml")
    assert (status, "org.yaml:1:1" in err, (tmp_path / "d").exists()) == (2, True, False)


def test_custody_add_verify_export(folder: Path, share: Path, tmp_path: Path, call: Call) -> None:
    assert call("custody", "add", share, "-C", folder, "--json")[1]["exhibits"] == 1
    (share / "b.txt").write_text("b")
    added = call("custody", "add", share, "-C", folder, "--json")[1]
    assert (added["exhibits"], added["new"]) == (2, 1)
    assert call("custody", "verify", "-C", folder)[0] == 0
    status, made, _ = call("custody", "export", tmp_path / "bag", "-C", folder, "--json")
    assert (status, made["files"], (tmp_path / "bag" / "bagit.txt").exists()) == (0, 2, True)
    (share / "a.txt").write_text("altered")
    status, told, _ = call("custody", "verify", "-C", folder, "--json")
    assert (status, told["changed"], told["differences"][0]["name"]) == (1, 1, "share/a.txt")
    status, told, _ = call("verify", "-C", folder, "--json")
    assert (status, told["faults"], told["differences"][0]["kind"]) == (1, [], "changed")


def test_wrong_calls_are_two_lines_and_status_two(folder: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (
        ("custody", "add", tmp_path / "missing", "-C", folder),
        ("custody", "add", "-C", folder),
        ("clocks", "-C", tmp_path),
        ("clocks",),
        ("actions", "close", "a1", "-C", folder, "--proof", "x"),
        ("notices", "preview", "n1", "-C", folder),
    ):
        status, out, err = call(*arguments)
        assert (status, out) == (2, ""), arguments
        assert "Traceback" not in err
        assert 1 <= len(err.strip().splitlines()) <= 3
    (tmp_path / "other").write_text("another passphrase")
    (tmp_path / "other").chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(tmp_path / "other"))
    status, _, err = call("journal", "-C", folder)
    assert (status, "passphrase does not open" in err) == (2, True)


def test_verify_finds_a_changed_byte_and_ends_with_attention(folder: Path, call: Call) -> None:
    status, told, _ = call("verify", "-C", folder, "--json")
    assert (status, told["faults"], told["entries"]) == (0, [], 1)
    database = folder / "case.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    status, out, err = call("verify", "-C", folder)
    assert status in (1, 3)
    assert "Traceback" not in err
    assert "database" in out + err
    assert "fault in Stanch itself" not in err


def test_the_journal_is_a_line_an_entry(folder: Path, call: Call) -> None:
    put(folder, Action, [Action("a1", "t", "w", "o", None, "e", True)])
    _, lines, _ = call("journal", "-C", folder, "--json")
    assert [line["action"] for line in lines] == ["case opened", "put"]
    assert lines[1]["previous"] == lines[0]["hash"]
    assert call("journal", "-C", folder, "--last", 1, "--json")[1]["sequence"] == 2


def duty(name: str, hours: float) -> Duty:
    due = datetime.now(UTC) + timedelta(hours=hours)
    return Duty(f"X/{name}", "X", "individuals", True, Deadline(72, "hours", "awareness", due), None, (), "", (), "cite", "why", name)


def test_duties_and_clocks_have_the_contracts_shape_and_tell_overdue_ones(folder: Path, call: Call) -> None:
    put(folder, Duty, [duty("late", -1), duty("soon", 30.5)])
    status, told, _ = call("duties", "-C", folder, "--json")
    assert status == 1
    first = told["duties"][0]
    contract = ["jurisdiction", "recipient", "required", "deadline", "months", "means", "stage", "contents", "cite", "reason", "rule"]
    assert set(contract) <= set(first)
    assert (first["deadline"]["from"], first["deadline"]["amount"], first["status"], first["decided_by"]) == (
        "awareness",
        72,
        "overdue",
        None,
    )
    status, running, _ = call("clocks", "-C", folder, "--json")
    assert status == 1
    assert 30 < running[1]["remaining_hours"] < 31
    assert set(running[0]) >= {"due", "jurisdiction", "recipient", "remaining_hours", "cite"}
    assert call("duties", "sign", "X/late", "--verdict", "fulfilled", "--grounds", "sent", "--by", "counsel", "-C", folder)[0] == 0
    status, told, _ = call("duties", "-C", folder, "--json")
    assert (status, told["duties"][0]["status"], told["duties"][0]["decided_by"]) == (0, "fulfilled", "counsel")
    assert "fulfilled (counsel)" in call("duties", "-C", folder)[1].replace("\n", " ") or call("duties", "-C", folder)[0] == 0


def test_notices_are_listed_counted_and_approved(folder: Path, call: Call) -> None:
    whole = Notice("n1", "letter", "individuals", "X", ("X/late",), "en", "t", person="p1")
    put(folder, Notice, [whole, Notice("n2", "filing", "regulator:AG", "X", (), "en", "t", missing=("org.phone",))])
    assert len(call("notices", "-C", folder, "--json")[1]["notices"]) == 2
    assert call("notices", "-C", folder, "list", "--json")[1]["notices"][1]["missing"] == ["org.phone"]
    status, _, err = call("notices", "approve", "n2", "-C", folder)
    assert (status, "org.phone" in err) == (3, True)
    assert call("notices", "approve", "-C", folder)[0] == 2
    assert call("notices", "approve", "--all", "-C", folder, "--json")[1]["approved"] == 1
    by = call("notices", "status", "-C", folder, "--json")[1]["by"]
    assert {"form": "letter", "status": "approved", "incomplete": False, "notices": 1} in by
    assert call("notices", "preview", "n1", "-C", folder, "--json")[1]["status"] == "approved"


def test_offers_and_actions(folder: Path, call: Call) -> None:
    put(
        folder,
        Offer,
        [
            Offer("p1", "credit_monitoring", 12, True, "SSN exposed", "cite"),
            Offer("p2", "credit_monitoring", 12, True, "SSN exposed", "cite"),
        ],
    )
    put(
        folder,
        Action,
        [Action("a2", "second", "w", "o", None, "e", True, order=2), Action("a1", "first", "w", "o", None, "e", True, order=1)],
    )
    assert call("offers", "-C", folder, "--json")[1]["offers"][0]["months"] == 12
    assert "credit monitoring" in call("offers", "-C", folder)[1]
    assert call("actions", "close", "a1", "--proof", "ticket 17", "-C", folder)[0] == 0
    listed = call("actions", "list", "-C", folder, "--json")[1]["actions"]
    assert [(one["id"], one["status"], one["proof"]) for one in listed] == [("a1", "done", "ticket 17"), ("a2", "open", "")]
    assert call("actions", "-C", folder, "--json")[1]["actions"] == listed
    check = Action("follow_up_90_days", "Ninety days after", "w", "Owner", date(2025, 1, 1), "low", False, order=3)
    put(folder, Action, [check])
    status, told, *_ = call("actions", "-C", folder, "--json")
    assert (status, told["late"]) == (1, ["follow_up_90_days"])
    assert "1 past their day" in call("actions", "list", "-C", folder)[1]


def test_a_wrong_option_is_told_in_two_lines(call: Call, tmp_path: Path) -> None:
    for wrong in (("clocks", "--nonsense"), ("nonsense",), ("scan", tmp_path / "nowhere"), ("law", "check", tmp_path / "nowhere")):
        status, out, err = call(*wrong)
        assert (status, out, err.startswith("stanch: "), err.count("\n")) == (2, "", True, 2), err
        assert "--help" in err.splitlines()[1]


def test_logs_alone_are_told_where_to_go(call: Call, share: Path, tmp_path: Path) -> None:
    status, _, err = call("respond", "-C", tmp_path / "new", "--logs", share)
    assert (status, "stanch cause LOGS" in err, (tmp_path / "new").exists()) == (2, True, False)


def test_the_clocks_of_a_drill_stand_at_its_own_day(folder: Path, call: Call) -> None:
    since = (datetime.now(UTC) - datetime(2020, 1, 9, tzinfo=UTC)) / timedelta(hours=1)
    put(folder, Duty, [duty("old", -since)])
    put(folder, Facts, [Facts(as_of=date(2020, 1, 1))])
    assert call("clocks", "-C", folder)[0] == 1
    with casefile.open_case(folder, passphrase="correct horse battery") as case:
        mark_practice(case)
    assert (call("clocks", "-C", folder)[0], call("duties", "-C", folder)[0]) == (0, 0)


def test_clocks_without_a_date_are_not_counted_as_running(folder: Path, call: Call) -> None:
    undated = Deadline(None, "without_unreasonable_delay", "discovery", None)
    put(folder, Duty, [duty("soon", 99), replace(duty("open", 0), deadline=undated)])
    out = call("clocks", "-C", folder)[1]
    assert out.startswith("1 clock runs; 1 more without a date")
