"""Batches for the print house: each letter in one batch, killed or not; what comes back is held against what went out."""

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from letters import DUTY, choose, filled, notice, person

from stanch.casefile import Case, check, decide, ledger, pieces, printing, returned, weighing
from stanch.errors import BrokenDataFile, StanchError
from stanch.notices.facing import face
from stanch.notices.rendering import pdf_pages
from stanch.records import Duty, Notice, Offer, Person, PostalAddress


def hand_over(case: Case, out: Path, **more) -> list[printing.Made]:
    return printing.hand_over(case, out, **({"workers": 1, "per_file": 1} | more))


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text())


def report(folder: Path, rows: list[str]) -> Path:
    file = folder / "report.csv"
    file.write_text("piece,event,date,reason,street,city,state,postcode,country\n" + "".join(f"{row}\n" for row in rows))
    return file


def reconcile(case: Case, file: Path) -> returned.Taken:
    """Take a report some weeks after the letters were handed over; the clock goes back afterwards."""
    then = case.clock
    case.clock = lambda: then() + timedelta(days=40)
    try:
        return returned.take_post_report(case, file)
    finally:
        case.clock = then


def test_every_letter_is_in_one_batch_with_its_hash_and_address(case: Case, tmp_path: Path) -> None:
    filled(case, 5)
    pieces.queue_approved(case)
    made = hand_over(case, tmp_path / "out", size=2)
    assert [one.pieces for one in made] == [2, 2, 1]
    rows = [row for one in made for row in manifest(tmp_path / "out" / one.batch)["letters"]]
    assert len({row["piece"] for row in rows}) == 5
    for one in made:
        folder = tmp_path / "out" / one.batch
        assert sha256((folder / "manifest.json").read_bytes()).hexdigest() == one.digest
        assert list(printing.check_folder(folder)) == []
        for row in manifest(folder)["letters"]:
            assert sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
            assert row["sheets"] == (row["pages"] + 1) // 2 > 0
            assert row["address"][0].startswith("Ann ")
    assert hand_over(case, tmp_path / "out") == []
    assert {one.tried_at for one in pieces.pieces(case)} == {case.clock()}
    assert not check.faults(case)


def test_a_batch_names_nobody_to_the_print_house_but_by_address(case: Case, tmp_path: Path) -> None:
    filled(case, 1)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    folder = tmp_path / "out" / "batch-00001"
    text = (folder / "manifest.json").read_text() + " ".join(str(path) for path in folder.rglob("*"))
    assert "letter-p0" not in text
    assert "US-ME" not in text


