"""From a folder to the notification list: lists handed in, decisions that hold, ids that stay, an export that nothing can be hidden in."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, check, lists, parting, review, rulings, two_readers
from stanch.casefile.export import safe
from stanch.casefile.listing import build
from stanch.cli.main import run
from stanch.engine import Parts
from stanch.errors import WrongCall
from stanch.records import DoubtfulPair, Exposure, Listed, Person, PostalAddress

Call = Callable[..., tuple[int, Any, str]]
CUSTOMERS = """customer_id,first_name,last_name,date_of_birth,email,phone,street,city,state,zip,ssn
C-1,Ana,Ruiz,1980-05-06,ana.ruiz@example.com,(512) 555-0101,1 North Main Street Apt 4,Austin,TX,78701,900-11-2222
C-2,Ben,Okafor,1975-02-03,ben.okafor@example.com,(512) 555-0102,9 Oak Ave.,Austin,CA,78702,900-11-2223
C-3,Carla,Diaz,1990-07-08,carla.diaz@example.com,(512) 555-0103,unknown,,,,900-11-2224
C-4,Tim,Jones,2015-05-05,,,77 Elm St,Dallas,TX,75201,900-11-2225
C-6,Eva,Lind,1988-03-04,eva.lind@example.com,(512) 555-0106,PO Box 12,Waco,TX,76701,900-11-2227
"""
ACCOUNTS = """username,name,email,phone,street,city,state,zip
test1,Test User,test@example.com,,1 Test St,Testville,TX,78701
front,Front Desk,reception@larkmont.example.com,(512) 555-0111,,,,
aruiz,Ana Ruiz,ana.ruiz@example.com,(512) 555-0101,1 N Main St Apt 4,Austin,TX,78701
vend,Harbor Dental Supplies LLC,orders@harbor.example.net,(512) 555-0112,4 Dock Rd,Galveston,TX,77550
"""
LATER = """name,ssn,date_of_birth,email,passport_number,street,city,state,zip
Ana Ruiz,900-11-2222,1980-05-06,ana.ruiz@example.com,910000001,1 N Main St Apt 4,Austin,TX,78701
Nina Cole,900-11-2299,1999-09-09,nina.cole@example.com,910000003,3 Fir St,Waco,TX,76701
"""
FACTS = """org: {name: Larkmont Dental, sector: clinic, establishment: [US], email: privacy@larkmont.example.com, country: US}
incident: {kind: intrusion, medium: electronic, confidentiality: acquired, actor: external_malicious, discovered: 2026-10-05}
"""


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `stanch …`; the exit status, standard output (JSON where it is that), standard error."""
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    monkeypatch.setenv("STANCH_TRACEBACK", "1")

    def called(*arguments: object) -> tuple[int, Any, str]:
        capsys.readouterr()
        status = run([os.fspath(one) if isinstance(one, Path) else str(one) for one in arguments])
        out, err = capsys.readouterr()
        return status, json.loads(out) if "--json" in arguments and out else out, err

    return called


@pytest.fixture
def breach(tmp_path: Path) -> Path:
    share = tmp_path / "share"
    (share / "acme").mkdir(parents=True)
    (share / "beta").mkdir()
    (share / "acme" / "customers.csv").write_text(CUSTOMERS)
    (share / "beta" / "accounts.csv").write_text(ACCOUNTS)
    (tmp_path / "facts.yaml").write_text(FACTS)
    (tmp_path / "known.csv").write_text(
        "First Name,Last Name,DOB,Email,Address,City,State,Zip\n"
        "Carla,Diaz,07/08/1990,carla.diaz@example.com,22 Cedar Ct,Round Rock,TX,78664\n"
        "Nobody,Here,01/01/1970,nobody@example.com,1 X St,Austin,TX,78701\n"
    )
    (tmp_path / "notified.csv").write_text('name,email,notified on,elements\nEva Lind,eva.lind@example.com,2026-10-20,"ssn, dob, email, customer_id"\n')  # fmt: skip
    (tmp_path / "dnc.csv").write_text("name,date of birth,reason\nBen Okafor,1975-02-03,through counsel only\n")
    (tmp_path / "clients.yaml").write_text('clients:\n  - {name: Acme Dental, path: "*/acme/*"}\n  - {name: Beta Orthodontics, table: "accounts*"}\n')  # fmt: skip
    return tmp_path


