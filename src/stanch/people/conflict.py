"""What keeps two partial records, or two half-built persons, apart.

Agreement of a household (one address, one telephone, one e-mail address, one family name) is much evidence and yet no
evidence that two people are one. So weights alone never decide: a merged person must be one consistent person.
"""

from __future__ import annotations

from rapidfuzz.distance import JaroWinkler

from stanch.people.likeness import (
    close_numbers,
    families_alike,
    first_letter_apart,
    in_mailbox,
    like_any,
    near_days,
    one_mailbox,
    places_alike,
    share_a_line,
)
from stanch.people.names import alike, distinct, nicknames, roots, translated
from stanch.people.profiles import Profile

DOUBLE = 2  # family names, the father's and the mother's
NOT_THE_SAME = "nothing is the very same"  # see `weighing.merely_alike`
GENERATION = 14  # years that lie at least between a parent and a child


def conflict(left: Profile, right: Profile) -> str:
    """Why the two cannot be one person, in words; empty if they can.

    One disagreement is outweighed only by what a household does not share: the same national number, or a name with the
    same day of birth.
    """
    if one_names_the_other(left, right):
        return "named as two people in one row"
    names, days, families = _names_agree(left, right), _days_agree(left, right), _families_agree(left, right)
    place, firm = places_agree(left, right), settled(left, right)
    # A number misread in several places, or of another in the house, is known for one only where all else is the very same.
    one_family = families and (not left.families or not right.families or bool(left.families & right.families))
    number = numbers_agree(left, right, slips=3 if place and one_family and left.givens & right.givens and days != "far" else 1)
    contact = bool(
        left.emails & right.emails or left.phones & right.phones or left.documents & right.documents or left.members & right.members
    )
    # Twins share day, address and family, and a house now and then a number: a wife is insured, a son employed under another's.
    if names == "no" and not (
        number == "same" and (days in ("same", "near") or (families and days == "unknown" and _misspelt(left, right)))
    ):
        return "different given names"
    if names == "unknown" and (number != "same" or days == "unknown") and _middles_differ(left, right):
        return "different middle names"
    # Gary A and Mary V of one house: a slip of the pen does not change the middle name as well, and a number may be borrowed.
    if names == "yes" and days != "same" and not left.givens & right.givens and _middles_differ(left, right):
        return "two different given names"
    if names == "yes" and _known_apart(left, right) and not (firm and (days == "same" or not _middles_differ(left, right))):
        return "two different given names"
    if names == "yes" and not firm and _begins_otherwise(left, right):
        return "two different given names"
    if days == "far" and not _wrong_day(left, right, number, names=names, families=families, place=place):
        return "dates of birth far apart"
    if left.suffixes and right.suffixes and not left.suffixes & right.suffixes and not (number == "same" and days == "same"):
        return "different generational suffixes"
    if not firm:
        if _middles_differ(left, right):
            return "different middle names"
        # Who writes Jr has a namesake in the house; without more than the house the two cannot be told apart. See also `unseen_namesake`.
        if bool(left.suffixes) != bool(right.suffixes) and not left.emails & right.emails:
            return "one of two namesakes"
    if number == "different" and not (_same_name(left, right) and one_family and days == "same" and (place or contact)):
        return "different national numbers of one kind"
    if number == "close" and not (days != "far" and (names == "yes") + families + place >= 2):
        return "national numbers differ and little else agrees"
    if (
        not families
        and not (number == "same" and (names == "yes" or place))
        and not (names == "yes" and days == "same" and (contact or place or number == "close"))
    ):
        return "different family names"
    if not firm and number != "close" and not left.families & right.families and other_mothers(left, right):
        return "different family names"
    if not (firm or contact or place or days == "near") and _members_differ(left, right):
        return "different numbers with the organisation, and no more than a name in common"
    return ""


def _members_differ(left: Profile, right: Profile) -> bool:
    """Customer, patient or staff numbers of one kind that are not the same: an organisation numbers its people, if now and then twice."""
    return _numbers_differ(left.members, right.members)


