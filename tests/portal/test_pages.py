"""What a person sees on each page; and that nothing from evidence acts on it."""

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from the_breach import HOSTILE, NOW

from stanch.casefile import Case, decide
from stanch.records import Notice

PAGES = [
    "/",
    "/evidence",
    "/evidence?unread=",
    "/evidence?unread=encrypted",
    "/people",
    "/people?q=ada",
    f"/people?q={HOSTILE}",
    "/people/p1",
    "/people/p3",
    "/duties",
    "/settings",
    "/duties/by-clock",
    "/duties/by-place",
    "/duties/US-CA/ag",
    "/notices",
    "/notices/letter-p1",
    "/actions",
    "/cause",
    "/extent",
    "/timeline",
    "/wall",
    "/intake",
    "/intake/org.sector",
    "/review",
    "/review/findings",
    "/review/second",
    "/report",
    "/work",
    "/journal",
    "/people/review",
    "/people/aside",
    "/people/decided",
    "/people/why?one=p1",
    "/people/why?one=p1&other=p3",
    "/evidence/custody",
    "/notices/options",
    "/notices/missing",
    "/notices/approve",
    "/notices/facts",
    "/notices/following",
    "/notices/facts/steps_taken",
    "/notices/status",
    "/notices/status?state=not_approved",
    "/protection",
    "/protection/calls",
    "/actions/board",
    "/actions/containment",
    "/actions/a1",
    "/counsel",
]
# Their one picture is a file of our own.
WITH_PICTURE = ("/notices/options", "/protection")


