"""Protection and calls, custody, containment files, checks of actions, counsel's pack and answers: what a person sees and may do."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from the_breach import HOSTILE, NOW

from stanch.casefile import Case, calls, codes, decisions, proving
from stanch.portal import rights
from stanch.portal.rights import visitor
from stanch.portal.work import Worker
from stanch.records import Attack, Exhibit, Indicator


@pytest.fixture(autouse=True)
def walks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the line was asked to walk."""
    asked: list[str] = []
    monkeypatch.setattr(Worker, "start", lambda _self, _case, **named: asked.append(named.get("first", "cause")))
    return asked


def text_of(owner, path: str) -> str:  # type: ignore[no-untyped-def]
    response = owner.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_codes_are_counted_given_out_and_their_use_is_drawn(  # type: ignore[no-untyped-def]
    owner, case: Case, tmp_path, walks: list[str]
) -> None:
    from stanch.casefile.models import CodeRow

    # Others of this process may have loaded some, in whatever order workers take the tests.
    CodeRow.objects.using(case.alias).all().delete()
    case.journal.append("note", "codes are gone")
    assert "No codes are loaded" in text_of(owner, "/protection")
    assert owner.get("/protection/enrolment.svg").status_code == 404
    file = tmp_path / "codes.csv"
    file.write_text(
        "engagement_number,code,enrol_by,help_line,months\nE1,AAA-111,2027-03-31,1-800-555-0150,12\nE1,AAA-112,2027-03-31,1-800-555-0150,12\n"
    )
    codes.load(case, file, service="credit_monitoring", as_of=NOW.date())
    assert "Give a code to the 1 who waits" in text_of(owner, "/protection")
    assert owner.post("/protection").status_code == 302
    assert walks == ["law"], "letters tell the codes without a further order"
    assert owner.post("/protection").status_code == 302
    assert walks == ["law"], "nobody waited any more, so nothing is drafted anew"
    (entry,) = [one for one in case.journal.entries() if one.action == "assign codes"]
    assert entry.actor == "the owner"
    page = text_of(owner, "/protection")
    assert "Give a code" not in page
    assert "AAA-111" not in page, "a code is worth money; numbers are enough here"
    used = tmp_path / "used.csv"
    used.write_text("code,activated\nAAA-111,2026-11-20\n")
    codes.take_activations(case, used)
    assert "100.0%" in text_of(owner, "/protection")
    assert owner.get("/protection/enrolment.svg").content.startswith(b"<svg")


