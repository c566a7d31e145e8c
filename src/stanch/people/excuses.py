"""When one entry of two half-built persons is taken for wrong, because all else that is known of them is the same.

Registers hold wrong entries: a parent's day of birth, the number of another of the house, a name that nobody bears. What
contradicts keeps two apart (`conflict`), unless it is the only thing, the rest could hardly be two people's, and nobody else is
seen whose it could be. Each rule names what two people would have to share by chance.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rapidfuzz.distance import JaroWinkler

from stanch.people.conflict import conflict, middles_agree, numbers_agree, places_agree
from stanch.people.likeness import near_days
from stanch.people.names import alike, distinct
from stanch.people.profiles import NOBODY, Profile

LIKE = 0.7  # Jaro-Winkler of two given names, one of them badly misspelt
FEW = 2  # records that may hold one wrong entry


def excuse(one: Profile, other: Profile, others: Collection[Profile], *, why: str = "") -> str:
    """Why the one contradiction between the two is an error of writing, in words; empty where it is none or may be true.

    `others`: the half-built persons that were compared with either. `why`: the conflict, if it is known already.
    """
    why = why or conflict(one, other)
    if why == "different given names":
        return _wrong_given(one, other, others)
    if why == "dates of birth far apart":
        return _wrong_day(one, other, others)
    if why in ("different national numbers of one kind", "national numbers differ and little else agrees"):
        return _wrong_number(one, other, others)
    return _other_family(one, other, others) if why == "different family names" else ""


def listed_once(one: Profile, other: Profile) -> bool:
    """Is there a roll that names each person once, and names the two together once?"""
    return bool(one.rolls | other.rolls) and not one.rolls & other.rolls


def _wrong_given(one: Profile, other: Profile, others: Collection[Profile]) -> str:
    """The same number, family and day or place; or the same day, family and middle name where no twin is to be seen."""
    odd, known = sorted((one, other), key=lambda side: (side.size, sorted(side.givens)))
    if odd.size > FEW or not one.families & other.families or one.rolls & other.rolls or not _fits(replace(odd, givens=NOBODY), known):
        return ""
    middle = middles_agree(one, other)
    if odd.middles and known.middles and not middle:
        return ""
    if odd.dobs and known.dobs and not any(near_days(*sorted((left, right))) for left in odd.dobs for right in known.dobs):
        return ""
    letter = all(len(given) == 1 for given in odd.givens)
    told = not any(distinct(*sorted((left, right))) for left in odd.givens for right in known.givens)
    if one.nationals & other.nationals and (places_agree(one, other) or one.dobs & other.dobs):
        borrowed = any(_bears(third, odd) for third in others)
        return "the same number: the given name is taken for a slip" if (middle or letter) and not borrowed else ""
    if not one.dobs & other.dobs or not middle or any(_twin(third, one, other) for third in others):
        return ""
    misspelt = told and any(JaroWinkler.similarity(*sorted((left, right))) >= LIKE for left in odd.givens for right in known.givens)
    if misspelt or listed_once(one, other):
        return "the same day of birth, middle and family name: the given name is taken for a slip"
    return ""


def _bears(third: Profile, odd: Profile) -> bool:
    """Is the third somebody of the house, or with the number, whose given name the odd one is?"""
    near = third.families & odd.families or third.nationals & odd.nationals or places_agree(third, odd)
    return bool(near) and any(alike(*sorted((left, right))) for left in third.givens for right in odd.givens)


def _twin(third: Profile, one: Profile, other: Profile) -> bool:
    return bool(third.dobs & one.dobs & other.dobs and third.families & one.families)


def _wrong_day(one: Profile, other: Profile, others: Collection[Profile]) -> str:
    """The whole name and the place, which a namesake of the house would share: so the day must be another's, or the roll be asked."""
    same = one.givens & other.givens and one.families & other.families and one.suffixes == other.suffixes and middles_agree(one, other)
    if not same or not one.dobs or not other.dobs or not (places_agree(one, other) or one.nationals & other.nationals):
        return ""
    for side, rest in ((one, other), (other, one)):
        if not _fits(replace(side, dobs=NOBODY), rest) or any(_namesake(third, side, rest) for third in others):
            return ""
    if {day[5:] for day in one.dobs} & {day[5:] for day in other.dobs}:
        return "the same name, address, day and month: the year is taken for a slip"
    lent = any(_lends(third, side) for third in others for side in (one, other))
    if lent and not one.rolls & other.rolls:
        return "the same name and address; the other day of birth is that of another of the house"
    if listed_once(one, other):
        return "the same name and address, named once on a list of everybody: one day of birth is taken for wrong"
    return ""


def _lends(third: Profile, side: Profile) -> bool:
    """Has somebody of another name, at the same address, all the days of birth of this side?"""
    return side.dobs <= third.dobs and places_agree(third, side) and conflict(replace(third, dobs=NOBODY), side) == "different given names"


def _namesake(third: Profile, one: Profile, other: Profile) -> bool:
    """Is the third of the same name, with the day of birth of the one, and cannot be the other?"""
    if not third.givens & one.givens & other.givens or not third.families & one.families or not third.dobs:
        return False
    return any(near_days(*sorted((left, right))) for left in third.dobs for right in one.dobs) and bool(conflict(third, other))


def _wrong_number(one: Profile, other: Profile, others: Collection[Profile]) -> str:
    """The whole name, and the day or the place; the number must be known for another's, a slip, a substitute, or the roll be asked."""
    same = one.givens & other.givens and one.suffixes == other.suffixes and bool(one.families) and bool(other.families)
    if not same or not (one.dobs & other.dobs or (places_agree(one, other) and middles_agree(one, other))):
        return ""
    if one.rolls & other.rolls or not all(_fits(replace(side, nationals=NOBODY), rest) for side, rest in ((one, other), (other, one))):
        return ""
    if numbers_agree(one, other, neighbours=True) == "close":
        return "the same name, and numbers that differ in one figure"
    if any(_lends_number(third, side) for third in others for side in (one, other)):
        return "the same name and address; one number is that of another of the house"
    if _substitute(one, other):
        return "the same name and address; who files under a taxpayer number has no number of the other kind"
    if listed_once(one, other):
        return "the same name and address, named once on a list of everybody: one number is taken for wrong"
    return ""


def _lends_number(third: Profile, side: Profile) -> bool:
    return bool(side.nationals) and side.nationals <= third.nationals and conflict(third, side) == "different given names"


def _substitute(one: Profile, other: Profile) -> bool:
    return any(number.startswith("itin:") for number in one.nationals | other.nationals)


def _other_family(one: Profile, other: Profile, others: Collection[Profile]) -> str:
    """The very given name, the middle name and the day of birth: a name changed, or a word that is none."""
    if not one.givens & other.givens or not one.dobs & other.dobs or not middles_agree(one, other) or one.rolls & other.rolls:
        return ""
    if any(third.givens & one.givens & other.givens and third.dobs & one.dobs for third in others):
        return ""
    sides = ((one, other), (other, one))
    good = all(_fits(replace(side, families=NOBODY), rest) for side, rest in sides)
    return "the same given name, middle name and day of birth: the family name has changed" if good else ""


def _fits(one: Profile, other: Profile) -> bool:
    return not conflict(one, other)
