"""Files brought in by the browser: taken whole or not at all, named safely, and only by whoever may."""

import base64
import io
import json
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from the_breach import NOW

from stanch.casefile import lettering, noting, report
from stanch.portal import rights
from stanch.portal.pages.bring import SORTS
from stanch.portal.rights import visitor
from stanch.records import Listed, Noted
from stanch.report import word

THEHIVE = {"title": "Case 7", "observables": [{"dataType": "ip", "data": "198.51.100.9", "message": "seen"}]}


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    from stanch.portal.work import Worker

    monkeypatch.setattr(Worker, "start", lambda *_given, **_named: None)


def send(browser, sort: str, name: str, content: bytes):  # type: ignore[no-untyped-def]
    return browser.post("/bring", {"sort": sort, "file": SimpleUploadedFile(name, content)})


def test_a_list_of_people_told_already_is_kept_with_its_name_and_line(owner, case) -> None:  # type: ignore[no-untyped-def]
    content = b"first_name,last_name,email,date_sent\nAda,Example,ada@example.com,2026-11-01\n"
    answer = send(owner, "notified", "told <b>already</b>.csv", content)
    assert answer.status_code == 200
    assert "<b>already" not in answer.content.decode()
    (row,) = [one for one in case.store.get(Listed) if one.kind == "notified"]
    assert row.place == "b_.csv, line 2"
    assert case.journal.entries(newest_first=True, count=1)[0].action == "hand in list"
    case.store.put(Listed, [])


def test_a_case_of_another_tool_joins_the_timeline_once(owner, case) -> None:  # type: ignore[no-untyped-def]
    content = b"message,timestamp,datetime,timestamp_desc\nA login,1761955200000000,2026-11-01T00:00:00+00:00,seen\n"
    before = len(case.store.get(Noted))
    assert send(owner, "timeline", "sketch.csv", content).status_code == 200
    assert send(owner, "timeline", "sketch.csv", content).status_code == 200
    assert len(case.store.get(Noted)) == before + 1
    noting.withdraw(case, case.store.get(Noted)[-1].id, by="x", grounds="the test is over")


@pytest.mark.parametrize(
    ("sort", "name", "content"),
    [
        ("notified", "list.exe", b"x"),
        ("notified", "list.csv", b"colour\nred\n"),
        ("nothing", "list.csv", b"a\nb\n"),
        ("post", "report.csv", b"\x00\xff\x00"),
        ("timeline", "case.json", b"{"),
        ("known_list", "list.xlsx", b"PK\x03\x04 no workbook"),
        ("activations", "codes.csv", b"no,such,columns\n1,2,3\n"),
        ("codes", "codes.csv", b"no,such,columns\n1,2,3\n"),
        ("template", "board.docx", b"PK\x03\x04 no document"),
        ("logo", "logo.png", b"GIF89a"),
        ("logo", "logo.svg", b"<svg><script>alert(1)</script></svg>"),
        ("logo", "logo.png", b"\x89PNG\r\n\x1a\n" + bytes(600_000)),
    ],
)
def test_what_cannot_be_read_changes_nothing_and_says_why(owner, case, sort: str, name: str, content: bytes) -> None:  # type: ignore[no-untyped-def]
    before = len(case.journal)
    answer = send(owner, sort, name, content)
    assert answer.status_code == 400
    assert "stanch-" not in answer.content.decode()
    assert len(case.journal) == before


def test_too_large_a_file_and_none_are_refused(owner, case) -> None:  # type: ignore[no-untyped-def]
    assert case
    assert send(owner, "notified", "list.csv", b"x" * 8_000_001).status_code == 400
    refused = send(owner, "notified", "list.csv", b"x" * 9_000_000)
    assert refused.status_code == 413
    assert "8.1 MB may come here. Nothing was kept." in refused.content.decode(), "it says what would be right"
    assert owner.post("/bring", {"sort": "notified"}).status_code == 400


