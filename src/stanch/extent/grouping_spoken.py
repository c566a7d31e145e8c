"""What a text says of its writer, of whom it speaks to, and of those who live at one address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from stanch.extent import voices
from stanch.extent.addressees import line_above
from stanch.extent.couples import couple
from stanch.extent.grouping_people import agree, words_of
from stanch.extent.grouping_signs import (
    APPOSED,
    CLOSING,
    FIRST_PERSON,
    JOINED,
    LABEL,
    REACHES_ME,
    SALUTATION,
    SECOND_PERSON,
    SENTENCE,
    SOMEBODY_ELSE,
    SPOUSE,
    THIRD_PERSON,
    Line,
    said_since,
)

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet
    from stanch.extent.voices import Voice


def couple_above(sheet: Sheet, start: int) -> str | None:
    """The first of two who live at an address (`Mr & Mrs Cook`, where the text names two of that surname); the second is the spouse."""
    place = line_above(sheet.text, start)
    pair = couple(sheet.text[slice(*place)].strip(" ,")) if place else None
    if pair is None:
        return None
    full = {person: words_of(sheet.spans[n].normal or sheet.spans[n].text) for n in sheet.order if (person := sheet.people[n])}
    if " " in pair[0] and " " in pair[1]:
        two = [next((one for one, words in full.items() if agree(words, words_of(name))), None) for name in pair]
    else:
        family = words_of(pair[1])[0][-1:]
        two = [one for one, words in full.items() if len(words[0]) > 1 and words[0][-1:] == family]
    if len(two) != len(pair) or two[0] is None or two[1] is None or two[0] == two[1]:
        return None
    first = next((sheet.records[n] for n in sheet.order if sheet.people[n] == two[0] and sheet.records[n]), two[0])
    for n in sheet.order:
        if sheet.records[n] == two[1] or (sheet.people[n] == two[1] and sheet.records[n] is None):
            sheet.records[n] = f"{first}/spouse"
    sheet.people = [f"{first}/spouse" if one == two[1] else one for one in sheet.people]
    return first


_AND = re.compile(r"(?i)[ ](?:and|&|und|et|y|e|en)[ ]*$")


def joint(sheet: Sheet) -> None:
    """`GERALD STROHMEYER AND` above `PATRICIA STROHMEYER` above an address: both live there."""
    for n in sheet.order:
        if sheet.spans[n].kind not in ("postal_address", "street") or not (place := line_above(sheet.text, sheet.spans[n].start)):
            continue
        begin = sheet.text.rfind("\n", 0, max(place[0] - 1, 0)) + 1
        above = sheet.text[begin : max(place[0] - 1, 0)]
        if _AND_TITLE.fullmatch(above):  # `Herr`, `Gernot Nolte`, `und Frau`, `Petra Nolte`, each on a line
            begin = sheet.text.rfind("\n", 0, max(begin - 1, 0)) + 1
            above = "und "
        two = [m for m in sheet.order if sheet.is_name(m) and begin <= sheet.spans[m].start < place[1]] if _AND.search(above) else []
        if len(two) != TWO or sheet.people[two[0]] in (None, sheet.people[two[1]]) or sheet.people[two[1]] is None:
            continue
        first, second = (sheet.records[m] or str(sheet.people[m]) for m in two)
        sheet.records[n] = first
        call(sheet, second, f"{first}/spouse")
        sheet.records = [
            f"{first}/spouse" if record is None and sheet.is_name(m) and sheet.people[m] == sheet.people[two[1]] else record
            for m, record in enumerate(sheet.records)
        ]


TWO = 2
_AND_TITLE = re.compile(
    r"(?i)[ ]*(?:and|&|und|et|y|e|en)[ ]+(?:frau|herrn?|mrs?|ms|madame|monsieur|mme|m|sra?|sig|sig\.ra|mevrouw|de heer|dña|d)\.?[ ]*"
)


def spoken(sheet: Sheet) -> None:
    """`My number is …` in a letter or mail is the writer's, `your number …` the addressee's."""
    persons = sheet.persons_in(sheet.order)
    signers = [person for person in sheet.set_apart if person.startswith("person/")]
    writer = "from" if "from" in sheet.records else signers[0] if len(signers) == 1 else _declarant(sheet) or voices.introduced(sheet)
    recipients = {record for record in sheet.records if record and record.startswith("to/")}
    reader = (
        next(iter(recipients))
        if len(recipients) == 1
        else (sheet.addressee([]) or _written_to(sheet) or _lives_there(sheet))
        if persons
        else None
    )
    thread = voices.of_mails(sheet, (writer, reader))
    for n in sheet.free(sheet.order):
        start = sheet.spans[n].start
        voice = voices.at(thread, start)
        mine, yours = said_since(FIRST_PERSON, sheet.text, start), said_since(SECOND_PERSON, sheet.text, start)
        if (mine and not yours) or REACHES_ME.search(mine or yours):
            _speak(sheet, n, voice.writer, mine)
        elif yours and not mine:
            _speak(sheet, n, voice.reader, yours)
    _told_by(sheet, thread)
    if reader and len(thread) == 1:
        _told_to(sheet, reader)


def _declarant(sheet: Sheet) -> str | None:
    """Who says `I, Ann Berg, declare`, if one does."""
    found = {sheet.records[n] or sheet.people[n] for n in sheet.order if sheet.spans[n].context == "declares"}
    return found.pop() if len(found) == 1 else None


def _told_by(sheet: Sheet, thread: Sequence[Voice]) -> None:
    """`My name is on the account. Sort code …`: where only the writer is spoken of, a sentence of nobody is the writer's."""
    for voice, block in (
        (one, [*lines]) for part in sheet.paragraphs for one, lines in groupby(part, lambda line: voices.at(thread, line.start))
    ):
        if (writer := voice.writer) is None:
            continue
        members = [n for line in block for n in line.members]
        said = sheet.text[block[0].start : block[-1].end]
        if not FIRST_PERSON.search(said) or _speaks_of_the_reader(said):
            continue
        for n in sheet.free(members):
            begin, end = _sentence(sheet, sheet.spans[n].start)
            named = any(sheet.is_name(other) and begin <= sheet.spans[other].start < end for other in members)
            if not named and not THIRD_PERSON.search(sheet.text[begin:end]) and not _kin_before(sheet, begin, end):
                sheet.records[n] = writer


