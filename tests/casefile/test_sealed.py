"""Nothing in the case folder can be read without the key, and no byte of the database can change unnoticed."""

import random
import shutil
import sqlite3
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, decide
from stanch.casefile.check import faults
from stanch.errors import StanchError
from stanch.records import Attack, Chapter, Duty, Evidence, Exhibit, Facts, Notice, Organisation, Person, PostalAddress, Unread

PLANTED = "Zyxwvut-Qplanted"


def plant(case: Case) -> None:
    """The same word in every table, in the journal and in the facts."""
    store = case.store
    store.put(Organisation, [Organisation(name=PLANTED)])
    store.put(Evidence, [Evidence(f"/{PLANTED}")])
    store.put(Exhibit, [Exhibit("e1", PLANTED, f"/{PLANTED}", "evidence", "", "", 0, None, NOW, PLANTED)])
    store.put(Unread, [Unread("e1", PLANTED, "damaged", PLANTED)])
    store.put(Attack, [Attack(story=(Chapter(NOW, "TA0001", PLANTED),))])
    store.put(Person, [Person(f"p{number}", f"{PLANTED} {number}", postal_address=PostalAddress(PLANTED)) for number in range(3000)])
    store.put(Duty, [Duty("X/y", "X", PLANTED, True, None, None, (), "", (), PLANTED, PLANTED, "y")])
    store.put(Notice, [Notice("n1", "letter", PLANTED, "X", (), "en", "t", fields={"name": PLANTED})])
    store.put_facts(Facts(as_of=date(2026, 11, 24), recipient=PLANTED), source=PLANTED)
    decide.sign_duty(case, "X/y", verdict="confirmed", by=PLANTED, grounds=PLANTED)


def holding(folder: Path) -> list[str]:
    word = PLANTED.encode()
    forms = (word, word.lower(), PLANTED.encode("utf-16-le"), word[:7])
    return [path.name for path in folder.rglob("*") if path.is_file() and any(form in path.read_bytes() for form in forms)]


def test_no_planted_word_is_found_in_any_byte(case: Case, folder: Path) -> None:
    plant(case)
    names = {path.name for path in folder.iterdir()}
    assert "case.db-wal" in names, "the write-ahead log is there to be searched"
    assert (folder / "case.db-wal").stat().st_size > 100_000
    assert holding(folder) == []
    case.store.put(Person, [])
    case.close()
    assert holding(folder) == []
    assert not (folder / "case.db").read_bytes().startswith(b"SQLite")


def test_neither_sqlite_nor_another_key_opens_it(case: Case, folder: Path, tmp_path: Path) -> None:
    plant(case)
    case.close()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(folder / "case.db").execute("SELECT * FROM sqlite_master").fetchall()
    other = tmp_path / "other"
    casefile.create(other, passphrase=PASSPHRASE, org=None, by="x", now=NOW).close()
    shutil.copy(folder / "case.db", other / "case.db")
    with pytest.raises(StanchError, match="does not open with this case's key"):
        casefile.open_case(other, passphrase=PASSPHRASE)
    casefile.open_case(folder, passphrase=PASSPHRASE).close()


def test_any_changed_byte_of_the_database_is_found(case: Case, folder: Path) -> None:
    plant(case)
    case.close()
    pristine = (folder / "case.db").read_bytes()
    chance = random.Random(7)  # noqa: S311 places to try, not secrets
    # The first bytes (salt), the ends of pages (their codes) and places in between, also in pages that are free.
    places = [0, 15, 16, 4095, 4096, len(pristine) - 1, *(chance.randrange(len(pristine)) for _ in range(25))]
    for place in places:
        altered = bytearray(pristine)
        altered[place] ^= 1 << chance.randrange(8)
        (folder / "case.db").write_bytes(altered)
        try:
            with casefile.open_case(folder, passphrase=PASSPHRASE, check=False) as opened:
                assert faults(opened), f"byte {place} was changed and nothing was said"
        except StanchError:
            pass
    (folder / "case.db").write_bytes(pristine)
    with casefile.open_case(folder, passphrase=PASSPHRASE) as opened:
        assert faults(opened) == []


def test_threads_have_connections_of_their_own(case: Case) -> None:
    from django.db import connections

    case.store.put(Person, [Person("p1", "Ada Example")])
    seen: list[str] = []

    def look() -> None:
        seen.extend(person.name for person in case.store.get(Person))
        connections[case.alias].close()

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["Ada Example"] * 4


def test_what_django_does_not_promise_is_still_there() -> None:
    from django.db.backends.sqlite3 import _functions, base

    assert callable(_functions.register)
    assert base.SQLiteCursorWrapper.convert_query(None, "SELECT %s, '%%'") == "SELECT ?, '%'"


def test_queries_of_djangos_kinds_work(case: Case) -> None:
    """The places in which Django's SQLite backend calls Python: regular expressions, parts of dates, placeholders."""
    from django.db import IntegrityError, transaction
    from django.db.models.functions import ExtractYear

    from stanch.casefile.models import DutyRow, PersonRow, StepRow

    plant(case)
    people = PersonRow.objects.using(case.alias)
    assert people.filter(name__regex=r" 17$").count() == 1
    assert people.filter(name__icontains="QPLANTED 2999").count() == 1
    assert people.filter(name__contains="100%").count() == 0
    DutyRow.objects.using(case.alias).update(due=NOW)
    assert DutyRow.objects.using(case.alias).annotate(year=ExtractYear("due")).get().year == 2026
    assert DutyRow.objects.using(case.alias).get().due == NOW
    StepRow.objects.using(case.alias).create(name="a", fingerprint="x")
    with pytest.raises(IntegrityError), transaction.atomic(using=case.alias):
        StepRow.objects.using(case.alias).create(name="a", fingerprint="y")


def test_models_and_migrations_agree(case: Case) -> None:
    from django.core.management import call_command

    assert case
    call_command("makemigrations", "casefile", check=True, dry_run=True, verbosity=0)
