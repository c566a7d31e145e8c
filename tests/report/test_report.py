"""The report: what is urgent first, what is not known said plainly, nothing in a name obeyed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from stanch import report
from stanch.records import Action, Deadline, Duty, Exposure, Facts, Organisation, Person, Unread
from stanch.report import Contents, KindCount, Place
from stanch.report.known import known, unknown
from stanch.report.summary import drawn
from stanch.report.wording import next_things, remaining

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVIL = '=cmd|"/c calc"!A1<script>alert(1)</script>\x1b[31m\u202e'


def duty(name: str, hours: float | None, *, required: object = True, verified: bool = True) -> Duty:
    due = NOW + timedelta(hours=hours) if hours is not None else None
    deadline = Deadline(72.0, "hours", "awareness", due)
    return Duty(
        f"US-CA/{name}", "US-CA", "individuals", required, deadline, None, ("mail",), "final", (), f"Code § {name}", "because", name,
        people=3, verified=verified, questions=("Was it taken?",) if required == "conditional" else (),
    )  # fmt: skip


def person(name: str = "Ann Example", **more: object) -> Person:
    exposure = Exposure("us_ssn", "ssn", "***-**-3456", 0.97, ("share/a.txt",))
    return Person("p-1", name, residence="US-CA", elements=("name", "ssn"), exposures=(exposure,), **more)  # type: ignore[arg-type]


@pytest.fixture
def contents() -> Contents:
    return Contents(
        now=NOW,
        facts=Facts(org=Organisation(name=f"Acme {EVIL}")),
        people=(person(), person(EVIL)),
        duties=(duty("late", -5), duty("soon", 20), duty("open", 300, required="conditional"), duty("no", None, required=False)),
        unread=(Unread("e", f"share/{EVIL}.zip", "encrypted", "a password is needed"),),
        kinds=(KindCount("us_ssn", 2, 1, (Place(f"share/{EVIL}", 2),)),),
        actions=(Action("mfa", "Ask for a second factor", "a password was enough", "IT lead", None, "small", would_have_stopped_it=True),),
        warnings=("On what day was the breach discovered?",),
    )


def test_nothing_in_a_name_is_obeyed(contents: Contents) -> None:
    page = drawn(contents)
    assert "<script>" not in page
    assert "default-src 'none'" in page
    assert "alert(1)" in page, "it is shown, as text"


def test_every_citation_and_reason_is_on_the_page(contents: Contents) -> None:
    page = drawn(contents)
    for one in contents.duties:
        assert one.cite in page
    assert "hours overdue" in page
    assert "locked with a password" in page


def test_the_most_urgent_comes_first(contents: Contents) -> None:
    assert [one.rule for one in contents.clocks] == ["late", "soon", "open"]
    things = next_things(contents)
    assert len(things) == 5
    assert any("overdue" in thing.do for thing in things[:2])


def test_what_is_not_known_is_said() -> None:
    bare = Contents(now=NOW, facts=Facts(), people=(Person("p-1", "Ann Example"),), duties=(duty("x", 9, verified=False),))
    told = " ".join(unknown(bare))
    assert "Where 1 person lives" in told
    assert "How to reach 1 person" in told
    assert "Code § x" in told, "a rule that was not checked against the law"
    assert "1 person affected." in known(bare)


def test_all_files_are_written_for_the_owner_alone(contents: Contents, tmp_path: Path) -> None:
    written = report.write(contents, tmp_path / "report")
    assert all(path.stat().st_size and path.stat().st_mode & 0o077 == 0 for path in written)
    book = openpyxl.load_workbook(tmp_path / "report/people.xlsx")
    cells = [cell for row in book["People"].iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type in ("s", "inlineStr", "n") for cell in cells), "a name like a formula stays a name"
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    events = Calendar.from_ical((tmp_path / "report/deadlines.ics").read_bytes()).walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [one.deadline.due for one in contents.clocks if one.deadline]


def test_the_same_contents_give_the_same_paper(contents: Contents, tmp_path: Path) -> None:
    for name in ("one", "two"):
        report.write(contents, tmp_path / name)
    for file in ("summary.pdf", "after-action.pdf", "summary.html", "deadlines.ics"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_an_empty_case_has_a_report(tmp_path: Path) -> None:
    assert report.write(Contents(now=NOW, facts=Facts()), tmp_path)


@given(st.integers(-10_000, 10_000))
def test_remaining_time_tells_before_from_after(hours: int) -> None:
    told = remaining(NOW + timedelta(hours=hours), NOW)
    assert told.endswith("overdue") == (hours < 0)
    assert re.search(r"\d", told)