@pytest.mark.parametrize("dies_in", ["_write_manifests", "_synced"])
def test_killed_in_the_middle_the_same_batch_is_made_again(case: Case, tmp_path: Path, monkeypatch, dies_in: str) -> None:
    filled(case, 3)
    pieces.queue_approved(case)

    def dies(*_given, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(printing, dies_in, dies)
        with pytest.raises(KeyboardInterrupt):
            hand_over(case, tmp_path / "out", size=2)
    made = hand_over(case, tmp_path / "out", size=2)
    assert [one.batch for one in made] == ["batch-00001", "batch-00002"]
    rows = [row["piece"] for folder in sorted((tmp_path / "out").iterdir()) for row in manifest(folder)["letters"]]
    assert len(rows) == len(set(rows)) == 3
    assert Counter(one.state for one in pieces.pieces(case)) == {"handed": 3}


def test_what_a_stop_finds_at_press_is_not_handed_over_and_goes_later_as_the_same_batch(case: Case, tmp_path: Path, monkeypatch) -> None:
    filled(case, 3)
    pieces.queue_approved(case)
    looked = iter([False, False])
    with monkeypatch.context() as patched:
        patched.setattr(printing.gate, "is_stopped", lambda _folder: next(looked, True))
        assert hand_over(case, tmp_path / "out", size=2) == []
    assert not list((tmp_path / "out").iterdir())
    assert Counter(one.state for one in pieces.pieces(case)) == {"queued": 3}
    assert [(one.batch, one.pieces) for one in hand_over(case, tmp_path / "out", size=2)] == [("batch-00001", 2), ("batch-00002", 1)]
    assert not check.faults(case)


def test_another_cases_batch_in_the_same_folder_is_left_alone(case: Case, tmp_path: Path) -> None:
    filled(case, 1)
    pieces.queue_approved(case)
    other = tmp_path / "out" / "batch-00001"
    other.mkdir(parents=True)
    (other / "manifest.json").write_text(json.dumps({"letters": [{"piece": "SOMEBODYELSE"}]}))
    with pytest.raises(StanchError, match="another batch"):
        hand_over(case, tmp_path / "out")
    assert (other / "manifest.json").exists()


def test_an_approval_withdrawn_keeps_the_letter_out_and_the_run_ends(case: Case, tmp_path: Path) -> None:
    filled(case, 2)
    pieces.queue_approved(case)
    decide.hold_notice(case, "letter-p0", by="counsel", grounds="the police asked")
    assert [one.pieces for one in hand_over(case, tmp_path / "out")] == [1]
    assert ledger.ledger(case).counts == {"held": 1, "at_print_house": 1}


def test_a_changed_or_missing_letter_is_told(case: Case, tmp_path: Path) -> None:
    filled(case, 2)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    folder = tmp_path / "out" / "batch-00001"
    first, second = sorted((folder / "letters").iterdir())
    first.write_bytes(b"other")
    second.unlink()
    assert len(list(printing.check_folder(folder))) == 2


def test_many_letters_in_a_file_are_each_told_by_their_pages(case: Case, tmp_path: Path) -> None:
    filled(case, 7)
    pieces.queue_approved(case)
    made = hand_over(case, tmp_path / "out", size=4, per_file=3)
    assert [one.pieces for one in made] == [4, 3]
    folder = tmp_path / "out" / "batch-00001"
    rows = manifest(folder)["letters"]
    assert sorted(Counter(row["file"] for row in rows).values()) == [1, 3]
    for row in rows:
        found = pdf_pages((folder / row["file"]).read_bytes())[row["first_page"] - 1 : row["first_page"] - 1 + row["pages"]]
        assert len(found) == row["pages"]
        assert all(row["piece"] in page for page in found)
        assert row["address"][0] in found[0]
    assert list(printing.check_folder(folder)) == []
    told = next(one for one in pieces.pieces(case) if one.id == rows[0]["piece"])
    assert told.digest == rows[0]["sha256"]
    assert f"batch-00001/{rows[0]['file']}, pages {rows[0]['first_page']} to" in pieces.events(case, told.id)[-1].detail
    assert not check.faults(case)


def test_a_manifest_that_gives_a_page_to_nobody_or_to_two_is_told(case: Case, tmp_path: Path) -> None:
    filled(case, 3)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out", per_file=3)
    folder = tmp_path / "out" / "batch-00001"
    whole = manifest(folder)
    (folder / "manifest.json").write_text(json.dumps(whole | {"letters": whole["letters"][:-1]}))
    assert any("pages, the manifest tells of" in fault for fault in printing.check_folder(folder))
    twice = [whole["letters"][0] | {"piece": "ANOTHER"}, *whole["letters"]]
    (folder / "manifest.json").write_text(json.dumps(whole | {"letters": twice}))
    assert any("follows the letter before it" in fault for fault in printing.check_folder(folder))
    next((folder / "letters").iterdir()).write_bytes(b"other")
    assert any("is not the file that was handed over" in fault for fault in printing.check_folder(folder))


def test_names_that_are_formulas_stay_text_and_come_back(case: Case, tmp_path: Path) -> None:
    one = person(1, name="=cmd|'/C calc'!A0")
    case.store.put(Person, [one])
    case.store.put(Notice, [notice(one)])
    choose(case)
    decide.approve_notices(case, ["letter-p1"], by="counsel")
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    with (tmp_path / "out/batch-00001/manifest.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert row["line1"] == "'=cmd|'/C calc'!A0"


def test_what_comes_back_is_reconciled_and_twice_is_harmless(case: Case, tmp_path: Path) -> None:
    filled(case, 4)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    ids = [one.id for one in pieces.pieces(case)]
    rows = [
        f"{ids[0]},mailed,2026-11-30,",
        f"{ids[1].lower()},mailed,2026-11-30",
        f"{ids[1]},returned,2026-12-09,no such street",
        "NOTOURS,mailed,2026-11-30",
    ]
    taken = reconcile(case, report(tmp_path, rows))
    assert taken.counts == {"mailed": 2, "returned": 1}
    assert taken.unknown == ["line 5: NOTOURS is none of this case's letters"]
    assert len(taken.missing) == 2
    again = reconcile(case, report(tmp_path, rows))
    assert again.counts == {"known already": 3}
    assert ledger.ledger(case).counts == {"returned": 1, "at_print_house": 2, "sent_mail": 1}
    assert not check.faults(case)


@pytest.mark.parametrize("row", ["X,vanished,2026-11-30", "X,mailed,soon", ",mailed,2026-11-30"])
def test_a_report_with_a_fault_changes_nothing(case: Case, tmp_path: Path, row: str) -> None:
    filled(case, 1)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    piece = next(pieces.pieces(case)).id
    with pytest.raises(BrokenDataFile):
        reconcile(case, report(tmp_path, [f"{piece},mailed,2026-11-30", row]))
    assert ledger.ledger(case).counts == {"at_print_house": 1}


def test_returned_mail_newer_address_second_attempt(case: Case, tmp_path: Path) -> None:
    filled(case, 2)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    ids = [one.id for one in pieces.pieces(case)]
    reconcile(case, report(tmp_path, [f"{one},returned,2026-12-09" for one in ids]))
    assert returned.again(case) == {"no newer address": 2}
    assert returned.export_addresses(case, tmp_path / "ncoa.csv") == 2
    with (tmp_path / "ncoa.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert "p0" not in json.dumps(lines)
    back = tmp_path / "back.csv"
    moved = next(one for one in lines if one["name"] == "Ann 0 Lee")
    back.write_text(
        f"reference,street,city,state,postcode,country,status\n{moved['reference']},9 New Road,Bangor,ME,04401,US,moved\nNOBODY,1 X,Y,ME,0,US,moved\n"
    )
    taken = returned.take_addresses(case, back, "a licensed service")
    assert (taken.counts["newer addresses"], len(taken.unknown)) == (1, 1)
    assert returned.again(case) == {"second attempts": 1, "no newer address": 1}
    assert ledger.ledger(case).counts == {"returned": 1, "second_waiting": 1}
    assert (pieces.would_queue(case)["mail"], printing.waiting(case)) == (0, 1), "a dry run tells of it"
    hand_over(case, tmp_path / "out")
    second = next(pieces.pieces(case, attempt=2))
    assert second.address == ("Ann 0 Lee", "9 New Road", "Bangor, ME 04401")
    reconcile(case, report(tmp_path, [f"{second.id},mailed,2026-12-20"]))
    assert ledger.ledger(case).counts == {"returned": 1, "second_sent": 1}
    assert not check.faults(case)


def test_a_spoiled_letter_is_printed_again_under_a_new_name(case: Case, tmp_path: Path) -> None:
    filled(case, 1)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    first = next(pieces.pieces(case))
    reconcile(case, report(tmp_path, [f"{first.id},spoiled,2026-11-30"]))
    assert [one.pieces for one in hand_over(case, tmp_path / "out")] == [1]
    assert Counter(one.state for one in pieces.pieces(case)) == {"cancelled": 1, "handed": 1}


def test_people_with_no_address_are_listed_with_what_the_law_says(case: Case) -> None:
    hipaa = Duty(
        "US-HIPAA/individuals",
        "US-HIPAA",
        "individuals",
        True,
        None,
        None,
        ("first_class_mail",),
        "",
        (),
        "45 CFR 164.404",
        "patients",
        "individuals",
    )
    people = [person(number, postal_address=None, email=None) for number in range(10)] + [person(11)]
    case.store.put(Person, people)
    case.store.put(Duty, [hipaa])
    case.store.put(Notice, [notice(one, duties=(hipaa.id,)) for one in people])
    assert ledger.ledger(case).counts == {"no_address": 10, "not_approved": 1}
    found = returned.substitutions(case)
    assert [(one.duty, one.unreached, one.owed, one.met) for one in found] == [("US-HIPAA/individuals", 10, 11, True)]
    assert "website for at least 90 days" in found[0].ways[0]
    returned.give_substitute(case, hipaa.id, on=case.clock().date(), where="www.example.com until 1 March 2027", by="counsel")
    assert ledger.ledger(case).counts == {"not_approved": 1, "substitute": 10}
    case.store.put(Notice, [notice(one, duties=(hipaa.id,)) for one in people[2:]])
    assert returned.substitutions(case)[0].ways == ("another form of written notice, telephone, or other means",)


def test_a_person_whom_nothing_accounts_for_is_listed(case: Case) -> None:
    case.store.put(Person, [person(1), person(2, residence="US-WY", elements=())])
    case.store.put(Duty, [DUTY])
    found = ledger.ledger(case)
    assert found.counts == {"unexplained": 1, "nothing_owed": 1}
    assert [one.person for one in found.listed] == ["p1"]


def test_who_is_owed_nothing_is_told_why_and_is_not_forgotten_where_everybody_is_told(case: Case) -> None:
    case.store.put(Person, [person(2, residence="US-WY")])
    freed = replace(DUTY, id="US-WY/individuals", jurisdiction="US-WY", required=False, cite="s. 9", reason="Told under HIPAA.")
    case.store.put(Duty, [freed])
    assert [one.why for one in ledger.standings(case)] == ["Told under HIPAA. (s. 9)"]
    way = next(one for one in weighing.weighed(case, now=case.clock()) if one.id == "one_standard")
    assert weighing.choose(case, way, by="counsel", grounds="one word to all")
    assert not weighing.choose(case, way, by="counsel", grounds="once more")
    assert ledger.ledger(case).counts == ledger.on_the_board(case).counts == {"unexplained": 1}
    least = next(one for one in weighing.weighed(case, now=case.clock()) if one.id == "legal_minimum")
    assert weighing.choose(case, least, by="counsel", grounds="after all")
    assert ledger.ledger(case).counts == ledger.on_the_board(case).counts == {"nothing_owed": 1}


def test_a_sample_holds_one_of_each_combination(case: Case, tmp_path: Path) -> None:
    people = [person(number) for number in range(4)]
    case.store.put(Person, people)
    guardian = [notice(one, fields=notice(one).fields | {"voice": "guardian"}) for one in people[:1]]
    case.store.put(Notice, [*guardian, *(notice(one) for one in people[1:])])
    sampled = printing.print_sample(case, tmp_path / "sample", workers=1)
    assert sorted(one.stands_for for one in sampled) == [1, 3]
    assert len(list((tmp_path / "sample/letters").iterdir())) == 2


def test_proof_of_one_person_and_of_all(case: Case, tmp_path: Path) -> None:
    from stanch.casefile import sending_proof

    filled(case, 2)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    rows, digest = sending_proof.export_csv(case, tmp_path / "proof.csv")
    assert rows == 4
    assert sha256((tmp_path / "proof.csv").read_bytes()).hexdigest() == digest
    told = json.loads(sending_proof.as_json(case, "p1"))
    codes = {entry.sequence: entry.mac for entry in case.journal.entries()}
    seen = list(told["notices"][0]["pieces"][0]["events"])
    assert [event["what"] for event in seen] == ["queued", "handed"]
    assert all(codes[event["entry"]] == event["code"] for event in seen)
    sending_proof.export_pdf(case, tmp_path / "proof.pdf", "p1")
    assert (tmp_path / "proof.pdf").read_bytes().startswith(b"%PDF")
    assert case.journal.entries(newest_first=True, count=1)[0].action == "export proof of sending"


def test_pieces_to_people_whose_records_were_joined_since_are_told(case: Case, tmp_path: Path) -> None:
    people = filled(case, 2)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    case.store.put(Person, people[1:])
    case.store.put(Notice, [notice(people[1])])
    found = ledger.ledger(case)
    assert found.people == 1
    assert found.departed == (next(pieces.pieces(case, person="p0")).id,)


def test_a_report_that_cannot_be_true_moves_nothing(case: Case, tmp_path: Path) -> None:
    filled(case, 3)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out", limit=2)
    first, second, third = pieces.pieces(case)
    taken = reconcile(case, report(tmp_path, [
        f"{third.id},mailed,2026-11-30",  # still here
        f"{first.id},mailed,2062-11-30",
        f"{second.id},returned,2019-01-02",
    ]))  # fmt: skip
    assert not taken.counts
    assert [line.partition(" ")[2].partition(" ")[2].partition(" ")[2] for line in taken.unknown] == [
        "is told as mailed and was never handed over",
        "is told as mailed on 2062-11-30, which is to come",
        "is told as returned on 2019-01-02, before it was handed over",
    ]
    assert Counter(one.state for one in pieces.pieces(case)) == {"handed": 2, "queued": 1}
    reconcile(case, report(tmp_path, [f"{first.id},mailed,2026-11-30", f"{first.id},spoiled,2026-12-01"]))
    assert Counter(one.state for one in pieces.pieces(case)) == {"handed": 1, "mailed": 1, "queued": 1}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"file": "../../secret.pdf"}, "no file of a batch"),
        ({"file": None}, "no file of a batch"),
        ({"first_page": "1"}, "no number of pages"),
        ({"sheets": 10**30, "first_page": -5}, "no number of pages"),
        ({"sha256": 7}, "must be text"),
    ],
)
def test_a_manifest_that_was_tampered_with_is_told_and_opens_nothing_else(case: Case, tmp_path: Path, row: dict, told: str) -> None:
    filled(case, 1)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    folder = tmp_path / "out" / "batch-00001"
    assert list(printing.batch_faults(case, folder)) == []
    whole = manifest(folder)
    (folder / "manifest.json").write_text(json.dumps(whole | {"letters": [whole["letters"][0] | row]}))
    with pytest.raises(StanchError, match=told):
        list(printing.check_folder(folder))
    assert "none that this case handed over" in next(printing.batch_faults(case, folder))


