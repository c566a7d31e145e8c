"""Forms in a text: whose the values behind labels are. A form speaks of the person it names first; others have their own lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stanch.extent import grouping_led, grouping_subject, roles
from stanch.extent.addressees import line_above
from stanch.extent.couples import is_firm
from stanch.extent.grouping_apart import is_below_a_name
from stanch.extent.grouping_people import is_split_name, split_at_names, words_of
from stanch.extent.grouping_signs import HEADER, LABEL, Line
from stanch.extent.grouping_spoken import household
from stanch.extent.labels import is_relation, opens_anothers
from stanch.extent.next_of_kin import CALLED as CALLED_FIRST

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

# Headings of those in a form who come second in it.
SECONDARY = re.compile(
    r"(?i)\b(?:co-?(?:applicant|borrower|tenant|signer|owner)|spouse|joint|emergency|references?|referee|guarantor|second|additional|dependents?)\b"
)


def tie(sheet: Sheet) -> None:
    """Runs of `label: value` lines: a form speaks of the person it names first; others have their own lines."""
    _employers(sheet)
    number = 0
    found: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
    last: str | None = None
    owners: dict[str, str] = {}
    sections = _Sections(sheet)
    for block in sheet.paragraphs:
        for lines in split_at_names(_by_owners(sheet, block, owners), sheet.spans):
            labelled = [line for line in lines if LABEL.match(line.text) and line.start not in sheet.turns]
            split = any(is_split_name(sheet.text, sheet.spans, line.members) for line in labelled)
            apart = len(labelled) > 1 and is_split_name(sheet.text, sheet.spans, [n for line in labelled for n in line.members])
            # What else a form has printed between its labels is short and tells nothing.
            others = sum(
                not sheet.is_row(line) and not sheet.is_label(line) and bool(line.members or len(line.text) > SHORT) for line in lines
            )
            few = not apart and (len(labelled) < (1 if split else 2) or len(labelled) * 2 < others)
            if few and last is None:
                named = sheet.persons_in([n for line in labelled if not roles.ANY.search(line.text) for n in line.members])
                last = named[0] if len(named) == 1 and not named[0].startswith("?") else None
            if few or all(HEADER.match(line.text) for line in labelled):
                sections.interrupt(lines)
                continue
            if (led := grouping_led.led(sheet, lines, sections.own)) is not None:
                sections.is_anothers = True
                lines = led  # noqa: PLW2901 what is left of them
                if not lines:
                    continue
            mine, main = _members(sheet, lines)
            mine = [n for n in mine if not (sheet.is_name(n) and is_firm(sheet.spans[n].text))]
            persons = sheet.persons_in(mine)
            if not persons and _names_others_only(sheet, lines):
                _give_addressed(sheet, mine, last)
            if len(persons) != 1 and not is_split_name(sheet.text, sheet.spans, mine):
                if not persons and sections.own is None and (reader := grouping_led.reader(sheet, lines[0].start)):
                    sheet.give(sheet.free(mine), reader)
                sections.add(lines, mine)
                continue
            number += 1
            record = f"form/{number}" if not main or not main.startswith(("from", "to/", "item/")) else main
            sections.begin(lines, record)
            found[persons[0]].append((record, mine))
            last = last if last and SECONDARY.search(lines[0].text) else record
            household(sheet, lines, persons[0], record)
    for record, mine in (one for forms in found.values() for one in forms):
        for n in mine:
            sheet.records[n] = sheet.records[n] or (None if n in sheet.alone else record)
    for forms in found.values():
        if len(forms) == 1:
            person = sheet.people[next(n for n in forms[0][1] if sheet.is_name(n))]
            if person and not _is_a_relatives(sheet, person, forms[0][1]):
                sheet.rename(person, forms[0][0])
    for record, mine in sections.further:
        sheet.give(sheet.free(mine), record)
    grouping_subject.tie(sheet)


def _give_addressed(sheet: Sheet, mine: Sequence[int], last: str | None) -> None:
    """`Current address: …` above `Landlord: Jo Hay` is of the form's own person, or of nobody."""
    for n in sheet.free(mine):
        if sheet.spans[n].kind == "postal_address" and is_below_a_name(sheet, n):
            continue
        own = _addressed(sheet, sheet.spans[n].start) or last
        sheet.records[n] = own
        if own is None:
            sheet.alone.add(n)


