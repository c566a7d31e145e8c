"""The wall sheet stays two pages whatever the case holds; the first page is another one in the first hours, days, months, the year after."""

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from the_breach import HOSTILE, NOW, PEOPLE, duty

from stanch.casefile import Case, decide
from stanch.portal.pages import stages
from stanch.records import Action, Attack, Containment, Facts, Notice
from stanch.report import Contents, wall

FULL = Contents(
    now=NOW,
    facts=Facts(),
    people=tuple(PEOPLE),
    duties=tuple(duty(f"d{number}", hours=number * 10 - 5) for number in range(40)),
    attack=Attack(
        containment=tuple(Containment(number, f"{HOSTILE} block this address at once " * 20, "why " * 200) for number in range(30))
    ),
)


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
@pytest.mark.parametrize("contents", [FULL, Contents(now=NOW, facts=Facts())], ids=["full", "empty"])
def test_two_pages_on_either_paper_that_name_nobody(contents: Contents, paper: str, width: int) -> None:
    document = pypdfium2.PdfDocument(wall.pdf(wall.sheet(contents), paper=paper, language="en", now=NOW))
    assert len(document) == 2
    assert round(document[0].get_width()) == width
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "What runs out when" in text
    assert "Ada Example" not in text


def test_the_page_and_the_pdf_speak_the_reader_s_language(owner) -> None:  # type: ignore[no-untyped-def]
    page = owner.get("/wall", headers={"accept-language": "fr"}).content.decode()
    assert "Ce qui arrive à échéance, et quand" in page
    answer = owner.get("/wall/letter.pdf", headers={"accept-language": "fr"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "échéance" in pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert owner.get("/wall/a3.pdf").status_code == 404


def test_each_stage_tells_what_matters_then(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    seen = []
    for days, heading in ((0, "The first hours"), (3, "These days"), (60, "These months"), (365, "This year")):
        day = (NOW - timedelta(days=days)).date().isoformat()
        decide.set_fact(case, "incident.discovered", day, by="owner", source="test")
        page = owner.get("/").content.decode()
        assert f"<h2>{heading}</h2>" in page
        seen.append(page)
        assert not any(
            f"<h2>{other}</h2>" in page for other in ("The first hours", "These days", "These months", "This year") if other != heading
        )
    assert len(set(seen)) == 4


def test_the_lines_of_a_stage_are_counted_from_the_case() -> None:
    late = Action("a1", "Second factor", "why", "IT", NOW.date() - timedelta(days=1), "a day", True)
    notices = tuple(Notice(f"n{number}", "letter", "individuals", "US-CA", (), "en", "t", status=status) for number, status in enumerate(("draft", "approved", "sent")))  # fmt: skip
    case = Contents(now=NOW, facts=Facts(), duties=(duty("soon", hours=30), duty("far", hours=300), duty("maybe", required="conditional")), notices=notices, actions=(late,))  # fmt: skip
    assert [line for line, _ in stages.lines("hours", case)] == []
    assert "2 clocks run out within three days." in [line for line, _ in stages.lines("days", case)]
    assert "1 duty turns on facts that nobody has told yet." in [line for line, _ in stages.lines("days", case)]
    assert "Notices approved: 2 of 3." in [line for line, _ in stages.lines("months", case)]
    assert [line for line, _ in stages.lines("year", case)][:2] == ["Repairs not done yet: 1 of 1.", "1 repair is past the day."]


def test_a_clock_that_has_run_out_is_never_passed_over() -> None:
    late = Contents(now=NOW, facts=Facts(), duties=(duty("maybe", required="conditional", hours=-30), duty("far", hours=300)))
    told = [line for line, _ in stages.lines("days", late)]
    assert told[0] == "1 clock has run out if an open question is answered yes."
    assert "No clock runs out within three days." not in told
    owed = Contents(now=NOW, facts=Facts(), duties=(duty("a", hours=-30), duty("b", hours=-3)))
    assert next(line for line, _ in stages.lines("days", owed)) == "2 clocks have run out."


def test_three_card_brands_are_three_lines_on_the_wall() -> None:
    brands = tuple(replace(duty(one, hours=30), recipient="card_brands", jurisdiction="PCI", name=one) for one in ("Visa", "Mastercard"))
    told = [one.tell for one in wall.sheet(Contents(now=NOW, facts=Facts(), duties=brands)).clocks]
    assert sorted(line.rpartition(": ")[2] for line in told) == ["Mastercard.", "Visa."]
