"""The people list is gone, byte by byte; counts and decisions stay; nobody does it by a slip."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from letters import filled, person

from stanch import casefile
from stanch.casefile import (
    Case,
    calls,
    check,
    codes,
    destroying,
    destruction,
    destruction_by_two,
    holding,
    passwords,
    pieces,
    printing,
    report,
    returned,
    walking,
)
from stanch.errors import WrongCall
from stanch.records import DoubtfulPair, Notice, Offer, Person
from stanch.report.wording import headline
from stanch.vault import write_whole

GROUNDS = "kept for six years; no hold, no claim"


def dump(case: Case) -> bytes:
    """Every value of every table, opened; what a search for traces must go through, since the file itself is sealed."""
    from django.db import connections

    found: list[str] = []
    with connections[case.alias].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 the names are the database's own
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found).encode()


def full(case: Case, tmp_path: Path) -> list[str]:
    """A case with something in every table; the words that must be gone."""
    people = filled(case, 3)
    case.store.put(DoubtfulPair, [DoubtfulPair("p0", "p1", 0.7, ("same street 0 Elm Street",))])
    case.store.put(Offer, [Offer("p0", "credit_monitoring", 12, True, "law")])
    listed = tmp_path / "codes.csv"
    listed.write_text("engagement_number,code,enrol_by,help_line,months\nENG-1,SECRETCODE1,2027-03-31,1-800-555-0150,24\n")
    codes.load(case, listed, service="credit_monitoring", as_of=date(2026, 11, 24))
    codes.assign(case, as_of=date(2026, 11, 24))
    pieces.queue_approved(case)
    printing.hand_over(case, tmp_path / "out", workers=1)
    report = tmp_path / "report.csv"
    rows = "".join(f"{one.id},returned,2026-11-24,Mx Reason\n" for one in pieces.pieces(case))
    report.write_text("piece,event,date,reason\n" + rows)
    returned.take_post_report(case, report)
    back = tmp_path / "back.csv"
    back.write_text(f"reference,street,city,state,postcode,country\n{returned.reference(case, 'p0')},77 Newfound Lane,Bangor,ME,04401,US\n")
    returned.take_addresses(case, back, "a service")
    calls.log(case, topic="complaint", note="Mx Callnote", reference="", verified=False)
    passwords.add(case, ["hunter22secret"])
    case.parts.mkdir(exist_ok=True)
    write_whole(case.parts / "units-1.parquet", b"not really sealed: Ann 0 Lee")
    return [
        *(value for one in people for value in (one.name, one.email or "", one.postal_address.street)),
        *("SECRETCODE1", "77 Newfound Lane", "Mx Reason", "Mx Callnote"),
    ]


def test_nothing_of_the_list_is_left_and_what_was_decided_stays(case: Case, tmp_path: Path) -> None:
    traces = full(case, tmp_path)
    before = dump(case)
    assert all(one.encode() in before for one in traces)
    done = destroying.destroy_people(case, by="the owner", grounds=GROUNDS, confirmed=destruction.confirmation(case))
    assert done.people == 3
    after = dump(case)
    assert [one for one in traces if one.encode() in after] == []
    files = [path for path in case.folder.rglob("*") if path.is_file()]
    assert [path for path in files for one in traces if one.encode() in path.read_bytes()] == []
    assert {path.name for path in files} <= {"case.db", "case.db-wal", "case.db-shm", "keys.json", "journal.head", "lock"}
    assert destruction.remaining(case) == []
    assert case.store.get(Person) == []
    assert case.store.get(Notice) == []
    assert not check.faults(case)
    told = json.loads(destruction.certificate(case))
    assert told["entries"][0]["details"]["by residence"] == {"US-ME": 3}
    assert told["entries"][0]["details"]["by state"] == {"returned": 3}
    from stanch.casefile.decisions import history

    assert [one.verdict for one in history(case.alias, "Notice", "letter-p0")] == ["approved"]


@pytest.mark.parametrize(("grounds", "words"), [("", None), (GROUNDS, ""), (GROUNDS, "destroy 3 people"), (GROUNDS, "yes")])
def test_nobody_does_it_by_a_slip(case: Case, grounds: str, words: str | None) -> None:
    filled(case, 3)
    with pytest.raises(WrongCall):
        destroying.destroy_people(case, by="x", grounds=grounds, confirmed=destruction.confirmation(case) if words is None else words)
    assert len(case.store.get(Person)) == 3


def test_letters_on_their_way_come_first(case: Case) -> None:
    filled(case, 1)
    pieces.queue_approved(case)
    with pytest.raises(WrongCall, match="on their way"):
        destroying.destroy_people(case, by="x", grounds=GROUNDS, confirmed=destruction.confirmation(case))
    destroying.destroy_people(case, by="x", grounds=GROUNDS, confirmed=destruction.confirmation(case), despite_open=True)
    assert destruction.was_destroyed(case)


def test_killed_in_the_middle_it_is_finished_by_the_same_call(case: Case, monkeypatch) -> None:
    filled(case, 2)
    words = destruction.confirmation(case)
    with monkeypatch.context() as patched:
        patched.setattr(destroying, "_wipe", lambda *_given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            destroying.destroy_people(case, by="x", grounds=GROUNDS, confirmed=words)
    assert not destruction.was_destroyed(case)
    assert destroying.is_begun(case)
    done = destroying.destroy_people(case, by="x", grounds=GROUNDS, confirmed=words)
    assert (destruction.remaining(case), done.people, done.rows["Person"]) == ([], 2, 2)


@pytest.mark.parametrize("at", ["before the first row", "within a table", "within the files", "before the proof"])
def test_killed_at_any_point_and_begun_again_it_ends_in_the_same_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """The same case twice: one destroyed in one go, one in a process that is killed on the way and finished by another."""
    from the_case import NOW, PASSPHRASE

    def made(name: str) -> Path:
        with casefile.create(tmp_path / name, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=lambda: NOW) as case:
            filled(case, 7)
            pieces.queue_approved(case)
            case.parts.mkdir(exist_ok=True)
            for number in range(3):
                write_whole(case.parts / f"units-{number}.parquet", b"not really sealed: Ann 0 Lee")
            destruction_by_two.ask(case, by="Ann", grounds=GROUNDS, confirmed=destruction.confirmation(case), despite_open=True)
            words = destruction.confirmation(case)
            destruction_by_two.confirm(case, by="Lee", confirmed=words, alone=False, despite_open=True)
        return tmp_path / name

    def ended(folder: Path) -> tuple[object, ...]:
        with casefile.open_case(folder, passphrase=PASSPHRASE, clock=lambda: NOW) as case:
            if destruction.is_ordered(case):
                destroying.carry_out(case)
            told = json.loads(destruction.certificate(case))
            counted = [{name: one["details"].get(name) for name in ("people", "by residence", "rows", "files")} for one in told["entries"]]
            tables = {name: table.count() for name, table in destroying._tables(case)}
            files = sorted(path.name for path in folder.rglob("*") if path.is_file())
            return counted, told["remaining"], tables, destruction.is_ordered(case), files, check.faults(case)

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    whole, cut = made("whole"), made("cut")
    done = subprocess.run([sys.executable, "-c", KILLED, str(cut), at], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert ended(cut) == ended(whole)


KILLED = """
import os, signal, sys
from pathlib import Path
from stanch import casefile
from stanch.casefile import destroying
from the_case import NOW, PASSPHRASE

