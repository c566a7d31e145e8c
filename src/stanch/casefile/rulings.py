"""Decisions of people on who is who: made in one transaction with their journal entry, kept for good, obeyed by every later run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stanch.casefile import glance
from stanch.casefile.case import Case
from stanch.casefile.decisions import reader_of, revision_of
from stanch.casefile.texts import storable
from stanch.errors import WrongCall
from stanch.records import Aside, Person, Ruling, from_json, to_json
from stanch.records.person import BARE
from stanch.records.ruling import Verdict

KIND = "Ruling"
TAKEN_BACK = "taken back"
ASKED_BACK = "to be taken back"  # by one reader, of what keeps somebody on the list: it holds until a second says the same
KEEPS = ("apart", "somebody", "write")  # what somebody is told by
SECONDED = "seconded"  # a second reader says the same, or where there is nobody else the first one again
WORDS = {
    "one": "one person",
    "apart": "different people",
    "nobody": "no affected person",
    "somebody": "an affected person",
    "write": "a letter goes although a list says no",
}


def standing(alias: str) -> list[Ruling]:
    """The rulings that hold, oldest first; what a later one says takes the place of what an earlier one said.

    What takes somebody off the list (`needs_two`) holds when two say so: by one reader's word nobody leaves it (`one_said_no`).
    """
    made, seconded = _made(alias)
    alone = {one.id for one in _by_one_alone(made, seconded)}
    return [one for one in made if one.id not in alone]


def needs_two(one: Ruling | Draft) -> bool:
    """Whether somebody may be told no longer by this: that they are nobody, that several are one (one letter goes in place of two), or
    that records are another's where one part is left with nothing to tell.
    """
    return one.verdict == "nobody" or (one.verdict == "one" and len(one.groups) > 1) or (one.verdict == "apart" and bool(one.seen))


def one_said_no(alias: str) -> list[Ruling]:
    """What takes somebody off the list, by one reader alone, the latest first: they stay on it. What was said later stands for it."""
    made, seconded = _made(alias)
    places = {one.id: place for place, one in enumerate(made)}
    spoken: dict[tuple[str, str], set[int]] = {}
    for place, one in enumerate(made):
        for key in _keys(one):
            spoken.setdefault((_matter(one), key), set()).add(place)

    def is_said_otherwise_later(one: Ruling) -> bool:
        of_each = (set().union(*(spoken[_matter(one), key] for key in group)) for group in one.groups)
        return max(set.intersection(*of_each)) > places[one.id]

    return [one for one in reversed(_by_one_alone(made, seconded)) if not is_said_otherwise_later(one)]


def _matter(one: Ruling) -> str:
    """What a ruling is about: a later one on the same matter takes its place."""
    return {"nobody": "being", "somebody": "being", "write": "letter"}.get(one.verdict, "who is who")


def seconds(alias: str) -> dict[str, str]:
    """Who said of a ruling a second time that it is so, by its id."""
    return _made(alias)[1]


def second(case: Case, said: Sequence[Ruling], *, by: str, grounds: str) -> None:
    """Say the same a second time of what was decided in one breath: the rulings hold from the next run on."""
    from stanch.casefile import decide as decisions

    seen = {one.id: revision_of(one) for one in said}
    decisions.write(case, KIND, seen, verdict=SECONDED, by=by, grounds=grounds, action="second ruling")


def _made(alias: str) -> tuple[list[Ruling], dict[str, str]]:
    """The rulings that were not taken back, oldest first, and who seconded which."""
    from stanch.casefile.models import DecisionRow, RulingRow

    def ask() -> tuple[list[Ruling], dict[str, str]]:
        decided = DecisionRow.objects.using(alias).filter(kind=KIND, is_current=True)
        said = {subject: (verdict, by) for subject, verdict, by in decided.values_list("subject", "verdict", "decided_by")}
        seconded = {subject: by for subject, (verdict, by) in said.items() if verdict == SECONDED}
        gone = {subject for subject, (verdict, _) in said.items() if verdict == TAKEN_BACK}
        rows = RulingRow.objects.using(alias).order_by("id").values_list("identity", "record")
        return [from_json(Ruling, text) for identity, text in rows if identity not in gone], seconded

    # A page asks several times; nothing that is kept beyond a look is made from rulings.
    return glance.once(alias, "rulings", ask)


def _by_one_alone(made: Sequence[Ruling], seconded: Collection[str]) -> list[Ruling]:
    """Those that need two, that nobody seconded, and that nobody else has made of the same records with as much before their eyes."""
    said = [one for one in made if needs_two(one)]
    by_key: dict[tuple[str, str], list[Ruling]] = {}
    for one in said:
        for key in _keys(one):
            by_key.setdefault((one.verdict, key), []).append(one)

    def is_said_by_another(one: Ruling) -> bool:
        same = (other for key in one.groups[0] for other in by_key[one.verdict, key])
        return any(reader_of(other.by) != reader_of(one.by) and _says_as_much(other, one) for other in same)

    return [one for one in said if one.id not in seconded and not is_said_by_another(one)]


def _says_as_much(other: Ruling, one: Ruling) -> bool:
    """Whether another ruling of the same verdict says what this one does, of records of each of its groups."""
    if one.verdict == "nobody":
        return set(one.seen) <= set(other.seen)
    if one.verdict == "one":
        keys = set(_keys(other))
        return all(keys & set(group) for group in one.groups)
    return {frozenset(group) for group in one.groups} <= {frozenset(group) for group in other.groups}


def _keys(one: Ruling) -> Iterator[str]:
    return (key for group in one.groups for key in group)


def mark_done(case: Case, seen: str | None = None) -> None:
    """The line has been walked with the rulings that held when `seen` was asked for (`mark`), else with those that hold now."""
    case.store.set_fingerprint(KIND, mark(case) if seen is None else seen)


def are_pending(case: Case) -> bool:
    """Whether rulings were made or taken back since the line was last walked: the list does not show them yet."""
    done = case.store.fingerprint(KIND)
    return mark(case) != done if done is not None else bool(standing(case.alias))


def waiting(case: Case) -> list[frozenset[str]]:
    """The keys of records of each ruling that was made since the line was last walked, or that waits for a second reader."""
    done = set((case.store.fingerprint(KIND) or "").split())
    made = [one for one in standing(case.alias) if one.id not in done]
    return [frozenset(_keys(one)) for one in (*made, *one_said_no(case.alias))]


def mark(case: Case) -> str:
    """Which rulings hold, as one word."""
    return " ".join(one.id for one in standing(case.alias))


def faults(alias: str) -> list[str]:
    """Rulings that are not as their decision says, or that no decision speaks of."""
    from stanch.casefile.models import DecisionRow, RulingRow

    signed = dict(DecisionRow.objects.using(alias).filter(kind=KIND).values_list("subject", "revision"))
    held = {row.identity: row.record for row in RulingRow.objects.using(alias).order_by("id")}
    found = [
        f"ruling {one} is not as it was decided" for one, text in held.items() if signed.get(one) != revision_of(from_json(Ruling, text))
    ]
    return found + [f"ruling {one} was removed" for one in signed if one not in held]


@dataclass(frozen=True, slots=True)
class Draft:
    """A ruling to be made: on whom (in groups of records), and what was seen of them."""

    verdict: Verdict
    groups: tuple[tuple[str, ...], ...]
    people: tuple[str, ...]
    seen: tuple[str, ...] = ()


def decide(case: Case, drafts: Sequence[Draft], *, by: str, grounds: str, action: str) -> list[str]:
    """Make the rulings, all or none, in one transaction with one journal entry; their ids. They take effect with the next run."""
    from django.db import transaction

    from stanch.casefile import decide as decisions
    from stanch.casefile.models import RulingRow

    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say in a sentence what the decision rests on: it stands in the journal.")
    if any(not group for draft in drafts for group in draft.groups):
        raise WrongCall("these people were listed before their records were kept", do="Run `stanch respond -C CASE` once, then decide.")
    with transaction.atomic(using=case.alias):
        rows: Any = RulingRow.objects.using(case.alias)
        number = rows.count()
        signed = storable(grounds), storable(by), case.clock()
        made = [Ruling(f"r-{number + at}", one.verdict, one.groups, one.people, one.seen, *signed) for at, one in enumerate(drafts, 1)]
        rows.bulk_create([RulingRow(identity=one.id, record=to_json(one).decode()) for one in made], batch_size=1000)
        seen = {one.id: revision_of(one) for one in made}
        people = sorted({person for one in made for person in one.people})
        more = {"people": people[:50], "people in all": len(people)}
        decisions.write(case, KIND, seen, verdict=WORDS[drafts[0].verdict], by=by, grounds=grounds, action=action, more=more)
    return [one.id for one in made]


def merge(people: Sequence[Person]) -> Draft:
    """These are one person; the first one's id stays where nobody of them was told yet."""
    _several(people, "one")
    return Draft("one", tuple(one.records for one in people), tuple(one.id for one in people))


