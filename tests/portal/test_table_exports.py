"""Beside every table stands a way to take it: whole, safe from formulas, for whom that is theirs, told in the journal."""

import csv
import io
import re

import openpyxl
import pytest
from test_rights import PAGES
from the_breach import HOST

from stanch import safe_csv
from stanch.portal.rights import table, visitor

NO_PAGE = re.compile(r"\.(svg|pdf|csv|zip)$|/print$|/text$|^/report/")


def taken(client, address: str) -> list[list[str]]:  # type: ignore[no-untyped-def]
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.headers["Content-Type"].startswith("text/csv"), address
    assert answer.headers["Content-Disposition"].startswith("attachment"), address
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def tables_of(text: str) -> list[str]:
    return [one for one in re.findall(r"<table.*?</table>", text, re.DOTALL) if "<thead>" in one and "data-own" not in one]


def test_every_table_of_every_page_can_be_taken_and_no_cell_is_run(owner) -> None:  # type: ignore[no-untyped-def]
    seen = 0
    for path in PAGES.values():
        if NO_PAGE.search(path):
            continue
        page = owner.get(path).content.decode()
        found = tables_of(page)
        assert page.count("Table as CSV") == len(found), path
        for number, one in enumerate(found, 1):
            rows = taken(owner, f"{path}{'&' if '?' in path else '?'}table={number}&as=csv")
            assert len(rows[0]) == len(re.findall(r"<t[hd]\b", one.partition("</thead>")[0])), path
            assert {len(row) for row in rows} == {len(rows[0])}, path
            assert all(cell == safe_csv.cell(safe_csv.plain(cell)) for row in rows for cell in row), path
            assert not any("<" in cell and "script" not in cell.casefold() and "</" in cell for row in rows for cell in row), path
            seen += 1
    assert seen > 20


def test_a_list_in_pages_is_taken_whole(owner, case) -> None:  # type: ignore[no-untyped-def]
    rows = taken(owner, "/people?table=1&as=csv")
    assert len(rows) == 124
    assert len({row[0] for row in rows}) > 100
    assert len(taken(owner, "/people?q=ada&table=1&as=csv")) == 2
    last = case.journal.entries(newest_first=True, count=1)[0]
    assert (last.action, last.subject) == ("export", "people-1.csv")


def test_a_book_holds_text_alone(owner) -> None:  # type: ignore[no-untyped-def]
    answer = owner.get("/people?table=1&as=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 124
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}


def test_what_is_no_table_is_told(owner) -> None:  # type: ignore[no-untyped-def]
    assert b"there is no such table" in owner.get("/people?table=9&as=csv").content
    assert owner.get("/people?table=x&as=csv").headers["Content-Type"].startswith("text/html")
    assert owner.get("/people?table=1&as=exe").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("role", table().roles)
def test_tables_are_for_whom_lists_are(owner, case, monkeypatch: pytest.MonkeyPatch, role: str) -> None:  # type: ignore[no-untyped-def]
    from django.test import Client

    from stanch.portal import rights

    assert isinstance(owner, Client)
    assert owner.defaults["HTTP_HOST"] == HOST
    monkeypatch.setattr(rights, "alone", lambda _name: visitor("Ann", role))
    before = len([one for one in case.journal.entries() if one.action == "export"])
    answer = owner.get("/people?table=1&as=csv")
    may = {"people", "export"} <= set(table().roles[role].rights)
    assert answer.headers["Content-Type"].startswith("text/csv") == may
    assert len([one for one in case.journal.entries() if one.action == "export"]) == before + may