def _numbers_differ(some: frozenset[str], others: frozenset[str]) -> bool:
    """Numbers of one kind, none of them the same."""
    if not some or not others:
        return False
    kinds = {one.split(":", 1)[0] for one in some} & {one.split(":", 1)[0] for one in others}
    return bool(kinds - {"username"}) and not some & others


def no_more_than_a_name(left: Profile, right: Profile) -> bool:
    """Is nothing in common but the name (and a day of birth that is nearly the same), while something that is a person's own differs?

    Two customers of one name with a mailbox each may be one who has two, or two people: how rare the name is says which, and in a
    short list nobody knows. Who lives elsewhere has moved, if the middle name is the same too.
    """
    if settled(left, right) or places_agree(left, right) or numbers_agree(left, right) in ("same", "close"):
        return False
    if one_mailbox(left.emails, right.emails) or like_any(left.phones, right.phones, slips=1):
        return False
    reached = (left.emails and right.emails) or (left.phones and right.phones)
    numbered = _members_differ(left, right) or _numbers_differ(left.documents, right.documents)
    moved = left.streets and right.streets and not middles_agree(left, right)
    return bool(reached or numbered or moved) or _days_agree(left, right) == "far"


def one_names_the_other(left: Profile, right: Profile) -> bool:
    """Does a row of the one name the other beside them: a child and the guardian, a customer and the spouse?"""
    return bool((left.own and left.own & right.beside) or (left.beside and left.beside & right.own))


def named(left: Profile, right: Profile) -> bool:
    """Is the whole name of both known? Two people of one given name and day of birth are told apart by the family name alone."""
    return bool(left.givens and right.givens and left.families and right.families)


def _misspelt(left: Profile, right: Profile) -> bool:
    """Is every given name of the one something like one of the other's, though more than a slip of the pen away?"""
    few, many = sorted((left.givens, right.givens), key=lambda one: (len(one), sorted(one)))
    return all(
        any(JaroWinkler.similarity(*sorted((one, other))) >= 0.8 and not distinct(*sorted((one, other))) for other in many) for one in few
    )


def full_name_agrees(left: Profile, right: Profile) -> bool:
    """The very given name, and a middle name or initial known on both sides that agrees."""
    given = {one for one in left.givens & right.givens if len(one) > 1}
    return bool(given and left.middles and right.middles and left.suffixes == right.suffixes) and not _middles_differ(left, right)


def _years_apart(left: Profile, right: Profile) -> int:
    return max(abs(one - other) for one in _years(left) for other in _years(right))


def _years(side: Profile) -> set[int]:
    return {int(day[:4]) for day in side.dobs | side.born}


def strangers(left: Profile, right: Profile) -> bool:
    """Two people whatever errors the list is full of: father and son; another day, another number and no place in common; a name alone."""
    if one_names_the_other(left, right) or (left.suffixes and right.suffixes and not left.suffixes & right.suffixes):
        return True
    if _namesakes(left, right):
        return True
    apart = _days_agree(left, right) == "far" and numbers_agree(left, right) == "different"
    return apart and not (_one_line(left, right) or left.emails & right.emails or left.phones & right.phones)


def _one_line(left: Profile, right: Profile) -> bool:
    """May they have lived at one place, be a line of the address missing?"""
    return places_agree(left, right) or any(share_a_line(*sorted((one, other))) for one in left.streets for other in right.streets)


def _namesakes(left: Profile, right: Profile) -> bool:
    """Have they nothing in common but names, where two things at least that are a person's own are known of both?

    Such things are mailbox, telephone, street, national and customer number. Who moved and changed mailbox and telephone cannot be
    told from a namesake by anybody.
    """
    if settled(left, right) or _one_line(left, right) or numbers_agree(left, right, slips=1) in ("same", "close"):
        return False
    reached = ((left.emails, right.emails), (left.phones, right.phones))
    if any(like_any(*sides) for sides in reached):
        return False
    against = sum(bool(one and other) for one, other in (*reached, (left.streets, right.streets), (left.nationals, right.nationals)))
    return against + _members_differ(left, right) >= 2