@pytest.mark.parametrize("text", ["", "[]", '{"letters": 5}', '{"letters": [1]}', '{"letters": [{}]}', "[" * 100_000, "\ud83d"])
def test_a_manifest_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(StanchError, match="manifest"):
        list(printing.check_folder(tmp_path))


def test_another_cases_batch_is_none_of_ours_though_it_is_whole(case: Case, tmp_path: Path) -> None:
    filled(case, 1)
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    folder = tmp_path / "out" / "batch-00001"
    whole = manifest(folder)
    (folder / "manifest.json").write_text(json.dumps(whole | {"made_at": "2026-01-01T00:00:00+00:00"}))
    assert [one.partition(": ")[2] for one in printing.batch_faults(case, folder)] == [
        "manifest.json is none that this case handed over; do not print by it"
    ]


def test_an_address_that_changed_after_queueing_is_where_the_letter_goes(case: Case, tmp_path: Path) -> None:
    people = filled(case, 2)
    pieces.queue_approved(case)
    moved = [person(0, postal_address=PostalAddress("9 New Road", "Portland", "ME", "04101", "US")), people[1]]
    case.store.put(Person, moved)
    case.store.put(Notice, [notice(one) for one in moved])
    assert [one.pieces for one in hand_over(case, tmp_path / "out")] == [1]  # the changed letter waits for its approval
    decide.approve_notices(case, ["letter-p0"], by="counsel")
    hand_over(case, tmp_path / "out")
    sent = [row for folder in sorted((tmp_path / "out").iterdir()) for row in manifest(folder)["letters"]]
    assert sorted(row["address"][1] for row in sent) == ["1 Elm Street", "9 New Road"]
    told = next(pieces.pieces(case, person="p0"))
    assert told.address[1] == "9 New Road"
    assert [one.what for one in pieces.events(case, told.id)] == ["queued", "readdressed", "handed"]
    assert "0 Elm Street" in pieces.events(case, told.id)[1].detail
    assert not check.faults(case)


