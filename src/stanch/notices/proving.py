"""Proves, field by field, that a notice holds what each duty demands and nothing that it forbids.

A content is proven when a section that the text declares to prove it is in the letter, has no gap, and where the content
can be recognised (a toll-free number, the bureaus' names and addresses, months of monitoring, prescribed headings) it is
recognised in that letter's own words. A forbidden content is absent when no section that proves it is there and it is
not recognised anywhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from stanch.notices.answers import TOLL_FREE
from stanch.notices.form import Box, Part
from stanch.notices.nature import told_nature, told_number
from stanch.notices.refusal import Refused
from stanch.notices.wording import Filled, FilledSection
from stanch.notices.words import contacts
from stanch.records import Check, Duty, Notice

HEADINGS = ("What Happened", "What Information Was Involved", "What We Are Doing", "What You Can Do", "For More Information")
# Fields that may hold any word.
NAMES = ("org_name", "name", "parent_company", "contact_name", "website", "email", "enrol_url", "code")
_MONTHS = re.compile(r"\b(\d{1,3})\s+(?:months|meses|mois|Monate)", re.IGNORECASE)


def check(filled: Filled, duties: Sequence[Duty], *, happened: str = "", day: str = "", names: Sequence[str] = ()) -> tuple[Check, ...]:
    """Every demanded and forbidden content of the duties, in their order, each with where it was (or was not) found.

    `happened` is how the case words what happened: a law that forbids the nature of the breach forbids these words, and all that tell
    how it came about (`nature.yaml`). `day` is the date at the head; `names` are those of people and firms, which may hold any word.
    """
    places = _places(filled)
    if day:
        places["date_of_notice"] = (f"at the head: “{day}”", True)
    return tuple(_checked(filled, duties, places, (happened, tuple(names))))


def check_form(parts: Sequence[Part], fields: Mapping[str, str], duty: Duty) -> tuple[Check, ...]:
    """The same for a form: a content is proven when a box that proves it is filled."""
    boxes = [box for part in parts for box in part.boxes]
    checks = []
    for word in duty.contents:
        proving = [box for box in boxes if word in box.proves]
        best = next((box for box in proving if fields.get(box.id)), None)
        checks.append(_made(duty, word, "must_contain", best is not None, _box_place(best, fields, proving)))
    for word in duty.must_not_contain:
        bad = next((box for box in boxes if word in box.proves and fields.get(box.id)), None)
        checks.append(_made(duty, word, "must_not_contain", bad is None, bad.label if bad else "nowhere in the form"))
    return tuple(checks)


def clear(notice: Notice) -> None:
    """Raise `Refused` unless every content demanded is proven, every forbidden one absent, and nothing is missing."""
    faults = [
        f"{one.cite or one.duty}: {one.content} {'is not proven' if one.kind == 'must_contain' else 'must not be said'} ({one.where})"
        for one in notice.checks
        if not one.passed
    ]
    faults += [f"to be completed: {one}" for one in notice.missing]
    if faults:
        raise Refused("\n".join(faults), where=notice.id, do="Complete or correct the notice and check it again; it was not released.")


def _places(filled: Filled) -> dict[str, tuple[str, bool]]:
    """Each proven content with its place (section and quoted start) and whether that place is without a gap."""
    best: dict[str, tuple[str, bool]] = {}
    for section in filled.sections:
        for word, place, whole in _proven_in(section):
            if word not in best or (whole and not best[word][1]):
                best[word] = (place, whole)
    return best


def _proven_in(section: FilledSection) -> tuple[tuple[str, str, bool], ...]:
    """What one section proves: the content, its place, whether it is without a gap; worked out once for all letters that share it."""
    if "proven" not in section.memo:
        head = section.heading or section.id
        found = [(word, head, True) for word in section.proves]
        for one in section.paragraphs:
            place = f"{head}: “{_start(one.plain)}”" if one.proves else ""
            found += [(word, place, not one.open) for word in one.proves]
        section.memo["proven"] = tuple(found)
    proven: tuple[tuple[str, str, bool], ...] = section.memo["proven"]
    return proven


def says(filled: Filled, contents: Sequence[str]) -> bool:
    """Whether some section, whole or with a gap, is declared to say any of these contents."""
    return any(word in contents for section in filled.sections for word, _, _ in _proven_in(section))


def _start(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= 60 else line[:57].rsplit(" ", 1)[0] + " …"


def _checked(
    filled: Filled, duties: Sequence[Duty], places: Mapping[str, tuple[str, bool]], said: tuple[str, tuple[str, ...]]
) -> Iterator[Check]:
    text = filled.plain if any(duty.must_not_contain for duty in duties) else ""
    seen: dict[tuple[str, int | None], bool] = {}
    for duty in duties:
        for word in duty.contents:
            where, whole = places.get(word, ("no section says it", False))
            months = duty.months if word == "credit_monitoring_offer" else None
            if (word, months) not in seen:
                seen[word, months] = _recognised(word, filled, duty)
            passed = word in places and whole and seen[word, months]
            yield _made(duty, word, "must_contain", passed, where if whole or word not in places else f"open: {where}")
        for word in duty.must_not_contain:
            found = _forbidden(word, text, places, *said)
            yield _made(duty, word, "must_not_contain", not found, found or "nowhere in the text")


def _forbidden(word: str, text: str, places: Mapping[str, tuple[str, bool]], happened: str, names: tuple[str, ...]) -> str:
    """Where a forbidden content stands; empty where it does not."""
    if word in places:
        return places[word][0]
    found = ""
    if word in ("nature_of_breach", "description_of_incident"):
        found = happened if happened and happened.casefold() in text.casefold() else told_nature(text, names)
    elif word.startswith("number_affected"):
        found = told_number(text, names)
    return f"“{_start(found)}”" if found else ""


def _recognised(word: str, filled: Filled, duty: Duty) -> bool:
    """Whether a content that can be recognised is; others are taken from their section."""
    test = _TESTS.get(word)
    if word == "credit_monitoring_offer":
        given = [int(found) for found in _MONTHS.findall(_said(filled, word))]
        return bool(given) and max(given) >= (duty.months or 0)
    return test(filled) if test else True


def _told(filled: Filled, parts: Sequence[str | re.Pattern[str]]) -> bool:
    """Whether each of these stands in some section; looked for once in a section that letters share."""
    return all(any(_stands(part, section) for section in filled.sections) for part in parts)


def _stands(part: str | re.Pattern[str], section: FilledSection) -> bool:
    if part not in section.memo:
        section.memo[part] = part in section.plain if isinstance(part, str) else bool(part.search(section.plain))
    found: bool = section.memo[part]
    return found


@cache
def _bureaus() -> tuple[str, ...]:
    return tuple(part for bureau in contacts().bureaus for part in bureau[:3])


def _headings(filled: Filled) -> bool:
    """California's headings in their order; a translation keeps its own five."""
    present = [section.heading for section in filled.sections if section.heading and "headings_prescribed" in section.proves]
    return present == list(HEADINGS) or (len(present) == len(HEADINGS) and not set(present) & set(HEADINGS))


