"""More is found after a letter has left: whose letter did not name it is told again, once, and nobody else is."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from letters import choose, filled, notice, person
from tests.notices import case as of_letters

from stanch.casefile import Case, check, decide, drafting, pieces, printing, returned, told_less
from stanch.casefile.ledger import ledger
from stanch.records import Earlier, Notice, Person, PostalAddress, mark_of

BOTH = "Social Security number\nPassword"
KINDS = {"Social Security number": "ssn", "Numéro d’assurance sociale": "ssn", "Password": "password"}


def naming(number: int, exposed: str, **more: str) -> Notice:
    made = notice(person(number))
    kinds = " ".join(KINDS[line] for line in exposed.split("\n"))
    return replace(made, fields={**made.fields, "exposed": exposed, "kinds": kinds, **more})


def mailed(case: Case, tmp_path: Path, count: int = 2) -> None:
    """Letters to so many people have left, each with the Social Security number alone."""
    filled(case, count)
    pieces.queue_approved(case)
    printing.hand_over(case, tmp_path / "first", workers=1)
    later(case)


def later(case: Case) -> None:
    """Three days on, by every clock of the case."""
    now = case.clock() + timedelta(days=3)
    case.clock = case.journal._clock = case.store._clock = lambda: now


def test_who_was_told_of_less_is_listed_and_told_again_once_when_the_letter_is_approved_anew(case: Case, tmp_path: Path) -> None:
    mailed(case, tmp_path)
    assert told_less.found(case) == []
    case.store.put(Notice, [naming(0, "Social Security number"), naming(1, BOTH)])
    (one,) = told_less.found(case)
    assert (one.person, one.more, one.attempt, one.is_approved) == ("p1", ("Password",), 1, False)
    assert pieces.queue_approved(case)["mail"] == 0, "nothing leaves before somebody has approved it"
    decide.approve_notices(case, ["letter-p1"], by="counsel")
    assert pieces.would_queue(case)["mail"] == 1
    assert pieces.queue_approved(case)["mail"] == 1
    assert pieces.queue_approved(case)["mail"] == 0, "once"
    later(case)
    printing.hand_over(case, tmp_path / "second", workers=1)
    assert told_less.found(case) == []
    assert pieces.queue_approved(case)["mail"] == 0
    assert [(one.person, one.attempt, one.state) for one in pieces.pieces(case)] == [
        ("p0", 1, "handed"),
        ("p1", 1, "handed"),
        ("p1", 2, "handed"),
    ]
    assert ledger(case).counts == {"at_print_house": 2}
    assert not check.faults(case)


def test_a_letter_that_changed_and_names_no_more_is_not_sent_again(case: Case, tmp_path: Path) -> None:
    mailed(case, tmp_path)
    case.store.put(Notice, [naming(0, "Social Security number", phone="207-555-0199"), naming(1, "Social Security number")])
    assert told_less.found(case) == []
    decide.approve_notices(case, ["letter-p0", "letter-p1"], by="counsel")
    assert pieces.queue_approved(case)["mail"] == 0


def test_the_same_by_another_name_is_no_more(case: Case, tmp_path: Path) -> None:
    """Who has moved to another language's place, or of whose data a later release speaks in other words, was told."""
    mailed(case, tmp_path)
    case.store.put(Notice, [naming(0, "Numéro d’assurance sociale"), naming(1, "Social Security number")])
    assert told_less.found(case) == []
    decide.approve_notices(case, ["letter-p0"], by="counsel")
    assert pieces.queue_approved(case)["mail"] == 0


def test_the_ledger_keeps_no_word_of_what_a_letter_names(case: Case, tmp_path: Path) -> None:
    mailed(case, tmp_path)
    from stanch.casefile.models import PieceEventRow

    details = list(PieceEventRow.objects.using(case.alias).filter(what="queued").values_list("detail", flat=True))
    assert len(details) == 2
    assert all(told_less.TELLS in one and "Social" not in one for one in details)


def test_a_letter_that_came_back_is_tried_again_by_its_own_rule(case: Case, tmp_path: Path) -> None:
    mailed(case, tmp_path, 1)
    (piece,) = pieces.pieces(case)
    report = tmp_path / "report.csv"
    report.write_text(f"piece,event,date,reason\n{piece.id},returned,{case.clock().date()},moved\n")
    returned.take_post_report(case, report)
    case.store.put(Notice, [naming(0, BOTH)])
    assert told_less.found(case) == []
    decide.approve_notices(case, ["letter-p0"], by="counsel")
    assert pieces.queue_approved(case)["mail"] == 0, "nobody is written to at an address from which a letter came back"


