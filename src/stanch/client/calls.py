"""Every operation of the API as a method with types."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from stanch import shapes
from stanch.client import forms
from stanch.client.ending import Ending
from stanch.client.more import More
from stanch.client.wire import Wire, quoted
from stanch.errors import StanchError
from stanch.records import Exhibit, Offer, Person, Unread, from_json, from_plain, to_plain

T = TypeVar("T")


class Stanch(More, Ending):
    """A case behind a portal. Methods raise `Refused` where the portal refuses, `StanchError` where it does not answer.

    What changes something takes the revision of what was seen: where somebody else was faster, `Refused` has status 409 and
    what stands now in `current`.
    """

    def __init__(self, address: str, token: str, *, authority: Path | None = None, timeout: float = 60) -> None:
        self._wire = Wire(address, token, authority=authority, timeout=timeout)

    # What there is

    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        found: dict[str, Any] = self._wire.get("/openapi.json")
        return found

    def case(self) -> shapes.CaseSummary:
        """The case at a glance."""
        return from_plain(shapes.CaseSummary, self._wire.get("/case"))

    def exhibits(self, *, page: int = 1) -> forms.Page[Exhibit]:
        """What is in custody."""
        return self._page(Exhibit, "exhibits", page=page)

    def unread(self, *, reason: str = "", page: int = 1) -> forms.Page[Unread]:
        """What could not be read."""
        return self._page(Unread, "unread", reason=reason, page=page)

    def kinds(self) -> list[shapes.Kind]:
        """Which kinds of personal data were found."""
        return from_plain(list[shapes.Kind], self._wire.get("/kinds")["kinds"])

    def each_finding(self) -> Iterator[dict[str, Any]]:
        """Every finding, masked, as it comes; needs the right `export`."""
        return self._each(dict[str, Any], "/findings.ndjson")

    def each_entry(self) -> Iterator[dict[str, Any]]:
        """The journal, oldest entry first, as it comes."""
        return self._each(dict[str, Any], "/journal.ndjson")

    def clocks(self) -> list[shapes.ClockForm]:
        """The clocks that run, the most urgent first."""
        return from_plain(list[shapes.ClockForm], self._wire.get("/clocks")["clocks"])

    def offers(self, *, page: int = 1) -> forms.Page[Offer]:
        """What is offered to whom."""
        return self._page(Offer, "offers", page=page)

    # Facts

    def facts(self) -> list[shapes.FactState]:
        """Every fact there can be, with its value."""
        return from_plain(list[shapes.FactState], self._wire.get("/facts"))

    def fact(self, key: str) -> shapes.FactState:
        """One fact."""
        return from_plain(shapes.FactState, self._wire.get(f"/facts/{quoted(key)}")["fact"])

    def effects(self, key: str, value: Any) -> list[shapes.Effect]:
        """What a value would change; nothing is kept."""
        return from_plain(list[shapes.Effect], self._wire.post(f"/facts/{quoted(key)}/effects", {"value": value})["effects"])

    def state_fact(self, key: str, value: Any, *, source: str, revision: str, known_at: datetime | None = None) -> shapes.FactState:
        """State a fact; the portal then walks the line for what depends on it."""
        told = {"value": value, "source": source, "revision": revision, "known_at": known_at.isoformat() if known_at else None}
        return from_plain(shapes.FactState, self._wire.post(f"/facts/{quoted(key)}", told)["fact"])

    # People

    def people(self, *, search: str = "", residence: str = "", page: int = 1) -> forms.Page[shapes.PersonState]:
        """People by name."""
        return self._page(shapes.PersonState, "people", search=search, residence=residence, page=page)

    def each_person(self) -> Iterator[Person]:
        """Everybody affected, as they come; needs the right `export`."""
        return self._each(Person, "/people.ndjson")

    def person(self, identity: str) -> shapes.PersonAccount:
        """One person."""
        return from_plain(shapes.PersonAccount, self._wire.get(f"/people/{quoted(identity)}"))

    def rule(
        self,
        verdict: Literal["merge", "apart", "drop", "split", "write"],
        people: Sequence[shapes.PersonState | shapes.PersonAccount],
        *,
        grounds: str,
        records: Sequence[str] = (),
    ) -> list[str]:
        """Decide on who is who; the ids of the decisions. `records`: with `split`, those that are somebody else's."""
        seen = [{"id": one.person.id, "revision": one.revision} for one in people]
        told = {"verdict": verdict, "people": seen, "records": list(records), "grounds": grounds}
        made: list[str] = self._wire.post("/people/rulings", told)["rulings"]
        return made

    # Duties and actions

    def duties(self) -> list[forms.DutyState]:
        """Every duty that was considered."""
        return [_duty(one) for one in self._wire.get("/duties")["duties"]]

    def duty(self, identity: str) -> forms.DutyState:
        """One duty."""
        return _duty(self._wire.get(f"/duties/{quoted(identity)}"))

    def sign(
        self, duty: forms.DutyState, verdict: Literal["confirmed", "fulfilled", "declined", "open"], *, grounds: str
    ) -> forms.DutyState:
        """Sign a duty as it was seen."""
        told = {"verdict": verdict, "grounds": grounds, "revision": duty.revision}
        return _duty(self._wire.post(f"/duties/{quoted(duty.id)}", told))

    def actions(self) -> shapes.Actions:
        """Containment and corrective actions."""
        return from_plain(shapes.Actions, self._wire.get("/actions"))

    def decide_action(self, seen: shapes.ActionState, verdict: Literal["done", "reopened"], *, grounds: str) -> shapes.ActionState:
        """Close an action with its proof, or open it again."""
        told = {"verdict": verdict, "grounds": grounds, "revision": seen.revision}
        return from_plain(shapes.ActionState, self._wire.post(f"/actions/{quoted(seen.action.id)}", told))

    def arrange_action(self, seen: shapes.ActionState, **change: Any) -> shapes.ActionState:
        """Say who carries an action out (`owner`), by when (`due`), its `cost` and `currency`, and what comes `after`; with `grounds`."""
        told = {**to_plain(change), "revision": seen.revision}
        return from_plain(shapes.ActionState, self._wire.post(f"/arrangements/{quoted(seen.action.id)}", told))

    def steps(self) -> shapes.Steps:
        """The steps of the first hours, and which were taken."""
        return from_plain(shapes.Steps, self._wire.get("/steps"))

    def take_step(self, seen: shapes.StepState, verdict: Literal["taken", "not_taken"] = "taken", *, note: str = "") -> shapes.StepState:
        """Say that a step was taken, or was not after all; `note`: who did it, and how."""
        told = {"verdict": verdict, "note": note, "revision": seen.revision}
        return from_plain(shapes.StepState, self._wire.post(f"/steps/{quoted(seen.id)}", told))

    def causes(self) -> shapes.Causes:
        """The cause and the controls that failed, with who confirmed or refuted them."""
        return from_plain(shapes.Causes, self._wire.get("/causes"))

    def judge_cause(
        self, seen: shapes.CauseState, verdict: Literal["confirmed", "refuted", "open"] = "confirmed", *, grounds: str
    ) -> shapes.CauseState:
        """Confirm one of them, refute it, or leave it open again; `grounds`: by what it is known."""
        told = {"verdict": verdict, "grounds": grounds, "revision": seen.revision}
        return from_plain(shapes.CauseState, self._wire.post(f"/causes/{quoted(seen.id)}", told))

    # Notices

    def notices(self, *, page: int = 1) -> forms.Page[shapes.NoticeState]:
        """The drafts."""
        return self._page(shapes.NoticeState, "notices", page=page)

    def notice(self, identity: str) -> shapes.NoticeState:
        """One notice."""
        return from_plain(shapes.NoticeState, self._wire.get(f"/notices/{quoted(identity)}"))

    def decide_notice(
        self, seen: shapes.NoticeState, verdict: Literal["approved", "held", "released"], *, grounds: str = ""
    ) -> shapes.NoticeState:
        """Approve a notice as it was seen, hold it, or release it."""
        told = {"verdict": verdict, "grounds": grounds, "revision": seen.revision}
        return from_plain(shapes.NoticeState, self._wire.post(f"/notices/{quoted(seen.notice.id)}", told))

    def options(self) -> shapes.Options:
        """The ways of telling people, weighed."""
        return from_plain(shapes.Options, self._wire.get("/options"))

    def choose(self, seen: shapes.Options, option: str, *, grounds: str) -> shapes.Options:
        """Choose one of them."""
        return from_plain(shapes.Options, self._wire.post("/options", {"option": option, "grounds": grounds, "revision": seen.revision}))

    # Papers and work

    def papers(self) -> list[str]:
        """The names of the papers and lists that were written."""
        return [one["name"] for one in self._wire.get("/report")["files"]]

    def save_paper(self, name: str, out: Path) -> None:
        """Take a paper out into a new file of mode 600."""
        self._wire.save(f"/report/{quoted(name)}", out)

    def work(self) -> shapes.WorkState:
        """How far the walk of the line is."""
        return from_plain(shapes.WorkState, self._wire.get("/work"))

    def start_work(self, *, report: bool = False) -> shapes.WorkState:
        """Have the line walked for what has changed, and the papers written if `report`."""
        return from_plain(shapes.WorkState, self._wire.post("/work", {"report": report}))

    def stop_work(self) -> shapes.WorkState:
        """End the walk where it is; what is done stays done."""
        return from_plain(shapes.WorkState, self._wire.post("/stop-work", {}))

    def our_template(self) -> shapes.ReportFiles:
        """Go back from the organisation's own Word template to our form."""
        return from_plain(shapes.ReportFiles, self._wire.post("/template", {"template": "ours"}))

    def wait(self, *, seconds: float = 600) -> shapes.WorkState:
        """Until the walk stands still. Raises `StanchError` when that takes longer."""
        end = time.monotonic() + seconds
        while (found := self.work()).state == "running":
            if time.monotonic() > end:
                raise StanchError("the walk of the line takes longer", where=found.step, do="Ask again later; it goes on.")
            time.sleep(0.2)
        return found

    def _page(self, kind: type[T], name: str, **query: Any) -> forms.Page[T]:
        return self._listed(kind, f"/{name}", name, **query)

    def _each(self, kind: type[T], path: str) -> Iterator[T]:
        for line in self._wire.lines(path):
            yield from_json(kind, line)


def _duty(told: dict[str, Any]) -> forms.DutyState:
    return forms.DutyState(**{one.name: told[one.name] for one in fields(forms.DutyState) if one.name != "whole"}, whole=told)
