"""A letter that came back: the newer address that somebody writes down, the second attempt, and what is left for substitute notice."""

from pathlib import Path

import pytest
from letters import filled

from stanch.casefile import Case, pieces, printing, returned, second_attempts
from stanch.errors import WrongCall
from stanch.records import PostalAddress

NOWHERE = PostalAddress()
BANGOR = PostalAddress("77 New Lane", "Bangor", "ME", "04401", "US")


def sent_and_back(case: Case, folder: Path, number: int) -> None:
    filled(case, number)
    pieces.queue_approved(case)
    printing.hand_over(case, folder / "out", workers=1)
    report = folder / "post.csv"
    rows = "".join(f"{one.id},returned,2026-11-24,moved away\n" for one in pieces.pieces(case))
    report.write_text("piece,event,date,reason\n" + rows)
    returned.take_post_report(case, report)


def test_what_came_back_is_listed_until_it_is_tried_again(case: Case, tmp_path: Path) -> None:
    sent_and_back(case, tmp_path, 3)
    sheet = second_attempts.came_back(case)
    assert (sheet.total, {one.name for one in sheet.rows}) == (3, {"Ann 0 Lee", "Ann 1 Lee", "Ann 2 Lee"})
    assert sheet.rows[0].why == "2026-11-24: moved away"
    assert second_attempts.would_be(case) == {"no newer address": 3}
    second_attempts.note_address(case, "p0", BANGOR, email="", source="a call", by="Ben")
    (one,) = second_attempts.of_person(case, "p0")
    assert "77 New Lane" in one.newer
    assert second_attempts.would_be(case) == {"no newer address": 2, "second attempts": 1}
    assert second_attempts.queue(case, by="Ben") == {"no newer address": 2, "second attempts": 1}
    assert second_attempts.came_back(case).total == 2
    (again,) = pieces.pieces(case, attempt=2)
    assert (again.person, again.state) == ("p0", "queued")
    assert [entry.actor for entry in case.journal.entries() if entry.action in ("note newer address", "queue second attempts")] == [
        "Ben"
    ] * 2


@pytest.mark.parametrize(
    ("person", "given", "told"),
    [
        ("nobody", (BANGOR, "", "x"), "no such person"),
        ("p0", (NOWHERE, "", "x"), "cannot be delivered"),
        ("p0", (PostalAddress("7 Lane"), "", "x"), "cannot be delivered"),
        ("p0", (NOWHERE, "no mail", "x"), "no e-mail address"),
        ("p0", (NOWHERE, "new@example.com", "x"), "known already, or none"),
        ("p0", (PostalAddress("0 Elm Street", "Portland", "ME", "04101", "US"), "", "x"), "known already"),
        ("p0", (BANGOR, "", " "), "where the address is from"),
    ],
)
def test_what_is_no_newer_address_is_refused_in_words(  # type: ignore[no-untyped-def]
    case: Case, tmp_path: Path, person, given, told
) -> None:
    sent_and_back(case, tmp_path, 1)
    with pytest.raises(WrongCall, match=told):
        second_attempts.note_address(case, person, given[0], email=given[1], source=given[2], by="Ben")
    assert second_attempts.would_be(case) == {"no newer address": 1}


def test_an_address_from_which_it_came_back_a_second_time_is_none(case: Case, tmp_path: Path) -> None:
    sent_and_back(case, tmp_path, 1)
    second_attempts.note_address(case, "p0", BANGOR, email="", source="x", by="Ben")
    second_attempts.queue(case, by="Ben")
    (again,) = pieces.pieces(case, attempt=2)
    pieces.change(case, again.id, "returned", detail="gone", source="x", reply="gone", settled_at=case.clock())
    (one,) = second_attempts.came_back(case).rows
    assert (one.attempt, one.newer) == (2, ())
    assert second_attempts.queue(case, by="Ben") == {"no newer address": 1}