def test_a_letter_of_an_earlier_release_says_nothing_of_what_it_told(case: Case, tmp_path: Path) -> None:
    from stanch.casefile.models import PieceEventRow

    mailed(case, tmp_path, 1)
    PieceEventRow.objects.using(case.alias).filter(what="queued").update(detail="mail, attempt 1")
    case.store.put(Notice, [naming(0, BOTH)])
    assert told_less.found(case) == []


def test_a_person_without_an_address_any_more_is_listed_all_the_same(case: Case, tmp_path: Path) -> None:
    mailed(case, tmp_path, 1)
    bare = person(0, postal_address=PostalAddress())
    case.store.put(Notice, [replace(naming(0, BOTH), address=(), person=bare.id)])
    assert [one.person for one in told_less.found(case)] == ["p0"]


def test_what_a_second_attempt_says_again_counts_as_told(case: Case, tmp_path: Path) -> None:
    mailed(case, tmp_path, 1)
    (piece,) = pieces.pieces(case)
    (tmp_path / "report.csv").write_text(f"piece,event,date,reason\n{piece.id},returned,{case.clock().date()},moved\n")
    returned.take_post_report(case, tmp_path / "report.csv")
    newer = tmp_path / "newer.csv"
    newer.write_text(f"reference,street,city,state,postcode,country\n{returned.reference(case, 'p0')},9 New Lane,Bangor,ME,04401,US\n")
    returned.take_addresses(case, newer, "a service")
    returned.again(case)
    printing.hand_over(case, tmp_path / "again", workers=1)
    later(case)
    case.store.put(Notice, [naming(0, BOTH)])
    (one,) = told_less.found(case)
    assert (one.more, one.attempt) == (("Password",), 2)
    decide.approve_notices(case, ["letter-p0"], by="counsel")
    assert pieces.queue_approved(case)["mail"] == 1
    assert [one.address[1] for one in pieces.pieces(case) if one.attempt == 3] == ["9 New Lane"]


def test_what_left_first_is_known_to_whoever_drafts_again_and_stays_so_after_the_second_letter(case: Case, tmp_path: Path) -> None:
    assert case.store.get(Earlier) == []
    left = case.clock().date()
    mailed(case, tmp_path)
    both = [Earlier(f"letter-p{number}", left, (mark_of("ssn"),)) for number in range(2)]
    assert case.store.get(Earlier) == both
    assert both[0].tells_less_than(["ssn", "password"])
    assert not both[0].tells_less_than(["ssn"])
    case.store.put(Notice, [naming(0, BOTH), naming(1, "Social Security number")])
    decide.approve_notices(case, ["letter-p0"], by="counsel")
    pieces.queue_approved(case)
    printing.hand_over(case, tmp_path / "second", workers=1)
    assert case.store.get(Earlier) == both, "the letter that is told of is the first"


def test_a_letter_that_came_back_was_none(case: Case, tmp_path: Path) -> None:
    mailed(case, tmp_path, 1)
    (piece,) = pieces.pieces(case)
    (tmp_path / "report.csv").write_text(f"piece,event,date,reason\n{piece.id},returned,{case.clock().date()},moved\n")
    returned.take_post_report(case, tmp_path / "report.csv")
    assert case.store.get(Earlier) == []


def test_more_found_after_a_letter_left_stands_in_the_next_one_with_a_word_of_the_first(case: Case, tmp_path: Path) -> None:
    """The whole way: the line drafts, the letter leaves, more is found, the line drafts again."""
    case.store.put_facts(of_letters.FACTS, source="test")
    before = drafted(case, ("name", "ssn"))
    assert "told_before" not in before.fields
    choose(case)
    drafting.settle(case, [], by="counsel", grounds="they own the data", everything=True)
    drafting.approve(case, [before.id], by="counsel")
    pieces.queue_approved(case)
    printing.hand_over(case, tmp_path / "first", workers=1)
    left = case.clock()
    later(case)
    after = drafted(case, ("name", "ssn", "password"))
    assert after.fields["told_before"] == f"{left:%B} {left.day}, {left.year}"
    assert "opening/told_before" in after.sections
    assert [one.more for one in told_less.found(case)] == [("Password",)]


def drafted(case: Case, elements: tuple[str, ...]) -> Notice:
    """The letter to the one person, of whom so much is known."""
    case.store.put(Person, [of_letters.person(elements=elements)])
    drafting.redraft(case, case.bench(settings=of_letters.SAID_BY_PEOPLE))
    return next(one for one in case.store.get(Notice) if one.person and one.recipient == "individuals")