class Reader(HTMLParser):
    """Collects what a page holds: tags, attributes, text, and whether every tag is closed."""

    VOID = frozenset({"meta", "link", "input", "br", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.script = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attributes
        self.links += [value or "" for name, value in attributes if name == "href"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        if self.open and self.open[-1] == "script":
            self.script += text
        self.text += text


def read(response) -> Reader:  # type: ignore[no-untyped-def]
    assert response.status_code == 200
    return Reader(response.content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_nothing_from_evidence_acts(owner, path: str) -> None:  # type: ignore[no-untyped-def]
    response = owner.get(path)
    page = read(response)
    assert page.open == []
    assert page.tags.count("h1") == 1
    assert not {"iframe", "object", "style"} & set(page.tags)
    # One script, from a file of our own, and nothing within the page.
    assert page.tags.count("script") == 1
    sources = [value or "" for name, value in page.attributes if name == "src"]
    assert sources[0] == "/keys.js"
    assert all(source in (f"{path}.svg", f"{path}/enrolment.svg") for source in sources[1:])
    assert path in WITH_PICTURE or len(sources) == 1
    assert page.script.strip() == ""
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    assert not set("\x1b\u202e") & set(response.content.decode())


def as_served(link: str) -> str:
    """The path as the server hands it on: unquoted, but for slashes. (The test's own client undoes those too.)"""
    return "%2F".join(unquote(part, encoding="latin-1") for part in link.partition("?")[0].partition("#")[0].split("%2F"))


@pytest.fixture(scope="module")
def alive() -> set[str]:
    """Links that were followed from another page of this case already: what stands on every page need not be followed from each."""
    return set()


@pytest.mark.parametrize("path", PAGES)
def test_no_link_of_a_page_is_dead(owner, path: str, alive: set[str]) -> None:  # type: ignore[no-untyped-def]
    for link in set(read(owner.get(path)).links) - alive:
        if link.startswith("/") and not link.endswith("/print"):
            assert owner.get(link, PATH_INFO=as_served(link)).status_code == 200, link
            alive.add(link)


def test_now_tells_what_is_known_what_to_do_and_which_clocks_run(owner) -> None:  # type: ignore[no-untyped-def]
    text = " ".join(read(owner.get("/")).text.split())
    assert "123 people are affected" in text
    assert "An intruder guessed a password." in text
    assert "Disable the account" in text
    assert "Was the key taken as well?" in text
    assert "Cal. Civ. Code 1798.82(f)" in text
    assert text.index("overdue by 4 hours") < text.index("1 day 6 hours left")


@pytest.mark.parametrize(
    ("day", "stage"), [("2026-11-23", "hours"), ("2026-11-01", "days"), ("2026-09-01", "months"), ("2026-01-02", "year")]
)
def test_the_first_page_is_another_one_as_time_goes_on(owner, case: Case, day: str, stage: str) -> None:  # type: ignore[no-untyped-def]
    decide.set_fact(case, "incident.discovered", day, by="owner", source="test")
    assert ("The first hours" in owner.get("/").content.decode()) == (stage == "hours")


def test_each_thing_to_do_leads_to_where_it_is_done(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    decide.set_fact(case, "incident.discovered", None, by="owner", source="test")
    page = read(owner.get("/"))
    assert {"/intake/incident.discovered", "/duties/US-CA/late"} <= set(page.links)
    assert "facts file" not in page.text or "Legal clocks" in page.text
    assert "No deadline has passed" not in page.text, "one has: what is not true does not comfort"


def test_people_are_searched_whatever_the_case_of_letters_and_paged(owner) -> None:  # type: ignore[no-untyped-def]
    assert "123 people are affected" in read(owner.get("/people")).text
    found = read(owner.get("/people", {"q": "zoë ÅNGSTRÖM"})).text
    assert "1 found" in found
    assert "Zoë Ångström" in found
    assert "1 found" in read(owner.get("/people", {"q": "ada oakland"})).text
    for pattern in ("100%", "A.a", "a[d]a", "(", "\\", "ada|zoë"):
        assert "0 found" in read(owner.get("/people", {"q": pattern})).text, pattern
    assert "1 found" in read(owner.get("/people", {"residence": "unresolved"})).text
    third = read(owner.get("/people", {"residence": "US-TX", "page": "3"})).text
    assert "Person 119" in third
    assert "3 of 3" in third
    for nonsense in ("0", "-1", "99999", "x", "²", "9" * 40):
        assert owner.get("/people", {"page": nonsense}).status_code == 200


def test_one_person_is_told_with_the_reason_for_everything(owner) -> None:  # type: ignore[no-untyped-def]
    text = read(owner.get("/people/p1")).text
    for told in (
        "***-**-6789",
        "share/pay.csv",
        "the newest address found",
        "same SSN in two files",
        "same phone",
        "letter-p1",
        "12 months",
    ):
        assert told in text


def test_a_duty_shows_its_proof_and_what_was_decided(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    decide.sign_duty(case, "US-CA/ag", verdict="confirmed", by="counsel", grounds="it applies to us")
    text = read(owner.get("/duties/US-CA/ag")).text
    for told in ("an SSN was exposed", "data.elements = ssn", "§ 1(b)", "72 hours from discovery", "counsel", "it applies to us"):
        assert told in text
    assert "confirmed (counsel)" in read(owner.get("/duties")).text


def test_the_journal_shows_the_newest_first(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    case.journal.append("look", "at this first", by="counsel")
    case.journal.append("look", "at that next", by="counsel")
    text = read(owner.get("/journal")).text
    assert text.index("look at that next") < text.index("look at this first")
    assert f"{NOW:%Y-%m-%d %H:%M:%S}" in text


@pytest.mark.parametrize(
    "path", ["/people/nobody", "/duties/US-CA/nothing", "/notices/none", "/notices/none/print", "/nowhere", "/static/../x"]
)
def test_what_is_not_there_is_a_calm_page(owner, path: str) -> None:  # type: ignore[no-untyped-def]
    response = owner.get(path)
    assert response.status_code == 404
    assert "no such page" in response.content.decode()


def test_a_notice_that_cannot_be_printed_is_told_in_words(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    owner.raise_request_exception = False
    before = case.store.get(Notice)
    case.store.put(Notice, [replace(one, text_id="t") for one in before])
    response = owner.get("/notices/letter-p1/print")
    case.store.put(Notice, before)
    assert response.status_code == 500
    assert "letter.yaml" in response.content.decode()


def test_what_was_just_replaced_is_looked_at_again(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    """A page that asked for the findings a moment before a run replaced them is no fault of ours."""
    from stanch.engine import Parts

    owner.raise_request_exception = False
    before = case.store.get_parts("findings")
    case.store.put_parts("findings", Parts((case.parts / "gone",), case.keys))
    try:
        response = owner.get("/extent/place?at=share/a.txt")
    finally:
        case.store.put_parts("findings", before or Parts((), case.keys))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "look again" in response.content.decode()


def test_what_is_done_is_not_to_be_done_next(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    assert "overdue" in read(owner.get("/")).text
    decide.sign_duty(case, "US-CA/late", verdict="fulfilled", by="counsel", grounds="sent on the 20th")
    try:
        assert "overdue" not in read(owner.get("/")).text
    finally:
        decide.sign_duty(case, "US-CA/late", verdict="open", by="counsel", grounds="it came back")


def test_a_notice_is_shown_as_it_is_printed_and_nothing_of_it_is_kept(owner, case: Case, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from stanch import law, notices
    from stanch.portal.pages import notices as page
    from stanch.records import Attack, DataSet, Facts, Incident, Person

    facts = Facts(
        as_of=NOW.date(),
        incident=Incident(
            kind="intrusion", medium="electronic", confidentiality="acquired", actor="external_malicious", discovered=NOW.date()
        ),
        data=(DataSet("customer", ("ssn",), with_name=True, encrypted=False),),
        affected={"US-CA": 1},
    )
    ada = next(person for person in case.store.get(Person) if person.id == "p1")
    drafts = notices.draft(law.assess(facts).duties, [ada], facts, Attack(), [], bench=case.bench(workers=1))
    letter = next(one for one in drafts if one.person == "p1")
    before = case.store.get(Notice)
    case.store.put(Notice, [letter])
    monkeypatch.setattr(page, "MEMORY", tmp_path)
    response = owner.get(f"/notices/{letter.id}/print")
    case.store.put(Notice, before)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF")
    assert list(tmp_path.iterdir()) == []
    assert "preview notice" in {entry.action for entry in case.journal.entries()}


def test_a_duty_is_called_by_whom_it_tells(owner) -> None:  # type: ignore[no-untyped-def]
    assert "<h1>Tell the Attorney General (California)</h1>" in owner.get("/duties/US-CA/ag").content.decode()
