"""Whether a third who fits as well has as good a claim: what tells two of one house apart, where neither day nor number is known.

A father and son of one name at one address are told apart by the generation or the mailbox they write, a brother and sister
by the very given name. A third who lacks just that is no reason to leave two records apart that have it in common.
"""

from __future__ import annotations

from collections.abc import Iterable

from stanch.people.conflict import conflict, full_name_agrees, settled
from stanch.people.names import roots
from stanch.people.profiles import Profile

SEVERAL = 2  # records in which somebody is never written as the other two are


def lesser_claim(rival: Profile, one: Profile, other: Profile, *, weightier: bool = False) -> bool:
    """Is the rival less likely `one` than `other` is? `weightier`: the rival's agreement with `one` weighs more than the other's."""
    # A house has one Jr of a name: who writes nothing is the elder, though he shares the mailbox.
    if one.suffixes & other.suffixes and not rival.suffixes:
        return True
    return not weightier and (_only_similar(rival, one, other) or _reached_elsewhere(rival, one, other))


def unseen_namesake(left: Profile, right: Profile, others: Iterable[Profile]) -> bool:
    """Does one of the two write Jr or Sr, the other not, and the namesake whom that speaks of is nowhere else to be seen?

    A mailbox in common then proves nothing: father and son share it, and the record without Sr is as likely the son's.
    """
    if bool(left.suffixes) == bool(right.suffixes) or settled(left, right):
        return False
    marked = left if left.suffixes else right
    return not any(one.givens & marked.givens and one.families & marked.families and conflict(one, marked) for one in others)


def _only_similar(rival: Profile, one: Profile, other: Profile) -> bool:
    """Mary is Mary sooner than a Gary misspelt; but William may be called Billy or written B.

    Who has been written William each of several times is not the Billy of two records: a Billy lives there too.
    """
    very = {given for given in one.givens & other.givens if len(given) > 1}
    if not very or not rival.givens or rival.givens & very:
        return False
    if any(len(given) == 1 for given in rival.givens) or rival.middles & very:
        return False
    known = {root for given in very for root in roots(given)} | very
    return rival.size >= SEVERAL or not any(known & {given, *roots(given)} for given in rival.givens)


def _reached_elsewhere(rival: Profile, one: Profile, other: Profile) -> bool:
    """Another mailbox than the one's, which the other shares, or else shares the whole name with the middle initial."""
    if not rival.emails or not one.emails or rival.emails & one.emails or rival.phones & one.phones:
        return False
    return bool(one.emails & other.emails) or (full_name_agrees(one, other) and not full_name_agrees(one, rival))