def respond(call: Call, breach: Path, *more: object) -> dict[str, Any]:
    status, told, err = call("respond", *more, "-C", breach / "case", "--json", "--workers", 1)
    assert status in (0, 1), err
    return told


def listed(call: Call, breach: Path, name: str) -> dict[str, Any]:
    status, _, err = call("people", "export", "-C", breach / "case", "--out", breach / name)
    assert status == 0, err
    return json.loads((breach / name).read_text())


def test_a_folder_becomes_a_list_and_decisions_hold_when_evidence_is_added(breach: Path, call: Call) -> None:
    files = ("--facts", breach / "facts.yaml", "--known-people", breach / "known.csv", "--already-notified", breach / "notified.csv")
    more = ("--do-not-contact", breach / "dnc.csv", "--clients", breach / "clients.yaml")
    respond(call, breach, breach / "share", *files, *more)
    made = listed(call, breach, "first.json")
    people = {one["name"]: one for one in made["people"]}
    assert sorted(people) == ["Ana Ruiz", "Ben Okafor", "Carla Diaz", "Eva Lind", "Tim Jones"]
    assert [one["name"] for one in made["companies"]] == ["Harbor Dental Supplies LLC"]
    assert sorted(one["name"] for one in made["set_aside"]) == ["Front Desk", "Test User"]
    assert people["Ana Ruiz"]["clients"] == ["Acme Dental", "Beta Orthodontics"]
    assert people["Ana Ruiz"]["street"] == "1 N MAIN ST APT 4"
    assert people["Ben Okafor"]["address_doubts"] == ["ZIP code 78702 lies in TX, the address says CA"]
    assert people["Carla Diaz"]["street"] == "22 CEDAR CT"
    assert people["Tim Jones"]["addressed_to"] == "The parent or guardian of Tim Jones"
    # Nobody is without a letter in silence: it is drafted and held, and the reason stands beside the person.
    for name, reason in (("Ben Okafor", "through counsel only"), ("Eva Lind", "told already on 2026-10-20")):
        assert people[name]["letter_status"] == "held"
        assert reason in people[name]["no_letter_because"]
    assert [one["place"] for one in made["unmet"]] == ["known.csv, line 3"]

    case = ("-C", breach / "case", "--grounds", "a note on paper", "--by", "counsel")
    ben, tim = people["Ben Okafor"]["id"], people["Tim Jones"]["id"]
    assert call("people", "write-to", ben, *case)[0] == 0
    assert call("people", "drop", tim, *case[:-1], "the owner")[0] == 0
    assert "To 1 one reader said no" in call("people", "-C", breach / "case")[2]
    assert call("people", "drop", tim, *case)[0] == 0, "a second reader says the same"
    status, _, err = call("people", "export", "-C", breach / "case", "--out", breach / "stale.json")
    assert (status, "respond" in err, (breach / "stale.json").exists()) == (2, True, False)

    (breach / "later").mkdir()
    (breach / "later" / "aaa.csv").write_text(LATER)
    respond(call, breach, breach / "later")
    again = listed(call, breach, "second.json")
    after = {one["name"]: one for one in again["people"]}
    assert sorted(after) == ["Ana Ruiz", "Ben Okafor", "Carla Diaz", "Eva Lind", "Nina Cole"]
    assert all(after[name]["id"] == one["id"] for name, one in people.items() if name in after)
    assert "passport" in after["Ana Ruiz"]["elements"]
    assert (after["Ben Okafor"]["no_letter_because"], after["Ben Okafor"]["letter_status"]) == ("", "draft")
    assert {one["name"]: one["no_letter_because"] for one in again["set_aside"]}["Tim Jones"].startswith("decided to be no affected person (counsel")  # fmt: skip

    status, told, _ = call("people", "why", tim, "-C", breach / "case", "--json")
    assert (status, told["why"][0].startswith("Set aside: decided"), told["rulings"]) == (0, True, ["r-2", "r-3"])
    assert call("people", "show", ben, "-C", breach / "case", "--json")[1]["list"]["standing"] == "person"
    assert "4 not on the list" in call("people", "-C", breach / "case", "--aside")[1]
    summary = (breach / "case" / "report" / "summary.html").read_text()
    for said in ("People by state of the United States: Texas", "1 test account", "told already are held", "known.csv, line 3"):
        assert said in summary
    assert call("verify", "-C", breach / "case")[0] == 0