@pytest.fixture
def no_codes(case) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The case is every test's of this process, in whatever order workers take them: others may have loaded codes."""
    from stanch.casefile.models import CodeRow

    def forget() -> None:
        CodeRow.objects.using(case.alias).all().delete()
        case.journal.append("note", "codes are gone")

    forget()
    yield
    forget()


@pytest.mark.usefixtures("no_codes")
def test_codes_of_a_provider_come_by_browser_once(owner) -> None:  # type: ignore[no-untyped-def]
    content = b"engagement_number,code,enrol_by,help_line\nE-1,ABCD-EFGH-1234,2027-06-30,1-800-555-0150\n"
    assert "/bring?sort=codes" in owner.get("/protection").content.decode()
    assert send(owner, "codes", "codes.csv", content).status_code == 200
    assert send(owner, "codes", "codes.csv", content).status_code == 400, "a code is never used again"
    assert "/bring?sort=codes" not in owner.get("/protection").content.decode()


@pytest.mark.parametrize("role", ["auditor", "reviewer", "helper"])
def test_who_may_not_bring_brings_nothing(owner, monkeypatch: pytest.MonkeyPatch, role: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, role))
    assert send(owner, "timeline", "case.json", json.dumps(THEHIVE).encode()).status_code == 403


def test_every_sort_is_offered(owner) -> None:  # type: ignore[no-untyped-def]
    text = owner.get("/bring").content.decode()
    assert all(f'value="{word}"' in text for word in SORTS)


def test_a_tools_result_is_held_against_the_actions_and_the_day_given_with_it_counts(owner, case) -> None:  # type: ignore[no-untyped-def]
    drives = b"Volume C: [OS]\n    Conversion Status:    Fully Encrypted\n    Protection Status:    Protection Off\n"
    before = len(case.journal)
    assert send(owner, "check", "pc-1.txt", drives).status_code == 200  # whether or not an action of this case asks for it
    assert owner.post("/bring", {"sort": "check", "day": "soon", "file": SimpleUploadedFile("pc-1.txt", drives)}).status_code == 400
    assert send(owner, "check", "pc-1.txt", b"Dear Ada").status_code == 400
    turned = list(case.journal.entries())[before:]
    assert {entry.action for entry in turned} <= {"check action"}


def test_only_who_may_close_actions_brings_what_closes_them(owner, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "communicator"))
    answer = send(owner, "check", "pc-1.txt", b"Listing... Done\n")
    assert answer.status_code == 400
    assert "not yours" in answer.content.decode()


def test_a_template_and_a_logo_come_by_browser_and_stand_in_the_next_papers(owner, case) -> None:  # type: ignore[no-untyped-def]
    import docx

    def told() -> str:
        filled, fault = word.report(report.outline(case, now=NOW), (case.folder / report.TEMPLATE).read_bytes())
        assert fault == ""
        return str(docx.Document(io.BytesIO(filled)).paragraphs[0].text)

    made = docx.Document()
    made.add_paragraph("For the board of {{ organisation }}")
    held = io.BytesIO()
    made.save(held)
    assert send(owner, "template", "board.docx", held.getvalue()).status_code == 200
    # Other tests of this process may have said what the business is called.
    named = report.outline(case, now=NOW).facts.org.name or "The breached organisation"
    assert told() == f"For the board of {named}"
    broken = send(owner, "template", "board.docx", held.getvalue().replace(b"word/document.xml", b"word/document.xmm"))
    assert broken.status_code == 400, "a broken one is refused, and the one before stands"
    assert told().startswith("For the board of")
    assert "Go back to Stanch’s form" in owner.get("/report").content.decode()
    assert owner.post("/report", {"do": "ours"}).status_code == 302
    assert "Go back to Stanch’s form" not in owner.get("/report").content.decode()
    assert not report.has_template(case)
    picture = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
    assert send(owner, "logo", "logo.png", picture).status_code == 200
    assert lettering.one_of(case, "logo") == base64.b64encode(picture).decode()
    page = owner.get("/notices/facts/logo").content.decode()
    assert "/bring?sort=logo" in page
