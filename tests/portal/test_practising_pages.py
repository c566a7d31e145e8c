"""Tabletop exercises and the litigation hold in the browser, and the pictures of the attack."""

import re

import pypdfium2
import pytest
from the_breach import HOSTILE, NOW

from stanch.casefile import holding
from stanch.drill import exercise as exercises
from stanch.portal import rights
from stanch.portal.rights import visitor
from stanch.records import Attack, Hour, Reach, Reached, Tie

BEST = next(one for one in exercises.exercise("mailbox").examples if one.decided_well == 1.0).answers


def sealed(page: str) -> str:
    found = re.search(r'name="sofar" value="([^"]+)"', page)
    assert found
    return found[1]


def played(owner, answers=BEST) -> str:  # type: ignore[no-untyped-def]
    page = owner.get("/tabletop/mailbox").content.decode()
    for _, asked in exercises.exercise("mailbox").questions:
        said = answers[asked.id]
        form = {"choice": said[0]} if asked.form == "one" else {f"place-{one}": str(place) for place, one in enumerate(said, 1)}
        answer = owner.post("/tabletop/mailbox", {"sofar": sealed(page), **form})
        assert answer.status_code == 200, asked.id
        page = answer.content.decode()
    return page


def test_an_exercise_is_played_page_by_page_to_a_debrief_on_paper_and_in_the_journal(owner, case) -> None:  # type: ignore[no-untyped-def]
    assert "A supplier asks why your bank details changed" in owner.get("/tabletop").content.decode()
    page = played(owner)
    assert "of 100" in page
    assert "Decisions: 100% of what could be won." in page
    paper = owner.post("/tabletop/mailbox", {"sofar": sealed(page), "do": "paper"})
    assert paper.headers["Content-Type"] == "application/pdf"
    assert "Debrief" in pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_range()
    assert owner.post("/tabletop/mailbox", {"sofar": sealed(page), "do": "keep"}).status_code == 302
    last = case.journal.entries(newest_first=True, count=1)[0]
    assert last.action == "practise"
    assert owner.get("/tabletop/none").status_code == 404


def test_what_was_decided_cannot_be_forged_and_nothing_chosen_is_told(owner, case) -> None:  # type: ignore[no-untyped-def]
    page = owner.get("/tabletop/mailbox").content.decode()
    refused = owner.post("/tabletop/mailbox", {"sofar": sealed(page)})
    assert refused.status_code == 400
    forged = owner.post("/tabletop/mailbox", {"sofar": "eyJnaXZlbiI6W119:1abc:xyz", "place-log": "1"}).content.decode()
    assert "Decision 2 of 5" in forged, "a seal that is not ours begins anew"
    before = len(case.journal)
    owner.post("/tabletop/mailbox", {"sofar": sealed(page), "do": "keep"})
    assert len(case.journal) == before, "an exercise that is not over is not kept"


def test_the_hold_is_asked_acknowledged_and_released(owner, case) -> None:  # type: ignore[no-untyped-def]
    # Whom other tests have asked, in whatever order they run, waits for an answer too.
    before = sum(one.status == holding.ASKED for one in holding.held(case))
    assert owner.post("/counsel/hold", {"do": "ask", "names": f"A. Example\n{HOSTILE}\n\n", "how": "by hand"}).status_code == 302
    page = owner.get("/counsel/hold").content.decode()
    assert "A. Example" in page
    assert "<script>alert" not in page
    assert f"Not acknowledged: {before + 2};" in page
    assert owner.post("/counsel/hold", {"do": "acknowledge", "name": "A. Example", "holds": ""}).status_code == 400
    assert owner.post("/counsel/hold", {"do": "acknowledge", "name": "A. Example", "holds": "two laptops"}).status_code == 302
    assert owner.post("/counsel/hold", {"do": "release", "name": "A. Example", "grounds": "settled"}).status_code == 302
    assert owner.post("/counsel/hold", {"do": "release", "name": "Nobody", "grounds": "x"}).status_code == 400
    assert owner.post("/counsel/hold", {"do": "nothing"}).status_code == 400
    found = {one.name: (one.status, one.holds) for one in holding.held(case)}
    assert found["A. Example"] == ("released", "settled")


def test_the_hold_is_for_those_who_may_see_what_is_privileged(owner, case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    holding.ask(case, ["B. Example"], by="counsel", how="by a sealed letter")
    assert "by a sealed letter" in owner.get("/journal").content.decode()
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "responder"))
    assert owner.get("/counsel/hold").status_code == 403
    assert owner.post("/counsel/hold", {"do": "ask", "names": "x"}).status_code == 403
    journal = owner.get("/journal").content.decode()
    assert "give hold notice B. Example" in journal
    assert "by a sealed letter" not in journal


def test_pictures_of_the_attack_stand_on_the_page_with_their_words(owner, case) -> None:  # type: ignore[no-untyped-def]
    before = case.store.get(Attack)
    reached = Reached("share/hr/a.pdf", "acquired", "m365", "FileDownloaded", NOW, NOW, 3, by=HOSTILE)
    attack = Attack(
        ties=(Tie(("address", "203.0.113.9"), ("account", HOSTILE), 4), Tie(("account", HOSTILE), ("machine", "mail"), 4)),
        hours=(Hour(NOW, 5_000_000, 3),),
        reach=Reach(reached=(reached,)),
    )
    case.store.put(Attack, [attack])
    try:
        page = owner.get("/cause").content.decode()
        assert 'src="/cause/entities.svg"' in page
        assert "5.0 MB" in page
        assert "<script>alert" not in page
        drawn = owner.get("/cause/entities.svg")
        assert drawn.headers["Content-Type"] == "image/svg+xml"
        assert b"share/hr/" in drawn.content
        assert b"<script" not in drawn.content
        assert owner.get("/cause/outgoing.svg").status_code == 200
        assert owner.get("/cause/none.svg").status_code == 404
    finally:
        case.store.put(Attack, before)


def test_an_exercise_is_played_in_the_language_of_the_page(owner) -> None:  # type: ignore[no-untyped-def]
    listed = owner.get("/tabletop", headers={"accept-language": "de"}).content.decode()
    assert "Freitagabend, der Dateiserver ist verschlüsselt" in listed
    step = owner.get("/tabletop/ransomware", headers={"accept-language": "de"}).content.decode()
    for said in ("Die Praxismanagerin", "Was tun Sie in der ersten Stunde", "Alle Rechner am Stecker ausschalten."):
        assert said in step
    assert "Switch every machine off" not in step
