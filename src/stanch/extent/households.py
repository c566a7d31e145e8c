"""Lists of households, a row each: `Family Name`, `Adult 1`, `Adult 1 DOB`, `Adult 2`, `Adult 2 Cell`, `Child 1`; and who is related.

`Adult 1` alone holds a given name there, and what bears the same words is that person's. The first is the row's own person, the
others stand beside him and have the family's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from stanch.extent.folding import listed
from stanch.extent.headings import claims, words_of

_NUMBERED = re.compile(r"(?P<who>[a-z]+(?: [a-z]+)?) ?(?P<number>[1-9])")
_OF = frozenset({"dob", "phone", "email", "gender", "allergy", "diagnosis", "us_ssn", "age", "national_id"})
_CHILDREN = listed("child kid kind enfant hijo hija filho figlio son daughter dependent dependant")
_RELATED = re.compile(
    r"(?P<who>relationship|relation|relative|related (?:person|contact)|(?:family|household) member)s? (?P<number>[1-9]) (?P<rest>.+)"
)
LEAST, MOSTLY = 3, 0.7
Cells = Callable[[int], Sequence[str]]


def said_of_each(names: Sequence[str], cells: Cells) -> list[str]:
    """The same headers, those of a household's members said of each of them; as they were where the table is none of households."""
    found = _of_related(names)
    who = _members(names, cells)
    if not who:
        return found
    first = next((member for member in who if member.rpartition(" ")[0] not in _CHILDREN), "")
    for at, name in enumerate(names):
        words = words_of(name)
        member = next((one for one in who if words == one or words.startswith(f"{one} ")), "")
        if not member:
            continue
        what = words[len(member) :].strip() or "first name"
        found[at] = what if member == first else f"{_lead(member)} {what}"
    return found if len(set(found)) == len(found) else list(names)


def _lead(member: str) -> str:
    who, _, number = member.rpartition(" ")
    return f"child {number}" if who in _CHILDREN else "spouse" if number == "2" else f"spouse {number}"


def _members(names: Sequence[str], cells: Cells) -> Mapping[str, int]:
    """Words that stand alone above given names, numbered, before what else people have; by place. None beside other given names."""
    kinds = [{one.kind for one in told[0]} if not (told := claims(name))[2] else set[str]() for name in names]
    if not any("family_name" in one for one in kinds) or any("given_name" in one for one in kinds):
        return {}
    said = [words_of(name) for name in names]
    found = {}
    for at, words in enumerate(said):
        match = _NUMBERED.fullmatch(words)
        if match and any(_is_of(words, other) for other in said) and _are_given(cells(at)[:100]):
            found[f"{match['who']} {match['number']}"] = at
    return found if all(words_of(names[at]) == member for member, at in found.items()) else {}


def _is_of(member: str, other: str) -> bool:
    return other.startswith(f"{member} ") and any(one.kind in _OF for one in claims(other[len(member) + 1 :])[0])


def _are_given(sample: Sequence[str]) -> bool:
    from stanch.extent.names import is_given_name

    alone = [text for text in sample if " " not in text]
    return len(sample) >= LEAST and sum(map(bool, map(is_given_name, alone))) >= MOSTLY * len(sample)


def _of_related(names: Sequence[str]) -> list[str]:
    """`Relationship 1 First Name` names somebody beside the row's own person; what he is to him stays."""
    told = [_RELATED.fullmatch(words_of(name)) for name in names]
    named = {(match["who"], match["number"]) for match in told if match and any("name" in one.kind for one in claims(match["rest"])[0])}
    return [
        f"next of kin {match['number']} {match['rest']}"
        if match and (match["who"], match["number"]) in named and claims(match["rest"])[0]
        else name
        for match, name in zip(told, names, strict=True)
    ]
