"""Whom a form is about where others are named in it to be called, to mind a child or to witness: what it asks further is of the first.

`Emergency contact: Jo Hay   Phone: …` above `Known illnesses: …` does not make Jo Hay ill. Where all but one of those whom a form names
stand behind such words, its answers about health, and the labelled values that are nobody's yet, are that one's.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from stanch.extent import next_of_kin, roles
from stanch.extent.grouping_signs import LABEL
from stanch.extent.labels import is_relation, stands_alone
from stanch.vocabulary import elements

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

ANSWER = 120  # characters of a line that answers a question
HEADING = 48  # characters of a line above a part of a form
LEAST = 3  # lines with labels: fewer are no form
_REACHED = frozenset({"phone", "email", "postal_address", "street", "city", "region", "postcode", "country", "family_relation"})
_OTHERS = re.compile(
    r"(?i)\b(?:contacts?|kontakt\w*|contacto|contatto|contactpersoon|witness\w*|testig\w*|zeuge?n?|zeugin|t[eé]moin\w*|testimon\w*|getuige\w*|"
    r"testemunha\w*|familiar|pariente|angeh[oö]rige\w*|proche|familiare|employer\w*|landlord|vermieter\w*)\b"
)


@cache
def _of_health() -> frozenset[str]:
    return frozenset(kind for kind, one in elements().items() if one.group == "health" and not one.identifies)


def tie(sheet: Sheet) -> None:
    """Gives the form's own person what is his; nothing where that would be a guess."""
    waiting = [n for n in sheet.order if sheet.spans[n].kind in _of_health() or (sheet.records[n] is None and not sheet.is_name(n))]
    labelled = [line for line in sheet.lines if line.members and LABEL.match(line.text)]
    if not waiting or len(labelled) < LEAST:
        return
    others = _others(sheet)
    own = list(dict.fromkeys(record for record in _named(sheet).values() if record not in others))
    if len(own) != 1 or own[0].startswith(("from", "to/", "?")):
        return
    last: str | None = None
    below_others = False
    for line in sheet.lines:
        said = sheet.text[line.start : line.end].strip()
        if not line.members and said and len(said) <= HEADING and not LABEL.match(line.text):
            below_others = bool(roles.ANY.search(said) or _is_of_others(said))
        named = sheet.persons_in(line.members)
        last = named[-1] if named else last
        match = LABEL.match(line.text)
        if named or (roles.ANY.search(match[1] if match else line.text) and not (match and is_relation(match[1]))):
            continue
        if not match:
            # `Are you being treated for any condition?` above `Yes - asthma`
            if line.end - line.start <= ANSWER:
                sheet.give([n for n in line.members if sheet.spans[n].kind in _of_health() and _is_waiting(sheet, n, others, last)], own[0])
            continue
        for n in line.members:
            if n not in sheet.alone and (not below_others or sheet.spans[n].kind in _of_health()) and _is_waiting(sheet, n, others, last):
                sheet.records[n] = own[0]


def _is_waiting(sheet: Sheet, number: int, others: set[str], last: str | None) -> bool:
    """Whether a value is nobody's, or of the health of somebody who is in the form to be called; what reaches one is of who stands last."""
    kind, record = sheet.spans[number].kind, sheet.records[number]
    if kind in _of_health():
        return record is None or record in others
    return record is None and (kind not in _REACHED or last not in others)


def _named(sheet: Sheet) -> dict[int, str]:
    """By finding, whom the names of the text name."""
    labels = {n for line in sheet.lines if line.members and _is_a_label(sheet.text[line.start : line.end].strip()) for n in line.members}
    told = {n: sheet.records[n] or sheet.people[n] for n in sheet.order if sheet.is_name(n) and n not in labels}
    return {n: record for n, record in told.items() if record}


def _is_a_label(line: str) -> bool:
    """Whether a line is a label in which a name was read: `Parentesco`."""
    return ":" not in line and "\t" not in line and stands_alone(line)


def _others(sheet: Sheet) -> set[str]:
    """Who is named behind a label of others, or below a heading of them."""
    named = _named(sheet)
    places = sorted((sheet.spans[n].start, record) for n, record in named.items())
    found = {record for record, _ in next_of_kin.meant(sheet.text, places, sheet.spans)}
    for line in sheet.lines:
        match = LABEL.match(line.text)
        if match and _is_of_others(match[1]):
            found.update(named[n] for n in line.members if n in named)
    first = places[0][1] if places else ""
    return found - {first} if _stands_first(sheet, first) else found


def _is_of_others(label: str) -> bool:
    return bool(roles.PRIVATE.search(label) or _OTHERS.search(label) or roles.ALONE.search(label))


def _stands_first(sheet: Sheet, record: str) -> bool:
    """Whether the first who is named has a birthday or a number of his own: the form is about him, whatever stands before the name."""
    told = elements()
    return any(sheet.records[n] == record and (sheet.spans[n].kind == "dob" or told[sheet.spans[n].kind].identifies) for n in sheet.order)
