"""Every number of a page opens to what it was counted from, or there is a reason why it does not; every picture says the same in words."""

import re
from html.parser import HTMLParser

import pytest

from stanch.protection.callcentre import TOPICS

PAGES = (
    "/", "/wall", "/intake", "/cause", "/timeline", "/review", "/review/findings", "/review/second", "/report", "/evidence", "/evidence?unread=", "/evidence/custody", "/evidence/bring",
    "/extent", "/people", "/people/review", "/people/aside", "/people/decided", "/people/p1", "/duties", "/settings", "/settings/calendar", "/duties/by-clock", "/duties/by-place", "/duties/US-CA/ag", "/notices",
    "/notices/options", "/notices/missing", "/notices/approve", "/notices/facts", "/notices/send", "/notices/status", "/notices/letter-p1",
    "/protection", "/protection/calls", "/actions", "/actions/board", "/actions/plan", "/actions/containment", "/bring", "/tabletop", "/tasks",
    "/fields", "/counsel", "/counsel/hold", "/journal", "/tokens", "/work", "/report/whole-case",
)  # fmt: skip
# What a number stands under, and why it opens to nothing.
REASONS = {
    "Code": "a hash of which each figure may be a digit",
    "Bytes": "a property of the file in the row", "Months": "how long an offer runs", "No.": "an entry's own number",
    "Times": "lines of the log in the row", "Events": "lines of the log in the row", "Not understood": "lines of the log in the row",
    "Files": "the workbook of people names each", "People": "the workbook of people names each", "Minutes": "how long an exercise takes",
    "Duties that turn on it": "the brief beside it tells which", "Rate": "a share of the two numbers before it",
    **dict.fromkeys(("Codes", "Left", "People waiting", "Given, not enrolled", "Enrolled", "Lapsed"), "codes are sealed; the workbook of people names each"),
    **dict.fromkeys(TOPICS, "calls are logged without their callers"),
    **dict.fromkeys(("How many", "Number"), "part of a way in full; the row says what is counted"),
}  # fmt: skip
NUMBER = re.compile(r"\s*[\d,]+\s*")
ZERO = re.compile(r"\s*0\s*")


class Cells(HTMLParser):
    """The cells of tables and lists of a page: what each stands under, its words, and whether its row holds a link."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.pictures: list[str] = []
        self._heads: list[str] = []
        self._row: list[str] = []
        self._name = self._text = ""
        self._has_link = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._heads = []
        elif tag in ("tr", "dt"):
            self._row, self._has_link = [], False
        elif tag == "a":
            self._has_link = True
        elif tag in ("img", "svg"):
            told = dict(attributes)
            self.pictures.append((told.get("alt") or told.get("aria-label") or "").strip())
        if tag in ("td", "th", "dt", "dd"):
            self._text = ""

    def handle_data(self, text: str) -> None:
        self._text += text

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._row.append(self._text)
        elif tag == "dt":
            self._name = self._text.strip()
        elif tag == "dd" and not self._has_link:
            self._keep(self._name, self._text)
        elif tag == "tr" and not self._heads:
            self._heads = [one.strip() for one in self._row]
        elif tag == "tr" and not self._has_link:
            for head, text in zip(self._heads, self._row, strict=False):
                self._keep(head, text)

    def _keep(self, under: str, text: str) -> None:
        if NUMBER.fullmatch(text) and not ZERO.fullmatch(text):
            self.found.append((under, text.strip()))


def read(owner, page: str) -> Cells:  # type: ignore[no-untyped-def]
    cells = Cells()
    answer = owner.get(page)
    assert answer.status_code == 200, page
    cells.feed(answer.content.decode().partition("<main")[2].partition("</main>")[0])
    return cells


@pytest.mark.parametrize("page", PAGES)
def test_every_number_opens_to_what_it_was_counted_from(owner, page: str) -> None:  # type: ignore[no-untyped-def]
    cells = read(owner, page)
    assert [one for one in cells.found if one[0] not in REASONS] == []
    assert [one for one in cells.pictures if len(one) < 20] == [], "a picture without its words"


def test_the_reader_of_pages_sees_a_number_that_opens_to_nothing() -> None:
    cells = Cells()
    cells.feed(
        "<table><tr><th>What</th><th>People</th></tr><tr><td>x</td><td>7</td></tr><tr><td><a href='/x'>x</a></td><td>8</td></tr></table>"
    )
    cells.feed("<dl><dt>Kept</dt><dd>9</dd><dt>Open</dt><dd><a href='/y'>3</a></dd></dl><img src='/z.svg'>")
    assert cells.found == [("People", "7"), ("Kept", "9")]
    assert cells.pictures == [""]
