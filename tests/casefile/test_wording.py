"""Counsel's wording in a case: kept as versions, refused where a letter would break a law, undone by a new version."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from tests.notices.case import ATTACK, DUTIES, FACTS, SAID_BY_PEOPLE, monitoring, person

from stanch import notices
from stanch.casefile import Case, drafting, wording
from stanch.casefile.check import faults
from stanch.errors import StanchError, WrongCall
from stanch.records import Attack, Duty, Notice, Offer, Person, Wording

TEXT = "en/individual"


@pytest.fixture
def full(case: Case) -> Iterator[Case]:
    people = [person(), person("p2", name="Bo Ray")]
    case.store.put_facts(FACTS, source="test")
    for kind, rows in ((Duty, DUTIES), (Person, people), (Attack, [ATTACK]), (Offer, monitoring(people))):
        case.store.put(kind, rows)
    yield case
    notices.adopt(())  # what one case words is no other test's


def handed_in(case: Case, **changes: str) -> bytes:
    document = docx.Document(io.BytesIO(wording.written(case, TEXT)))
    for row in document.tables[0].rows:
        place = row.cells[0].text.replace("/", "_").replace(".", "_")
        if place in changes:
            row.cells[2].text = changes[place]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def take(case: Case, content: bytes, *, by: str = "Lee", force: bool = False) -> wording.Tried:
    bench = case.bench(settings=SAID_BY_PEOPLE)
    return wording.taken(case, content, "x.docx", by=by, grounds="clearer", bench=bench, force=force)


def letters(case: Case) -> list[Notice]:
    drafting.redraft(case, case.bench(settings=SAID_BY_PEOPLE))
    return [one for one in case.store.get(Notice) if one.person]


def test_new_words_are_a_version_and_the_letters_say_them(full: Case) -> None:
    tried = take(full, handed_in(full, closing_0_text="We are sorry, and we mean it."))
    assert (tried.wording.version, tried.letters, tried.lost) == (1, 2, {})
    (first, _) = letters(full)
    assert first.text_id.startswith(f"{TEXT}@")
    assert all(check.passed for check in first.checks)
    assert faults(full) == []


def test_a_process_that_only_prints_or_sends_finds_counsels_words(full: Case) -> None:
    from stanch.casefile.notice_pages import notices_in_pages
    from stanch.notices import form
    from stanch.notices.rendering import refill

    take(full, handed_in(full, closing_0_text="We are sorry, and we mean it."))
    assert letters(full)
    form.WORDED.clear()  # what another process knows
    printed = [refill(one) for page in notices_in_pages(full) for one in page]
    assert len(printed) == 2
    assert all("and we mean it" in one.sections[-1].plain for one in printed)


def test_a_wording_that_breaks_a_law_is_refused_with_the_statute(full: Case) -> None:
    broken = handed_in(full, what_happened_heading="Background")
    with pytest.raises(StanchError, match=r"US-CA code s\. 1: headings_prescribed \(2 letters\)"):
        take(full, broken)
    assert full.store.get(Wording) == []
    take(full, broken, force=True)
    assert {one.status for one in letters(full)} == {"held"}


def test_an_earlier_version_stands_again_as_a_new_one(full: Case) -> None:
    take(full, handed_in(full, closing_0_text="A."))
    take(full, handed_in(full, closing_0_text="B."))
    assert wording.undone(full, TEXT, 1, by="Lee", grounds="better").parts == {"closing/0/text": "A."}
    assert wording.last(full, TEXT) == 3
    wording.undone(full, TEXT, 0, by="Lee", grounds="best")
    assert letters(full)[0].text_id == TEXT
    with pytest.raises(WrongCall, match="no version 9"):
        wording.undone(full, TEXT, 9, by="Lee", grounds="")


def test_nothing_changed_is_told(full: Case, tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="nothing was changed"):
        take(full, wording.written(full, TEXT))
    with pytest.raises(WrongCall, match="nearest one is en/individual"):
        wording.text_named("en/indvidual")


def test_counsel_vouches_for_what_no_program_can_recognise(full: Case) -> None:
    tried = take(full, handed_in(full, what_happened_2_text="It came to light on {discovered}."))
    assert tried.vouched == ("date_of_discovery",)


def test_a_document_of_an_older_version_does_not_undo_the_newer(full: Case) -> None:
    older = handed_in(full, closing_0_text="A.")
    take(full, handed_in(full, what_happened_2_text="It came to light on {discovered}."))
    with pytest.raises(WrongCall, match="written from version 0 of en/individual; version 1 stands"):
        take(full, older)
    assert wording.last(full, TEXT) == 1
    assert take(full, handed_in(full, closing_0_text="A.")).wording.parts == {
        "closing/0/text": "A.",
        "what_happened/2/text": "It came to light on {discovered}.",
    }
