"""What a proof and a reason say: our own words in the language of the page, the sentences of a law as its file has them.

A proof is kept in English, as it was worked out. What the rooms put together (numbers, answers, kinds of data, what is not known) is known
again by its form; all else in it is a law's own, and is marked as English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.formats import number_format
from django.utils.translation import gettext

from stanch.law import clocks, statutes
from stanch.law.circumstances import FACTS
from stanch.portal import tongues
from stanch.records import Duty
from stanch.report import contents
from stanch.vocabulary import elements, sectors

# Sentences that the law room fills in; a value is named by what it is (`VALUES`).
FORMS = (
    "{law} applies", "{rule} is owed", "{count} are not", "everybody is told under {law}", "what the law calls {name} was exposed",
    "nobody of {name} is among the people counted with such data", "none of {kinds}", "{kinds} without {more_kinds}", "data of a {word}",
    "nobody under {count}", "at the latest {span}", "the date of {event} is not known",
    "held back for law enforcement until {day}; due when the hold ends", "{span}: counts once the people have been told",
    "{span}: counts once the authority has been told", "{count} hours from {event}", "{count} days from {event}",
    "{count} business days from {event}", "{count} months from {event}",
)  # fmt: skip
VALUES = {
    "law": ".{2,90}", "rule": r"[\w-]+/\w+", "count": r"[\d,]+(?: to [\d,]+)?", "name": ".{2,60}?", "kinds": r"[a-z_\d, ]+?",
    "more_kinds": r"[a-z_\d, ]+", "word": r"\w+", "event": "[a-z ]{3,60}", "day": r"\d{4}-\d\d-\d\d", "span": ".{3,90}?",
}  # fmt: skip
SENTENCES = (
    "all of these", "one of these", "none of these", "not on file", "not counted yet", "not known", "none",
    "notice is due to an authority under another law", "kinds of data not stated", "kinds not stated",
    "no kind of data that the definition names",
    "no name in the records", "the data were on paper", "the data were electronic", "the data were encrypted",
    "the data were encrypted and the key was not taken", "the account's number alone opens nothing", "not for this organisation",
    "this law knows no delay for law enforcement", "counted from the beginning of that day, as its hour is not known",
    "no later than the notice to the people", "reckoned from the last day for telling the people; earlier if they are told earlier",
    "reckoned from the last moment for the notice before; earlier if that is sent earlier",
    "date of determination not given: counted from discovery, the safe side", "date of assessment not given: counted from determination",
    "date of the finding of materiality not given: counted from determination, the safe side",
)  # fmt: skip
COUNTS = {"more than": "more than {n}", "at least": "at least {n}", "fewer than": "fewer than {n}", "at most": "at most {n}"}
BETWEEN = "{n} to {m}"
WHOSE = (
    "resident of {place}", "residents of {place}", "person", "people", "person to be told", "people to be told", "person in all",
    "people in all", "person in the state with the most", "people in the state with the most",
)  # fmt: skip
LOCKS = (
    *("name unknown", "with name", "without name", "encryption unknown", "not encrypted", "encrypted"),
    *("key unknown", "key safe", "key taken"),
)
# Words of facts as proofs say them.
WORDS = (
    *("external malicious", "insider malicious", "inadvertent", "inadvertent authorized", "good faith employee", "own disclosure"),
    *("acquired", "accessed", "lost", "unavailable", "electronic", "paper", "owner", "service provider", "processor", "high", "some"),
    *("intrusion", "ransomware", "malware", "sql injection", "credential stuffing", "email compromise", "social engineering"),
    *("misdelivery", "insider", "lost device", "theft device", "theft paper", "unauthorized disclosure", "misconfiguration", "outage"),
    *("not assessed", "unlikely risk", "no risk", "no harm", "harm unlikely", "unlikely harm", "misuse unlikely", "no misuse"),
    *("misuse not reasonably likely", "low probability of compromise", "no reasonable likelihood", "no significant harm"),
    *("prevented by remedial action", "risk", "high risk", "customer", "employee", "patient", "child", "pupil", "student", "member"),
)
# Days that clocks count from.
DAYS = (
    *("reasonable belief", "materiality determination", "payment", "classification", "corrective measure", "closure", "regulator notice"),
    *clocks.EVENTS.values(),
)
PREFIX = "no exemption"
OPEN, NOT_OWED = "Open.", "Not owed."
TURNS = " It turns on: "
ASKS, EXCEPTS, HERE, KEPT = "The law asks for:", "The law excepts this case:", "here:", "It does not remove:"
COUNTED = ("{people} person counts ({kinds}).", "{people} people count ({kinds}).")
OTHERS = ("1 of the people has died", "1 of the people is a child", "letters go to a parent or guardian.")
MANY = ("{n} of the people have died", "{n} of the people are children")

NAMED = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"(?:(more than|at least|fewer than|at most) )?([\d,]+)(?: to ([\d,]+))? ((?:residents?|people|person)\b.*)")
_GROUP = re.compile(r"(\w+): (.+) \(((?:with|without) name|name unknown), ([\w ,]+)\)")
_OWED = re.compile(r"(.*?) ?([\d,]+) (?:person counts|people count)(?: in .+?)?(?: by ([\w ,]+))?\.", re.DOTALL)
_DIED = re.compile(r"([\d,]+) of the people (?:has|have|is|are) (?:died|a child|children)\b.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `is_law`: as a law's file has it, in English."""

    text: str
    is_law: bool = False


