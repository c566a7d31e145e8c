"""What is a label: words that are a header of a column, standing before, above or beside a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from stanch.extent import roles
from stanch.extent.anchored import without_start
from stanch.extent.detector import Detector
from stanch.extent.folding import listed
from stanch.extent.headings import claims, persons, words_of
from stanch.extent.parties import is_party
from stanch.extent.patterns import detector_of

T = TypeVar("T")
LONGEST_ALONE, LONGEST_OF_CITY = 48, 90
LONGEST_KEPT = 160  # what is known of longer lines is not kept
# Words of a label for the line of a city: `City, State, ZIP`, `PLZ/Ort`, `Town and postcode`.
CITY_WORDS = listed(
    "city town suburb state province prov region county zip zipcode postcode postal code plz ort stadt wohnort cp c p poblacion localidad",
    "ciudad provincia ville commune cod codigo cap comune localita citta plaats woonplaats st and y et und e localidade cidade",
    "or country foreign en post office",
)
# Boxes of forms are numbered: `6 City, state, and ZIP code`, `(a) First name`, `b Employer identification number`.
_NUMBERED = re.compile(r"^\(?(?:[a-z]|\d{1,2}[a-z]?|[A-Z]{1,2}\d{1,2})[.)]*[ ](?=[A-Z])")
# `If joint return, spouse's first name and middle initial`
_ON_CONDITION = re.compile(r"^(?:If|Wenn|Falls|Si|Se|Indien)[ ][^,:]{4,40},[ ](?=[^\W\d_])")
_REMARK = re.compile(r"[ ]*\([^()]*\).*$|\.[ ]+[A-Z][a-z, ]+\.?$")


def without_condition(label: str) -> str:
    """`If joint return, spouse's first name: …` without the condition."""
    return without_start(_ON_CONDITION, label)


_COUNTED = re.compile(r"^[ \t]*\(?(?:\d{1,2}[a-z]?|[a-z])[.)]{1,2}[ ]+(?=(?P<label>[^\W\d_][^:\t\n]{0,48}?)[ ]*[:\t])")


def without_number(line: str) -> str:
    """`2. Vor- und Zuname: …` without the number of its box; `2. Ann Lee: …` as it is."""
    match = _COUNTED.match(line)
    return line[match.end() :] if match and claimed(match["label"])[0] else line


def unboxed(line: str) -> str:
    """A line of a form without what its box bears before the label: a number, a condition."""
    return without_condition(without_number(line))


def bare(label: str) -> str:
    """A label without the number of its box, without a colon, and without the stars of bold letters."""
    return _bare(label) if len(label) <= LONGEST_KEPT else _bare.__wrapped__(label)


@lru_cache(maxsize=20_000)
def _bare(label: str) -> str:
    said = label.strip()
    if said[:1] == "*" == said.rstrip(" :：")[-1:]:
        said = said.strip("*").rstrip(" :：").strip("* ")
    return without_start(_ON_CONDITION, without_start(_NUMBERED, said)).rstrip(" :：")


def stands_alone(line: str) -> bool:
    """Whether a line is a label and nothing else: `Surname`, `Date of birth / Date de naissance:`, `Given names (2)`."""
    return _stands_alone(line) if len(line) <= LONGEST_KEPT else _stands_alone.__wrapped__(line)


@lru_cache(maxsize=20_000)
def _stands_alone(line: str) -> bool:
    label = bare(line)
    if "  " in label or "\t" in label or not 2 <= len(label) <= LONGEST_OF_CITY:
        return False
    if is_city_label(label):
        return True
    plain = _REMARK.sub("", label) if "(" in label or "." in label else label
    return any(len(said) <= LONGEST_ALONE and claimed(said)[0] for said in dict.fromkeys((label, plain)))


_APART = re.compile(r"\s*[,/]\s*")
_BRACKETED = re.compile(r"\s*\([^()]*\)")


def _of_several(label: str) -> str:
    """Of a label of several things the one that its value is: `Familienname, Vornamen`, `Geburtsdatum, Geburtsort`; none for others."""
    parts = [part for part in _APART.split(_BRACKETED.sub("", label)) if part][:3]
    kinds = [{one.kind for one in claims(part)[0]} for part in parts]
    if len(parts) < len("ab") or not all(kinds):
        return ""
    if "family_name" in kinds[0] | kinds[1] and "given_name" in kinds[0] | kinds[1]:
        return "name"
    return parts[0] if "dob" in kinds[0] else ""


@lru_cache(maxsize=20_000)
def claimed(label: str) -> tuple[tuple[Detector, ...], str, str]:
    """What a label names, as `headings.claims` tells it of a header; of a program's field by the end: `NamedInsured_BirthDate_A`."""
    told = claims(label)
    if not told[0] and is_party(words_of(label)) and (name := detector_of("any/name")):
        return (name,), words_of(label), ""
    if not told[0] and ("," in label or "/" in label) and (several := _of_several(label)):
        return claims(several)
    steps = [step for step in label.split("_") if len(step) > 1]
    if told[0] or len(steps) < 2 or " " in label or roles.ALONE.search(words_of(steps[0])):
        return told
    ends = (claims("".join(steps[at:])) for at in range(1, len(steps)))
    return next((one for one in ends if one[0]), (*told[:2], ""))