# The title that California and others prescribe, and its translations.
_TITLES = frozenset(
    {"notice of data breach", "aviso de filtración de datos", "avis de violation de données", "mitteilung über eine datenpanne"}
)
_POLICE, _FREEZE = re.compile(r"polic|Polizei"), re.compile(r"[Ff]reeze|[Cc]ongel|[Gg]el de crédit")
_TESTS: dict[str, Callable[[Filled], bool]] = {
    "toll_free_number": lambda filled: bool(TOLL_FREE.search(_said(filled, "toll_free_number"))),
    "consumer_reporting_agencies_contact": lambda filled: _told(filled, _bureaus()),
    "ftc_contact": lambda filled: _told(filled, contacts().ftc),
    "headings_prescribed": _headings,
    "title_notice_of_data_breach": lambda filled: filled.title.casefold() in _TITLES,
    "police_report_right": lambda filled: _told(filled, (_POLICE,)),
    "security_freeze_right": lambda filled: _told(filled, (_FREEZE,)),
}


# Contents that are looked for in the letter's own words; all others are taken from their section.
RECOGNISED = frozenset(_TESTS) | {"credit_monitoring_offer"}


def _said(filled: Filled, word: str) -> str:
    """What the paragraphs say that prove this content: the bureaus' toll-free numbers do not count as ours."""
    return "\n".join(said for section in filled.sections if (said := _said_in(section, word)))


def _said_in(section: FilledSection, word: str) -> str:
    name = f"said {word}"
    if name not in section.memo:
        section.memo[name] = "\n".join(one.plain for one in section.paragraphs if word in one.proves)
    said: str = section.memo[name]
    return said


@lru_cache(maxsize=1 << 16)
def _made_once(fields: tuple[Any, ...]) -> Check:
    return Check(*fields)


def _made(duty: Duty, word: str, kind: str, passed: bool, where: str) -> Check:
    """Like checks are one object: a hundred thousand letters share them."""
    return _made_once((duty.id, word, kind, passed, where, duty.cite))


def _box_place(best: Box | None, fields: Mapping[str, str], proving: Sequence[Box]) -> str:
    if best:
        return f"{best.label}: “{_start(fields[best.id])}”"
    return f"open: {proving[0].label}" if proving else "the form has no field for it"