def apart(people: Sequence[Person]) -> Draft:
    """These are different people, also when new evidence makes them look like one."""
    _several(people, "different")
    return Draft("apart", tuple(one.records for one in people), tuple(one.id for one in people))


def _several(people: Sequence[Person], what: str) -> None:
    if len({one.id for one in people}) < 2:
        raise WrongCall(f"fewer than two people cannot be {what}", do="Name two or more by their ids.")


def split(person: Person, parts: Sequence[Sequence[str]], *, told: Mapping[str, Collection[str]] | None = None) -> Draft:
    """The records of one person are of several; those in no part go with the part that they are tied to most strongly.

    `told`: what each record tells (`parting.told_by`); of the others their files say it.
    """
    known = set(person.records)
    wrong = [key for part in parts for key in part if key not in known]
    if wrong:
        raise WrongCall(f"{person.id} has no record {wrong[0]!r}", do=f"`stanch people show {person.id}` lists the records.")
    named = [key for part in parts for key in part]
    if len(named) != len(set(named)):
        raise WrongCall("a record is named in two parts", do="Name each record once.")
    rest = tuple(key for key in person.records if key not in set(named))
    groups = tuple(tuple(part) for part in ((rest, *parts) if len(parts) == 1 else parts) if part)
    if len(groups) < 2:
        raise WrongCall("all records are in one part", do="Name in --record those that are of another person; the rest stays.")
    return Draft("apart", groups, (person.id,), person.elements if any(_is_bare(person, group, told or {}) for group in groups) else ())