folder, at = Path(sys.argv[1]), sys.argv[2]
destroying.LOT = 3
with casefile.open_case(folder, passphrase=PASSPHRASE, clock=lambda: NOW) as case:
    rows = sum(table.count() for _, table in destroying._tables(case))
    def kill(*_given):
        os.kill(os.getpid(), signal.SIGKILL)
    def watch(_what, done, of):
        if {"before the first row": done == 0, "within a table": done == 3, "within the files": done == rows + 1}.get(at):
            kill()
    if at == "before the proof":
        destroying._compact = kill
    destroying.carry_out(case, progress=watch)
"""


def test_the_caller_is_told_yes_or_no_and_guessing_is_closed(case: Case) -> None:
    people = [person(0, dob=date(1980, 5, 1))]
    filled(case, 1)
    case.store.put(Person, people)
    pieces.queue_approved(case)
    mark = next(pieces.pieces(case)).id
    assert calls.verify(case, mark.lower(), postcode="04101", born=1980)
    assert not calls.verify(case, mark, postcode="04102", born=1980)
    assert not calls.verify(case, mark, postcode="04101", born=1981)
    assert not calls.verify(case, mark, postcode="04101", born=None)
    assert not calls.verify(case, mark, postcode="", born=1980)
    assert not calls.verify(case, "UNKNOWN", postcode="04101", born=1980)
    assert not calls.verify(case, mark, postcode="Lee", born=1980)
    with pytest.raises(WrongCall, match="closed for today"):
        calls.verify(case, mark, postcode="04101", born=1980)


def test_a_litigation_hold_that_stands_keeps_the_list(case: Case) -> None:
    holding.ask(case, ["A. Example", "B. Example"], by="counsel", how="by mail")
    holding.acknowledge(case, "A. Example", holds="mailbox", by="counsel")
    with pytest.raises(WrongCall, match=r"litigation hold stands: 2 .*A\. Example"):
        destroying.destroy_people(case, by="x", grounds=GROUNDS, confirmed=destruction.confirmation(case), despite_open=True)
    for name in ("A. Example", "B. Example"):
        holding.release(case, name, grounds="the claim is settled", by="counsel")
    assert destroying.destroy_people(case, by="x", grounds=GROUNDS, confirmed=destruction.confirmation(case)).people == 0


def test_no_walk_makes_the_list_again(case: Case, tmp_path: Path) -> None:
    full(case, tmp_path)
    destroying.destroy_people(case, by="x", grounds=GROUNDS, confirmed=destruction.confirmation(case), despite_open=True)
    with pytest.raises(WrongCall, match="destroyed by order"):
        walking.walk(case, walking.bench_of(case))
    assert destruction.remaining(case) == []
    told = str(headline(report.outline(case, now=case.clock())))
    assert told.startswith("3 people were affected. The list of them was destroyed by order on "), "not: nobody was found"