def texts() -> Iterator[str]:
    """Every text that is looked for in the catalogues."""
    yield from (*FORMS, *SENTENCES, *COUNTS.values(), BETWEEN, *WHOSE, *LOCKS, *WORDS, *DAYS, PREFIX, OPEN, NOT_OWED)
    yield from (ASKS, EXCEPTS, HERE, KEPT, *COUNTED, *OTHERS, *MANY)
    yield from _labels()


def proven(text: str) -> list[Piece]:
    """What is asked, or a fact that answers it."""
    if not tongues.is_foreign():
        return [Piece(text)]
    head, colon, rest = text.partition(": ")
    if head == PREFIX and colon:
        return [Piece(f"{gettext(PREFIX)}: "), *proven(rest)]
    told = _told(text)
    return [Piece(told)] if told else [Piece(text, is_law=True)]


def noted(text: str) -> list[Piece]:
    """The notes to a deadline, each by itself: one of them may hold the sign that parts them."""
    if not tongues.is_foreign() or (told := _told(text)):
        return [Piece(text if not tongues.is_foreign() else told)]
    pieces: list[Piece] = []
    left = text.split("; ")
    while left:
        size = next((size for size in range(len(left), 0, -1) if _told("; ".join(left[:size]))), 1)
        one, left = "; ".join(left[:size]), left[size:]
        pieces += [*([Piece("; ")] if pieces else []), *proven(one)]
    return pieces


def reasoned(duty: Duty) -> list[Piece]:
    """Why a duty is owed, open or not owed. What it turns on is left out: pages list the questions, each once."""
    text, also = _without(duty.reason, duty.apart)
    if duty.required == "conditional":
        text = text.partition(TURNS)[0]
    pieces = _reason(text) if tongues.is_foreign() else [Piece(text)]
    return [*pieces, *(piece for one in also for piece in (Piece(" "), *_apart(one)))]


def _reason(text: str) -> list[Piece]:
    for word in (OPEN, NOT_OWED):
        if text.startswith(word):
            rest = text.removeprefix(word).strip()
            return [Piece(f"{gettext(word)} "), *(_against(rest) if word == NOT_OWED else [Piece(rest, is_law=True)])]
    if match := _OWED.fullmatch(text):
        one, many = COUNTED
        kinds = _kinds((match[3] or "").split(", "))
        said = gettext(one if match[2] == "1" else many).replace("{people}", _number(match[2])).replace("{kinds}", kinds)
        law = [Piece(match[1], is_law=True), Piece(" ")] if match[1] else []
        return [*law, Piece(said.replace(" ()", ""))]
    return [Piece(text, is_law=True)]


def _against(text: str) -> list[Piece]:
    """`The law asks for X; here: Y (section).`, or the exemption that holds."""
    if not text.startswith((ASKS.rstrip(":"), EXCEPTS)):
        law, mark, kept = text.partition(f" {KEPT} ")
        more = [Piece(f" {gettext(KEPT)} {_words(kept.rstrip('.').split(', '))}.")] if mark else []
        return [Piece(law, is_law=True), *more]
    says = ASKS if text.startswith(ASKS.rstrip(":")) else EXCEPTS
    body, cite = _cited(text.removeprefix(says.rstrip(":")).removeprefix(":").strip())
    asks, mark, here = body.partition(f"; {HERE} ")
    facts = [Piece(f"; {gettext(HERE)} "), *_joined(map(proven, _facts(here)))] if mark else []
    return [Piece(f"{gettext(says)} "), *proven(asks), *facts, Piece(f" {cite}", is_law=True)]