@lru_cache(maxsize=20_000)
def is_city_label(label: str) -> bool:
    """Whether a label is of a line that holds city, region and postcode together."""
    words = words_of(bare(label)).split()
    return len(words) >= 2 and set(words) <= CITY_WORDS and len(set(words) - {"postal", "code", "zip", "c", "p"}) >= 1


MOST_LINES = 8  # of a paragraph are looked at to tell pairs from others
LINES_OF_PAIRS, WORDS_OF_ROLES = range(2, 7), range(1, 4)


def is_relation(label: str) -> bool:
    """Whether a label asks what somebody is to another: `Parentesco`, `Relationship to patient`."""
    return any(one.kind == "family_relation" for one in claimed(bare(label))[0])


def are_pairs(lines: Sequence[str]) -> bool:
    """Whether a paragraph is a label above its value, or a few such: `Date of birth` above `16 October 2018`."""
    if len(lines) == 1 and _is_labelled(lines[0]):
        return True  # rows of a page's form have empty lines between
    return len(lines) in LINES_OF_PAIRS and len(lines[0]) <= LONGEST_ALONE and stands_alone(lines[0]) and not stands_alone(lines[1])


_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:\t]{1,48}?)[ ]*[:\t][ \t]*\S.{0,118}")


def _is_labelled(line: str) -> bool:
    """Whether a line is a label with its value, and begins nobody else's part (`Mother: …`)."""
    match = _LABELLED.fullmatch(line.strip())
    return match is not None and stands_alone(match["label"]) and not opens_anothers(match["label"])


def opens_anothers(label: str) -> bool:
    """Whether a label names a person by what he is in the matter (`Mother`, `Tenant`): a part of the form of his own begins there."""
    return len(label) <= LONGEST_ALONE and _opens_anothers(label)


@lru_cache(maxsize=20_000)
def _opens_anothers(label: str) -> bool:
    if ":" in bare(label) or len(words := words_of(bare(label)).split()) not in WORDS_OF_ROLES:
        return False  # `Guarantor: Ross, Tami` is a label with its value
    said = " ".join(words)
    role = roles.ALONE.search(said) or (len(words) == 1 and roles.ANY.match(said))
    return is_party(said) or said in persons() or (bool(role) and {one.kind for one in claims(said)[0]} <= {"name"})


def joined(paragraphs: Iterable[tuple[Sequence[str], str, T]]) -> Iterator[list[T]]:
    """Paragraphs (lines, what stands between them and the one before, and what they are) as the parts of forms that they make up.

    A label above its value, an empty line, the next label above its value: one form, up to whoever else has a part of it.
    """
    part: list[T] = []
    are = False
    for lines, before, one in paragraphs:
        now = are_pairs(lines)
        near = before.count("\n") <= len("ab") and not before.strip()  # no line parts them
        if part and not (are and now and near and not opens_anothers(lines[0])):
            yield part
            part = []
        part.append(one)
        are = now
    if part:
        yield part
