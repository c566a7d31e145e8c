"""Steps of the first hours that somebody says were taken: they leave what is to be done next, and other words are another step."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from the_case import NOW, PASSPHRASE

from stanch.casefile import Case, check, own, report, taking
from stanch.cli.main import run
from stanch.errors import WrongCall
from stanch.records import Attack, Cause, Containment, Facts, Incident, Notice, Unread
from stanch.report import wall
from stanch.report.contents import Drafted
from stanch.report.counsel import register
from stanch.report.wording import next_things

STEPS = (
    Containment(1, "Take an image of the memory of web-1", "It is gone when it is switched off"),
    Containment(2, "Block 198.51.100.7", "It still sends"),
    Containment(3, "Disable the account adele", "It was used", "Do not delete it"),
)
UNREAD = [Unread("e1", "share/b.pdf", "damaged", "cut"), Unread("e1", "share/c.zip", "encrypted", "")]


@pytest.fixture(scope="module")
def planned(standing_case: Case) -> Case:
    standing_case.store.put(Attack, [Attack(cause=Cause("intrusion"), containment=STEPS)])
    standing_case.store.put(Unread, UNREAD)
    standing_case.store.put(Facts, [Facts(incident=Incident(discovered=date(2026, 11, 23)))])
    return standing_case


def doing(case: Case) -> list[str]:
    return [str(one.do) for one in next_things(report.outline(case, now=NOW))]


def test_what_was_taken_leaves_what_is_to_be_done_and_the_next_one_comes(planned: Case) -> None:
    block, disable = STEPS[1].id, STEPS[2].id
    assert "Block 198.51.100.7" in doing(planned)
    taking.say_taken(planned, block, by="Ann", note="Max, at the firewall")
    assert "Block 198.51.100.7" not in doing(planned)
    assert "Disable the account adele" in doing(planned)
    taking.say_taken(planned, disable, by="Ann")
    taking.say_taken(planned, STEPS[0].id, by="Ann")
    assert not {one.do for one in STEPS} & set(doing(planned))
    # Said by whom, when, and what of it; in the papers too.
    said = taking.find(planned, block).taken
    assert said is not None
    assert (said.by, said.at, said.note) == ("Ann", NOW, "Max, at the firewall")
    contents = report.outline(planned, now=NOW)
    assert register.entry(contents)["measures"].startswith("Take an image of the memory of web-1 (taken 2026-11-24)")
    assert wall.sheet(contents).first == ()
    with pytest.raises(WrongCall, match="said by Ann"):
        taking.say_taken(planned, block, by="Ben")
    taking.say_not_taken(planned, block, by="Ben", note="the rule had a slip")
    assert "Block 198.51.100.7" in doing(planned)
    assert "Block 198.51.100.7 (planned)" in register.entry(report.outline(planned, now=NOW))["measures"]
    with pytest.raises(WrongCall, match="nobody said"):
        taking.say_not_taken(planned, block, by="Ben")
    told = [(one.action, one.subject, one.actor) for one in planned.journal.entries()]
    assert ("take step", "Block 198.51.100.7", "Ann") in told
    assert ("take back step", "Block 198.51.100.7", "Ben") in told
    assert check.faults(planned) == []


def test_a_step_that_names_one_address_more_is_another_step(planned: Case) -> None:
    both = replace(STEPS[1], do="Block 198.51.100.7 and 203.0.113.9")
    planned.store.put(Attack, [Attack(cause=Cause("intrusion"), containment=(STEPS[0], both, STEPS[2]))])
    assert taking.find(planned, both.id).taken is None
    assert "Block 198.51.100.7 and 203.0.113.9" in doing(planned)
    with pytest.raises(WrongCall, match="no such step"):
        taking.say_taken(planned, STEPS[1].id, by="Ann")
    planned.store.put(Attack, [Attack(cause=Cause("intrusion"), containment=STEPS)])


def test_files_that_nobody_can_read_were_looked_at_until_there_is_another(planned: Case) -> None:
    step = taking.steps(planned)[-1]
    assert step.do == taking.UNREAD
    assert any("locked file" in one for one in doing(planned))
    taking.say_taken(planned, step.id, by="Ann", note="the vendor is gone, nobody has the password")
    assert not any("locked file" in one for one in doing(planned))
    planned.store.put(Unread, [*UNREAD, Unread("e1", "share/d.zip", "encrypted", "")])
    assert any("2 locked files" in one for one in doing(planned))
    planned.store.put(Unread, UNREAD)


def test_a_step_waits_for_the_task_that_holds_it_up(planned: Case) -> None:
    block = STEPS[1].id
    task = own.add_task(planned, "Copy the logs of the firewall first", by="Ann", blocks=f"step {block}")
    with pytest.raises(WrongCall, match="Copy the logs of the firewall first"):
        taking.say_taken(planned, block, by="Ann")
    own.end_task(planned, task.id, by="Ann", grounds="copied")
    taking.say_taken(planned, block, by="Ann")
    with pytest.raises(WrongCall, match="step ID"):
        own.add_task(planned, "x", by="Ann", blocks="step none")


def test_a_step_of_many_words_is_said_of_as_any_other(planned: Case) -> None:
    long = Containment(1, "Disable " + "the account \ud800 x, " * 300, "They were used")
    planned.store.put(Attack, [Attack(cause=Cause("intrusion"), containment=(long,))])
    taking.say_taken(planned, long.id, by="Ann")
    assert taking.find(planned, long.id).taken is not None
    assert len(planned.journal.entries()[-1].subject) <= taking.LONGEST


def test_drafts_that_were_all_approved_are_not_to_be_read_next(planned: Case) -> None:
    contents = report.outline(planned, now=NOW)
    draft = Notice("n1", "letter", "individuals", "US-CA", (), "en", "en/individual", person="p1")
    both = (draft, replace(draft, id="n2", status="approved"))
    asked = [[str(one.do) for one in next_things(replace(contents, drafted=Drafted.of(rows)))] for rows in (both, both[1:])]
    assert "Read 1 draft." in asked[0]
    assert not any(one.startswith("Read ") for one in asked[1])


def test_by_the_command_as_by_the_page(case: Case, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    case.store.put(Attack, [Attack(cause=Cause("intrusion"), containment=STEPS)])
    case.close()
    key = tmp_path / "key"
    key.write_text(PASSPHRASE + "\n")
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    assert run(["actions", "take", STEPS[1].id, "-C", str(folder), "--by", "Ann", "--note", "Max"]) == 0
    assert run(["actions", "take", STEPS[1].id, "-C", str(folder), "--by", "Ann"]) == 2
    capsys.readouterr()
    assert run(["actions", "steps", "-C", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["steps"]
    assert [(one["id"], bool(one["taken"])) for one in told] == [(STEPS[0].id, False), (STEPS[1].id, True), (STEPS[2].id, False)]
    assert run(["actions", "take", STEPS[1].id, "-C", str(folder), "--undo"]) == 0
