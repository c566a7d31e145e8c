"""The register of breaches as a list: what it tells while the case is open, when it is closed, and after the list was destroyed."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from letters import filled

from stanch.casefile import Case, breaches, closing, decide, destroying, destruction, report
from stanch.errors import WrongCall
from stanch.records import Facts, Incident, Organisation


def told(case: Case) -> breaches.Breach:
    now = case.clock()
    return breaches.breach(case, report.outline(case, now=now), organisation="Acme", now=now)


@pytest.fixture
def known(case: Case) -> Case:
    filled(case, 3)
    case.store.put(Organisation, [Organisation(name="Acme")])
    org = replace(Facts().org, establishment=("EU-DE",), sector="retail")
    case.store.put_facts(Facts(org=org, incident=Incident(discovered=date(2026, 10, 1), description="=HYPERLINK(1)")), source="test")
    return case


def test_facts_effects_and_what_was_decided_stand_in_the_register(known: Case) -> None:
    decide.sign_duty(known, "US-ME/individuals", verdict="fulfilled", by="counsel", grounds="all letters are out")
    found = told(known)
    assert found.entry.facts == ("=HYPERLINK(1)", "discovered 2026-10-01")
    assert found.entry.effects[0] == "3 people in 1 place"
    assert "Social Security number" in found.entry.effects[1]
    (duty,) = found.told
    assert (duty.status, duty.decision and duty.decision.grounds) == ("fulfilled", "all letters are out")
    assert (found.people, found.reached, found.closed) == (3, 0, None)


def test_the_time_to_keep_it_begins_when_the_case_is_closed(known: Case) -> None:
    closing.close(known, by="x", grounds="over", now=known.clock(), despite_open=True)
    day = known.clock().date()
    later = datetime(day.year + 3, 5, 1, tzinfo=UTC)
    found = breaches.breach(known, report.outline(known, now=later), organisation="Acme", now=later)
    assert found.closed is not None
    assert all(one.until == "" or one.until == day.replace(year=day.year + int(one.kept.years or 0)).isoformat() for one in found.records)


def test_what_was_destroyed_is_still_counted(known: Case) -> None:
    before = told(known)
    destroying.destroy_people(known, by="x", grounds="over", confirmed=destruction.confirmation(known))
    after = told(known)
    assert (after.people, after.entry.effects) == (before.people, before.entry.effects)


def test_it_is_written_as_a_table_that_runs_nothing(known: Case) -> None:
    contents = report.outline(known, now=known.clock())
    text = breaches.written(known, contents, "csv", now=known.clock()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    book = openpyxl.load_workbook(io.BytesIO(breaches.written(known, contents, "xlsx", now=known.clock())))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert len(cells) == len(rows) + 1
    assert len(rows) >= 1
    assert rows[0]["facts"].startswith("'=HYPERLINK")
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}
    assert breaches.written(known, contents, "pdf", now=known.clock()).startswith(b"%PDF")
    with pytest.raises(WrongCall, match="not written as 'exe'"):
        breaches.written(known, contents, "exe", now=known.clock())
