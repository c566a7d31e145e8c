"""`Our client`: whom a letter is written for, as its first sentences say (`We act for Ann Lee`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stanch.extent.anchored import Later

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

_TITLE = r"(?:(?:mr|mrs|ms|herrn?|frau|monsieur|madame|m|mme|d|dña|sr|sra|sig|sig\.ra|de heer|mevrouw)\b\.?[ ])?"
_FOR = Later(
    r"(?i)\b(?:(?:we|i|who)[ ](?:act|are acting|am acting)[ ](?:for|on behalf of)|(?:we|i)[ ]represent|instructed by"
    r"|on behalf of(?: our client,?)?"
    r"|(?:dass|da) (?:wir|ich)|vertreten(?: wir)?|namens und in vollmacht(?: de[sr])?|conseil(?: juridique)? de|au nom de|pour le compte de"
    r"|(?:actuamos|comparezco) en nombre(?: y representación)? de|en nombre y representación de|representamos a"
    r"|in nome e per conto di|per conto di"
    rf"|assistiamo|representamos|em (?:nome|representação) de|(?:treden|treed)[ ](?:wij[ ]|ik[ ])?op voor|namens)[ ]{_TITLE}$"
)
_GERMAN = re.compile(r"(?i)(?:dass|da) (?:wir|ich) ")
OURS = Later(
    r"\b(?:(?:[Oo]ur|[Mm]y)[ ]client|(?:[Uu]nser|[Mm]ein)(?:e[mnrs]?)?[ ]Mandant|(?:[Dd](?:er|ie|en|em|es))[ ]Mandant"
    r"|(?:[Nn]otre|[Mm]on)[ ]client"
    r"|(?:[Nn]uestr[oa]|[Mm]i)[ ](?:client|representad|mandante)|[Nn]ostr[oa][ ](?:assistit|client)|[Nn]oss[oa][ ](?:constituinte|client)"
    r"|[Oo]nze[ ]cli[eë]nt)"
)


# One of them stands in whatever that matches, and is found much sooner.
_CLIENTS = ("client", "Mandant", "mandante", "representad", "assistit", "constituinte", "cliënt")


def principal(sheet: Sheet) -> str | None:
    """The person whom a letter says it is written for, if it says so of one and speaks of `our client`."""
    if not any(word in sheet.text for word in _CLIENTS) or not OURS.search(sheet.text):
        return None
    found = set[str | None]()
    for n in sheet.order:
        if not sheet.is_name(n):
            continue
        start = sheet.spans[n].start
        said = _FOR.search(sheet.text, max(0, start - 70), start)
        if said and (not _GERMAN.match(said[0]) or sheet.text.startswith(" vertreten", sheet.spans[n].end)):
            found.add(sheet.records[n] or sheet.people[n])
    return found.pop() if len(found) == 1 else None
