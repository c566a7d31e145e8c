"""A case whose rows stand on a PostgreSQL server: the same services, one writer at a time, and told clearly when the server is gone."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import a_server
import pytest
from letters import filled
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, check, destroying, destruction, server
from stanch.errors import StanchError, WrongCall
from stanch.records import Facts, Incident, Notice, Person


@pytest.fixture(scope="module")
def postgres() -> Iterator[a_server.Server]:
    with a_server.running() as running:
        yield running


@pytest.fixture
def on_server(postgres: a_server.Server, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Case]:
    monkeypatch.setenv(server.VARIABLE, postgres.url)
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        yield made


def reopened(folder: Path) -> Case:
    return casefile.open_case(folder, passphrase=PASSPHRASE, by="the owner", clock=lambda: NOW)


def test_rows_stand_on_the_server_and_come_back_as_they_were(on_server: Case) -> None:
    people = [Person("p1", "Ada \x00 Example \ud800", elements=("name",)), Person("p2", os.urandom(6000).hex(), elements=("ssn",))]
    on_server.store.put(Person, people)
    on_server.store.put(Facts, [Facts(incident=Incident(kind="intrusion"))])
    assert on_server.store.get(Person) == people
    assert not (on_server.folder / "case.db").exists()
    assert PASSPHRASE not in (on_server.folder / server.FILE).read_text()
    on_server.close()
    with reopened(on_server.folder) as again:
        assert again.store.get(Person) == people
        assert check.faults(again) == []


def test_drafts_wait_beside_those_that_stand_there_too(on_server: Case) -> None:
    from stanch.casefile.models import DraftedRow

    drafts = [Notice(f"letter-p{at}", "letter", "individuals", "US-CA", (), "en", "en/individual", person=f"p{at}") for at in range(5)]
    on_server.store.put(Notice, iter(drafts))
    on_server.store.put(Notice, iter(drafts[1:]))
    assert on_server.store.get(Notice) == drafts[1:]
    assert not DraftedRow.objects.using(on_server.alias).exists()
    assert check.faults(on_server) == []


def test_the_list_is_destroyed_there_too_and_what_only_its_keeper_can_remove_is_said(on_server: Case) -> None:
    filled(on_server, 3)
    words = destruction.confirmation(on_server)
    done = destroying.destroy_people(on_server, by="x", grounds="over \x00 \ud800", confirmed=words, despite_open=True)
    assert (done.people, destruction.left_here(on_server), on_server.store.get(Person)) == (3, [], [])
    (told,) = destruction.remaining(on_server)
    assert told.startswith("whatever the server's own log")
    assert destruction.was_destroyed(on_server)
    assert check.faults(on_server) == []


def test_the_journal_refuses_to_be_changed_and_a_change_behind_its_back_is_told(on_server: Case) -> None:
    from django.db import DatabaseError, connections

    on_server.store.put(Person, [Person("p1", "Ada Example")])
    with connections[on_server.alias].cursor() as cursor:
        for verb in ("UPDATE casefile_journalrow SET actor = 'x'", "DELETE FROM casefile_journalrow", "TRUNCATE casefile_journalrow"):
            with pytest.raises(DatabaseError, match="append-only"):
                cursor.execute(verb)
        cursor.execute("UPDATE casefile_personrow SET record = replace(record, 'Ada', 'Eve')")
        assert [fault.where for fault in check.faults(on_server)] == ["tables"]
        cursor.execute("ALTER TABLE casefile_journalrow DISABLE TRIGGER USER")
        cursor.execute("UPDATE casefile_journalrow SET actor = 'nobody' WHERE sequence = 1")
        assert any("entry 1 was altered" in fault.what for fault in check.faults(on_server))


def test_writers_wait_for_each_other(on_server: Case) -> None:
    from django.db import connections

    def write(name: str) -> None:
        try:
            for number in range(20):
                on_server.journal.append("note", f"{name} {number}")
        except Exception as error:  # noqa: BLE001 a thread's fault must reach the test
            faults.append(error)
        finally:
            connections[on_server.alias].close()

    faults: list[Exception] = []
    before = len(on_server.journal)
    threads = [threading.Thread(target=write, args=(f"writer {one}",)) for one in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    assert len(on_server.journal) == before + 120
    assert list(on_server.journal.faults()) == []


def test_two_cases_share_no_rows(on_server: Case, tmp_path: Path) -> None:
    on_server.store.put(Person, [Person("p1", "Ada Example")])
    with casefile.create(tmp_path / "b", passphrase=PASSPHRASE, org=None, by="b", now=NOW, clock=lambda: NOW) as other:
        assert other.store.get(Person) == []
        assert len(other.journal) == 1
    mine = json.loads((on_server.folder / server.FILE).read_text())
    on_server.close()
    # The note of one case put in the place of the other's: the anchor tells.
    (tmp_path / "b" / server.FILE).write_text(json.dumps(mine))
    with pytest.raises(StanchError, match="of another case"):
        reopened(tmp_path / "b")


def test_an_address_that_is_wrong_or_proves_nothing_is_refused_without_its_password(
    on_server: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_server.close()
    wrong = {
        "": "stand on a PostgreSQL server",
        "mysql://u:Planted-Secret-77@h/d": "no address of a PostgreSQL",
        "postgresql://u:Planted-Secret-77@h/d?nonsense=1": "cannot be read",
        "postgresql://u:Planted-Secret-77@db.example.com/d?sslmode=require": "does not prove",
        "postgresql://u:Planted-Secret-77@127.0.0.1": "names no database",
    }
    for url, told in wrong.items():
        monkeypatch.setenv(server.VARIABLE, url)
        with pytest.raises(WrongCall, match=told) as found:
            reopened(on_server.folder)
        assert "Planted" not in str(found.value)
    monkeypatch.setenv(server.VARIABLE, "postgresql://u@db.example.com/d")
    assert server.settings("stanch_portal")["OPTIONS"]["sslmode"] == "verify-full"
    monkeypatch.setenv(server.VARIABLE, "postgresql://u:Planted-Secret-77@127.0.0.1:1/d")
    with pytest.raises(StanchError, match="failed") as down:
        reopened(on_server.folder)
    assert "Planted" not in str(down.value)
    (on_server.folder / server.FILE).write_text('{"schema": "public; DROP SCHEMA x"}')
    with pytest.raises(StanchError, match="note of where"):
        reopened(on_server.folder)


def test_a_server_killed_while_we_write_loses_nothing_that_was_told_as_saved(postgres: a_server.Server, on_server: Case) -> None:
    from django.db import DatabaseError, connections, transaction

    on_server.store.put(Person, [Person("p1", "Ada Example")])
    saved = len(on_server.journal)
    with pytest.raises(DatabaseError), transaction.atomic(using=on_server.alias):  # noqa: PT012 the kill stands between
        on_server.journal.append("half done")
        postgres.kill()
        on_server.store.put(Person, [])
    connections[on_server.alias].close()
    postgres.start()
    assert len(on_server.journal) == saved
    assert on_server.store.get(Person) == [replace(Person("p1", "Ada Example"))]
    assert check.faults(on_server) == []
