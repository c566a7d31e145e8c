"""What those who answer the telephone need: how a call goes, what may be said, questions with answers, drawn from the case.

Two rules stand above all: nothing about a person is said before the caller is verified, and even then no value is read out.
Verification asks; it never offers ("Is your postcode 04101?" would give it away). Sources of the rules are in docs/rooms/protection.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.records import Attack, Facts, Offer

TOPICS = ("is it genuine", "what was taken", "enrolment", "no letter", "wrong address", "complaint", "press", "legal", "misuse", "other")
_WORDS = Path(__file__).parent / "calls"
# What only a verified caller is answered, or what the notice itself says, as far as each law lets it be said to everybody.
_NOT_PUBLIC = frozenset({"happened", "taken", "lost", "other", "loss"})


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that people ask, and what is said. `public`: it may stand on the public page too. `is_open`: something is to be told."""

    question: str
    answer: str
    public: bool = True
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a call: what it is for, what the agent says, what the agent does."""

    title: str
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """One question and the sentences that answer it; `lacks` and `lacks_day` name what is to be filled in where the case does not know."""

    asks: str
    told: str = ""
    yes: str = ""
    no: str = ""
    found: str = ""
    lacks: str = ""
    lacks_day: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """All words of the pack in one language (`calls/<language>.yaml`)."""

    language: str
    open: str
    org: str
    either: str
    questions_heading: str
    title: str
    under: str
    foot: str
    topics: str
    question: str
    answer: str
    practice: str
    steps: tuple[Step, ...]
    answers: dict[str, Phrases]


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole: steps of a call, questions, and what is still open in the case."""

    organisation: str
    steps: tuple[Step, ...]
    questions: tuple[Answered, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the case knows, in this language: `labels` the elements in plain words, `day` writes a date, `happened` tells what happened."""

    labels: Mapping[str, str]
    day: Callable[[date | None], str]
    happened: str = ""


@cache
def spoken(language: str) -> Spoken:
    """The words of a language. Raises `BrokenDataFile`."""
    return datafile.read(_WORDS / f"{language}.yaml", Spoken)


def languages() -> tuple[str, ...]:
    """The languages that the pack speaks, English first."""
    return tuple(sorted((path.stem for path in _WORDS.glob("*.yaml")), key=lambda language: (language != "en", language)))


def pack(facts: Facts, attack: Attack, offers: Sequence[Offer], *, told: Told, language: str = "en") -> Pack:
    """The pack of this case in one language. What the case does not know stands in `open` and is marked in the answers, never invented."""
    words = spoken(language)
    org = facts.org.name or words.open.format(what=words.org)
    found = [*_about_breach(facts, attack, words, told), *_about_help(offers, words, told), *_about_letters(facts, words)]
    questions = tuple(_answered(words, name, answer) for name, answer in found)
    steps = tuple(Step(one.title, tuple(said.replace("{org}", org) for said in one.say), one.do) for one in words.steps)
    return Pack(org, steps, questions, tuple(one.question for one in questions if one.is_open))


def _answered(words: Spoken, name: str, answer: str) -> Answered:
    return Answered(words.answers[name].asks, answer, name not in _NOT_PUBLIC, words.open.partition("{")[0] in answer)


def _about_breach(facts: Facts, attack: Attack, words: Spoken, told: Told) -> Iterator[tuple[str, str]]:
    incident, said = facts.incident, words.answers
    happened = (told.happened or incident.description or "").rstrip(".")
    # What the attack's account says is English.
    what = f"{happened[:1].upper()}{happened[1:]}." if happened else attack.cause.statement if words.language == "en" else ""
    found = said["happened"].found.format(day=told.day(incident.discovered)) if incident.discovered else ""
    yield "happened", f"{what or _open(words, 'happened')} {found or words.open.format(what=said['happened'].lacks_day)}"
    yield "over", _open(words, "over")
    kinds = sorted({word for one in facts.data for word in one.elements} - {"name"})
    listed = "; ".join(dict.fromkeys(told.labels.get(word, word.replace("_", " ")) for word in kinds))
    yield "taken", said["taken"].told.format(listed=listed) if listed else _open(words, "taken")
    yield "who", said["who"].told
    yield "late", _open(words, "late")
    known = facts.law_enforcement_consulted
    yield "police", _open(words, "police") if known is None else said["police"].yes if known else said["police"].no


def _about_help(offers: Sequence[Offer], words: Spoken, told: Told) -> Iterator[tuple[str, str]]:
    monitoring, said = [one for one in offers if one.service in ("credit_monitoring", "minor_monitoring")], words.answers
    if not monitoring:
        yield "monitoring", said["monitoring"].told if offers else _open(words, "monitoring")
        return
    lines = sorted({one.help_line for one in monitoring if one.help_line})
    pages = sorted({one.enrol_url for one in monitoring if one.enrol_url})
    last = min((one.enrol_by for one in monitoring if one.enrol_by), default=None)
    yield "help", said["help"].told
    where = {"pages": words.either.join(pages), "lines": words.either.join(lines), "day": told.day(last)}
    yield "enrol", said["enrol"].told.format_map(where) if pages and lines and last else _open(words, "enrol")
    yield from ((name, said[name].told) for name in ("lost", "number", "myself"))


def _about_letters(facts: Facts, words: Spoken) -> Iterator[tuple[str, str]]:
    way = words.either.join(part for part in (facts.org.phone or "", facts.org.website or "") if part)
    yield "genuine", words.answers["genuine"].told.format(way=way) if way else _open(words, "genuine")
    yield from ((name, words.answers[name].told) for name in ("none", "moved", "other", "loss"))


def _open(words: Spoken, name: str) -> str:
    return words.open.format(what=words.answers[name].lacks)