def _is_bare(person: Person, group: Sequence[str], told: Mapping[str, Collection[str]]) -> bool:
    """Whether a part of the records is left with nothing that anybody is told of, as records or files tell: both were told as one."""
    if set(person.elements) <= BARE:
        return False
    files = {key.partition("|")[0] for key in group if key not in told}
    kept = {one.fact for one in person.exposures if one.fact and files and (not one.sources or files & set(one.sources))}
    return kept.union(*(told.get(key, ()) for key in group)) <= BARE


def whole(person: Person) -> Draft:
    """The records of this person are one person's, although the linkage was not sure."""
    return Draft("one", (person.records,), (person.id,))


def stays(person: Person) -> Draft:
    """Who was decided to be nobody, and is back because more was found, is an affected person after all."""
    if not person.returned:
        raise WrongCall(f"{person.id} is on the list already", do="Nothing has to be decided.")
    return Draft("somebody", (person.records,), (person.id,))


def touches(ruling: Ruling, people: Sequence[Person]) -> bool:
    """Whether a ruling speaks of records of each of these people."""
    keys = set(_keys(ruling))
    return all(keys & set(person.records) for person in people)


def drop(person: Person) -> Draft:
    """This is no affected person, once a second reader says so too. If other kinds of data join, the decision is asked for again."""
    return Draft("nobody", (person.records,), (person.id,), tuple(sorted({one.kind for one in person.exposures})))


def restore(aside: Aside) -> Draft:
    """Who was set aside is an affected person after all."""
    if aside.cause == "company":
        raise WrongCall("a company is a party of its own kind, not an individual", do="It stands on the list's sheet of companies.")
    if aside.cause == "refuted":
        raise WrongCall("nothing is left that speaks of this person", do="Answer anew what was said to be false: `stanch review list`.")
    return Draft("somebody", (aside.person.records,), (aside.person.id,))


def write_to(person: Person) -> Draft:
    """A letter goes to this person although a list says that none should."""
    if not any(match.is_binding for match in person.matches):
        raise WrongCall(f"no list speaks against a letter to {person.id}", do="Nothing has to be decided.")
    return Draft("write", (person.records,), (person.id,))


def take_back(case: Case, *taken: str, by: str, grounds: str, alone: bool = False) -> bool:
    """These rulings no longer hold: the next run goes by what the evidence says, and by the other rulings; whether it is so.

    What keeps somebody on the list holds until a second reader wants it taken back, or where there is nobody else (`alone`) the same again.
    """
    from stanch.casefile import decide as decisions

    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say in a sentence why it is taken back: it stands in the journal.")
    found, asked = {one.id: one for one in _made(case.alias)[0]}, asked_back(case.alias)
    for ruling in taken:
        if ruling not in found:
            raise WrongCall(f"no ruling {ruling} stands", do="`stanch people rulings` lists them.")
    seen = {ruling: revision_of(found[ruling]) for ruling in taken}
    waits = [
        one for one in taken if found[one].verdict in KEEPS and not needs_two(found[one]) and not _is_second(asked.get(one), by, alone)
    ]
    verdict, action = (ASKED_BACK, "ask to take back ruling") if waits else (TAKEN_BACK, "take back ruling")
    decisions.write(case, KIND, seen, verdict=verdict, by=by, grounds=grounds, action=action)
    return not waits


def asked_back(alias: str) -> dict[str, str]:
    """Who alone wants which ruling taken back, by its id."""
    from stanch.casefile.models import DecisionRow

    rows = DecisionRow.objects.using(alias).filter(kind=KIND, is_current=True, verdict=ASKED_BACK)
    return dict(rows.values_list("subject", "decided_by"))


def _is_second(first: str | None, by: str, alone: bool) -> bool:
    return first is not None and (alone or reader_of(first) != reader_of(by))
