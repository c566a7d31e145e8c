"""Counsel's wording of the texts: versions kept in the case, the checks run again before one is taken."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stanch import line, notices
from stanch.casefile import drafting, streamed
from stanch.casefile.case import Case
from stanch.engine import Bench
from stanch.errors import StanchError, WrongCall
from stanch.notices import counsel
from stanch.notices.form import Text, text_at, texts
from stanch.notices.proving import RECOGNISED
from stanch.notices.versions import faults, standing
from stanch.records import Attack, Duty, Earlier, Notice, Offer, Person, Said, Wording

CHECKING = "letters"  # what is counted while words are checked
SHOWN_EVERY = 25  # letters


@dataclass(frozen=True, slots=True)
class Tried:
    """What a wording does to the drafts: how many are of this text, and what of them is no longer proven, or hard to read.

    `vouched` are contents that changed paragraphs are to say and that no program can recognise: counsel vouches for them.
    """

    wording: Wording
    letters: int
    lost: dict[str, int]
    told: dict[str, int]
    vouched: tuple[str, ...] = ()


def text_named(name: str) -> Text:
    """A text by its place (`en/individual`). Raises `WrongCall` with the nearest one; forms are not worded."""
    import difflib

    known = {place: text for place, text in texts().items() if text.kind != "form"}
    if name not in known:
        near = difflib.get_close_matches(name, list(known), n=1)
        raise WrongCall(f"no text is called {name!r}", do=f"The nearest one is {near[0]}." if near else f"There are: {', '.join(known)}.")
    return known[name]


def written(case: Case, name: str) -> bytes:
    """The DOCX of a text as it stands in this case."""
    text = text_named(name)
    notices.adopt(case.store.get(Wording))
    return counsel.written(standing(text), last(case, name))


def last(case: Case, name: str) -> int:
    """The number of the version that stands; 0 is the text as Stanch brings it."""
    return max((one.version for one in case.store.get(Wording) if one.text == name), default=0)


def taken(case: Case, content: bytes, file: str, *, by: str, grounds: str, bench: Bench, force: bool = False) -> Tried:
    """Take an edited document in as a new version, if every letter of this text still proves what its laws demand.

    Raises `StanchError` naming each statute that a letter would break; `force` takes it all the same, and the letters concerned
    are held. Raises `WrongCall` where nothing was changed.
    """
    tried = tried_out(case, read_in(case, content, file, by=by, grounds=grounds), bench=bench)
    if not force:
        must_prove(tried.lost, file)
    keep(case, tried.wording)
    return tried


def read_in(case: Case, content: bytes, file: str, *, by: str, grounds: str) -> Wording:
    """The version that an edited document would be. Raises `WrongCall` where it is of an earlier one or changes nothing, `StanchError`
    where its words cannot be used; nothing is kept.
    """
    name, version, parts = counsel.read(content, file)
    text = text_named(name)
    if version != last(case, name):
        raise WrongCall(
            f"this document was written from version {version} of {name}; version {last(case, name)} stands now",
            where=file,
            do="Write the text as it stands (`stanch notices edit`), make the change there, and hand that in; nothing was taken.",
        )
    found = counsel.changed(text, parts)
    if wrong := list(faults(text, found)):
        raise StanchError("\n".join(wrong), where=file, do="Correct the document and hand it in again; nothing was taken.")
    if found == parts_in(case, name):
        raise WrongCall("nothing was changed", where=file, do="Change the words in the right column of the table.")
    return Wording(name, last(case, name) + 1, found, by, case.clock(), grounds)


def must_prove(lost: Mapping[str, int], file: str) -> None:
    """Raise `StanchError` where letters would lack what a law demands, naming each law."""
    if lost:
        told = "\n".join(f"{what} ({number} letters)" for what, number in lost.items())
        raise StanchError(
            told, where=file, do="Put back what a law demands, take out what it forbids, hand it in again; nothing was taken."
        )


def undone(case: Case, name: str, version: int, *, by: str, grounds: str) -> Wording:
    """Let an earlier version stand again, as a new one; version 0 is the text as Stanch brings it."""
    made = earlier(case, name, version, by=by, grounds=grounds)
    keep(case, made)
    return made


def earlier(case: Case, name: str, version: int, *, by: str, grounds: str) -> Wording:
    """An earlier version as the next one would be; nothing is kept. Raises `WrongCall` where there is none of this number."""
    text_named(name)
    rows = {one.version: one.parts for one in case.store.get(Wording) if one.text == name}
    if version not in rows and version != 0:
        raise WrongCall(f"{name} has no version {version}", do=f"It has: {', '.join(map(str, [0, *rows]))}.")
    return Wording(name, last(case, name) + 1, dict(rows.get(version, {})), by, case.clock(), grounds)


def keep(case: Case, wording: Wording, *, as_counsel: bool = False) -> None:
    """Keep a version; earlier ones stay. `as_counsel`: that counsel signed it was found out already."""
    drafting.must_be_counsel(case, wording.by, as_counsel=as_counsel)
    case.store.put(Wording, [*case.store.get(Wording), wording])
    details = {"version": wording.version, "parts": sorted(wording.parts), "grounds": wording.grounds}
    case.journal.append("word text", wording.text, by=wording.by, details=details)


def tried_out(case: Case, wording: Wording, *, bench: Bench) -> Tried:
    """What the drafts would be with this wording, without keeping it; `bench.progress` is told how far it is, `bench.beat` may end it."""
    before, of = case.store.get(Wording), streamed.held(case, Notice)[1]
    try:
        notices.adopt([*before, wording])
        letters, lost, told = 0, Counter[str](), Counter[str]()
        for done, notice in enumerate(_drafted(case, bench)):  # one after another: however many there are, none is kept
            if done % SHOWN_EVERY == 0:
                bench.progress(CHECKING, done, max(of, done))
            if notice.text_id.partition("@")[0] == wording.text:
                letters += 1
                failed = (one for one in set(notice.checks) if not one.passed and not one.where.startswith("open"))
                lost.update(f"{one.cite or one.duty}: {one.content}" for one in failed)
                told.update(one for one in notice.missing if one.startswith(("hard to read", "hedges")))
    finally:
        notices.adopt(before)
    return Tried(wording, letters, dict(lost), dict(told), vouched_for(wording))


def drafted_from(case: Case) -> str:
    """What changes when anything does that a check of words rests on: facts, story, duties, people, help, what was said, the words.

    The day is not among it: it changes the date of a letter, and nothing that a law demands of it.
    """
    told = [case.store.facts_digest(), *streamed.mark(case, Attack, Duty, Person, Offer, Said, Wording)]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:32]


def vouched_for(wording: Wording) -> tuple[str, ...]:
    """The contents that the changed paragraphs are to say and that are taken from their place alone."""
    found: set[str] = set()
    for section in text_at(wording.text).sections:
        for index, one in enumerate(section.paragraphs):
            if any(place.startswith(f"{section.id}/{index}/") for place in wording.parts):
                found |= set(one.proves)
    return tuple(sorted(found - RECOGNISED))


def _drafted(case: Case, bench: Bench) -> Iterator[Notice]:
    from dataclasses import replace

    store = case.store
    given = replace(bench, settings={**bench.settings, **notices.told(store.get(Said))})
    known = (store.get(Duty), store.get(Person), line.situation(store), next(iter(store.get(Attack)), Attack()), store.get(Offer))
    yield from notices.draft_each(*known, bench=given, earlier=case.store.get(Earlier))
    yield from notices.papers(*known, bench=given)


def parts_in(case: Case, name: str) -> Mapping[str, str]:
    """What the version that stands says otherwise than the text as Stanch brings it, by its place."""
    return next((one.parts for one in reversed(case.store.get(Wording)) if one.text == name), {})