# Decisions and the queue, without a run


def person(identity: str, name: str, **more: Any) -> Person:
    kinds = (Exposure("us_ssn", "ssn", "", 0.9, ()),)
    return Person(identity, name, records=(f"{identity}|row/1", f"{identity}|row/2"), exposures=kinds, **more)


HOME = PostalAddress("1 Main St", "Austin", "TX", "78701", "US")
ANA = person("p-a", "Ana Ruiz", postal_address=HOME, residence="US-TX", elements=("name", "ssn"))
ANNA = person("p-b", "Anna Ruiz", postal_address=HOME, residence="US-TX", elements=("name", "ssn"))
LOST = person("p-c", "Ana Ruiz", elements=("name", "ssn"))
BEN = person("p-d", "Ben Ruiz", postal_address=HOME, residence="US-TX", elements=("medical", "name"))


@pytest.fixture
def people(case: Case) -> Iterator[Case]:
    case.store.put(Person, [ANA, ANNA, LOST, BEN])
    case.store.put(
        DoubtfulPair,
        [
            DoubtfulPair("p-a", "p-c", 0.4, ("same given name", "same family name")),
            DoubtfulPair("p-a", "p-b", 0.6, ("given names similar", "same family name", "same date of birth")),
            DoubtfulPair("p-a", "p-d", 0.3, ("different given names", "same family name", "different dates of birth", "same address")),
        ],
    )
    return case


def test_the_queue_is_ranked_by_consequence_and_says_it_in_words(people: Case) -> None:
    found = review.families(people)
    assert [family.first.rank for family in found] == [2, 4, 5]
    assert "p-c cannot be reached; if they are one, the letter to p-a reaches that person" in found[0].first.matters
    assert found[0].at_once == ()
    assert found[1].first.matters == ("if they are one person, that person gets two letters that say the same",)
    # Ana fits several, so none of her pairs may be made one at once; the household may be kept apart at once.
    assert found[1].at_once == ("apart",)
    assert found[2].at_once == ("apart",)


def test_a_family_is_made_one_only_where_nobody_fits_a_third(people: Case) -> None:
    people.store.put(DoubtfulPair, [DoubtfulPair("p-a", "p-b", 0.6, ("given names similar", "same family name", "same date of birth"))])
    assert review.families(people)[0].at_once == ("apart", "one")
    people.store.put(DoubtfulPair, [DoubtfulPair("p-a", "p-b", 0.6, ("given names similar", "same family name", "same address"))])
    assert review.families(people)[0].at_once == ("apart",)


@pytest.mark.parametrize(
    ("evidence", "household"),
    [
        (("different given names", "same family name", "same address"), True),
        (("different given names", "same family name", "same telephone number", "same address"), True),
        (("different given names", "same e-mail address", "different dates of birth"), True),
        (("different given names", "same family name", "same e-mail address"), False),
        (("different given names", "same address", "date of birth differs in one figure"), False),
        (("different given names", "same national number"), False),
        (("same given name", "same family name", "same address"), False),
    ],
)
def test_a_household_is_hardly_in_doubt_and_comes_last(evidence: tuple[str, ...], household: bool) -> None:
    assert DoubtfulPair("a", "b", 0.9, evidence).is_household is household


def test_the_list_counts_the_doubts_that_somebody_has_to_settle(people: Case) -> None:
    doubts = {row["id"]: row["open_doubts"] for row in build(people).of("person")}
    assert doubts == {"p-a": 2, "p-b": 1, "p-c": 1, "p-d": 0}


def test_two_mailboxes_are_no_contradiction_where_it_matters_who_is_told(people: Case) -> None:
    words = ("same given name", "same family name", "different e-mail addresses")
    people.store.put(DoubtfulPair, [DoubtfulPair("p-a", "p-c", 0.4, words)])
    assert review.families(people)[0].at_once == ()
    people.store.put(DoubtfulPair, [DoubtfulPair("p-a", "p-c", 0.4, (*words, "different dates of birth"))])
    assert review.families(people)[0].at_once == ("apart",)