def _speaks_of_the_reader(said: str) -> bool:
    """`You reach me on …` is said to the reader, and speaks of the writer."""
    return any(not REACHES_ME.search(said, match.end(), match.end() + REACH) for match in SECOND_PERSON.finditer(said))


REACH = 24  # characters: `you can always reach me`
_TO = re.compile(r"[ \t]*(?:To|A|À|An|Aan|Para)[ ]?:[ \t]")
TOP = 10  # lines


def _written_to(sheet: Sheet) -> str | None:
    """`To: Ann Lee, 12 Oak Street, …` at the top of a notice."""
    for line in sheet.lines[:TOP]:
        persons = sheet.persons_in(line.members) if _TO.match(line.text) else []
        if len(persons) == 1 and not persons[0].startswith("?"):
            return persons[0] if any(sheet.spans[n].kind in ("postal_address", "street") for n in line.members) else None
    return None


# Words for others than who writes and is written to; in capitals they are polite, but for the beginning of a sentence.
_OTHERS = re.compile(
    r"\b(?:he|she|his|her|him|they|their|er|sie|ihn|ihm|seine?[mnrs]?|ihre?[mnrs]?|il|elle|lui|leurs?|él|ella|ellos|hij|zij|zijn|haar|ele|ela|deles?"
    r"|He|She|His|Her|They|Their|Er|Elle|Hij|Zij|Él|Ella|Ele|Ela)\b"
)


