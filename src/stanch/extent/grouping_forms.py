"""Forms in a text: whose the values behind labels are. A form speaks of the person it names first; others have their own lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stanch.extent.couples import is_firm
from stanch.extent.grouping_people import is_split_name, split_at_names
from stanch.extent.grouping_signs import HEADER, LABEL, OTHERS, Line
from stanch.extent.grouping_spoken import household

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
    for block in sheet.paragraphs:
        for lines in split_at_names(block, sheet.spans):
            labelled = [line for line in lines if LABEL.match(line.text) and line.start not in sheet.turns]
            split = any(is_split_name(sheet.text, sheet.spans, line.members) for line in labelled)
            apart = len(labelled) > 1 and is_split_name(sheet.text, sheet.spans, [n for line in labelled for n in line.members])
            others = sum(not sheet.is_row(line) and not sheet.is_label(line) for line in lines)
            few = not apart and (len(labelled) < (1 if split else 2) or len(labelled) * 2 < others)
            if few and last is None:
                named = sheet.persons_in([n for line in labelled if not OTHERS.search(line.text) for n in line.members])
                last = named[0] if len(named) == 1 and not named[0].startswith("?") else None
            if few or all(HEADER.match(line.text) for line in labelled):
                continue
            mine, main = _members(sheet, lines)
            persons = sheet.persons_in(mine)
            if not persons and _names_others_only(sheet, lines):
                # `Current address: …` above `Landlord: Jo Hay` is of the form's own person, or of nobody.
                for n in sheet.free(mine):
                    sheet.records[n] = last
                    if last is None:
                        sheet.alone.add(n)
            if len(persons) != 1 and not is_split_name(sheet.text, sheet.spans, mine):
                continue
            number += 1
            record = f"form/{number}" if not main or not main.startswith(("from", "to/")) else main
            found[persons[0]].append((record, mine))
            last = last if last and SECONDARY.search(lines[0].text) else record
            household(sheet, lines, persons[0], record)
    for forms in found.values():
        for record, mine in forms:
            for n in mine:
                sheet.records[n] = sheet.records[n] or record
        if len(forms) == 1:
            person = sheet.people[next(n for n in forms[0][1] if sheet.is_name(n))]
            if person:
                sheet.rename(person, forms[0][0])


def _members(sheet: Sheet, lines: list[Line]) -> tuple[list[int], str | None]:
    """The findings that are the main person's; those of others are tied to them or left alone."""
    mine: list[int] = []
    other: str | None = None
    role = ""
    is_open = True
    said: set[str] = set()
    for line in lines:
        match = LABEL.match(line.text)
        label = match[1] if match else ""
        about_other = OTHERS.search(label)
        if other and match and not about_other and label.casefold() in said and not any(sheet.is_name(n) for n in line.members):
            # `Date of birth` a second time, below `Spouse: …`, is the spouse's.
            sheet.give(sheet.free(line.members), other)
            continue
        if line.members:
            said.add(label.casefold())
        # In a line of columns the first is what the line below goes on with.
        goes_on = line.start > 0 and sheet.text[line.start - 1] != "\n"
        role = role if about_other or not match or goes_on else ""
        if about_other:
            name = next((n for n in line.members if sheet.is_name(n)), None)
            if name is not None:
                other = sheet.people[name]
            elif about_other[0].lower() != role:
                other = None
            role = about_other[0].lower()
            for n in sheet.free(line.members):
                sheet.records[n] = other
                if other is None:
                    sheet.alone.add(n)
        elif role and not match and other is None and not sheet.is_row(line):
            # The address below `Employer:` is the employer's.
            sheet.alone.update(sheet.free(line.members))
        elif match or is_open:
            mine += line.members
        elif sheet.is_row(line):
            continue
        else:
            # A name on a line of its own below the labels is whoever signed.
            mine += [n for n in line.members if not sheet.is_name(n)]
        is_open = (is_open and not match) or line.text.rstrip().endswith(":")
    main = next((sheet.records[n] for n in mine if sheet.is_name(n) and sheet.records[n]), None)
    return mine, main


EMPLOYER = re.compile(
    r"(?i)[ \t]*(?:name of )?(?:current |previous |present )?(?:employer|arbeitgeber|employeur|empresa|datore di lavoro|werkgever)\b"
)
ADDRESS = ("postal_address", "street", "city", "region", "postcode", "phone")


def _employers(sheet: Sheet) -> None:
    """The address in the lines below `Employer or Business Name …` is the employer's, where no label says otherwise."""
    for place, line in enumerate(sheet.lines):
        if EMPLOYER.match(line.text) and not any(sheet.is_name(n) and not is_firm(sheet.spans[n].text) for n in line.members):
            for below in sheet.lines[place : place + 4]:
                if not below.text.strip() or (below is not line and any(map(sheet.is_name, below.members))):
                    break
                for n in sheet.free(below.members):
                    if sheet.spans[n].kind in ADDRESS:
                        sheet.records[n] = "employer"


def _names_others_only(sheet: Sheet, lines: Sequence[Line]) -> bool:
    """Whether all names in these lines stand behind labels of others."""
    named = [LABEL.match(line.text) for line in lines if any(sheet.is_name(n) for n in line.members)]
    return bool(named) and all(match and OTHERS.search(match[1]) for match in named)