def _cited(text: str) -> tuple[str, str]:
    """What stands before the section in brackets at the end, and that; sections have brackets of their own."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if text[place] == "(" and not depth:
            return text[:place].rstrip(), text[place:]
    return text, ""


def _facts(text: str) -> list[str]:
    """Several facts in a row: a comma within a number or a group of data parts nothing."""
    return re.split(r", (?=\w+: )", text) if ": " in text else [text]


def _apart(text: str) -> list[Piece]:
    """What follows for children and the dead: how many they are is ours, what the law says of them is not."""
    head, colon, rest = text.partition(": ")
    match = _DIED.fullmatch(head)
    if not tongues.is_foreign() or not colon or match is None or match[0] != head:
        return [Piece(text, is_law=tongues.is_foreign())]
    said = gettext(head) if match[1] == "1" else gettext(head.replace(match[1], "{n}", 1)).replace("{n}", _number(match[1]))
    return [Piece(f"{said}: "), *proven(rest)]


def _told(text: str) -> str:
    """A text of ours in the page's language; nothing where it is a law's."""
    if text in _fixed():
        return gettext(text)
    head, colon, rest = text.partition(": ")
    if colon and head in _labels():
        return f"{gettext(head)}: {_either(rest, _words)}"
    if text in WORDS:
        return gettext(text)
    if match := _NUMBER.fullmatch(text):
        return _counted(match)
    if match := _GROUP.fullmatch(text):
        marks = ", ".join(map(gettext, (match[3], *match[4].split(", "))))
        return f"{gettext(match[1])}: {_kinds(match[2].split(', '))} ({marks})"
    if colon and head in WORDS and (inner := _told(rest)):
        return f"{gettext(head)}: {inner}"
    return _filled(text)


def _filled(text: str) -> str:
    """A sentence that the law room filled in; nothing where a value is not what it should be: a law's own sentence is not taken for it."""
    for form, shape in _shapes():
        if match := shape.fullmatch(text):
            values = {name: _value(name, value) for name, value in match.groupdict().items()}
            if all(values.values()):
                return NAMED.sub(lambda one, values=values: values[one[1]], gettext(form))  # type: ignore[misc]
    return ""


def _value(name: str, text: str) -> str:
    if name == "law":
        return text if text in _law_names() else ""
    if name in ("kinds", "more_kinds"):
        words = re.split(r", | or ", text)
        return _either(text, _kinds) if all(word in elements() for word in words) else ""
    if name == "span":
        return _filled(text)
    return _word(text) if name in ("word", "event") else text


def _counted(match: re.Match[str]) -> str:
    """`more than 500 residents of Texas`; nothing where the people are counted in a law's own words."""
    how, low, high, whose = match.groups()
    first, of, place = whose.partition(" of ")
    form = f"{first} of {{place}}" if of else whose
    if form not in WHOSE:
        return ""
    number = gettext(BETWEEN).replace("{n}", _number(low)).replace("{m}", _number(high)) if high else _number(low)
    if how:
        number = gettext(COUNTS[how]).replace("{n}", number)
    return f"{number} {gettext(form).replace('{place}', place)}"


def _number(text: str) -> str:
    return number_format(int(text.replace(",", "")), force_grouping=True)


def _either(text: str, said: Callable[[Sequence[str]], str]) -> str:
    """`acquired or lost`, `card_number, ssn`."""
    return f" {gettext('or')} ".join(said(one.split(", ")) for one in text.split(" or "))


def _words(words: Sequence[str]) -> str:
    return ", ".join(map(_word, words))


def _word(text: str) -> str:
    return gettext(sectors().get(text.replace(" ", "_"), text)) if text else ""


def _kinds(words: Sequence[str]) -> str:
    return ", ".join(gettext(contents.label(one.replace(" ", "_"))) if one else "" for one in words)


def _joined(parts: Iterable[list[Piece]]) -> list[Piece]:
    made: list[Piece] = []
    for part in parts:
        made += [*([Piece(", ")] if made else []), *part]
    return made


def _without(text: str, also: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The reason without what was put behind it."""
    tail = " ".join(("", *also))
    return (text.removesuffix(tail), also) if also and text.endswith(tail) else (text, ())


@cache
def _labels() -> frozenset[str]:
    return frozenset(one.label for one in FACTS.values())


@cache
def _fixed() -> frozenset[str]:
    return frozenset((*SENTENCES, *OTHERS))


@cache
def _law_names() -> frozenset[str]:
    return frozenset(version.law.name for law in statutes.library() for version in law.versions)


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Forms with what matches them, those with most words of their own first."""
    ordered = sorted(FORMS, key=_own_words, reverse=True)
    return tuple((form, re.compile(re.sub(r"\\{(\w+)\\}", _group_of, re.escape(form)))) for form in ordered)


def _own_words(form: str) -> int:
    return len(NAMED.sub("", form))


def _group_of(match: re.Match[str]) -> str:
    return f"(?P<{match[1]}>{VALUES[match[1]]})"
