"""Questions put into SQL once answer as their querysets do; records kept between looks are the rows that stand."""

from pathlib import Path
from threading import Thread

import a_server
import pytest
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, decide, decisions, glance, server
from stanch.casefile.prepared import Question
from stanch.records import Duty, Facts, Incident, Task


def fact_rows() -> object:
    from stanch.casefile.models import FactRow

    return FactRow.objects.order_by("id").values_list("key", "known_at", "is_current", "value")


def fact_of(*keys: str) -> object:
    from stanch.casefile.models import FactRow

    return FactRow.objects.filter(key__in=keys, is_current=True).order_by("key").values_list("key", "recorded_at")


def hold_as_the_queryset(case: Case) -> None:
    case.store.put_facts(Facts(recipient="a 'stranger' %s", incident=Incident(kind="intrusion")), source="intake")
    every, some = Question(fact_rows), Question(fact_of)
    assert every.ask(case.alias) == list(fact_rows().using(case.alias))  # type: ignore[attr-defined]
    assert every.ask(case.alias)[0][1] == NOW
    for keys in (["recipient"], ["recipient", "incident.kind"], ["incident.kind", "no such"], ["recipient"]):
        assert some.ask(case.alias, *keys) == list(fact_of(*keys).using(case.alias))  # type: ignore[attr-defined]
    assert some.first(case.alias, "recipient") == "recipient"
    assert some.first(case.alias, "' OR 1=1 --") is None


def test_a_question_answers_as_its_queryset_does(case: Case) -> None:
    hold_as_the_queryset(case)


def test_a_question_answers_as_its_queryset_does_on_a_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_server.running() as running:
        monkeypatch.setenv(server.VARIABLE, running.url)
        with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
            hold_as_the_queryset(made)


@pytest.mark.parametrize("number", [0, 1, 3, decisions.PREPARED, decisions.PREPARED + 1])
def test_decisions_on_however_many_records_are_found(case: Case, number: int) -> None:
    names = [f"t{at}" for at in range(number)]
    for name in names[:70]:
        decide.write(case, Task.__name__, {name: "r"}, verdict="done", by="it", grounds="g", action="task")
    found = decisions.current(case.alias, Task.__name__, names)
    assert sorted(found) == sorted(names)
    assert {one.verdict for one in found.values()} <= {"done"}
    assert decisions.current(case.alias, Task.__name__, ["another"]) == {}
    assert sorted(decisions.current(case.alias, Task.__name__)) == sorted(names)
    assert decisions.current(case.alias, "No such kind") == {}


def duty_of(place: str) -> Duty:
    return Duty(place, place.split("/", maxsplit=1)[0], "ag", True, None, None, (), "s", (), "§ 1", "why", "rule")


def test_what_is_put_is_seen_by_the_next_look(case: Case) -> None:
    with glance.look():
        assert case.store.get(Duty) == [], "never put"
    for rows in ([], [duty_of("US-CA/ag")], [duty_of("US-CA/ag"), duty_of("US-TX/ag")], [duty_of("US-CA/ag")], []):
        case.store.put(Duty, rows)
        for _ in range(2):
            with glance.look():
                assert case.store.get(Duty) == rows
                assert case.store.get(Duty) == rows


def test_rows_put_while_a_look_reads_are_not_kept_under_the_hash_of_those_before(case: Case) -> None:
    first, second = [duty_of("US-CA/ag")], [duty_of("US-TX/ag")]
    case.store.put(Duty, first)
    with glance.look():
        assert case.store.facts_digest()
        from stanch.casefile.holdings import holdings

        assert holdings(case.alias)["Duty"]
        changing = Thread(target=lambda: case.store.put(Duty, second))
        changing.start()
        changing.join()
        assert case.store.get(Duty) == second, "newer than the hash, and only for this look"
    case.store.put(Duty, first)
    with glance.look():
        assert case.store.get(Duty) == first


def test_outside_a_look_rows_are_read_not_remembered(case: Case) -> None:
    from stanch.casefile.models import DutyRow

    case.store.put(Duty, [duty_of("US-CA/ag")])
    with glance.look():
        assert len(case.store.get(Duty)) == 1
    DutyRow.objects.using(case.alias).all().delete()
    assert case.store.get(Duty) == []


def test_what_was_taken_out_stays_in_no_memory(case: Case) -> None:
    case.store.put(Duty, [duty_of("US-CA/ag")])
    with glance.look():
        assert case.store.get(Duty)
    case.store.put(Duty, [])
    assert case.store._kept_rows._kept == {}