def test_a_newer_address_told_after_queueing_is_taken(case: Case, tmp_path: Path) -> None:
    filled(case, 1)
    pieces.queue_approved(case)
    file = tmp_path / "moved.csv"
    file.write_text(f"reference,street,city,state,postcode,country\n{returned.reference(case, 'p0')},9 New Road,Portland,ME,04101,US\n")
    assert returned.take_addresses(case, file, "NCOA").counts["newer addresses"] == 1
    hand_over(case, tmp_path / "out")
    assert manifest(tmp_path / "out" / "batch-00001")["letters"][0]["address"][1] == "9 New Road"


def test_a_letter_whose_code_was_withdrawn_or_lapsed_stays(case: Case, tmp_path: Path) -> None:
    from stanch.casefile import codes
    from stanch.casefile.models import CodeRow

    people = [person(number) for number in range(3)]
    case.store.put(Person, people)
    case.store.put(Duty, [DUTY])
    case.store.put(Notice, [notice(one, fields=notice(one).fields | {"code": f"CODE-{one.id}"}) for one in people])
    choose(case)
    decide.approve_notices(case, [f"letter-{one.id}" for one in people], by="counsel")
    rows = [f"E1,CODE-p{number},{'2026-11-25' if number == 2 else '2027-03-31'},1-800-555-0150\n" for number in range(3)]
    file = tmp_path / "codes.csv"
    file.write_text("engagement_number,code,enrol_by,help_line\n" + "".join(rows))
    codes.load(case, file, service="credit_monitoring", as_of=case.clock().date())
    case.store.put(Offer, [Offer(one.id, "credit_monitoring", 12, True, "", "", "") for one in people])
    codes.assign(case, as_of=case.clock().date())
    assert set(CodeRow.objects.using(case.alias).filter(state="assigned").values_list("code", flat=True)) == {
        "CODE-p0",
        "CODE-p1",
        "CODE-p2",
    }
    CodeRow.objects.using(case.alias).filter(code="CODE-p1").update(state="withdrawn")
    pieces.queue_approved(case)
    then = case.clock
    case.clock = lambda: then() + timedelta(days=3)
    assert [one.pieces for one in hand_over(case, tmp_path / "out")] == [1]
    assert Counter(one.state for one in pieces.pieces(case)) == {"handed": 1, "queued": 2}


