"""Who stays on the list although somebody said no: one reader's word takes nobody off.

That a finding is false, and that somebody is no affected person, counts when a second reader says the same. Where there is nobody else to
ask (the one person at this machine), the same one may say it a second time, with those before their eyes who would leave the list.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from stanch.casefile import doubtful, rulings
from stanch.casefile.case import Case
from stanch.casefile.decisions import reader_of
from stanch.casefile.doubtful import BARE, Item
from stanch.errors import WrongCall
from stanch.records import Person, Ruling

VERDICTS = ("no", "stays")
Place = tuple[str, str, str]  # the file, the kind, and the masked value; of a column nothing in its place


@dataclass(frozen=True, slots=True)
class OneNo:
    """What one reader alone said no to: a person (`ruling`) or a finding (`item`), with when and why.

    `people`: so many it concerns, `leave`: so many of them are told because of it alone; `whose`: the ids of some.
    """

    id: str
    by: str
    at: datetime | None
    grounds: str
    people: int
    leave: int
    whose: tuple[str, ...]
    ruling: Ruling | None = None
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody whom it concerns: whether they would leave the list, else which kinds of data they would be told of no longer.

    Without their name they `may_leave`: what is left may be nobody's, or go to whoever else is named there.
    """

    person: Person
    leaves: bool
    lost: tuple[str, ...]

    @property
    def may_leave(self) -> bool:
        """Whether it cannot be said before the next run that they stay."""
        return "name" in self.lost


def waiting(case: Case) -> list[OneNo]:
    """All that one reader alone said no to: people first, then findings by how many leave the list; the latest first."""
    people = [OneNo(one.id, one.by, one.at, one.grounds, 1, 1, one.people, ruling=one) for one in rulings.one_said_no(case.alias)]
    alone = [one for one in reversed(doubtful.readings(case.alias).values()) if one.is_wrong and not one.is_refuted]
    findings = [_of_finding(one, doubtful.seen(one.grounds)) for one in alone]
    return people + sorted(findings, key=lambda one: (-one.leave, -one.people))


def _of_finding(one: doubtful.Reading, item: Item) -> OneNo:
    note = json.loads(one.grounds)["note"]
    return OneNo(item.id, one.by, one.at, note, item.people, item.only, item.whose, item=item)


def named(rows: Sequence[OneNo], identity: str) -> OneNo:
    """One of them. Raises `WrongCall` where nothing of that number waits."""
    one = next((one for one in rows if one.id == identity), None)
    if one is None:
        raise WrongCall(
            "nothing of this number waits for a second reader", where=identity[:100], do="List what does: `stanch review second -C CASE`."
        )
    return one


def concerned(case: Case, rows: Sequence[OneNo], *, refused: Sequence[OneNo], most: int) -> dict[str, list[Concerned]]:
    """By what was said no to, some (`most`) of those whom it concerns, as they would be if all that was `refused` were so."""
    wanted = {one.id: one.whose[:most] for one in rows}
    listed = _people(case, [identity for ids in wanted.values() for identity in ids])
    gone = {_place(one.item) for one in refused if one.item}
    return {
        one.id: [_concerned(listed[identity], gone, is_nobody=one.ruling is not None) for identity in wanted[one.id] if identity in listed]
        for one in rows
    }


def _people(case: Case, wanted: Sequence[str]) -> dict[str, Person]:
    ids = list(dict.fromkeys(wanted))
    found = [person for start in range(0, len(ids), 500) for person in case.store.some(Person, ids[start : start + 500])]
    return {person.id: person for person in found}


def _place(one: Item) -> Place:
    return (one.locator, one.kind, "" if one.column is not None and one.start is None else one.masked)


def _concerned(person: Person, gone: AbstractSet[Place], *, is_nobody: bool) -> Concerned:
    if is_nobody:
        return Concerned(person, leaves=True, lost=person.elements)
    stays = {
        shown.fact
        for shown in person.exposures
        if not shown.sources or any(not gone & {(file, shown.kind, ""), (file, shown.kind, shown.masked)} for file in shown.sources)
    }
    held = {shown.fact for shown in person.exposures}
    lost = tuple(word for word in person.elements if word in held and word not in stays)
    return Concerned(person, leaves=bool(lost) and set(person.elements) - set(lost) <= BARE, lost=lost)


def answer(case: Case, identity: str, verdict: str, *, by: str, grounds: str, alone: bool) -> None:
    """Say of what one reader said no to the same (`no`), or that it `stays` as found; with grounds. Takes effect with the next run.

    `alone`: there is nobody else to ask, and the same person may say it a second time.
    """
    one = named(waiting(case), identity)
    if verdict not in VERDICTS:
        raise WrongCall(f"{verdict!r} is no answer here", where=identity[:100], do=f"Say one of: {', '.join(VERDICTS)}.")
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say in a sentence what it rests on: it stands in the journal.")
    is_same = reader_of(by) == reader_of(one.by)
    if verdict == "no" and is_same and not alone:
        raise WrongCall(
            "you are the one who said no", where=identity, do="Somebody else must look: one reader's word takes nobody off the list."
        )
    if one.ruling:
        if verdict == "no":
            rulings.second(case, one.ruling, by=by, grounds=grounds)
        else:
            rulings.take_back(case, one.ruling.id, by=by, grounds=grounds)
    elif one.item:
        if verdict == "no" and is_same:
            doubtful.confirm(case, one.item, by=by, grounds=grounds)
        else:
            doubtful.answer(case, one.item, verdict="wrong" if verdict == "no" else "right", by=by, note=grounds)