class _Sections:
    """Parts of a form behind its first that name nobody (`Contact`, `Bank details`): they speak of the form's own person."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.own: str | None = None
        self.heading = ""
        self.is_anothers = False
        self.further: list[tuple[str, list[int]]] = []

    def begin(self, lines: Sequence[Line], record: str) -> None:
        """A part that names somebody: whom the form is about, or who comes second in it (`Guarantor`), up to the next heading."""
        self.is_anothers = self._is_anothers(lines)
        self.own = self.own if self.is_anothers else record
        self.heading = ""

    def interrupt(self, lines: Sequence[Line]) -> None:
        """Lines that are no part of a form: a heading, or what ends it, if it names somebody."""
        self.heading = lines[0].text if len(lines) == 1 else ""
        self.is_anothers = self.is_anothers and not self.heading
        if any(self.sheet.is_name(n) for line in lines for n in line.members):
            self.own = None

    def add(self, lines: Sequence[Line], mine: Sequence[int]) -> None:
        """Labels with values, and no one name among them."""
        if any(self.sheet.is_name(n) for line in lines for n in line.members) and not _names_others_only(self.sheet, lines):
            self.own = None
        elif self.own and not self.is_anothers and not self._is_anothers(lines):
            self.further.append((self.own, list(mine)))
        self.heading = ""

    def _is_anothers(self, lines: Sequence[Line]) -> bool:
        title = lines[0].text if not lines[0].members else ""
        return any(SECONDARY.search(one) or roles.ANY.search(one) for one in (self.heading, title))


def _is_a_relatives(sheet: Sheet, person: str, mine: Sequence[int]) -> bool:
    """Whether another whole name goes by the form's family name, which is all that it shares with the form's given name."""
    given = {word for n in mine if sheet.spans[n].kind == "given_name" for word in words_of(sheet.spans[n].text)[0]}
    named = (words_of(span.text)[0] for span, one in zip(sheet.spans, sheet.people, strict=True) if one == person and span.kind == "name")
    return bool(given) and any(len(words) > 1 and not given & set(words) for words in named)


_OWNER = re.compile(r"^\W*(?:\d{1,2}[a-z]?\W+|[a-z]\W+)?([^\W\d_]{4,14})(?:['’]s|s['’])[ ]", re.IGNORECASE)


def _by_owners(sheet: Sheet, lines: Sequence[Line], people: dict[str, str]) -> list[Line]:
    """`PATIENT'S NAME … INSURED'S NAME … CITY`: each label's owner is a person, whose is what no label owns. The lines left over."""
    owner: str | None = None
    owned: list[tuple[str, Line]] = []
    for line in lines:
        match = LABEL.match(line.text)
        said = _OWNER.match(line.text)
        owner = said[1].casefold() if said else None if match and roles.ANY.search(match[1]) else owner
        if owner and (said or match):
            owned.append((owner, line))
    whose: dict[str, list[str]] = {}
    for one, line in owned:
        if _OWNER.match(line.text) and (named := sheet.persons_in(line.members)):
            whose.setdefault(one, []).extend(named)
    people |= {one: named[0] for one, named in whose.items() if len(set(named)) == 1 and not roles.ANY.match(one)}
    if len(set(people.values())) < ANY_TWO:
        return list(lines)
    labels = ["" if _OWNER.match(line.text) or not (match := LABEL.match(line.text)) else match[1].casefold() for _, line in owned]
    turns: Counter[str] = Counter()
    for (one, line), label in zip(owned, labels, strict=True):
        if one not in people:
            continue
        # `City` as often as there are people, beside each other: the first is the first one's.
        turn = list(people)[turns[label]] if label and labels.count(label) == len(people) else one
        turns.update([label] if label and line.members else [])
        sheet.give(sheet.free(line.members), people[turn])
    return [line for line in lines if not any(line is other and one in people for one, other in owned)]


