"""Records that logs name by number: which are named, and what becomes of them in the reach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stanch.cause.actor import Actor
from stanch.cause.event import Event
from stanch.cause.places import Places
from stanch.cause.reach import Joining
from stanch.cause.things import things
from stanch.cause.web_records import asked_for
from stanch.records import LogSource, Named, Reach, Rows, Window

ENTERED = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
BAD = "203.0.113.9"


@pytest.mark.parametrize(
    ("path", "query", "named"),
    [
        ("/api/v2/orders/88", "", [("orders", "88")]),
        ("/patients/MRN00031/chart", "", [("patients", "MRN00031")]),
        ("/invoice.php", "id=88&lang=en", [("invoice", "88")]),
        ("/invoice/view", "id=88", [("invoice", "88"), ("view", "88")]),
        ("/print", "customer_id=7,8&orderNo=12", [("customer id", "7"), ("customer id", "8"), ("order no", "12")]),
        ("/v1/2", "", []),
        ("/shop/bread", "q=rye%20bread&sort=asc", []),
    ],
)
def test_numbers_of_records_in_addresses(path, query, named):  # type: ignore[no-untyped-def]
    assert list(asked_for(path, query)) == named


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT * FROM patients WHERE id = 4711;", [("record", "patients", "4711")]),
        ("select a from public.visits v where v.patient_id in (4, '5') limit 9", [("record", "visits patient_id", "4"), ("record", "visits patient_id", "5")]),
        ("SELECT name, ssn FROM patients ORDER BY 1", [("table", "", "patients")]),
        ("SELECT count(*) FROM patients", []),
        ("SELECT * FROM patients WHERE name LIKE 'A%' OR id = 3", []),
        ("SELECT * FROM pg_catalog.pg_class", []),
        ("INSERT INTO patients VALUES (1)", []),
    ],
)  # fmt: skip
def test_statements_of_a_database(statement, told):  # type: ignore[no-untyped-def]
    event = Event(ENTERED, "postgres", "p.log", 1, {"statement": statement}, ip=BAD, action="statement", succeeded=True)
    assert [(thing.sort, thing.of, thing.name) for thing in things(event)] == told


def web(path: str, at: int, ip: str = BAD, *, is_shown: bool = True) -> Event:
    fields = {"cs-uri-stem": path, "cs-uri": path}
    return Event(ENTERED + timedelta(minutes=at), "web", "access.log", at, fields, ip=ip, action="GET", succeeded=is_shown, target=path)


def reach(*events: Event, rows: dict[tuple[str, str], Rows]) -> Reach:
    joining = Joining(Actor({BAD}, set(), [], ENTERED), Places.of(["e/orders.csv"]), finder=lambda asked: {one: rows[one.of, one.key] for one in asked if (one.of, one.key) in rows})  # fmt: skip
    list(joining.watching(events))
    source = LogSource("access.log", "web", ENTERED - timedelta(days=9), ENTERED + timedelta(days=9), 1000, 0)
    return joining.reach(Window(ENTERED, ENTERED + timedelta(hours=1), 0.9), [source], ())


def test_rows_are_told_by_themselves_and_the_rest_of_a_table_is_not_known() -> None:
    doubt = "two may be meant"
    known = {("orders", str(n)): Rows((("e/orders.csv", n),)) for n in range(1, 9)} | {("orders", "9"): Rows((("e/orders.csv", 9),), doubt)}
    shown = [web(f"/api/orders/{n}", n) for n in (1, 2, 9)]
    told = reach(*shown, web("/api/orders/3", 4, is_shown=False), web("/api/orders/4", 5, ip="192.0.2.1"), rows=known)
    assert [(one.rows, one.contact, one.count, one.why) for one in told.rows] == [((1, 2), "accessed", 2, ""), ((9,), "not_known", 1, doubt)]  # fmt: skip
    assert told.of_exhibit("e/orders.csv") == "accessed"
    assert told.elsewhere_count == 0  # a page's number need be no record's
    contacts = {n: told.of_somebody(["e/orders.csv"], [f"e/orders.csv|row/{n}/spouse"]) for n in (1, 3, 9)}
    assert contacts == {1: "accessed", 3: "not_known", 9: "not_known"}


def test_in_a_log_of_every_read_the_other_rows_were_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    from stanch.cause import mapping
    from stanch.cause import things as module

    every = mapping.Read(("view",), "accessed", ("Patient MRN",), "record", every=True)
    monkeypatch.setattr(module, "reads_of", lambda kind: {"view": (every,)} if kind == "ehr" else {})

    def view(number: int, at: int, ip: str) -> Event:
        fields = {"Patient MRN": f"{number:05}"}
        return Event(ENTERED + timedelta(minutes=at), "ehr", "e.csv", at, fields, ip=ip, action="view", succeeded=True)

    asked: list[Named] = []
    joining = Joining(Actor({BAD}, set(), [], ENTERED), Places.of(["p.csv"]), finder=lambda named: asked.extend(named) or {one: Rows((("p.csv", int(one.key)),)) for one in named})  # type: ignore[func-returns-value]  # fmt: skip
    list(joining.watching([view(3, -90, "192.0.2.1"), view(5, 10, BAD), view(4, 20, "192.0.2.1")]))
    source = LogSource("e.csv", "ehr", ENTERED - timedelta(days=9), ENTERED + timedelta(days=9), 1000, 0)
    told = joining.reach(Window(ENTERED, ENTERED + timedelta(hours=1), 0.9), [source], ())
    assert set(asked) == {Named("Patient MRN", f"{number:05}") for number in (3, 4, 5)}
    assert [told.of_somebody(["p.csv"], [f"p.csv|row/{row}"]) for row in (3, 5)] == ["not_reached", "accessed"]
    assert told.of_exhibit("p.csv") == "accessed"
    # Of somebody of whom as many records are kept as can be, one may be theirs that is not told.
    assert told.of_somebody(["p.csv"], [f"p.csv|row/{row}" for row in range(100, 160)]) == "not_known"