def test_a_legal_threshold_comes_first(people: Case) -> None:
    from stanch import line
    from stanch.records import Duty, Facts, Incident, Organisation

    # Texas tells its attorney general from 250 residents on: with one of them in doubt that hangs on the doubt.
    crowd = [person(f"p-{at:03}", f"Ann {at}", postal_address=HOME, residence="US-TX", elements=("name", "ssn")) for at in range(248)]
    people.store.put(Person, [ANA, ANNA, *crowd])
    people.store.put(DoubtfulPair, [DoubtfulPair("p-a", "p-b", 0.6, ("given names similar", "same family name", "same date of birth"))])
    incident = Incident("intrusion", "electronic", "acquired", "external_malicious")
    people.store.put(Facts, [Facts(as_of=NOW.date(), org=Organisation(sector="retail", establishment=("US",)), incident=incident)])
    line._law(people.store, people.bench())
    assert any(duty.jurisdiction == "US-TX" and duty.recipient.startswith("regulator") and duty.required for duty in people.store.get(Duty))
    (family,) = review.families(people)
    assert family.first.rank == 1
    assert "521.053" in family.first.matters[0]
    assert "one" not in family.at_once


def test_decisions_are_journalled_chained_and_checked(people: Case) -> None:
    made = rulings.decide(
        people, [rulings.apart([ANA, ANNA])], by="counsel", grounds="two voices on the telephone", action="keep people apart"
    )
    assert made == ["r-1"]
    (held,) = rulings.standing(people.alias)
    assert (held.verdict, held.groups, held.by, held.grounds) == (
        "apart",
        (ANA.records, ANNA.records),
        "counsel",
        "two voices on the telephone",
    )
    entry = list(people.journal.entries())[-1]
    assert (entry.action, json.loads(entry.details)["people"]) == ("keep people apart", ["p-a", "p-b"])
    assert check.faults(people) == []
    from stanch.casefile.models import RulingRow

    RulingRow.objects.using(people.alias).update(
        record=RulingRow.objects.using(people.alias).get().record.replace("p-b|row/1", "p-d|row/1")
    )
    assert [fault.what for fault in check.faults(people)] == ["ruling r-1 is not as it was decided"]
    RulingRow.objects.using(people.alias).all().delete()
    assert [fault.what for fault in check.faults(people)] == ["ruling r-1 was removed"]


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (lambda: rulings.merge([ANA, ANA]), "fewer than two"),
        (lambda: rulings.split(ANA, [["elsewhere|row/1"]]), "has no record"),
        (lambda: rulings.split(ANA, [list(ANA.records)]), "all records are in one part"),
        (lambda: rulings.split(ANA, [["p-a|row/1"], ["p-a|row/1"]]), "named in two parts"),
        (lambda: rulings.write_to(ANA), "no list speaks against"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(draft: Callable[[], Any], said: str) -> None:
    with pytest.raises(WrongCall, match=said):
        draft()


def test_a_ruling_that_is_taken_back_no_longer_holds_and_stays_on_record(people: Case) -> None:
    rulings.decide(people, [rulings.whole(ANA), rulings.whole(BEN)], by="counsel", grounds="one mailbox", action="review people")
    assert rulings.are_pending(people)
    rulings.mark_done(people)
    assert not rulings.are_pending(people)
    rulings.take_back(people, "r-1", by="counsel", grounds="she wrote to us")
    assert [one.id for one in rulings.standing(people.alias)] == ["r-2"]
    assert rulings.are_pending(people)
    assert check.faults(people) == []
    assert rulings.decide(people, [rulings.whole(ANNA)], by="counsel", grounds="x", action="review people") == ["r-3"]


def test_nobody_is_nobody_by_one_readers_word(people: Case) -> None:
    first, second = (
        {"by": "Ann", "grounds": "a trial", "action": "drop person"},
        {"by": "Ben", "grounds": "so it is", "action": "drop person"},
    )
    rulings.decide(people, [rulings.drop(ANA), rulings.drop(BEN)], **first)
    rulings.decide(people, [rulings.drop(ANA)], **{**first, "by": "ann, by the token night"})
    assert rulings.standing(people.alias) == []
    assert not rulings.are_pending(people)
    assert [one.id for one in rulings.one_said_no(people.alias)] == ["r-3", "r-2"], (
        "what was said last stands for what the same said before"
    )
    rulings.decide(people, [rulings.drop(ANA)], **second)
    assert [one.id for one in rulings.standing(people.alias)] == ["r-1", "r-3", "r-4"]
    with pytest.raises(WrongCall, match="you are the one"):
        two_readers.answer(people, "r-2", "no", by="Ann", grounds="x", alone=False)
    two_readers.answer(people, "r-2", "no", by="Ann", grounds="I looked again", alone=True)
    assert rulings.seconds(people.alias) == {"r-2": "Ann"}
    assert [one.verdict for one in rulings.standing(people.alias)] == ["nobody"] * 4
    rulings.decide(people, [rulings.drop(ANNA)], **first)
    (waits,) = two_readers.waiting(people)
    (ids,) = two_readers.concerned(people, [waits], refused=[waits], most=5).values()
    assert [(one.person.id, one.leaves) for one in ids] == [(ANNA.id, True)]
    two_readers.answer(people, waits.id, "stays", by="Ben", grounds="she wrote", alone=False)
    assert two_readers.waiting(people) == []
    assert check.faults(people) == []


def test_two_are_one_by_two_readers_words_and_stay_two_until_then(people: Case) -> None:
    said = {"by": "Ann", "grounds": "one voice", "action": "merge people"}
    rulings.decide(people, [rulings.merge([ANA, ANNA])], **said)
    assert rulings.standing(people.alias) == []
    assert not rulings.are_pending(people)
    assert [sorted(one) for one in rulings.waiting(people)] == [sorted((*ANA.records, *ANNA.records))], "nobody is asked about them again"
    (waits,) = two_readers.waiting(people)
    assert (waits.verdict, waits.people, waits.leave, waits.whose) == ("one", 2, 1, ("p-a", "p-b"))
    ((first, second),) = two_readers.concerned(people, [waits], refused=[waits], most=5).values()
    assert (first.joins, second.joins, second.leaves) == (None, ANA, False)
    with pytest.raises(WrongCall, match="you are the one"):
        two_readers.answer(people, waits.id, "no", by="Ann", grounds="x", alone=False)
    two_readers.answer(people, waits.id, "no", by="Ben", grounds="she says so", alone=False)
    assert [(one.verdict, one.by) for one in rulings.standing(people.alias)] == [("one", "Ann")]
    assert check.faults(people) == []


def test_who_decides_the_same_by_themselves_is_the_second_reader_and_what_is_said_later_stands(people: Case) -> None:
    more = {"grounds": "x", "action": "merge people"}
    rulings.decide(people, [rulings.merge([ANA, ANNA])], by="Ann", **more)
    rulings.decide(people, [rulings.merge([LOST, ANNA, ANA])], by="Ben", **more)
    assert [one.by for one in rulings.standing(people.alias)] == ["Ann"], "Lost was named by one alone"
    assert [one.by for one in rulings.one_said_no(people.alias)] == ["Ben"]
    rulings.decide(people, [rulings.apart([LOST, ANNA, ANA])], by="Ben", **more)
    assert rulings.one_said_no(people.alias) == []
    assert [one.verdict for one in rulings.standing(people.alias)] == ["one", "apart"], "to keep people apart takes nobody off"


@pytest.mark.parametrize(("verdict", "hold"), [("no", 2), ("stays", 0)])
def test_a_family_that_was_decided_in_one_breath_is_answered_in_one(people: Case, verdict: str, hold: int) -> None:
    drafts = [rulings.merge([ANA, LOST]), rulings.merge([ANNA, BEN])]
    rulings.decide(people, drafts, by="Ann", grounds="one list", action="review people: f-1")
    (waits,) = two_readers.waiting(people)
    assert (waits.people, waits.leave) == (4, 2)
    two_readers.answer(people, waits.id, verdict, by="Ben", grounds="so it is", alone=False)
    assert len(rulings.standing(people.alias)) == hold
    assert two_readers.waiting(people) == []


def test_what_keeps_somebody_on_the_list_is_taken_back_by_two(people: Case) -> None:
    rulings.decide(people, [rulings.apart([ANA, ANNA])], by="Ann", grounds="x", action="keep people apart")
    assert not rulings.take_back(people, "r-1", by="Ann", grounds="a slip")
    assert not rulings.take_back(people, "r-1", by="ann, by the token night", grounds="a slip")
    assert [one.id for one in rulings.standing(people.alias)] == ["r-1"]
    assert rulings.take_back(people, "r-1", by="Ben", grounds="so it was")
    assert rulings.standing(people.alias) == []
    rulings.decide(people, [rulings.apart([ANA, ANNA])], by="Ann", grounds="x", action="keep people apart")
    assert [rulings.take_back(people, "r-2", by="Ann", grounds="a slip", alone=True) for _ in range(2)] == [False, True]
    rulings.decide(people, [rulings.merge([ANA, ANNA])], by="Ann", grounds="x", action="merge people")
    assert rulings.take_back(people, "r-3", by="Ben", grounds="two voices"), "what takes somebody off is taken back at once"
    assert check.faults(people) == []


def test_records_are_parted_at_once_unless_a_part_is_left_with_nothing_to_tell(people: Case) -> None:
    kinds = (Exposure("us_ssn", "ssn", "", 0.9, ("a.csv",)), Exposure("name", "name", "", 0.9, ("a.csv", "b.csv")))
    torn = dataclasses.replace(ANA, records=("a.csv|row/1", "a.csv|row/2", "b.csv|row/1"), exposures=kinds)
    more = {"by": "Ann", "grounds": "x", "action": "split person"}
    rulings.decide(people, [rulings.split(torn, [["a.csv|row/2"]])], **more)
    assert [one.id for one in rulings.standing(people.alias)] == ["r-1"], "both have something that they are told of"
    rulings.decide(people, [rulings.split(torn, [["b.csv|row/1"]])], **more)
    (waits,) = two_readers.waiting(people)
    assert (waits.id, waits.verdict, waits.leave) == ("r-2", "apart", 1)
    (whom,) = two_readers.concerned(people, [waits], refused=[waits], most=5)["r-2"]
    assert whom.is_parted
    rulings.decide(people, [rulings.split(torn, [["b.csv|row/1"]])], **{**more, "by": "Ben"})
    assert [one.id for one in rulings.standing(people.alias)] == ["r-1", "r-2", "r-3"]


def test_of_two_rows_of_one_file_each_is_judged_by_what_it_tells() -> None:
    kinds = (Exposure("us_ssn", "ssn", "", 0.9, ("a.csv",)), Exposure("given_name", "name", "", 0.9, ("a.csv", "note.txt")))
    torn = dataclasses.replace(ANA, records=("a.csv|row/1", "a.csv|row/2", "note.txt|name/x"), exposures=kinds, elements=("name", "ssn"))
    told = {"a.csv|row/1": {"name", "ssn"}, "a.csv|row/2": {"name"}}
    assert not rulings.split(torn, [["a.csv|row/2"]]).seen, "by its file alone the row seems to tell the number too"
    assert rulings.split(torn, [["a.csv|row/2"]], told=told).seen == ("name", "ssn"), "it tells a name alone: a second reader is asked"
    assert not rulings.split(torn, [["a.csv|row/2", "a.csv|row/1"]], told={**told, "note.txt|name/x": {"ssn"}}).seen
    told_of = parting.records_of(torn, {key: frozenset(facts) for key, facts in told.items()}, most=3)
    assert [(one.file, one.row, one.facts) for one in told_of] == [
        ("a.csv", 1, ("name", "ssn")),
        ("a.csv", 2, ("name",)),
        ("note.txt", None, None),
    ]


def test_who_said_nobody_with_less_before_their_eyes_is_no_second_reader(people: Case) -> None:
    seen_now = dataclasses.replace(rulings.drop(ANA), seen=("email", "us_ssn"))
    rulings.decide(people, [dataclasses.replace(seen_now, seen=("email",))], by="Ann", grounds="x", action="drop person")
    rulings.decide(people, [seen_now], by="Ben", grounds="x", action="drop person")
    assert [one.by for one in rulings.standing(people.alias)] == ["Ann"]
    assert [one.by for one in rulings.one_said_no(people.alias)] == ["Ben"]


def test_a_decision_without_grounds_is_refused(people: Case) -> None:
    with pytest.raises(WrongCall, match="grounds"):
        rulings.decide(people, [rulings.drop(ANA)], by="counsel", grounds=" ", action="drop person")
    assert rulings.standing(people.alias) == []


# What a list and an export must withstand


@pytest.mark.parametrize("text", ["=1+1", "+1512", "-2", "@SUM(A1)", "\t=1", " =1", "\u00a0=cmd|' /c calc'!A1", "＝1", "\r=1"])
def test_no_cell_begins_a_formula(text: str) -> None:
    assert safe(text).startswith("'")


def test_an_exported_table_is_whole_and_harmless(people: Case, tmp_path: Path) -> None:
    from stanch.casefile.export import export

    wild = person("p-w", '=HYPERLINK("http://example.com")\n"x",\u202eevil', postal_address=HOME, residence="US-TX", phone="+15125550101")
    people.store.put(Person, [wild])
    export(people, tmp_path / "list.csv", by="counsel")
    raw = (tmp_path / "list.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert row["name"].startswith("'=HYPERLINK")
    assert "\u202e" not in row["name"]
    assert row["phone"] == "'+15125550101"
    assert (tmp_path / "list.csv").stat().st_mode & 0o777 == 0o600
    export(people, tmp_path / "list.xlsx", by="counsel")
    import openpyxl

    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    assert book.sheetnames == [
        "People",
        "Residence not known",
        "Not deliverable",
        "No letter",
        "Companies",
        "Set aside",
        "Rows that met nobody",
        "Account",
    ]
    assert {cell.data_type for sheet in book for cells in sheet.iter_rows() for cell in cells if cell.value is not None} == {"s"}
    actions = [(entry.action, entry.subject) for entry in people.journal.entries()]
    assert actions[-2:] == [("export people", "list.csv"), ("export people", "list.xlsx")]


@pytest.mark.parametrize(("name", "said"), [("list.txt", "no form"), ("nowhere/list.csv", "no such folder")])
def test_an_export_that_cannot_be_is_refused(people: Case, tmp_path: Path, name: str, said: str) -> None:
    from stanch.casefile.export import export

    with pytest.raises(WrongCall, match=said):
        export(people, tmp_path / name, by="counsel")
    with pytest.raises(WrongCall, match="inside the case"):
        export(people, people.folder / "list.csv", by="counsel")


def test_every_person_is_in_the_account_once(people: Case) -> None:
    account = {what: number for what, number, _ in build(people).account}
    assert account["people affected"] == 4
    assert account["people with a letter to go"] + account["people without"] == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a,b\n", "no rows"),
        ("colour,size\nred,3\n", "nobody can be told"),
        ("\x00\x01\x02", "no rows|not a readable|nobody can"),
    ],
)
def test_a_list_that_tells_nobody_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "l.csv").write_text(text)
    with pytest.raises(WrongCall, match=said):
        lists.read(tmp_path / "l.csv", "notified")