ANY_TWO = 2
CALLED = frozenset({"phone", "email", "family_relation"})
_OWN = re.compile(r"(?i)\b(?:patient|student|pupil|child|camper|employee|applicant|member|client|my|your)\b")
_KIN = re.compile(
    r"(?i)\b(?:emergenc\w*|next of kin|nearest relative|friend or relative|person to (?:notify|contact|call)|parents?|"
    r"guardians?|mother|father|"
    r"emergenza|urgence|notfall\w*|noodcontact|madre|padre|tutor\w*|m[eè]re|p[eè]re|mutter|vater|genitore|m[aã]e|pai|ouder|moeder|vader)\b"
)
SHORT = 30
_GIVEN = re.compile(r"(?i)first|given|forename|vorname|pr[ée]nom|nombre\b|voorna")
_OF_OTHERS = re.compile(r"(?i)^.{0,30}['’]s?[ ](?:name|address|(?:business or )?organi[sz]ation)\b[^:]*$")


def _addressed(sheet: Sheet, place: int) -> str | None:
    """Whoever stands right above the last address before a place: the letter is to them."""
    homes = [n for n in sheet.order if sheet.spans[n].kind == "postal_address" and sheet.spans[n].end <= place and n not in sheet.alone]
    above = line_above(sheet.text, sheet.spans[homes[-1]].start) if homes else None
    named = [n for n in sheet.order if above and sheet.is_name(n) and above[0] <= sheet.spans[n].start < above[1]]
    return sheet.records[named[0]] or sheet.people[named[0]] if len(named) == 1 else None


def _members(sheet: Sheet, lines: list[Line]) -> tuple[list[int], str | None]:
    """The findings that are the main person's; those of others are tied to them or left alone."""
    mine: list[int] = []
    other: str | None = None
    role, is_open = "", True
    said: set[str] = set()
    called: str | None = None  # who is named to be called, or to mind a child
    beside: str | None = None  # another who is named in the same line
    begun: str | None = None  # another's given name, whose family name follows below `Last name`
    for line in lines:
        match = LABEL.match(line.text)
        label = match[1] if match else ""
        if len(lines) > 1 and match and opens_anothers(label) and _is_told(sheet, line):
            continue  # `Buyer: Ann Lee, born on …, of …` tells all of her in a sentence of its own
        about_other = None if is_relation(label) else roles.ANY.search(label)
        goes_on = line.start > 0 and sheet.text[line.start - 1] != "\n"
        beside = beside if goes_on else None
        if beside and match and not about_other and set() < _kinds(sheet, line) <= REACHED:
            sheet.give(sheet.free(line.members), beside)  # `Landlord: Jo Hay   Phone: …` in one line
            continue
        if match and not about_other and line.members and (called := called and _reached(sheet, line, label, called)):
            continue
        if begun and match and not about_other and line.members:
            family = [n for n in line.members if sheet.spans[n].kind == "family_name"]
            sheet.give(family, begun)
            begun = None
            if family:
                continue
        if other and match and not about_other and _is_said_again(sheet, line, label, said):
            # `Date of birth` a second time, below `Spouse: …`, is the spouse's.
            sheet.give(sheet.free(line.members), other)
            continue
        if line.members:
            said |= {label.casefold(), *(() if about_other or sheet.alone.issuperset(line.members) else _kinds(sheet, line))}
        # In a line of columns the first is what the line below goes on with.
        role = role if about_other or not match or goes_on else ""
        if not match and not line.members and _OF_OTHERS.search(line.text) and (named := roles.ANY.search(line.text)):
            # `PAYER'S name, street address, …`: the lines below are the payer's.
            role, other = named[0].lower(), None
        if about_other:
            other, beside = _of_another(sheet, line, other if about_other[0].lower() == role else None)
            role = about_other[0].lower()
            called = beside if _KIN.search(label) or CALLED_FIRST.search(label) else None
            begun = beside if _GIVEN.search(label) else None
        elif role and not match and other is None and (named_here := next(filter(sheet.is_name, line.members), None)) is not None:
            other = sheet.people[named_here]  # `To the parents of:` above a name above an address
        elif role and not match and other is None:
            sheet.alone.update(sheet.free(line.members))  # the address below `Employer:` is the employer's
        elif match:
            mine += line.members
        elif is_open:
            mine += _below_a_letterhead(sheet, line, mine)
        elif sheet.is_row(line) or _is_told(sheet, line):
            continue
        else:
            # A name on a line of its own below the labels is whoever signed.
            mine += [n for n in line.members if not sheet.is_name(n)]
        is_open = (is_open and not match) or line.text.rstrip().endswith(":")
    main = next((sheet.records[n] for n in mine if sheet.is_name(n) and sheet.records[n]), None)
    return mine, main


