"""Whether two values may be one, written twice: days, numbers, street lines, names, mailboxes."""

from __future__ import annotations

from datetime import date
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from stanch.people.names import roots

ENOUGH_LETTERS = 5  # of a mailbox's name that stands at two providers
SHORT = 2  # letters that stand in a mailbox by chance
TELLING = 5  # letters of a word of a street line that says which
# First letters that are written for one another: Catherine and Katherine, Jasmin and Yasmin, Geoffrey and Jeffrey.
SOUND_ALIKE = ("ckq", "gjyi", "sczx", "vwfp", "aeiou", "bp", "dt")


@cache
def first_letter_apart(left: str, right: str) -> bool:
    """Have two given names all letters but the first in common, and the first is no other spelling of its sound?"""
    if (
        left[0] == right[0]
        or any(left[0] in sounds and right[0] in sounds for sounds in SOUND_ALIKE)
        or set(roots(left)) & set(roots(right))
    ):
        return False
    return len(left) == len(right) and left[1:] == right[1:]


@cache
def near_days(left: str, right: str) -> bool:
    """May two dates be one day written twice: day and month swapped, one figure wrong, two neighbours exchanged?"""
    if left == right or (left[:4] == right[:4] and left[5:7] == right[8:] and left[8:] == right[5:7]):
        return True
    if DamerauLevenshtein.distance(left, right) <= 1:
        # A wrong figure in the decade is as often a parent: the years then lie ten or more apart.
        return abs(int(left[:4]) - int(right[:4])) < 10 or left[4:] == right[4:]
    return abs((date.fromisoformat(left) - date.fromisoformat(right)).days) <= 1


@cache
def close_numbers(left: str, right: str, slips: int = 1, neighbours: bool = False) -> bool:
    """One figure wrong or two exchanged, or so many of nine as `slips` says.

    Neighbouring numbers do not count unless asked for: twins get them.
    Tokens of different numbers have nothing in common, so this holds for numbers in the clear only.
    """
    one, other = left.split(":", 1)[1], right.split(":", 1)[1]
    if DamerauLevenshtein.distance(one, other) > (slips if min(len(one), len(other)) in (8, 9, 10) else 1):
        return False
    return neighbours or not (one.isdigit() and other.isdigit() and abs(int(one) - int(other)) <= 3)


@cache
def places_alike(left: str, right: str) -> bool:
    """May two street lines be one: spaces lost, words in another order, a part left out?"""
    if fuzz.ratio(left.replace(" ", ""), right.replace(" ", "")) >= 82:
        return True
    return min(len(left), len(right)) > 6 and max(fuzz.token_sort_ratio(left, right), fuzz.token_set_ratio(left, right) - 8) >= 82


@cache
def share_a_line(left: str, right: str) -> bool:
    """May two street lines speak of one place though a line is missing: by a long word, or the house number and what follows?"""
    one, other = (line.split() for line in (left, right))
    if one[0] == other[0] and one[0].isdigit() and "".join(one[1:])[:3] == "".join(other[1:])[:3]:
        return True
    long = [[word for word in words if len(word) >= TELLING] for words in (one, other)]
    return any(DamerauLevenshtein.distance(word, with_it, score_cutoff=1) <= 1 for word in long[0] for with_it in long[1])


@cache
def families_alike(left: str, right: str) -> bool:
    """May two family names be one: a part shared, a slip of the pen?"""
    parts = {part for part in left.replace("-", " ").split() if len(part) > 2} & {
        part for part in right.replace("-", " ").split() if len(part) > 2
    }
    if parts or JaroWinkler.similarity(left, right) >= 0.85:
        return True
    return min(len(left), len(right)) > 3 and DamerauLevenshtein.distance(left, right) <= 2


def like_any(some: frozenset[str], others: frozenset[str], slips: int = 2) -> bool:
    """Is a mailbox or telephone number of the one, or one with a slip of the pen, among the other's?"""
    return any(DamerauLevenshtein.distance(one, other, score_cutoff=slips) <= slips for one in some for other in others)


def one_mailbox(some: frozenset[str], others: frozenset[str]) -> bool:
    """The same, where another figure makes another mailbox, and the same name at another provider is the same person's."""
    return any(
        (one.partition("@")[0] == other.partition("@")[0] and len(one.partition("@")[0]) > ENOUGH_LETTERS)
        or (DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1 and _figures(one) == _figures(other))
        for one in some
        for other in others
    )


def in_mailbox(emails: frozenset[str], givens: frozenset[str], families: frozenset[str]) -> bool:
    """Does a mailbox bear both names? Who marries keeps a mailbox of the former name."""
    boxes = [mail.partition("@")[0] for mail in emails]
    names = [(given, family.replace(" ", "")) for given in givens for family in families]
    return any(min(len(given), len(family)) > SHORT and given in box and family in box for given, family in names for box in boxes)


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, text))