def test_a_call_is_verified_without_a_word_on_anybody_and_logged(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    answer = owner.post(
        "/protection/calls", {"reference": f"X {HOSTILE}", "postcode": "94601", "born": "1980", "topic": "enrolment", "note": HOSTILE}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Offer to write to the address on file" in page
    assert "Logged: enrolment" in page
    assert "Ada" not in page
    assert "<script>alert" not in page
    assert calls.counts(case)["enrolment"] == 1
    for asked in ({}, {"topic": "gossip"}, {"reference": "A", "born": "80"}, {"reference": "A", "born": "²000"}):
        assert owner.post("/protection/calls", asked).status_code == 400, asked
    for _ in range(calls.WRONG_TRIES):
        owner.post("/protection/calls", {"reference": "GUESSED"})
    closed = owner.post("/protection/calls", {"reference": "GUESSED"})
    assert closed.status_code == 400
    assert "closed for today" in closed.content.decode()


def test_custody_tells_who_took_what_from_where_and_what_is_gone(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    before = case.store.get(Exhibit)
    taken = replace(before[0], id="e2", name="db/people", form="taken", source="postgresql://db.example.com/shop", rows=1200, note=HOSTILE)
    try:
        case.store.put(Exhibit, [*before, taken])
        page = text_of(owner, "/evidence/custody")
        for told in ("the owner", "postgresql://db.example.com/shop", "1200"):
            assert told in page, told
        assert "<script>alert" not in page
        case.store.put(Exhibit, before)
        page = text_of(owner, "/evidence/custody")
        assert "Not there any more" in page
        assert "db/people" in page
    finally:
        case.store.put(Exhibit, before)


def test_a_helper_from_outside_sees_the_custody_of_the_named_exhibits_alone(owner, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(rights, "alone", lambda name: replace(visitor(name, "helper"), exhibits=frozenset({"none"})))
    page = text_of(owner, "/evidence/custody")
    assert "Nothing is in custody yet" in page
    assert "Not there any more" not in page


def test_containment_files_are_shown_and_taken_without_ones_own_networks(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    before = case.store.get(Attack)
    case.store.put(
        Attack,
        [replace(before[0], indicators=(Indicator("ip", "198.51.100.7"), Indicator("ip", "203.0.113.9"), Indicator("domain", HOSTILE)))],
    )
    try:
        page = text_of(owner, "/actions/containment")
        assert "PLAN.md" in page
        assert "block/addresses.txt" in page
        assert "<script>alert" not in page
        for query, blocked in (("", "203.0.113.9"), ("?own=203.0.113.0/24", "")):
            answer = owner.get(f"/actions/containment.zip{query}")
            assert answer.headers["Content-Disposition"].startswith("attachment")
            with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
                assert all(name.startswith("containment/") and ".." not in name for name in archive.namelist())
                listed = archive.read("containment/block/addresses.txt").decode()
            assert "198.51.100.7" in listed
            assert ("203.0.113.9" in listed) == bool(blocked)
        assert owner.get("/actions/containment?own=everything").status_code == 400
        assert "containment.zip" in {entry.subject for entry in case.journal.entries() if entry.action == "export"}
    finally:
        case.store.put(Attack, before)


def test_an_action_tells_its_checks_and_the_board_what_is_late(owner, case: Case, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from stanch import recovery
    from stanch.records import Action

    before = case.store.get(Action)
    late = replace(before[0], id="late", due=date(2026, 1, 1), title=f"Ask twice {HOSTILE}", status="open", proof="")
    case.store.put(Action, [late])
    try:
        page = text_of(owner, "/actions/board")
        assert "Open (1)" in page
        assert "overdue: " in page
        assert "<script>alert" not in page
        judged = recovery.Judgement("failing", (), (f"no second factor {HOSTILE}",), ("a restore test",))
        file = proving.CheckFile(f"r{HOSTILE}.xml", "nmap", "a" * 64, 3)
        proving._recorded(case, case.store.get(Action)[0], judged, [file], [], by="ops")
        page = text_of(owner, "/actions/late")
        for told in ("failing", "no second factor", "still needed: a restore test", "a" * 64, "by ops"):
            assert told in page, told
        assert "<script>alert" not in page
        assert owner.get("/actions/none").status_code == 404
    finally:
        case.store.put(Action, before)


def test_counsels_papers_are_taken_as_the_case_stands(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    assert "Privileged" in text_of(owner, "/counsel")
    for name, start in (("brief.pdf", b"%PDF"), ("brief.docx", b"PK"), ("hold-notice.pdf", b"%PDF"), ("hold-notice.docx", b"PK")):
        answer = owner.get(f"/counsel/{name}")
        assert answer.status_code == 200
        assert answer.content.startswith(start), name
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "counsel/brief.pdf" in {entry.subject for entry in case.journal.entries()}
    for name in ("nothing.pdf", "..%2Fcase.db"):
        assert owner.get(f"/counsel/{name}").status_code == 404


def sheet(text: str, name: str = "answers.csv") -> dict[str, SimpleUploadedFile]:
    return {"answers": SimpleUploadedFile(name, text.encode())}


def test_counsels_answers_become_signed_decisions_all_or_none(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    head = "ref,answer,grounds\n"
    wrong = owner.post("/counsel", sheet(f"{head}hold,issued,today\n{HOSTILE},yes,because\n".replace('"', "")))
    assert wrong.status_code == 400
    assert "answers.csv" in wrong.content.decode()
    assert "/dev/shm" not in wrong.content.decode()
    assert "<script>alert" not in wrong.content.decode()
    assert not decisions.current(case.alias, "Counsel")
    assert owner.post("/counsel", sheet(f"{head}US-CA/ag,confirmed,it is ours\n")).status_code == 302
    assert decisions.current(case.alias, "Duty")["US-CA/ag"].grounds == "it is ours"
    assert decisions.current(case.alias, "Duty")["US-CA/ag"].decided_by == "the owner"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "no file was handed in"),
        (sheet("x", "answers.exe"), "read from .docx"),
        (sheet("x", "answers.docx"), ""),
        (sheet("ref,answer,grounds\n" + "x" * 1_000_001), "larger than"),
        (sheet("ref,answer,grounds\n"), "no answer is filled in"),
        (sheet("- [", "answers.yaml"), ""),
    ],
)
def test_a_sheet_that_is_none_is_refused_in_words(owner, given: dict[str, SimpleUploadedFile], told: str) -> None:  # type: ignore[no-untyped-def]
    for one in given.values():
        one.seek(0)
    answer = owner.post("/counsel", given)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert "/dev/shm" not in answer.content.decode()


def test_a_file_that_is_handed_in_never_lies_on_the_disk_in_the_clear() -> None:
    from django.conf import settings

    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]


def test_an_action_is_arranged_on_its_page_as_it_was_seen(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    from stanch.records import Action

    def sent(**more: str) -> int:
        seen = owner.get("/actions/a1").content.decode().partition('name="seen" value="')[2].partition('"')[0]
        return owner.post("/actions/a1", {"seen": seen, "owner": f"Ben {HOSTILE}", "due": "2026-12-31", "cost": "1200,50", "currency": "eur", **more}).status_code  # fmt: skip

    before = case.store.get(Action)[0]
    assert sent(cost="much") == 400
    assert sent(after="nowhere") == 400
    assert sent(seen="0") == 409
    assert case.store.get(Action)[0] == before
    assert sent() == 302
    page = text_of(owner, "/actions/a1")
    assert "EUR 1200.50" in page
    assert "<script>alert" not in page
    assert sent(owner=before.owner, due=before.due.isoformat() if before.due else "", cost="0") == 302
