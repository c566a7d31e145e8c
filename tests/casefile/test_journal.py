"""The journal: whatever is done to it afterwards is found."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from the_case import PASSPHRASE

from stanch import casefile
from stanch.casefile import Case
from stanch.casefile.check import faults
from stanch.errors import StanchError
from stanch.records import Action, Person, Unread


def sql(case: Case, *statements: str) -> None:
    """What someone with the key could do: the refusing triggers are dropped first."""
    from django.db import connections

    with connections[case.alias].cursor() as cursor:
        for trigger in ("journal_no_update", "journal_no_delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def busy(case: Case) -> Case:
    case.store.put(Person, [Person("p1", "Ada Example"), Person("p2", "Bo Example")])
    for number in range(5):
        case.journal.append("note", f"object {number}", by="counsel", details={"text": "ünï", "number": number})
    assert faults(case) == []
    return case


def test_entries_tell_who_did_what_when_and_are_chained(busy: Case) -> None:
    entries = busy.journal.entries()
    assert [entry.sequence for entry in entries] == list(range(1, 8))
    assert entries[0].action == "case opened"
    form = entries[-1].contract_form()
    assert form["actor"] == "counsel"
    assert form["details"] == {"text": "ünï", "number": 4}
    assert form["previous"] == entries[-2].mac
    assert {datetime.fromisoformat(entry.at).utcoffset() for entry in entries} == {timedelta(0)}
    assert json.loads(json.dumps(form)) == form, "an entry is a line of JSON"


@pytest.mark.parametrize("verb", ["UPDATE casefile_journalrow SET actor = 'x' WHERE sequence = 3", "DELETE FROM casefile_journalrow"])
def test_the_database_itself_refuses(busy: Case, verb: str) -> None:
    from django.db import Error, connections

    with connections[busy.alias].cursor() as cursor, pytest.raises(Error, match="append-only"):
        cursor.execute(verb)
    assert len(busy.journal) == 7


TAMPERING = {
    "an actor was altered": "UPDATE casefile_journalrow SET actor = 'someone else' WHERE sequence = 3",
    "a time was altered": "UPDATE casefile_journalrow SET at = '2020-01-01T00:00:00+00:00' WHERE sequence = 4",
    "details were altered": "UPDATE casefile_journalrow SET details = replace(details, 'number', 'humber') WHERE sequence = 5",
    "an entry was removed": "DELETE FROM casefile_journalrow WHERE sequence = 4",
    "the first was removed": "DELETE FROM casefile_journalrow WHERE sequence = 1",
    "the end was cut": "DELETE FROM casefile_journalrow WHERE sequence > 5",
    "all was removed": "DELETE FROM casefile_journalrow",
    "two were exchanged": "UPDATE casefile_journalrow SET sequence = CASE sequence WHEN 4 THEN 5 WHEN 5 THEN 4 ELSE sequence END + 100",
    "one was inserted": "INSERT INTO casefile_journalrow SELECT 8, at, actor, action, subject, details, mac, mac"
    " FROM casefile_journalrow WHERE sequence = 7",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_a_changed_journal_is_found(busy: Case, statement: str) -> None:
    sql(busy, statement)
    assert "journal" in {fault.where for fault in faults(busy)}


ROWS = {
    "a person was altered": "UPDATE casefile_personrow SET record = replace(record, 'Ada', 'Eve')",
    "a person was removed": "DELETE FROM casefile_personrow WHERE identity = 'p2'",
    "people were reordered": "UPDATE casefile_personrow SET place = 1 - place",
    "a row was slipped in": "INSERT INTO casefile_unreadrow (place, identity, record, locator, reason, step)"
    " VALUES (0, '', '{}', '', '', '')",
}


@pytest.mark.parametrize("statement", ROWS.values(), ids=ROWS)
def test_a_changed_table_is_found(busy: Case, statement: str) -> None:
    sql(busy, statement)
    assert [fault.where for fault in faults(busy)] == ["tables"]


def test_changed_facts_and_decisions_are_found(busy: Case) -> None:
    from stanch.casefile import decide
    from stanch.records import Facts

    busy.store.put(Action, [Action("a1", "t", "w", "o", None, "e", True)])
    busy.store.put(Facts, [Facts(recipient="trusted")])
    decide.close_action(busy, "a1", by="the owner", proof="ticket 3")
    decide.reopen_action(busy, "a1", by="counsel", grounds="was not done")
    assert faults(busy) == []
    sql(busy, "UPDATE casefile_factrow SET value = '\"x\"' WHERE key = 'recipient'")
    assert [fault.what for fault in faults(busy)] == ["the facts are not what the journal tells of"]
    sql(busy, "UPDATE casefile_factrow SET value = '\"trusted\"' WHERE key = 'recipient'")
    sql(busy, "UPDATE casefile_decisionrow SET decided_by = 'x' WHERE verdict = 'done'")
    assert "decision on Action a1" in faults(busy)[0].what
    sql(busy, "DELETE FROM casefile_decisionrow WHERE verdict = 'done'")
    assert "were removed" in faults(busy)[0].what


def reopened(folder: Path, change: Callable[[], object]) -> None:
    change()
    casefile.open_case(folder, passphrase=PASSPHRASE).close()


def test_an_older_database_in_its_place_is_found_on_opening(busy: Case, folder: Path, tmp_path: Path) -> None:
    busy.close()
    shutil.copy(folder / "case.db", tmp_path / "older.db")
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        case.store.put(Unread, [Unread("e", "l", "damaged", "d")])
    newer = (folder / "case.db").read_bytes()
    with pytest.raises(StanchError, match="older copy, or was cut"):
        reopened(folder, lambda: shutil.copy(tmp_path / "older.db", folder / "case.db"))
    with casefile.open_case(folder, passphrase=PASSPHRASE, check=False) as case:
        assert any("older copy" in fault.what for fault in faults(case))
    (folder / "case.db").write_bytes(newer)
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        assert faults(case) == []


@pytest.mark.parametrize("how", ["missing", "altered"])
def test_a_missing_or_altered_anchor_is_found_and_going_on_is_journaled(busy: Case, folder: Path, how: str) -> None:
    busy.close()
    head = folder / "journal.head"
    if how == "missing":
        head.unlink()
    else:
        head.write_bytes(head.read_bytes()[:-1] + bytes([head.read_bytes()[-1] ^ 1]))
    with pytest.raises(StanchError, match=how):
        casefile.open_case(folder, passphrase=PASSPHRASE)
    casefile.open_case(folder, passphrase=PASSPHRASE, by="the owner", accept_anchor=True).close()
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        last = case.journal.entries(newest_first=True, count=1)[0]
        assert (last.action, last.actor) == ("anchor accepted", "the owner")
        assert how in last.details


def test_a_database_ahead_of_its_anchor_is_a_crash_not_a_fraud(busy: Case, folder: Path) -> None:
    older = (folder / "journal.head").read_bytes()
    busy.journal.append("note", "the last before the power went")
    busy.close()
    (folder / "journal.head").write_bytes(older)
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        assert faults(case) == []
        assert case.journal.entries(newest_first=True, count=1)[0].subject == "the last before the power went"
    assert (folder / "journal.head").read_bytes() != older