def test_a_list_may_be_a_workbook_and_hold_days_as_days(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Person ID", "Name", "Date of notice", "Zip", "Notes"])
    book.active.append(["p-0a1b", "Ana Ruiz", NOW.date(), 78701, "by post"])
    book.active.append(["1234", "", None, None, ""])
    book.save(tmp_path / "l.xlsx")
    (row,) = lists.read(tmp_path / "l.xlsx", "notified")
    assert (row.person, row.name, row.on, row.note, row.place) == ("p-0a1b", "Ana Ruiz", NOW.date(), "by post", "l.xlsx, line 2")


def test_a_workbook_that_is_none_or_claims_a_million_cells_does_no_harm(tmp_path: Path) -> None:
    import openpyxl

    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(WrongCall, match="no workbook that can be read"):
        lists.read(tmp_path / "torn.xlsx", "known")
    book = openpyxl.Workbook()
    book.active.append(["name", "zip"])
    book.active.append(["Ana Ruiz", 1002])
    book.active["B2"].number_format = "00000"
    book.active.cell(1_000_000, 16_384, "far away")
    book.save(tmp_path / "wide.xlsx")
    (row,) = lists.read(tmp_path / "wide.xlsx", "known")
    assert row.postal_address is not None
    assert (row.name, row.postal_address.postcode) == ("Ana Ruiz", "01002")


def test_a_list_given_again_takes_the_place_of_the_former_but_known_people_add_up(case: Case, tmp_path: Path) -> None:
    for name in ("Ana Ruiz", "Ben Okafor"):
        (tmp_path / "l.csv").write_text(f"name,email\n{name},x@example.com\n")
        lists.hand_in(case, {"notified": tmp_path / "l.csv"})
    for name in ("Ian Moss", "Zoe Park", "Ian Moss"):
        (tmp_path / "k.json").write_text(json.dumps({"people": [{"name": name, "email": f"{name[:3]}@example.com", "zip": 78701}]}))
        lists.hand_in(case, {"known": tmp_path / "k.json"})
    (tmp_path / "d.csv").write_text("name,email\nEva Lind,y@example.com\n")
    lists.hand_in(case, {"do_not_contact": tmp_path / "d.csv"})
    assert [(row.kind, row.name) for row in case.store.get(Listed)] == [
        ("notified", "Ben Okafor"),
        ("known", "Ian Moss"),
        ("known", "Zoe Park"),
        ("do_not_contact", "Eva Lind"),
    ]
    (tmp_path / "k.json").write_text('["Ana"]')
    with pytest.raises(WrongCall, match="holds no object as person 1"):
        lists.hand_in(case, {"known": tmp_path / "k.json"})


def test_what_was_named_wrongly_is_told_with_what_would_be_right(folder: Path, call: Call) -> None:
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="x", now=NOW) as made:
        made.store.put(Person, [ANA, ANNA])
    case = ("-C", folder)
    for arguments, said in (
        (("merge", "p-a", "p-x", *case, "--grounds", "x"), "no such person: p-x"),
        (("split", "p-a", "--record", "9", *case, "--grounds", "x"), "has no record 9"),
        (("review", "--verdict", "one", *case), "which family"),
        (("review", "--family", "f-0", *case), "no family f-0"),
        (("restore", "p-a", *case, "--grounds", "x"), "set aside"),
        (("take-back", "r-9", *case, "--grounds", "x"), "no ruling r-9"),
        (("why", "p-a", "p-b", "p-c", *case), "one person or of two"),
        ((), "say whose people"),
        (("--json",), "say whose people"),
        ((folder / "keys.json", *case), "say whose people"),
    ):
        status, out, err = call("people", *arguments)
        assert (status, out, said in err) == (2, "", True), (arguments, err)


