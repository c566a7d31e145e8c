"""What is put is what is got; decisions and histories stay."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from any_record import rows_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stanch.casefile import Case, decide
from stanch.casefile.check import faults
from stanch.casefile.report import no_longer_held
from stanch.engine import Parts
from stanch.engine.chunk import Chunk
from stanch.errors import StanchError, WrongCall
from stanch.records import (
    FINDING_SCHEMA,
    Action,
    Aside,
    Attack,
    Client,
    DoubtfulPair,
    Duty,
    Evidence,
    Exhibit,
    Facts,
    Finding,
    Incident,
    Linkage,
    Listed,
    Noted,
    Notice,
    Offer,
    Organisation,
    Person,
    PostalAddress,
    Refuted,
    Ruling,
    Said,
    Unread,
    Wording,
    to_table,
)
from stanch.vault import sealed_writer

KINDS = [
    Action,
    Aside,
    Attack,
    Client,
    DoubtfulPair,
    Duty,
    Evidence,
    Exhibit,
    Facts,
    Linkage,
    Listed,
    Noted,
    Notice,
    Offer,
    Organisation,
    Person,
    Said,
    Unread,
    Wording,
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(choose=st.data())
def test_what_is_put_is_what_is_got(standing_case: Case, kind: type, choose: st.DataObject) -> None:
    rows = choose.draw(st.lists(rows_of(kind), max_size=1 if kind is Facts else 4))
    standing_case.store.put(kind, rows)
    assert standing_case.store.get(kind) == rows


def test_after_all_that_the_record_still_verifies(standing_case: Case) -> None:
    from stanch.casefile.check import faults

    assert faults(standing_case) == []


def test_every_kind_that_the_line_gives_has_a_table() -> None:
    from stanch import line

    handed = {kind for step in line.LINE for kind in (*step.takes, *step.gives)}
    # Rulings and what reviewers refuted are decisions: no step and nobody but `casefile.rulings` and `casefile.doubtful` writes them.
    assert handed - set(line.BULK) - {Ruling, Refuted} <= set(KINDS)


def test_names_that_are_no_utf8_are_kept(case: Case) -> None:
    evidence = [Evidence("/a/b\udcff.txt"), Evidence("/a/b\\xff.txt", "log")]
    case.store.put(Evidence, evidence)
    assert case.store.get(Evidence) == evidence
    case.store.put(Unread, [Unread("x", "a\0b\udc80", "damaged", "said \udcff")])
    assert case.store.get(Unread)[0].locator == "a\0b\udc80"


def test_putting_the_same_again_leaves_no_trace(case: Case) -> None:
    people = [Person("p1", "Ada Example"), Person("p2", "Bo Example")]
    case.store.put(Person, people)
    entries = len(case.journal)
    case.store.put(Person, people)
    assert len(case.journal) == entries
    case.store.put(Person, people[:1])
    assert len(case.journal) == entries + 1
    assert case.store.get(Person) == people[:1]


def test_a_put_that_fails_changes_nothing(case: Case) -> None:
    case.store.put(Person, [Person("p1", "Ada Example")])
    entries = len(case.journal)
    with pytest.raises(Exception, match="confidence"):
        case.store.put(Person, [Person("p2", "Bo Example", confidence=None)])  # type: ignore[arg-type]
    assert [person.id for person in case.store.get(Person)] == ["p1"]
    assert len(case.journal) == entries


def test_twenty_thousand_people_are_put_and_got_in_seconds(case: Case) -> None:
    import time

    people = [Person(f"p{number}", f"Person {number}", residence="US-CA", elements=("name", "ssn")) for number in range(20_000)]
    started = time.process_time()
    case.store.put(Person, people)
    assert case.store.get(Person) == people
    assert time.process_time() - started < 12


NOTICE = Notice("n1", "letter", "individuals", "US-CA", ("US-CA/x",), "en", "individual")


def test_an_approval_stands_until_the_draft_changes(case: Case) -> None:
    case.store.put(Notice, [NOTICE])
    decide.approve_notice(case, "n1", by="counsel", grounds="read and found right")
    assert case.store.get(Notice)[0].status == "approved"
    case.store.put(Notice, [replace(NOTICE, file="letters/n1.pdf"), replace(NOTICE, id="n2")])
    assert [one.status for one in case.store.get(Notice)] == ["approved", "draft"], "printing it changes nothing"
    case.store.put(Notice, [replace(NOTICE, fields={"name": "another"})])
    assert case.store.get(Notice)[0].status == "draft", "another text was not approved"
    case.store.put(Notice, [NOTICE])
    assert case.store.get(Notice)[0].status == "approved"


def test_what_is_read_by_pages_is_what_is_got(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from stanch.casefile import store, streamed
    from stanch.report.contents import Drafted

    monkeypatch.setattr(store, "PAGE", 2)
    monkeypatch.setattr(streamed, "PAGE", 2)
    letters = [replace(NOTICE, id=f"n{number}", person=f"p{number}", missing=("a date",) * (number > 3)) for number in range(5)]
    case.store.put(Notice, letters)
    decide.approve_notices(case, ["n1", "n3"], by="counsel")
    assert list(case.store.each(Notice)) == case.store.get(Notice)
    assert [one.id for one in case.store.each(Notice) if one.status == "approved"] == ["n1", "n3"]
    known = Drafted.of(streamed.Streamed(case, Notice))
    assert (known.number, known.people, known.ready, known.gaps) == (5, 5, 2, (("a date", 1),))
    case.store.put(Notice, [*letters[:3], replace(letters[3], fields={"name": "another"}), letters[4]])
    assert Drafted.of(streamed.Streamed(case, Notice)).ready == 1, "another text was not approved"


def test_a_closed_action_stays_closed_when_the_plan_is_drawn_up_again(case: Case) -> None:
    action = Action("a1", "Require a second factor", "why", "IT lead", None, "a day", True)
    case.store.put(Action, [action])
    decide.close_action(case, "a1", by="the IT lead", proof="ticket 17")
    case.store.put(Action, [replace(action, why="another reason"), replace(action, id="a2")])
    assert [(one.status, one.proof) for one in case.store.get(Action)] == [("done", "ticket 17"), ("open", "")]
    decide.reopen_action(case, "a1", by="the IT lead", grounds="one account was left out")
    assert case.store.get(Action)[0].status == "reopened"
    assert case.store.get(Action)[0].proof == ""


def test_facts_keep_every_value_with_its_source_and_time(case: Case) -> None:
    first = Facts(incident=Incident(discovered=date(2026, 10, 1)), affected={"US-CA": 1})
    learnt = datetime(2026, 10, 1, 9, tzinfo=UTC)
    assert case.store.put_facts(first, source="facts.yaml", known_at=learnt)
    decide.set_fact(case, "incident.discovered", date(2026, 9, 28), by="counsel", source="the IT lead's mail", grounds="he saw it first")
    assert case.store.get(Facts)[0].incident.discovered == date(2026, 9, 28)
    assert case.store.get(Facts)[0].affected == {"US-CA": 1}
    history = case.store.fact_history("incident.discovered")
    assert [(one.value, one.source, one.recorded_by, one.is_current) for one in history] == [
        ("2026-10-01", "facts.yaml", "the owner", False),
        ("2026-09-28", "the IT lead's mail", "counsel", True),
    ]
    assert history[0].known_at == learnt


def test_an_unknown_fact_names_the_nearest_and_a_wrong_value_its_key(case: Case) -> None:
    with pytest.raises(WrongCall, match=r"incident\.discovered"):
        decide.set_fact(case, "incident.discoverd", "2026-10-01", by="x", source="y")
    with pytest.raises(WrongCall, match=r"incident\.discovered"):
        decide.set_fact(case, "incident.discovered", "some day", by="x", source="y")
    assert case.store.get(Facts) == []


def test_facts_withdrawn_are_gone_but_remembered(case: Case) -> None:
    case.store.put(Facts, [Facts(recipient="trusted")])
    case.store.put(Facts, [])
    assert case.store.get(Facts) == []
    assert [one.value for one in case.store.fact_history("recipient")] == ["trusted", None]


def part(case: Case, name: str) -> Path:
    case.parts.mkdir(exist_ok=True)
    path = case.parts / name
    with sealed_writer(path, pa.schema([("x", pa.int64())]), case.keys) as writer:
        writer.write_table(pa.table({"x": [1, 2]}))
    return path


def test_bulk_parts_are_remembered_in_order(case: Case) -> None:
    assert case.store.get_parts("units") is None
    paths = (part(case, "b.parquet"), part(case, "a.parquet"))
    case.store.put_parts("units", Parts(paths, case.keys))
    parts = case.store.get_parts("units")
    assert parts is not None
    assert parts.paths == paths
    assert parts.rows() == 4
    case.store.put_parts("units", Parts((), case.keys))
    assert case.store.get_parts("units") == Parts((), case.keys)


def test_a_part_outside_the_case_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(StanchError, match="outside the case"):
        case.store.put_parts("units", Parts((tmp_path / "elsewhere.parquet",), case.keys))


def test_steps_are_walked_again_when_a_part_was_removed(case: Case) -> None:
    path = part(case, "a.parquet")
    case.store.put_parts("units", Parts((path,), case.keys))
    case.store.set_fingerprint("reading", "abc")
    case.store.forget_lost_parts()
    assert case.store.fingerprint("reading") == "abc"
    path.unlink()
    case.store.forget_lost_parts()
    assert case.store.fingerprint("reading") is None


def test_an_exhibit_that_is_no_longer_there_is_never_forgotten(case: Case) -> None:
    held = Exhibit("e1", "share/a.txt", "/x", "evidence", "a" * 64, "", 1, None, datetime(2026, 11, 24, tzinfo=UTC), "me")
    case.store.put(Exhibit, [held])
    case.store.put(Exhibit, [replace(held, id="e2", sha256="b" * 64)])
    told = case.journal.entries(newest_first=True, count=1)[0].contract_form()["details"]["no longer held"]
    assert told == [{"id": "e1", "name": "share/a.txt", "sha256": "a" * 64, "acquired_at": "2026-11-24T00:00:00+00:00"}]
    assert no_longer_held(case) == ["share/a.txt"]
    case.store.put(Exhibit, [held])
    assert no_longer_held(case) == ["share/a.txt"], "the changed form is gone now"
    case.store.put(Exhibit, [held, replace(held, id="e2", sha256="b" * 64)])
    assert no_longer_held(case) == []


def test_an_altered_or_missing_part_is_found(case: Case) -> None:
    from stanch.casefile.check import faults

    path = part(case, "a.parquet")
    case.store.put_parts("units", Parts((path,), case.keys))
    assert faults(case) == []
    content = bytearray(path.read_bytes())
    for place in (6, len(content) // 2, len(content) - 30):
        path.write_bytes(bytes(content[:place]) + bytes([content[place] ^ 1]) + bytes(content[place + 1 :]))
        assert [fault.where for fault in faults(case)] == ["parts"], place
    path.unlink()
    assert "missing" in faults(case)[0].what


def test_exhibits_keep_their_order(case: Case) -> None:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    exhibits = [Exhibit(f"{number}", f"x/{number}", "/x", "evidence", "", "", 0, None, moment, "me") for number in (3, 1, 2)]
    case.store.put(Exhibit, exhibits)
    assert case.store.get(Exhibit) == exhibits


def test_the_organisation_is_kept(case: Case) -> None:
    case.store.put(Organisation, [Organisation(name="Acme Dental", establishment=("US", "EU-IE"))])
    assert case.store.get(Organisation)[0].establishment == ("US", "EU-IE")


def test_people_are_told_in_the_contracts_shape(case: Case) -> None:
    from stanch.casefile.people import contract_form

    ada = Person(
        "p1", "Ada Example", dob=date(1980, 1, 2), postal_address=PostalAddress("1 Main", "Oakland", "CA", "94601", "US"), elements=("ssn",)
    )
    case.store.put(Person, [ada])
    case.store.put(DoubtfulPair, [DoubtfulPair("p1", "p2", 0.5)])
    told = contract_form(case)
    assert (told["review"], told["set_aside"]) == (1, 0)
    person = told["people"][0]
    assert (person["dob"], person["postal_address"]["postcode"], person["elements"]) == ("1980-01-02", "94601", ("ssn",))
    assert list(person) == [
        "id", "name", "other_names", "dob", "minor", "deceased", "email", "phone", "postal_address", "residence",
        "residence_reason", "elements", "confidence", "relation", "sources",
        "former_ids", "residence_confidence", "language", "clients",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.unread.parquet", "a.done"])
def test_any_changed_byte_of_a_sealed_part_is_told_also_where_no_list_names_it(case: Case, name: str) -> None:
    folder = case.bench().work / "reading"
    folder.mkdir()
    with sealed_writer(folder / "a.unread.parquet", FINDING_SCHEMA, case.keys) as writer:
        writer.write_table(to_table([Finding("e1", "a.txt", "us_ssn", 0, 11, None, None, "***", "t", 0.9, "us")] * 3, FINDING_SCHEMA))
    Chunk("a", (), folder, case.keys).finish(["unread"], [])
    assert faults(case) == []
    whole = (folder / name).read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 25)):
        (folder / name).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert [fault.where for fault in faults(case)] == ["parts"], at
    (folder / name).write_bytes(whole)
    assert faults(case) == []