def test_a_newer_address_keeps_whom_the_envelope_names_on_as_many_lines_as_that_takes(case: Case, tmp_path: Path) -> None:
    """A parent's line and the child's name stand apart where they are too long for one; the street alone once took the name's place."""
    home = PostalAddress("Hauptstraße 46", "Hamburg", "", "20457", "DE")
    child = person(1, name="Frauke Johanna Quarbertree", minor=True, language="de", residence="EU-DE", postal_address=home)
    grown = person(2, name="Maximiliane Josepha von und zu Hohenstein-Wallerstein", postal_address=home, residence="EU-DE", language="de")
    case.store.put(Person, [child, grown])
    case.store.put(Duty, [DUTY])
    drafts = [replace(notice(one), language="de", address=face(one, {}, "de", "US").address) for one in (child, grown)]
    assert [len(one.address) for one in drafts] == [5, 5]
    case.store.put(Notice, drafts)
    choose(case)
    decide.approve_notices(case, [one.id for one in drafts], by="counsel")
    pieces.queue_approved(case)
    hand_over(case, tmp_path / "out")
    reconcile(case, report(tmp_path, [f"{one.id},returned,2026-12-09" for one in pieces.pieces(case)]))
    assert returned.export_addresses(case, tmp_path / "ncoa.csv") == 2
    taken = returned.take_addresses(case, tmp_path / "ncoa.csv", "a service that knew nothing newer")
    assert taken.counts["newer addresses"] == 0, "the address that came back is no newer one"
    text = (tmp_path / "ncoa.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "back.csv").write_text(text.replace("Hauptstraße 46", "Neue Straße 1"), encoding="utf-8")
    assert returned.take_addresses(case, tmp_path / "back.csv", "a service").counts["newer addresses"] == 2
    assert returned.again(case) == {"second attempts": 2}
    again = {one.person: one.address for one in pieces.pieces(case, attempt=2)}
    for one in drafts:
        assert again[one.person] == tuple(line.replace("Hauptstraße 46", "Neue Straße 1") for line in one.address)