# The line walked after decisions


def test_what_is_decided_while_the_line_walks_is_not_taken_for_done(people: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from stanch import line
    from stanch.casefile import walking

    (first,) = rulings.decide(people, [rulings.whole(ANA)], by="counsel", grounds="x", action="review people")

    def walked(*_given: object, **_named: object) -> list[str]:
        rulings.decide(people, [rulings.whole(BEN)], by="counsel", grounds="x", action="review people")
        return []

    monkeypatch.setattr(line, "walk", walked)
    walking.walk(people, people.bench(workers=1))
    assert rulings.are_pending(people)
    assert rulings.waiting(people) == [frozenset(BEN.records)]
    assert rulings.standing(people.alias)[0].id == first


@pytest.mark.parametrize(("first", "walked_from"), [("people", "people"), ("law", "law"), ("cause", "cause"), ("custody", "custody")])
def test_a_walk_begins_where_something_can_have_changed(
    people: Case, monkeypatch: pytest.MonkeyPatch, first: str, walked_from: str
) -> None:
    from stanch import line
    from stanch.casefile import walking

    begun: list[str] = []
    monkeypatch.setattr(line, "walk", lambda *_given, first, **_named: begun.append(first) or [])
    monkeypatch.setattr(type(people.store), "get_parts", lambda _store, _name: Parts((), people.keys))
    rulings.decide(people, [rulings.whole(ANA)], by="counsel", grounds="x", action="review people")
    walking.walk(people, people.bench(workers=1), first=first)
    assert begun == [walked_from]
    assert rulings.are_pending(people) == (first == "law"), "letters drafted anew do not carry out decisions on people"


def test_where_nothing_was_read_everything_is_walked(people: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from stanch import line
    from stanch.casefile import walking

    begun: list[str] = []
    monkeypatch.setattr(line, "walk", lambda *_given, first, **_named: begun.append(first) or [])
    walking.walk(people, people.bench(workers=1), first="law")
    assert begun == ["custody"]


def test_a_map_of_clients_beside_data_without_a_role_keeps_nothing_and_names_the_line(breach: Path, call: Call) -> None:
    (breach / "facts.yaml").write_text(f"{FACTS}data:\n  - elements: [ssn]\n")
    line = FACTS.count("\n") + 2
    files = ("--facts", breach / "facts.yaml", "--clients", breach / "clients.yaml", "--workers", 1)
    status, _, err = call("respond", breach / "share", *files, "-C", breach / "case")
    assert status == 2
    assert f"facts.yaml:{line}:" in err
    assert "role: service_provider" in err
    (breach / "facts.yaml").write_text(f"{FACTS}data:\n  - {{elements: [ssn], role: service_provider}}\n")
    respond(call, breach, breach / "share", *files[:4])
