"""What matters at this point of a breach: in the first days, in the months after, in the year after. Each line is counted from the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from stanch.report import Contents
from stanch.report.phrase import Phrase
from stanch.report.wording import counted

SHORT = timedelta(days=3)
# A line, and the page where it is seen to.
Line = tuple[str, str]
HEADINGS = {"days": "These days", "months": "These months", "year": "This year"}


def lines(stage: str, contents: Contents) -> list[Line]:
    """The lines of a stage; none in the first hours, which have steps of their own."""
    makers: dict[str, tuple[Callable[[Contents], list[Line]], ...]] = {
        "days": (_soon, _turning, _locked),
        "months": (_approved, _doubtful, _offered, _sampled),
        "year": (_repaired, _still_due, _kept),
    }
    return [line for make in makers.get(stage, ()) for line in make(contents)]


def _soon(contents: Contents) -> list[Line]:
    dues = [duty.deadline.due for duty in contents.clocks if duty.deadline and duty.deadline.due]
    soon = sum(contents.now <= due <= contents.now + SHORT for due in dues)
    told = _passed(contents)
    if soon:
        told += [(Phrase("%(clocks)s out within three days.", clocks=counted(soon, "clock runs", "clocks run")), "/duties")]
    return told or [("No clock runs out within three days.", "/duties")]


def _passed(contents: Contents) -> list[Line]:
    """Clocks that have run out: of duties that are owed, and of those that are owed if a question is answered so."""
    late = [duty for duty in contents.clocks if duty.deadline and duty.deadline.due and duty.deadline.due < contents.now]
    owed = sum(duty.required is True for duty in late)
    told: list[Line] = []
    if owed:
        told.append((Phrase("%(clocks)s run out.", clocks=counted(owed, "clock has", "clocks have")), "/duties"))
    if maybe := len(late) - owed:
        clocks = counted(maybe, "clock has", "clocks have")
        told.append((Phrase("%(clocks)s run out if an open question is answered yes.", clocks=clocks), "/intake"))
    return told


def _turning(contents: Contents) -> list[Line]:
    duties = len(contents.conditional)
    said = Phrase("%(duties)s on facts that nobody has told yet.", duties=counted(duties, "duty turns", "duties turn"))
    return [(said, "/intake")] if duties else [("Every duty is settled by the facts so far.", "/duties")]


def _locked(contents: Contents) -> list[Line]:
    files = counted(len(contents.unread), "file")
    return (
        [(Phrase("%(files)s could not be read. People may be named there.", files=files), "/evidence?unread=")] if contents.unread else []
    )


def _approved(contents: Contents) -> list[Line]:
    drafted = contents.drafted
    said = Phrase("Notices approved: %(ready)s of %(all)s.", ready=drafted.ready, all=drafted.number)
    return [(said, "/notices/approve")] if drafted.number else [("No notice has been drafted yet.", "/notices")]


def _doubtful(contents: Contents) -> list[Line]:
    # People of one household are told apart already: the same pairs as under *Do next*.
    doubtful = len(contents.in_doubt)
    said = Phrase("%(pairs)s of entries may be one person. Decide them.", pairs=counted(doubtful, "pair"))
    return [(said, "/people/review")] if doubtful else []


def _offered(contents: Contents) -> list[Line]:
    people = contents.helped
    said = Phrase("Help is planned for %(people)s. See that the codes go out.", people=counted(people, "person", "people"))
    return [(said, "/protection")] if people else []


def _sampled(_contents: Contents) -> list[Line]:
    return [("Show by a sample how little was missed.", "/review")]


def _repaired(contents: Contents) -> list[Line]:
    open_ = [one for one in contents.actions if one.status != "done"]
    late = sum(one.due is not None and one.due < contents.now.date() for one in open_)
    if not open_:
        return [("All repairs are done and proven.", "/actions")] if contents.actions else []
    told: list[Line] = [
        (Phrase("Repairs not done yet: %(open)s of %(all)s.", open=len(open_), all=len(contents.actions)), "/actions/board")
    ]
    return (
        [*told, (Phrase("%(repairs)s past the day.", repairs=counted(late, "repair is", "repairs are")), "/actions/board")]
        if late
        else told
    )


def _still_due(contents: Contents) -> list[Line]:
    clocks = len(contents.clocks)
    if not clocks:
        return [("No clock runs any more.", "/duties")]
    return [(Phrase("%(clocks)s still.", clocks=counted(clocks, "clock runs", "clocks run")), "/duties")]


def _kept(_contents: Contents) -> list[Line]:
    return [
        ("Read the after-action report with the team.", "/report"),
        ("Ask counsel how long the list of people must be kept, and when it is destroyed.", "/report"),
    ]
