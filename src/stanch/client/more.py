"""Operations beyond the records of a case: tasks, fields, timeline, doubts, letters, delivery, codes, calls, counsel, files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from stanch import shapes
from stanch.client import forms
from stanch.client.wire import Wire, quoted
from stanch.records import Aside, Exhibit, Ruling, from_plain

T = TypeVar("T")
PIECE = 4 << 20  # bytes


class More:
    """What people decide and bring in. Raises as `Stanch` does."""

    _wire: Wire

    # Tasks, fields, timeline

    def tasks(self) -> shapes.Tasks:
        """The tasks, those that are open first."""
        return self._read(shapes.Tasks, "/tasks")

    def add_task(self, text: str, *, blocks: str = "", who: str = "", due: date | None = None) -> shapes.Tasks:
        """Make a task; `blocks` (`action ID`, `duty ID`, `notice ID`, `step ID`, `notices`, `sending`) may not be done before."""
        return self._send(shapes.Tasks, "/tasks", text=text, blocks=blocks, who=who, due=due.isoformat() if due else None)

    def end_task(self, identity: str, verdict: Literal["done", "withdrawn"], *, grounds: str) -> shapes.Tasks:
        """Say that a task is done, or need not be."""
        return self._send(shapes.Tasks, f"/tasks/{quoted(identity)}", verdict=verdict, grounds=grounds)

    def fields(self) -> shapes.Fields:
        """The fields of the organisation's own."""
        return self._read(shapes.Fields, "/fields")

    def define_field(self, key: str, label: str, **told: Any) -> shapes.Fields:
        """Define a field; `told`: `kind`, `choices`, `needed_for`, `why`."""
        return self._send(shapes.Fields, "/fields", key=key, label=label, **told)

    def fill_field(self, seen: shapes.FieldState, value: str, *, source: str = "") -> shapes.FieldState:
        """Fill a field as it was seen."""
        return self._send(shapes.FieldState, f"/fields/{quoted(seen.field.key)}", value=value, source=source, revision=seen.revision)

    def timeline(self, *, page: int = 1) -> shapes.TimelinePage:
        """What the logs tell and what people noted."""
        return self._read(shapes.TimelinePage, "/timeline", page=page)

    def note(self, text: str, *, at: datetime | None = None, source: str = "") -> shapes.TimelineEntry:
        """Note what happened."""
        return self._send(shapes.TimelineEntry, "/timeline", text=text, at=at.isoformat() if at else None, source=source)

    def withdraw_note(self, identity: str, *, grounds: str) -> shapes.TimelinePage:
        """Take an entry back."""
        return self._send(shapes.TimelinePage, f"/timeline/{quoted(identity)}", grounds=grounds)

    def bring(self, sort: str, file: Path) -> shapes.Taken:
        """Have a file taken in, all of it or nothing; the sorts stand in docs/api.md."""
        return from_plain(shapes.Taken, self._wire.post_file("/bring", file.read_bytes(), sort=sort, name=file.name))

    # Evidence, extent and journal

    def coming(self) -> shapes.ComingFiles:
        """The files that are on their way."""
        return self._read(shapes.ComingFiles, "/handing")

    def hand_in(self, file: Path, *, role: Literal["evidence", "log", "either"] = "evidence") -> shapes.HandedIn:
        """Hand a file in, in pieces that are each checked; called again after a break it goes on.

        With `either` its own form tells whether it is a log; the answer says which.
        """
        told = file.stat()
        one = self._send(shapes.ComingFile, "/handing", name=file.name, size=told.st_size, role=role, modified=told.st_mtime)
        place = f"/handing/{one.id}"
        with file.open("rb") as stream:
            stream.seek(one.have)
            at = one.have
            while piece := stream.read(PIECE):
                one = from_plain(
                    shapes.ComingFile, self._wire.post_file(place, piece, at=str(at), sha256=hashlib.sha256(piece).hexdigest())
                )
                at = one.have
        return self._send(shapes.HandedIn, f"/handing/{one.id}/finish")

    def tell_passwords(self, passwords: Sequence[str]) -> shapes.PasswordsKept:
        """Give passwords of locked files, which are then opened; they are kept sealed."""
        return self._send(shapes.PasswordsKept, "/passwords", passwords=list(passwords))

    def cancel_handing(self, identity: str) -> shapes.ComingFiles:
        """Take a file on its way back."""
        return self._send(shapes.ComingFiles, f"/handing/{quoted(identity)}/cancel")

    def places(self, kind: str, *, page: int = 1) -> forms.Page[shapes.KindPlace]:
        """The places of one kind, those with the most findings first."""
        return self._listed(shapes.KindPlace, f"/kinds/{quoted(kind)}/places", "places", page=page)

    def findings(self, at: str) -> shapes.PlaceFindings:
        """The first findings at one place, masked."""
        return self._read(shapes.PlaceFindings, "/findings", at=at)

    def journal(self, *, page: int = 1) -> forms.Page[shapes.JournalEntry]:
        """A page of the journal, the newest entry first."""
        return self._listed(shapes.JournalEntry, "/journal", "entries", page=page)

    def exhibit(self, identity: str) -> Exhibit:
        """One exhibit."""
        return self._read(Exhibit, f"/exhibits/{quoted(identity)}")

    # Review

    def doubts(self) -> shapes.Families:
        """Who may be one person, or two, or nobody."""
        return self._read(shapes.Families, "/doubts")

    def decide_doubt(self, family: str, verdict: str, *, doubt: str = "", grounds: str = "") -> shapes.Families:
        """Answer one doubt, or without `doubt` all of a family."""
        return self._send(shapes.Families, "/doubts", family=family, doubt=doubt, verdict=verdict, grounds=grounds)

    def rulings(self, *, page: int = 1) -> forms.Page[Ruling]:
        """The decisions that hold, the newest first."""
        return self._listed(Ruling, "/rulings", "rulings", page=page)

    def take_back(self, ruling: str, *, grounds: str) -> None:
        """Take a decision back."""
        self._send(shapes.Ruled, f"/rulings/{quoted(ruling)}", grounds=grounds)

    def aside(self, *, page: int = 1) -> forms.Page[Aside]:
        """Who was found and is not on the list."""
        return self._listed(Aside, "/aside", "aside", page=page)

    def restore(self, identity: str, *, grounds: str) -> list[str]:
        """Put somebody on the list who was set aside; the ids of the decisions."""
        return self._send(shapes.Ruled, f"/aside/{quoted(identity)}", grounds=grounds).rulings

    def doubtful_findings(self, *, page: int = 1) -> shapes.DoubtfulPage:
        """The findings in doubt, the most consequential first."""
        return self._read(shapes.DoubtfulPage, "/doubtful-findings", page=page)

    def doubtful_finding(self, identity: str) -> shapes.DoubtfulPassages:
        """One with the words around it."""
        return self._read(shapes.DoubtfulPassages, f"/doubtful-findings/{quoted(identity)}")

    def answer_finding(self, identity: str, verdict: str, *, note: str = "") -> shapes.DoubtfulFinding:
        """Say whether it is what it is called: `right` or `wrong`."""
        return self._send(shapes.DoubtfulFinding, f"/doubtful-findings/{quoted(identity)}", verdict=verdict, note=note)

    def second_readings(self, *, page: int = 1) -> shapes.SecondReadings:
        """What one reader alone said no to, and waits for a second."""
        return self._read(shapes.SecondReadings, "/second-readings", page=page)

    def read_second(self, identity: str, verdict: str, *, grounds: str) -> shapes.SecondReadings:
        """Say the same as the first reader (`no`), or that it `stays` as found; what waits after it."""
        return self._send(shapes.SecondReadings, f"/second-readings/{quoted(identity)}", verdict=verdict, grounds=grounds)

    def sample(self) -> shapes.SampleState:
        """How far the sample is, and what it proves."""
        return self._read(shapes.SampleState, "/sample")

    def draw_sample(self, *, seed: int = 1) -> shapes.SampleState:
        """Draw a sample by lot; people answer its items on the page."""
        return self._send(shapes.SampleState, "/sample", seed=seed)

    # Letters and delivery

    def letters(self) -> shapes.Asked:
        """What the letters need and only people know."""
        return self._read(shapes.Asked, "/letters")

    def say(self, seen: shapes.AskedState, said: Mapping[str, str]) -> shapes.AskedState:
        """Say one thing as it was seen, by language (empty: in all)."""
        return self._send(shapes.AskedState, f"/letters/{quoted(seen.key)}", said=dict(said), revision=seen.revision)

    def lacks(self) -> shapes.Lacks:
        """What the notices wait for."""
        return self._read(shapes.Lacks, "/missing")

    def settle(self, doubts: Sequence[str], *, grounds: str) -> list[str]:
        """Settle doubts as counsel; those that are settled."""
        return self._send(shapes.Settled, "/missing", doubts=list(doubts), grounds=grounds).settled

    def approval(self) -> shapes.Approval:
        """The drafts in numbers."""
        return self._read(shapes.Approval, "/approval")

    def approve_all(self, seen: shapes.Approval, *, grounds: str = "") -> shapes.Approval:
        """Approve every complete draft as it was seen."""
        return self._send(shapes.Approval, "/approval", seen=seen.seen, grounds=grounds)

    def delivery(self) -> shapes.Delivery:
        """Every person in one state, and what speaks against sending."""
        return self._read(shapes.Delivery, "/delivery")

    def stop_sending(self, *, grounds: str) -> shapes.Delivery:
        """Stop all sending before the next message."""
        return self._send(shapes.Delivery, "/delivery/stop", grounds=grounds)

    def resume_sending(self, *, grounds: str) -> shapes.Delivery:
        """Let sending go on; a person orders it on the page."""
        return self._send(shapes.Delivery, "/delivery/resume", grounds=grounds)

    def codes(self) -> shapes.Codes:
        """The codes of services."""
        return self._read(shapes.Codes, "/codes")

    def following(self) -> shapes.Following:
        """What second letters tell of closed actions, and the reminder before an offer of help ends."""
        return self._read(shapes.Following, "/following")

    def say_what_was_done(self, seen: shapes.Following, action: str, language: str, sentence: str) -> shapes.Following:
        """Say the sentence that people read of a closed action; the letters are drafted anew."""
        return self._send(shapes.Following, "/following", action=action, language=language, sentence=sentence, revision=seen.revision)

    def order_reminder(self, seen: shapes.Following, within: int = 30) -> shapes.Following:
        """Order a letter to whoever has an unused code that ends within so many days."""
        return self._send(shapes.Following, "/following/remind", within=within, revision=seen.revision)

    def take_back_following(self, seen: shapes.Following, what: Literal["measures", "reminder"]) -> shapes.Following:
        """Take back all sentences, or the reminder; what was sent was sent."""
        return self._send(shapes.Following, "/following/withdraw", what=what, revision=seen.revision)

    def assign_codes(self) -> shapes.Codes:
        """Give a code to everybody who waits for one."""
        return self._send(shapes.Codes, "/codes")

    def calls(self) -> shapes.Calls:
        """Calls by topic."""
        return self._read(shapes.Calls, "/calls")

    def take_call(self, **told: Any) -> shapes.Call:
        """Verify a caller (`reference`, `postcode`, `born`), log a call (`topic`, `note`), or both."""
        return self._send(shapes.Call, "/calls", **told)

    # Counsel and files

    def asked_of_counsel(self) -> shapes.Asks:
        """The decisions that are asked of counsel."""
        return self._read(shapes.Asks, "/counsel")

    def take_answers(self, file: Path) -> shapes.Answered:
        """Have counsel's sheet of answers taken in, all of it or nothing."""
        return from_plain(shapes.Answered, self._wire.post_file("/counsel", file.read_bytes(), name=file.name))

    def hold(self) -> shapes.Hold:
        """Who was asked to keep what they have."""
        return self._read(shapes.Hold, "/hold")

    def give_hold(self, names: Sequence[str], *, how: str = "") -> shapes.Hold:
        """Record that the hold notice was given to these people."""
        return self._send(shapes.Hold, "/hold", names=list(names), how=how)

    def answer_hold(self, name: str, verdict: Literal["acknowledged", "released"], *, text: str) -> shapes.Hold:
        """Record what somebody holds, or that counsel released them."""
        return self._send(shapes.Hold, f"/hold/{quoted(name)}", verdict=verdict, text=text)

    def save(self, path: str, out: Path) -> None:
        """Take a file out into a new file of mode 600: `/case.zip`, `/containment.zip`, `/timeline.csv`, `/wall/PAPER.pdf`,
        `/counsel/NAME`, `/notices/ID/print`, `/register/FORM`, `/addresses.csv`, `/wording/LANGUAGE/NAME/text`, `/destruction/certificate`.
        """
        self._wire.save(path, out)

    def verify_journal(self) -> list[str]:
        """Have the chain of the journal looked through; what was wrong."""
        return self._send(shapes.Looked, "/journal/verification").faults

    def _read(self, kind: type[T], path: str, **query: Any) -> T:
        return from_plain(kind, self._wire.get(path, **query))

    def _send(self, kind: type[T], path: str, **told: Any) -> T:
        return from_plain(kind, self._wire.post(path, told))

    def _listed(self, kind: type[T], path: str, name: str, **query: Any) -> forms.Page[T]:
        told = self._wire.get(path, **query)
        return forms.Page([from_plain(kind, one) for one in told[name]], told["page"], told["pages"], told["total"])
