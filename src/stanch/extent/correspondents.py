"""Those who write and are written to: the header lines of mails, also of those forwarded or quoted in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stanch.extent.grouping_people import agree, words_of
from stanch.extent.grouping_signs import HEADER

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

SENDER = frozenset(("from", "von", "de", "da", "van"))
RECIPIENT = frozenset(("to", "an", "para", "à", "a", "aan"))


def tie(sheet: Sheet) -> None:
    """Each one on the header lines of a mail is a record: `from` whoever sends it, `to/1`, `to/2` … the others."""
    sender: str | None = None
    recipients = 0
    for block in sheet.paragraphs:
        if not any(HEADER.match(line.text) for line in block[:12]):
            continue
        for line in block:
            match = HEADER.match(line.text)
            if not match or not line.members:
                continue
            is_from = match[1].lower() in SENDER
            for pair in _correspondents(sheet, line.members):
                person = next((sheet.people[n] for n in pair if sheet.is_name(n)), None)
                if is_from and (sender is None or sender == person):
                    record = "from"
                    sender = sender or person or "from"
                else:
                    recipients += 1
                    record = f"to/{recipients}"
                taken = next((sheet.records[n] for n in sheet.order if person and sheet.people[n] == person and sheet.records[n]), None)
                record = taken or record
                for n in pair:
                    sheet.records[n] = record
                if person:
                    sheet.rename(person, record)
                sheet.set_apart.add(record)
    _properties(sheet)


def _properties(sheet: Sheet) -> None:
    """The sender the container knows, where the body names the same person."""
    known = re.sub(r"<[^>]*>", "", sheet.properties.get("mail.from", ""))[:200].strip(" \"'")
    if not known or "from" in sheet.records:
        return
    wanted = words_of(known)
    for n in sheet.order:
        if sheet.is_name(n) and agree(words_of(sheet.spans[n].normal or sheet.spans[n].text), wanted) and sheet.people[n]:
            sheet.rename(str(sheet.people[n]), "from")
            sheet.set_apart.add("from")
            return


def _correspondents(sheet: Sheet, members: Sequence[int]) -> Iterator[list[int]]:
    """Name and address of each one on a header line."""
    pair: list[int] = []
    for n in members:
        if pair and (sheet.is_name(n) or not sheet.is_name(pair[-1])):
            yield pair
            pair = []
        pair.append(n)
    if pair:
        yield pair
