"""Who may see and do what: every page, with every role."""

import re

import pytest
from the_breach import HOST

from stanch.portal.rights import table, visitor

PAGES = {
    "": "/",
    "wall": "/wall",
    "wall/<str:paper>.pdf": "/wall/a4.pdf",
    "work": "/work",
    "intake": "/intake",
    "intake/<str:key>": "/intake/org.name",
    "cause": "/cause",
    "cause/<str:name>.svg": "/cause/entities.svg",
    "timeline": "/timeline",
    "timeline.csv": "/timeline.csv",
    "evidence": "/evidence",
    "evidence/custody": "/evidence/custody",
    "evidence/bring": "/evidence/bring",
    "evidence/bring/<str:identity>": "/evidence/bring/0123456789abcdef",
    "extent": "/extent",
    "extent/place": "/extent/place?at=x",
    "people": "/people",
    "people/review": "/people/review",
    "people/aside": "/people/aside",
    "people/decided": "/people/decided",
    "people/why": "/people/why?one=p1",
    "people/<path:identity>": "/people/p1",
    "settings": "/settings",
    "settings/calendar": "/settings/calendar",
    "settings/close": "/settings/close",
    "settings/destruction": "/settings/destruction",
    "settings/destruction/certificate": "/settings/destruction/certificate",
    "duties": "/duties",
    "duties/by-clock": "/duties/by-clock",
    "duties/by-place": "/duties/by-place",
    "duties/<path:identity>": "/duties/US-CA/ag",
    "notices": "/notices",
    "notices/options": "/notices/options",
    "notices/options.svg": "/notices/options.svg",
    "notices/missing": "/notices/missing",
    "notices/approve": "/notices/approve",
    "notices/facts": "/notices/facts",
    "notices/following": "/notices/following",
    "notices/facts/<str:key>": "/notices/facts/toll_free",
    "notices/send": "/notices/send",
    "notices/status": "/notices/status",
    "notices/returns": "/notices/returns",
    "notices/returns/addresses": "/notices/returns/addresses",
    "notices/returns/<path:identity>": "/notices/returns/p1",
    "notices/substitute/<path:identity>": "/notices/substitute/US-CA/individuals",
    "notices/wording": "/notices/wording",
    "notices/wording/<str:language>/<str:name>": "/notices/wording/en/individual",
    "notices/wording/<str:language>/<str:name>/text": "/notices/wording/en/individual/text",
    "notices/wording/<str:language>/<str:name>/approve": "/notices/wording/en/individual/approve",
    "notices/<path:identity>/print": "/notices/none/print",
    "notices/<path:identity>": "/notices/letter-p1",
    "protection": "/protection",
    "protection/enrolment.svg": "/protection/enrolment.svg",
    "protection/calls": "/protection/calls",
    "actions": "/actions",
    "actions/board": "/actions/board",
    "actions/plan": "/actions/plan",
    "actions/plan.svg": "/actions/plan.svg",
    "actions/containment": "/actions/containment",
    "actions/containment.zip": "/actions/containment.zip",
    "actions/<str:identity>": "/actions/a1",
    "counsel": "/counsel",
    "counsel/hold": "/counsel/hold",
    "counsel/<str:name>": "/counsel/answers.csv",
    "review": "/review",
    "review/findings": "/review/findings",
    "review/findings/value": "/review/findings/value",
    "review/second": "/review/second",
    "bring": "/bring",
    "tabletop": "/tabletop",
    "tabletop/<str:name>": "/tabletop/mailbox",
    "tasks": "/tasks",
    "fields": "/fields",
    "report": "/report",
    "report/whole-case": "/report/whole-case",
    "report/register": "/report/register",
    "report/register/<str:form>": "/report/register/csv",
    "report/<str:name>": "/report/summary.pdf",
    "journal": "/journal",
}
# What is open to whoever may come in; the operations of the API, and links of calendars, are tried in their own tests.
OPEN = {"language", "style.css", "keys.js", "handing.js", "favicon.ico", "tokens", "calendar/<str:secret>.ics", "api/"}


def marked():  # type: ignore[no-untyped-def]
    """Each page of the portal with the rights it names."""
    from stanch.portal.urls import urlpatterns

    return {str(one.pattern): getattr(one.callback, "needs", None) for one in urlpatterns if str(one.pattern) not in OPEN}


def test_every_page_names_the_right_it_needs_and_is_tried_here(case) -> None:  # type: ignore[no-untyped-def]
    assert case
    pages = marked()
    assert set(pages) == set(PAGES)
    for pattern, needs in pages.items():
        assert needs is not None, pattern
        assert {right for right in needs if right} <= set(table().rights), pattern


def test_every_right_is_of_use_and_every_role_names_rights() -> None:
    for role in table().roles.values():
        assert role.rights
        assert set(role.rights) <= set(table().rights)


@pytest.mark.parametrize("role", table().roles)
def test_a_role_sees_and_sends_what_its_rights_allow_and_nothing_else(owner, monkeypatch: pytest.MonkeyPatch, role: str) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import rights
    from stanch.portal.work import Worker

    monkeypatch.setattr(Worker, "start", lambda *_given, **_named: None)
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, role))
    allowed = set(table().roles[role].rights)
    owner.raise_request_exception = False
    for pattern, (to_look, to_change) in marked().items():
        seen = owner.get(PAGES[pattern])
        if not pattern and to_look not in allowed:
            # Whoever signs in comes to the first page: they are led on to one that is theirs.
            assert (seen.status_code, owner.get(seen.url).status_code) == (302, 200), role
            continue
        assert (seen.status_code == 403) == (to_look not in allowed), (role, pattern)
        if seen.status_code == 403:
            assert not re.search(r"\bAda\b", seen.content.decode())
        sent = owner.post(PAGES[pattern], {})
        if to_change is None:
            assert sent.status_code == 405, (role, pattern)
        else:
            assert (sent.status_code == 403) == (to_change not in allowed), (role, pattern)


def test_the_sections_shown_are_those_that_open(owner, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import rights

    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "auditor"))
    text = owner.get("/").content.decode()
    assert 'href="/journal"' in text
    assert 'href="/intake"' not in text
    assert "Sign it" not in owner.get("/duties/US-CA/ag").content.decode()


def test_a_form_from_elsewhere_changes_nothing(case) -> None:  # type: ignore[no-untyped-def]
    from django.test import Client

    from stanch.portal.gate import door

    browser = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
    browser.get(door.new_link())
    before = len(case.journal)
    sent = browser.post("/duties/US-CA/none", {"verdict": "declined", "grounds": "because"})
    assert sent.status_code == 403
    assert "nothing was changed" in sent.content.decode()
    assert len(case.journal) == before