def two_of_a_couple(left: Profile, right: Profile) -> bool:
    """Names that are well known as those of different people, and nothing in common that is a person's own."""
    if not left.givens or not right.givens or numbers_agree(left, right, slips=1) in ("same", "close"):
        return False
    if left.documents & right.documents or left.members & right.members or _days_agree(left, right) in ("same", "near"):
        return False
    return all(distinct(*sorted((one, other))) for one in left.givens for other in right.givens)


def _wrong_day(left: Profile, right: Profile, number: str, *, names: str, families: bool, place: bool) -> bool:
    """Are the days of birth so far apart, and still one person's?"""
    if number == "same" and ((names == "yes" and (families or place)) or (names == "unknown" and families and place)):
        return True
    # Nobody is his own father: another day within a few years, and all else the very same, is a wrong day.
    same = number in ("unknown", "close") and place and families and full_name_agrees(left, right)
    return same and _years_apart(left, right) < GENERATION


def settled(left: Profile, right: Profile) -> bool:
    """Do the two share what no two people of one name share: a day of birth, a national number, a licence?

    Not an account's login: a household shares that as it shares its mailbox.
    """
    return bool(
        left.dobs & right.dobs
        or left.nationals & right.nationals
        or left.documents & right.documents
        or any(not one.startswith("username:") for one in left.members & right.members)
    )


def _names_agree(left: Profile, right: Profile) -> str:
    if not left.givens or not right.givens:
        return "unknown"
    if left.givens & right.givens:
        return "yes"
    # What was joined before was joined for good reason, so the side with fewer forms of the name decides.
    few, many = (left, right) if len(left.givens) <= len(right.givens) else (right, left)
    written = _written_out(many.givens)
    if all(any(alike(*sorted((given, one))) for one in written) or given in many.middles for given in few.givens):
        return "yes"
    # Given and family name swapped, or called by the middle name.
    crossed = left.givens & (right.families | right.middles) and (left.families & right.givens or right.middles & left.givens)
    crossed = crossed or (right.givens & left.middles)
    return "yes" if crossed else "no"


def _known_apart(left: Profile, right: Profile) -> bool:
    """Every given name of the one is well known as another than each of the other's.

    Where neither mailbox nor telephone nor a middle name is shared, Bob and Robert of one address may be father and son; John and Juan
    where the mailbox is not.
    """
    if not left.givens or not right.givens or left.givens & right.givens:
        return False
    reached = bool(left.emails & right.emails or left.phones & right.phones)
    reached |= bool(left.middles and right.middles and not _middles_differ(left, right))
    pairs = [tuple(sorted((one, other))) for one in _full(left.givens) for other in _full(right.givens)]
    mailbox = bool(left.emails & right.emails) and not _numbers_differ(left.documents, right.documents)
    return all(
        distinct(*pair) or (not reached and all(name in nicknames() for name in pair)) or (not mailbox and translated(*pair))
        for pair in pairs
    )


def _begins_otherwise(left: Profile, right: Profile) -> bool:
    """Only another first letter, as in Gary and Mary: the letter that is hardly ever written wrong, and makes another name.

    A middle name in common says that it was written wrong all the same.
    """
    if not left.givens or not right.givens or (left.middles and right.middles and not _middles_differ(left, right)):
        return False
    return all(first_letter_apart(*sorted((one, other))) for one in left.givens for other in right.givens)


def _same_name(left: Profile, right: Profile) -> bool:
    """The very name, or an initial of it, and no other middle name: twins called Jean and John have a number each."""
    initials = {one[0] for one in left.givens if len(one) == 1} & {one[0] for one in right.givens}
    initials |= {one[0] for one in right.givens if len(one) == 1} & {one[0] for one in left.givens}
    return bool(left.givens & right.givens or initials) and not _middles_differ(left, right)


def _full(givens: frozenset[str]) -> set[str]:
    """Without pet names that a fuller name beside them explains: who is Christopher and Chris is not Christine."""
    return {one for one in givens if not any(other != one and other in roots(one) for other in givens)}


