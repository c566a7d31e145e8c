"""Every operation of the API as a method with types."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from stanch.client import forms
from stanch.client.wire import Wire, quoted
from stanch.errors import StanchError
from stanch.records import Exhibit, Offer, Person, Unread, from_json, from_plain

T = TypeVar("T")


class Stanch:
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

    def case(self) -> forms.Summary:
        """The case at a glance."""
        return from_plain(forms.Summary, self._wire.get("/case"))

    def exhibits(self, *, page: int = 1) -> forms.Page[Exhibit]:
        """What is in custody."""
        return self._page(Exhibit, "exhibits", page=page)

    def unread(self, *, reason: str = "", page: int = 1) -> forms.Page[Unread]:
        """What could not be read."""
        return self._page(Unread, "unread", reason=reason, page=page)

    def kinds(self) -> list[forms.Kind]:
        """Which kinds of personal data were found."""
        return from_plain(list[forms.Kind], self._wire.get("/kinds")["kinds"])

    def each_finding(self) -> Iterator[dict[str, Any]]:
        """Every finding, masked, as it comes."""
        return self._each(dict[str, Any], "/findings.ndjson")

    def each_entry(self) -> Iterator[dict[str, Any]]:
        """The journal, oldest entry first, as it comes."""
        return self._each(dict[str, Any], "/journal.ndjson")

    def clocks(self) -> list[forms.Clock]:
        """The clocks that run, the most urgent first."""
        return from_plain(list[forms.Clock], self._wire.get("/clocks")["clocks"])

    def offers(self, *, page: int = 1) -> forms.Page[Offer]:
        """What is offered to whom."""
        return self._page(Offer, "offers", page=page)

    # Facts

    def facts(self) -> list[forms.Fact]:
        """Every fact there can be, with its value."""
        return from_plain(list[forms.Fact], self._wire.get("/facts"))

    def fact(self, key: str) -> forms.Fact:
        """One fact."""
        return from_plain(forms.Fact, self._wire.get(f"/facts/{quoted(key)}")["fact"])

    def effects(self, key: str, value: Any) -> list[forms.Effect]:
        """What a value would change; nothing is kept."""
        return from_plain(list[forms.Effect], self._wire.post(f"/facts/{quoted(key)}/effects", {"value": value})["effects"])

    def state_fact(self, key: str, value: Any, *, source: str, revision: str, known_at: datetime | None = None) -> forms.Fact:
        """State a fact; the portal then walks the line for what depends on it."""
        told = {"value": value, "source": source, "revision": revision, "known_at": known_at.isoformat() if known_at else None}
        return from_plain(forms.Fact, self._wire.post(f"/facts/{quoted(key)}", told)["fact"])

    # People

    def people(self, *, search: str = "", residence: str = "", page: int = 1) -> forms.Page[forms.PersonState]:
        """People by name."""
        return self._page(forms.PersonState, "people", search=search, residence=residence, page=page)

    def each_person(self) -> Iterator[Person]:
        """Everybody affected, as they come; needs the right `export`."""
        return self._each(Person, "/people.ndjson")

    def person(self, identity: str) -> forms.Account:
        """One person."""
        return from_plain(forms.Account, self._wire.get(f"/people/{quoted(identity)}"))

    def rule(
        self, verdict: Literal["merge", "apart", "drop"], people: Sequence[forms.PersonState | forms.Account], *, grounds: str
    ) -> list[str]:
        """Decide on who is who; the ids of the decisions."""
        seen = [{"id": one.person.id, "revision": one.revision} for one in people]
        made: list[str] = self._wire.post("/people/rulings", {"verdict": verdict, "people": seen, "grounds": grounds})["rulings"]
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

    def actions(self) -> forms.Actions:
        """Containment and corrective actions."""
        return from_plain(forms.Actions, self._wire.get("/actions"))

    def decide_action(self, seen: forms.ActionState, verdict: Literal["done", "reopened"], *, grounds: str) -> forms.ActionState:
        """Close an action with its proof, or open it again."""
        told = {"verdict": verdict, "grounds": grounds, "revision": seen.revision}
        return from_plain(forms.ActionState, self._wire.post(f"/actions/{quoted(seen.action.id)}", told))

    # Notices

    def notices(self, *, page: int = 1) -> forms.Page[forms.NoticeState]:
        """The drafts."""
        return self._page(forms.NoticeState, "notices", page=page)

    def notice(self, identity: str) -> forms.NoticeState:
        """One notice."""
        return from_plain(forms.NoticeState, self._wire.get(f"/notices/{quoted(identity)}"))

    def decide_notice(self, seen: forms.NoticeState, verdict: Literal["approved", "held"], *, grounds: str = "") -> forms.NoticeState:
        """Approve a notice as it was seen, or hold it."""
        told = {"verdict": verdict, "grounds": grounds, "revision": seen.revision}
        return from_plain(forms.NoticeState, self._wire.post(f"/notices/{quoted(seen.notice.id)}", told))

    def options(self) -> forms.Options:
        """The ways of telling people, weighed."""
        return from_plain(forms.Options, self._wire.get("/options"))

    def choose(self, seen: forms.Options, option: str, *, grounds: str) -> forms.Options:
        """Choose one of them."""
        return from_plain(forms.Options, self._wire.post("/options", {"option": option, "grounds": grounds, "revision": seen.revision}))

    # Papers and work

    def papers(self) -> list[str]:
        """The names of the papers and lists that were written."""
        return [one["name"] for one in self._wire.get("/report")["files"]]

    def save_paper(self, name: str, out: Path) -> None:
        """Take a paper out into a new file of mode 600."""
        self._wire.save(f"/report/{quoted(name)}", out)

    def work(self) -> forms.Work:
        """How far the walk of the line is."""
        return from_plain(forms.Work, self._wire.get("/work"))

    def start_work(self, *, report: bool = False) -> forms.Work:
        """Have the line walked for what has changed, and the papers written if `report`."""
        return from_plain(forms.Work, self._wire.post("/work", {"report": report}))

    def wait(self, *, seconds: float = 600) -> forms.Work:
        """Until the walk stands still. Raises `StanchError` when that takes longer."""
        end = time.monotonic() + seconds
        while (found := self.work()).state == "running":
            if time.monotonic() > end:
                raise StanchError("the walk of the line takes longer", where=found.step, do="Ask again later; it goes on.")
            time.sleep(0.2)
        return found

    def _page(self, kind: type[T], name: str, **query: Any) -> forms.Page[T]:
        told = self._wire.get(f"/{name}", **query)
        return forms.Page([from_plain(kind, one) for one in told[name]], told["page"], told["pages"], told["total"])

    def _each(self, kind: type[T], path: str) -> Iterator[T]:
        for line in self._wire.lines(path):
            yield from_json(kind, line)


def _duty(told: dict[str, Any]) -> forms.DutyState:
    return forms.DutyState(**{one.name: told[one.name] for one in fields(forms.DutyState) if one.name != "whole"}, whole=told)