def _told_to(sheet: Sheet, reader: str) -> None:
    """`The number that was given to us is …` in a letter that greets its reader, where a paragraph names nobody so far, nor its writer."""
    greeting = SALUTATION.search(sheet.text)
    if greeting is None:
        return
    last = next((closing.start() for closing in CLOSING.finditer(sheet.text, greeting.end())), len(sheet.text))
    for block in sheet.paragraphs:
        if FIRST_PERSON.search(sheet.text, block[0].start, block[-1].end):
            continue
        members = [n for line in block for n in line.members if greeting.end() < sheet.spans[n].start < last]
        named = min((sheet.spans[n].start for n in members if sheet.is_name(n)), default=last)
        for n in sheet.free(members):
            begin, end = _sentence(sheet, sheet.spans[n].start)
            if sheet.spans[n].start < named >= end - 1 and not _OTHERS.search(sheet.text, begin, end):
                sheet.records[n] = reader


def _kin_before(sheet: Sheet, begin: int, end: int) -> bool:
    """Whether a sentence says `my daughter` or the like."""
    said = sheet.text[begin:end]
    return any(SOMEBODY_ELSE.match(said[match.end() :]) for match in FIRST_PERSON.finditer(said))


def _sentence(sheet: Sheet, place: int) -> tuple[int, int]:
    """Where the sentence at a place begins and ends, at most a few hundred characters."""
    low, high = max(0, place - 300), place + 300
    begins = [match.end() for match in SENTENCE.finditer(sheet.text, low, place)]
    following = SENTENCE.search(sheet.text, place, high)
    return (begins[-1] if begins else low), (following.start() + 1 if following else min(high, len(sheet.text)))


def _lives_there(sheet: Sheet) -> str | None:
    """The addressee of a letter that greets nobody by name: who stands above the only address that somebody stands above."""
    found = {sheet.records[n] for n in sheet.order if sheet.spans[n].kind == "postal_address"} - {None}
    return next(iter(found)) if len(found) == 1 else None


def _speak(sheet: Sheet, number: int, person: str | None, said: str) -> None:
    """The value is his who speaks, or is spoken to, unless the words in between are about somebody else."""
    start = sheet.spans[number].start
    named = [n for n in sheet.order if sheet.is_name(n) and start - len(said) <= sheet.spans[n].start < start]
    if any((sheet.records[n] or sheet.people[n]) != person for n in named):
        return
    if not named and SOMEBODY_ELSE.match(said):
        sheet.alone.add(number)
    elif person:
        sheet.records[number] = person


def household(sheet: Sheet, lines: list[Line], main: str, record: str) -> None:
    """The spouse that a form names, and those of the family in its rows, live where the form's person does."""
    family = {words_of(sheet.spans[n].normal or sheet.spans[n].text)[0][-1:] for n in sheet.order if sheet.people[n] == main} - {()}
    dependents = 0
    for line in lines:
        named = next((n for n in line.members if sheet.is_name(n)), None)
        if named is None or (person := sheet.people[named]) is None or person == main:
            continue
        if (match := LABEL.match(line.text)) and SPOUSE.search(match[1]):
            call(sheet, person, f"{record}/spouse")
        elif sheet.is_row(line) and words_of(sheet.spans[named].normal or sheet.spans[named].text)[0][-1:] in family:
            dependents += 1
            call(sheet, person, f"{record}/dependent/{dependents}")


def call(sheet: Sheet, person: str, record: str) -> None:
    """Everything that is a person's under a record's name."""
    sheet.records = [record if one == person else one for one in sheet.records]
    sheet.people = [record if one == person else one for one in sheet.people]


def stands_with(sheet: Sheet, names: Sequence[int], value: int) -> bool:
    """`moved by A, seconded by B, to pay Ann Lee, SSN …`: right behind the last name, which no mere `and` joins to the one before."""
    before, last = sheet.spans[names[-2]], sheet.spans[names[-1]]
    is_apposed = APPOSED.fullmatch(sheet.text, last.end, sheet.spans[value].start) is not None
    return is_apposed and not JOINED.fullmatch(sheet.text, before.end, last.start)
