"""Each table of a page to take away, as CSV or XLSX that no spreadsheet program runs; read off the page, so that none is forgotten.

A list in pages is taken whole, page after page. Needs the right `export`; who took what stands in the journal.
"""

from __future__ import annotations

import copy
import csv
import io
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from stanch import safe_csv
from stanch.errors import WrongCall
from stanch.portal import rights, which

TABLE = re.compile(r"<table\b(?P<marks>[^>]*)>.*?</table>", re.DOTALL)
OWN = "data-own"  # a table whose page has its own way out
SHEET_ROWS = 10_000  # of an XLSX file, which is made in memory; CSV goes out as it is read
SKIPPED = {"form", "summary", "button", "script", "style"}
PARTS = {"br", "li", "p"}
ASIDE = {"why", "cite", "who", "when"}  # lines of their own within a cell
NO_NAME = re.compile(r"[^\w-]+")


class _Reader(HTMLParser):
    """The text of one table, row by row. Forms in cells are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self._skipping.append(tag)
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = []
        elif self._cell is not None and (tag in PARTS or ASIDE & set((dict(attrs).get("class") or "").split())):
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._skipping and tag == self._skipping[-1]:
            self._skipping.pop()
        elif tag in ("td", "th") and self._cell is not None:
            lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self.rows[-1].append("; ".join(line for line in lines if line))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skipping:
            # Line ends of the template mean nothing.
            self._cell.append(data.replace("\n", " "))


def answered(request: HttpRequest, page: HttpResponse, sheets: int) -> HttpResponseBase:
    """The page with ways to take its tables; or, where the call asks for one (`?table=1&as=csv`), that table.

    `sheets`: how many pages the list has.
    """
    visitor = rights.visitor_of(request)
    if request.method != "GET" or page.status_code != 200 or not visitor.may("export"):
        return page
    form, number = request.GET.get("as", ""), request.GET.get("table", "")
    if form not in ("csv", "xlsx") or not (number.isascii() and number.isdigit() and len(number) < 3):
        page.content = _with_ways(page.content.decode(), request, sheets).encode()
        return page
    if visitor.asks_again and rights.must_sign_in_again(request):
        return redirect(f"/account/reauthenticate/?{urlencode({'next': which.current().address(request.get_full_path())})}")
    return _taken(request, page, int(number), form, sheets)


def _with_ways(text: str, request: HttpRequest, sheets: int) -> str:
    numbers = iter(range(1, 100))

    def way(form: str, number: int, says: str) -> str:
        asked = request.GET.copy()
        asked.pop("page", None)
        asked["table"], asked["as"] = str(number), form
        return format_html('<a href="?{}" rel="nofollow">{}</a>', asked.urlencode(), says)

    def added(match: re.Match[str]) -> str:
        if not _is_offered(match):
            return match[0]
        number = next(numbers)
        ways = [way("csv", number, _("Table as CSV"))]
        ways += [way("xlsx", number, _("as XLSX"))] if sheets * 50 <= SHEET_ROWS else []
        return f'{match[0]}<p class="exports">{" · ".join(ways)}</p>'

    return TABLE.sub(added, text)


def _is_offered(match: re.Match[str]) -> bool:
    return "<thead>" in match[0] and OWN not in match["marks"]


def _table(text: str, number: int) -> list[list[str]]:
    """The rows of a table, its header first; none where there is no such table."""
    offered = [match for match in TABLE.finditer(text) if _is_offered(match)]
    if not 1 <= number <= len(offered):
        return []
    reader = _Reader()
    reader.feed(offered[number - 1][0])
    return [row for row in reader.rows if row]


def _taken(request: HttpRequest, page: HttpResponse, number: int, form: str, sheets: int) -> HttpResponseBase:
    from stanch.portal import desk

    first = _table(page.content.decode(), number)
    if not first:
        raise WrongCall("there is no such table on this page", do="Go back to the page, and take one that is there.")
    name = f"{NO_NAME.sub('-', request.path.strip('/')) or 'now'}-{number}.{form}"[-120:]
    journal = desk.case().journal
    journal.append("export", name, by=rights.visitor_of(request).actor, details={"page": request.path[:300], "table": number})
    rows = _rows(request, first, number, sheets)
    answer: HttpResponseBase
    if form == "csv":
        answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    else:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answer = HttpResponse(_book(rows), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(request: HttpRequest, first: list[list[str]], number: int, sheets: int) -> Iterator[list[str]]:
    """The header and all rows: of a list in pages, those of every page."""
    language = translation.get_language() or "en"
    yield from first
    for sheet in range(2, sheets + 1):
        with translation.override(language):
            text = _again(request, sheet)
        yield from _table(text, number)[1:]


def _again(request: HttpRequest, sheet: int) -> str:
    """Another page of the same list."""
    match = request.resolver_match
    if match is None:
        return ""
    asked = copy.copy(request)
    given = request.GET.copy()
    given["page"], given["as"] = str(sheet), ""
    asked.GET = given  # type: ignore[assignment]
    answer: Any = match.func(asked, *match.args, **match.kwargs)
    return answer.content.decode() if not answer.streaming else ""


def _lines(rows: Iterator[list[str]]) -> Iterator[bytes]:
    # The mark tells spreadsheet programs that it is UTF-8.
    yield "\ufeff".encode()
    for row in rows:
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerow([safe_csv.cell(cell) for cell in row])
        yield stream.getvalue().encode()


def _book(rows: Iterator[Sequence[str]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                # As text always: a cell that begins like a formula is none.
                sheet.write_string(place, column, cell[:32_000], bold if place == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 20, 24)
    return stream.getvalue()
