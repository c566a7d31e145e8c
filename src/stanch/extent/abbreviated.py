"""Words for a person that a table writes whole once and short elsewhere: `Kontoinhaber 1`, then `Geb.-Datum KI 1` and `Steuer-ID KI 1`.

No list has them: the header that names the person tells what the letters stand for, by its own letters and the same number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from stanch.extent.headings import ROLE_OF, claims, persons, words_of
from stanch.extent.row_keys import PEOPLE
from stanch.extent.table_column import NAMES

SHORTEST, LONGEST = 2, 4  # letters
LEAST_WHOLE = 5  # letters of the word that they stand for
MOST_WORDS = 3
_ENDS = re.compile(r"^(?P<rest>.*\S) (?P<short>[a-z]+) ?(?P<number>\d?)$")
_BEGINS = re.compile(r"^(?P<short>[a-z]+) ?(?P<number>\d?) (?P<rest>\S.*)$")


def written_whole(names: Sequence[str]) -> Mapping[str, str]:
    """By header the same with the word written whole; none for headers that say something as they are."""
    people = _people(names)
    told: dict[str, str] = {}
    for name in names if people else ():
        words = words_of(name)
        for match in filter(None, (_ENDS.match(words), _BEGINS.match(words))):
            whole = _meant(match["short"], match["number"], people)
            if whole and not claims(name)[0] and claims(match["rest"])[0]:
                # The words for whoever stands beside the row's own person must stay.
                lead = f"{whole} {match['number']} " if _beside(whole) else ""
                told[name] = f"{lead}{match['rest']} {'' if lead else match['number']}".strip()
                break
    return told


def _people(names: Sequence[str]) -> list[tuple[str, str]]:
    """Words of the table's headers that name somebody, each with its number."""
    found = []
    for name in names:
        words = words_of(name).split()
        words = words[:-1] if len(words) > 1 and words[-1] == "name" and words[-2].isdigit() else words  # `Parent 1 Name`
        number = words.pop() if words and words[-1].isdigit() else ""
        detectors, said, role = claims(name)
        is_person = role or said in persons() or set(words) & PEOPLE.keys() or (words and words[-1] in persons())
        if is_person and 0 < len(words) <= MOST_WORDS and any(one.kind in NAMES for one in detectors):
            found.append((" ".join(words), number))
    return found


def _meant(short: str, number: str, people: Sequence[tuple[str, str]]) -> str:
    """The word that letters stand for; with a number, the one that bears it."""
    # One letter with a number is some person's here: `G1 Email` below `Guardian 1`.
    if not (1 if number else SHORTEST) <= len(short) <= LONGEST or claims(short)[0]:
        return ""
    return next((whole for whole, other in people if other == number and _are_of(short, whole)), "")


def _beside(whole: str) -> bool:
    return any(word in ROLE_OF for word in whole.split())


def _are_of(short: str, whole: str) -> bool:
    """Whether letters are the first of several words, or the first and further ones of a long one in their order."""
    words = whole.split()
    if len(words) > 1:
        return short == "".join(word[0] for word in words)
    rest = iter(whole)
    return len(whole) >= LEAST_WHOLE and whole[0] == short[0] and all(letter in rest for letter in short)