def _of_another(sheet: Sheet, line: Line, other: str | None) -> tuple[str | None, str | None]:
    """Gives what a line behind a role's label tells to whom it names, or who was named under the same; who it is, and whether here."""
    name = next((n for n in line.members if sheet.is_name(n)), None)
    whose = sheet.people[name] if name is not None else other
    for n in sheet.free(line.members):
        sheet.records[n] = whose
        if whose is None:
            sheet.alone.add(n)
    return whose, whose if name is not None else None


def _reached(sheet: Sheet, line: Line, label: str, called: str) -> str | None:
    """In the boxes below `Emergency contact` or `Name of parent`: how to reach that one is theirs; anything else ends it."""
    if _kinds(sheet, line) <= CALLED and not _OWN.search(label):
        sheet.give(sheet.free(line.members), called)
        return called
    return None


def _kinds(sheet: Sheet, line: Line) -> set[str]:
    return {sheet.spans[n].kind for n in line.members}


def _is_said_again(sheet: Sheet, line: Line, label: str, said: set[str]) -> bool:
    """Whether a line tells what was told before, under the same label or another, and names nobody."""
    again = label.casefold() in said or set() < _kinds(sheet, line) <= said
    return again and not any(map(sheet.is_name, line.members))


def _is_told(sheet: Sheet, line: Line) -> bool:
    """Whether a line without a label is a sentence that names somebody and tells something of him."""
    return any(map(sheet.is_name, line.members)) and not all(map(sheet.is_name, line.members)) and line.end - line.start > SENTENCE_LENGTH


SENTENCE_LENGTH = 60


def _below_a_letterhead(sheet: Sheet, line: Line, mine: Sequence[int]) -> list[int]:
    """The findings of a line above all labels; above the name an address is a firm's."""
    is_named = any(map(sheet.is_name, (*mine, *line.members)))
    return [n for n in line.members if is_named or sheet.spans[n].kind not in ADDRESS]


EMPLOYER = re.compile(
    r"(?i)[ \t]*(?:l['’])?(?:name of )?(?:current |previous |present )?"
    r"(?:employer|arbeitgeber|employeur|empresa|datore di lavoro|werkgever)\b"
)
REACHED = frozenset({"postal_address", "street", "city", "region", "postcode", "country", "phone", "email"})
ADDRESS = ("postal_address", "street", "city", "region", "postcode", "phone")


def _employers(sheet: Sheet) -> None:
    """The address in the lines below `Employer or Business Name …` is the employer's, where no label says otherwise."""
    for place, line in enumerate(sheet.lines):
        if EMPLOYER.match(line.text) and not any(sheet.is_name(n) and not is_firm(sheet.spans[n].text) for n in line.members):
            for below in sheet.lines[place : place + 7]:
                if not below.text.strip() or (below is not line and any(map(sheet.is_name, below.members))):
                    break
                for n in sheet.free(below.members):
                    if sheet.spans[n].kind in ADDRESS:
                        sheet.records[n] = "employer"


def _names_others_only(sheet: Sheet, lines: Sequence[Line]) -> bool:
    """Whether all names in these lines stand behind labels of others."""
    named = [LABEL.match(line.text) for line in lines if any(sheet.is_name(n) for n in line.members)]
    return bool(named) and all(match and roles.ANY.search(match[1]) for match in named)