def _written_out(givens: frozenset[str]) -> set[str]:
    """Without initials that a name beside them explains: who is R and Robert is not Rita."""
    return {one for one in givens if len(one) > 1 or not any(len(other) > 1 and other[0] == one for other in givens)}


def _middles_differ(left: Profile, right: Profile) -> bool:
    """No middle name of the one begins like one of the other, or is part of it (Ann of Mary Ann)."""
    if not left.middles or not right.middles or left.middles & right.givens or right.middles & left.givens:
        return False
    return not any(
        (one[0] == other[0] and (one.startswith(other) or other.startswith(one) or alike(*sorted((one, other))))) or _part_of(one, other)
        for one in left.middles
        for other in right.middles
    )


def middles_agree(left: Profile, right: Profile) -> bool:
    """Are middle names known on both sides, and none contradicts?"""
    return bool(left.middles and right.middles) and not _middles_differ(left, right)


def _part_of(one: str, other: str) -> bool:
    """Are the words of the one among the other's, be it the first or the second middle name that was left out?"""
    words, others = set(one.split()), set(other.split())
    return words <= others or others <= words


def _days_agree(left: Profile, right: Profile) -> str:
    if not left.dobs or not right.dobs:
        # Of a year that was told, or counted from an age, the next is as good.
        years = [(one, other) for one in _years(left) for other in _years(right)]
        return "far" if years and all(abs(one - other) > 1 for one, other in years) else "unknown"
    if left.dobs & right.dobs:
        return "same"
    few, many = sorted((left.dobs, right.dobs), key=len)
    return "near" if all(any(near_days(*sorted((one, other))) for other in many) for one in few) else "far"


def numbers_agree(left: Profile, right: Profile, *, slips: int = 1, neighbours: bool = False) -> str:
    """National numbers of one kind: `same`, `close` (a slip of the pen), `different`, or `unknown`.

    `neighbours`: may numbers that follow each other be a slip too?
    """
    if not left.nationals or not right.nationals:
        return "unknown"
    if left.nationals & right.nationals:
        return "same"
    kinds = {number.split(":", 1)[0] for number in left.nationals} & {number.split(":", 1)[0] for number in right.nationals}
    if not kinds:
        return "unknown"
    found = [
        close_numbers(*sorted((one, other)), slips, neighbours)
        for one in left.nationals
        for other in right.nationals
        if one.split(":", 1)[0] == other.split(":", 1)[0]
    ]
    return "close" if any(found) else "different"


def places_agree(left: Profile, right: Profile) -> bool:
    """Is a street line of the one, or something like it, among the other's?"""
    return bool(left.streets & right.streets) or any(places_alike(*sorted((one, other))) for one in left.streets for other in right.streets)


def _families_agree(left: Profile, right: Profile) -> bool:
    if not left.families or not right.families:
        return True
    if left.families & right.families:
        return True
    few, many = sorted((left.families, right.families), key=lambda one: (len(one), sorted(one)))
    both = left.givens & right.givens
    if in_mailbox(left.emails, both, right.families) or in_mailbox(right.emails, both, left.families):
        return True
    if all(len(one) == 1 and any(other[0] == one for other in many) for one in few):
        return True  # an initial
    swapped = left.families & right.givens or right.families & left.givens
    # Who is María García in one list is María García López in another, and there the first family name passes for a middle one.
    first = _among(left.families, right.middles) or _among(right.families, left.middles)
    return bool(swapped) or first or any(families_alike(*sorted((one, other))) for one in left.families for other in right.families)


def _among(families: frozenset[str], middles: frozenset[str]) -> bool:
    """Are the words of a family name among those of a middle name?"""
    return any(set(family.split()) <= set(middle.split()) for family in families for middle in middles)


def other_mothers(left: Profile, right: Profile) -> bool:
    """Is the first of two family names the same and the second another in every case? A father and his son, in Spain."""
    pairs = [(one.split(), other.split()) for one in left.families for other in right.families]
    return bool(pairs) and all(
        len(one) == len(other) == DOUBLE and one[0] == other[0] and not families_alike(*sorted((one[1], other[1]))) for one, other in pairs
    )
