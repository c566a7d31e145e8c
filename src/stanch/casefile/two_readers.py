"""Who stays on the list although somebody said no: one reader's word takes nobody off.

That a finding is false, that somebody is no affected person, that several are one, and that records are another's where one part is left
with nothing to tell, counts when a second reader says the same. What was said in one breath is answered in one. Where there is nobody
else to ask (the one person at this machine), the same one may say it a second time, with those before their eyes who would leave the list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from stanch.casefile import doubtful, rulings
from stanch.casefile.case import Case
from stanch.casefile.decisions import reader_of
from stanch.casefile.doubtful import Item
from stanch.errors import WrongCall
from stanch.records import Person, Ruling
from stanch.records.person import BARE
from stanch.records.ruling import Verdict

VERDICTS = ("no", "stays")
Place = tuple[str, str, str]  # the file, the kind, and the masked value; of a column nothing in its place


@dataclass(frozen=True, slots=True)
class OneNo:
    """What one reader alone said no to: people (`rulings`, made in one breath) or a finding (`item`), with when and why.

    `people`: so many it concerns, `leave`: so many of them may be told no longer; `whose`: the ids of some.
    """

    id: str
    by: str
    at: datetime | None
    grounds: str
    people: int
    leave: int
    whose: tuple[str, ...]
    rulings: tuple[Ruling, ...] = ()
    item: Item | None = None

    @property
    def verdict(self) -> Verdict | None:
        """What was said of the people; of a finding nothing."""
        return self.rulings[0].verdict if self.rulings else None


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody whom it concerns: whether they would leave the list, else which kinds of data they would be told of no longer.

    `joins`: with whom they would be told in one letter; `is_parted`: a part of their records is left with nothing to tell. Without their
    name they `may_leave`: what is left may be nobody's, or go to whoever else is named there.
    """

    person: Person
    leaves: bool
    lost: tuple[str, ...] = ()
    joins: Person | None = None
    is_parted: bool = False

    @property
    def may_leave(self) -> bool:
        """Whether it cannot be said before the next run that they stay."""
        return "name" in self.lost


def waiting(case: Case) -> list[OneNo]:
    """All that one reader alone said no to: people first, then findings by how many leave the list; the latest first."""
    people = [_of_people(said) for said in _breaths(rulings.one_said_no(case.alias))]
    alone = [one for one in reversed(doubtful.readings(case.alias).values()) if one.is_wrong and not one.is_refuted]
    findings = [_of_finding(one, doubtful.seen(one.grounds)) for one in alone]
    return people + sorted(findings, key=lambda one: (-one.leave, -one.people))


def _breaths(said: Sequence[Ruling]) -> Iterator[tuple[Ruling, ...]]:
    """Those that were made in one breath together: a family of pairs decided at once."""
    for (verdict, *_), members in groupby(said, key=lambda one: (one.verdict, one.by, one.at, one.grounds)):
        if verdict == "one":
            yield tuple(members)
        else:
            yield from ((one,) for one in members)


def _of_people(said: tuple[Ruling, ...]) -> OneNo:
    first, whose = said[0], tuple(dict.fromkeys(person for one in said for person in one.people))
    leave = sum(len(one.groups) - 1 for one in said) if first.verdict == "one" else 1
    return OneNo(first.id, first.by, first.at, first.grounds, len(whose), leave, whose[: doubtful.NAMED], rulings=said)


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
    return {one.id: [_concerned(one, listed[identity], gone, listed) for identity in wanted[one.id] if identity in listed] for one in rows}


def _people(case: Case, wanted: Sequence[str]) -> dict[str, Person]:
    ids = list(dict.fromkeys(wanted))
    found = [person for start in range(0, len(ids), 500) for person in case.store.some(Person, ids[start : start + 500])]
    return {person.id: person for person in found}


def _place(one: Item) -> Place:
    return (one.locator, one.kind, "" if one.column is not None and one.start is None else one.masked)


def _concerned(one: OneNo, person: Person, gone: AbstractSet[Place], listed: Mapping[str, Person]) -> Concerned:
    if one.verdict == "nobody":
        return Concerned(person, leaves=True, lost=person.elements)
    if one.verdict == "one":
        first = next((each.people[0] for each in one.rulings if person.id in each.people[1:]), "")
        return Concerned(person, leaves=False, joins=listed.get(first))
    if one.verdict:
        return Concerned(person, leaves=False, is_parted=True)
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
    if one.rulings:
        if verdict == "no":
            rulings.second(case, one.rulings, by=by, grounds=grounds)
        else:
            rulings.take_back(case, *(each.id for each in one.rulings), by=by, grounds=grounds)
    elif one.item:
        if verdict == "no" and is_same:
            doubtful.confirm(case, one.item, by=by, grounds=grounds)
        else:
            doubtful.answer(case, one.item, verdict="wrong" if verdict == "no" else "right", by=by, note=grounds)
