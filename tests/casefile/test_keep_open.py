"""A server of pages keeps a thread's connection to the sealed file: what others write is seen, and nothing stays behind."""

from pathlib import Path
from threading import Event, Thread

from django.core.signals import request_finished
from django.db import connections
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import destroying, destruction, framework
from stanch.records import Person


def test_a_kept_connection_sees_what_others_write_and_hinders_no_destruction(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="it", now=NOW) as case:
        framework.keep_open(case.alias)
        looked, go_on, seen = Event(), Event(), list[int]()

        def look() -> None:
            for _ in range(2):
                seen.append(len(case.store.get(Person)))
                request_finished.send(sender=None)
                seen.append(connections[case.alias].connection is not None)
                looked.set()
                go_on.wait(120)

        page = Thread(target=look)
        page.start()
        assert looked.wait(120)
        case.store.put(Person, [Person("p1", "Ann Example")])
        destruction_waits_for = destruction.remaining(case)
        destroying._compact(case)
        go_on.set()
        page.join(20)
        assert seen == [0, True, 1, True]
        assert "PersonRow" in destruction_waits_for
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith("case.db")) == ["case.db"]


def test_what_is_kept_open_holds_less_in_memory(tmp_path: Path) -> None:
    with casefile.create(tmp_path / "case", passphrase=PASSPHRASE, org=None, by="it", now=NOW) as case:
        framework.keep_open(case.alias)
        with connections[case.alias].cursor() as cursor:
            cursor.execute("PRAGMA cache_size")
            assert cursor.fetchone() == (-framework.KEPT_KIB,)
