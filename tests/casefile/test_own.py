"""Tasks and fields of one's own: what may not be done before they are; and that nothing of them is ever lost."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, check, decide, gate, own
from stanch.cli.main import run
from stanch.errors import BrokenDataFile, WrongCall
from stanch.records import Action, Deadline, Duty, Notice, OwnField, OwnValue, Task

DUTY = Duty(
    "US-CA/ag",
    "US-CA",
    "regulator:AG",
    True,
    Deadline(72.0, "hours", "discovery", NOW + timedelta(hours=3)),
    None,
    (),
    "",
    (),
    "cite",
    "reason",
    "ag",
)
NOTICES = [Notice(f"n{number}", "letter", "individuals", "US-CA", (), "en", "en/individual", person=f"p{number}") for number in (1, 2)]


@pytest.fixture
def held(case: Case) -> Case:
    case.store.put(Duty, [DUTY])
    case.store.put(Action, [Action("a1", "Second factor", "why", "IT lead", None, "a day", True)])
    case.store.put(Notice, NOTICES)
    return case


def test_an_action_is_not_closed_before_what_must_be_done_first(held: Case) -> None:
    task = own.add_task(held, "Ask the vendor for the setting", by="the owner", blocks="action a1", who="IT lead")
    with pytest.raises(WrongCall, match=r"Ask the vendor for the setting \(t1, IT lead\)"):
        decide.close_action(held, "a1", by="the owner", proof="ticket 7")
    assert held.store.get(Action)[0].status == "open"
    own.end_task(held, task.id, by="IT lead", grounds="the vendor wrote back")
    decide.close_action(held, "a1", by="the owner", proof="ticket 7")
    assert held.store.get(Action)[0].status == "done"


def test_a_duty_may_be_confirmed_but_not_ended_while_a_task_is_open(held: Case) -> None:
    own.add_task(held, "File the form", by="the counsel", blocks="duty US-CA/ag")
    decide.sign_duty(held, "US-CA/ag", verdict="confirmed", by="the counsel", grounds="it is ours")
    for verdict in ("fulfilled", "declined"):
        with pytest.raises(WrongCall, match="File the form"):
            decide.sign_duty(held, "US-CA/ag", verdict=verdict, by="the counsel", grounds="sent")
    own.end_task(held, "t1", by="the counsel", grounds="not needed there", withdrawn=True)
    decide.sign_duty(held, "US-CA/ag", verdict="fulfilled", by="the counsel", grounds="sent")


def test_one_notice_waits_alone_and_all_wait_together(held: Case) -> None:
    own.add_task(held, "Check the address", by="the owner", blocks="notice n1")
    decide.approve_notice(held, "n2", by="the owner")
    with pytest.raises(WrongCall, match="Check the address"):
        decide.approve_notices(held, ["n1", "n2"], by="the owner")
    own.end_task(held, "t1", by="the owner", grounds="checked")
    own.add_task(held, "Read by the board", by="the owner", blocks="notices")
    with pytest.raises(WrongCall, match="Read by the board"):
        decide.approve_notice(held, "n1", by="the owner")
    # Holding back is never held up.
    decide.hold_notice(held, "n1", by="the owner", grounds="the police ask")


def test_sending_waits_for_tasks_and_fields(held: Case) -> None:
    own.add_task(held, "Call the print house", by="the owner", blocks="sending")
    own.define(held, [OwnField("insurer_no", "The insurer’s number", needed_for="send")], by="the owner")
    assert [one for one in gate.may_send(held) if one.startswith("first: ")] == [
        "first: Call the print house (t1)",
        "first: The insurer’s number (insurer_no) is not filled",
    ]


def test_a_needed_field_holds_up_its_step_until_it_is_filled(held: Case) -> None:
    own.define(held, [OwnField("ticket", "Ticket", needed_for="close", why="audit"), OwnField("note", "Note")], by="the owner")
    with pytest.raises(WrongCall, match=r"Ticket \(ticket\) is not filled"):
        decide.close_action(held, "a1", by="the owner", proof="x")
    own.fill(held, "ticket", "4711", by="the owner", source="the help desk")
    decide.close_action(held, "a1", by="the owner", proof="x")
    own.fill(held, "ticket", "", by="the owner")
    assert own.fields(held)[0].is_wanting
    assert [(one.value, one.by) for one in held.store.get(OwnValue)] == [("4711", "the owner"), ("", "the owner")]
    own.define(held, [OwnField("ticket", "Ticket", needed_for="close", is_gone=True)], by="the owner")
    assert [one.field.key for one in own.fields(held)] == ["note"]


@pytest.mark.parametrize(
    ("kind", "right", "kept", "wrong"),
    [
        ("date", "2026-11-24", "2026-11-24", "24.11."),
        ("number", "12.50", "12.5", "many"),
        ("yes_no", "yes", "yes", "maybe"),
        ("choice", "red", "red", "green"),
    ],
)
def test_a_field_takes_what_it_is_for(held: Case, kind: str, right: str, kept: str, wrong: str) -> None:
    own.define(held, [OwnField("one", "One", kind, ("red", "blue") if kind == "choice" else ())], by="x")  # type: ignore[arg-type]
    own.fill(held, "one", right, by="x")
    with pytest.raises(WrongCall, match="is not what 'One' holds"):
        own.fill(held, "one", wrong, by="x")
    assert own.fields(held)[0].value.value == kept  # type: ignore[union-attr]


@pytest.mark.parametrize("blocks", ["action none", "duty", "everything", "notice nX", "sending x"])
def test_a_task_holds_up_only_what_there_is(held: Case, blocks: str) -> None:
    with pytest.raises(WrongCall):
        own.add_task(held, "Do it", by="x", blocks=blocks)
    assert held.store.get(Task) == []


def test_a_task_is_ended_once_with_grounds_and_all_stands_in_the_journal(held: Case) -> None:
    own.add_task(held, "Do it", by="x", due=date(2026, 12, 1))
    with pytest.raises(WrongCall, match="must be said"):
        own.end_task(held, "t1", by="x", grounds=" ")
    own.end_task(held, "t1", by="y", grounds="done on Monday")
    with pytest.raises(WrongCall, match="open"):
        own.end_task(held, "t1", by="y", grounds="again")
    assert [entry.action for entry in held.journal.entries() if entry.action != "put"][-2:] == ["add task", "task done"]
    assert check.faults(held) == []


def test_by_command_and_from_a_file(
    held: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    held.close()
    case = str(held.folder)
    file = tmp_path / "fields.yaml"
    file.write_text(
        "fields:\n  - {key: ticket, label: Ticket, needed_for: close}\n  - {key: colour, label: Colour, kind: choice, choices: [red, blue]}\n"
    )
    assert run(["fields", "load", str(file), "-C", case]) == 0
    assert run(["fields", "-C", case, "--json"]) == 1
    assert [json.loads(line)["key"] for line in capsys.readouterr().out.splitlines()] == ["ticket", "colour"]
    assert run(["fields", "set", "ticket", "4711", "-C", case]) == 0
    assert run(["tasks", "add", "Do it first", "--blocks", "action a1", "-C", case]) == 0
    assert run(["actions", "close", "a1", "--proof", "x", "-C", case]) == 2
    assert run(["tasks", "-C", case]) == 1
    assert run(["tasks", "done", "t1", "--grounds", "it was done", "-C", case]) == 0
    assert run(["actions", "close", "a1", "--proof", "x", "-C", case]) == 0
    file.write_text("fields:\n  - {key: Ticket Number, label: Ticket}\n")
    with pytest.raises(BrokenDataFile):
        own.read_fields(file)
    with casefile.open_case(held.folder, passphrase=PASSPHRASE) as again:
        assert check.faults(again) == []
