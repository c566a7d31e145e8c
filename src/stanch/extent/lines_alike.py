"""Lists without a header, a line a person: `Stanley, Lisa E.  02/26/1964  900-12-3456  419-555-0174`.

What some lines tell, the others tell in the same place: a surname that is a word too stands first in each of them, and the one day
in each line that no word explains, in years that people are born in, is when they were born. A list of what happened has later days
or a word for them; what lies closer together is told of no one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from stanch.extent.names_shape import natural_order
from stanch.extent.normalise import normaliser, to_date
from stanch.extent.patterns import detector_of
from stanch.extent.span import Span, clear_of

LEAST, MOSTLY, LONGEST = 4, 0.8, 1_000_000
SURE, BELIEVED = 0.9, 0.75
# Of a list of grown-up people: half are born before the first of these years, the eldest before the second, and they are this far apart.
HALF_BY, ELDEST_BY, APART = 2000, 1985, 12
_IDENTIFIES = frozenset({"us_ssn", "phone", "email", "postal_address", "uk_nino", "es_dni", "nl_bsn", "fr_nir", "ca_sin", "br_cpf", "iban"})
_DAY = re.compile(r"(?<![\w/.-])(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d-\d{2}-\d{2})(?![\w/:-])(?!\.\d)(?![T ]\d{1,2}:)")
_INVERTED = re.compile(
    r"(?m)^[ \t]*(?:[-*•]|\d{1,4}[.)])?[ \t]*"
    r"(?P<name>[^\W\d_a-z][^\W\d_]+(?:[ '’-][^\W\d_]+){0,2},[ ][^\W\d_a-z][^\W\d_]+(?:[ ][^\W\d_a-z]\b\.?)?)"
    r"(?=[ ]{2}|\t|[ ]?[|;]|[ ]\d|[ ]?$)"
)
# What else a day in a list is of.
_OF_OTHERS = re.compile(
    r"(?i)\b(?:hire[ds]?|since|start\w*|join\w*|visit\w*|admi(?:ss|tt)\w*|seen|dated?|due|exp\w*|effective|issued?|paid|invoice\w*|order\w*|died|"
    r"death|deceased|sold|bought|appointment\w*|seit|eintritt\w*|austritt\w*|f[aä]llig|depuis|entr[ée]e|desde|alta|ingreso|dal|assun\w*|sinds|indienst\w*|"
    r"admiss\w*)\b|[†✝]"
)
ABOVE = 3  # lines over the list


def find(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans`, with the names and days of birth that the lines have alike."""
    if len(text) > LONGEST or text.count("\n") < LEAST:
        return list(spans)
    named = [span for span in spans if span.kind == "name"]
    if len(named) < LEAST:
        return list(spans)
    told = _inverted(text, spans)
    found = [*clear_of(spans, told), *told] if told else list(spans)
    return [*found, *_births(text, found)]


def _inverted(text: str, spans: Sequence[Span]) -> list[Span]:
    """Names that stand as the others do, with a surname that is a word."""
    sure = {span.start for span in spans if span.kind == "name" and "," in span.text}
    if len(sure) < LEAST - 1:
        return []
    places = [match.span("name") for match in _INVERTED.finditer(text)]
    if sum(start in sure for start, _ in places) * 2 < len(places):
        return []
    told = [text[start:end] for start, end in places if start not in sure]
    rest = [place for place in places if place[0] not in sure]
    return [
        Span("name", start, end, said, SURE, "names", "surname first", natural_order(said))
        for (start, end), said in zip(rest, told, strict=True)
    ]


def _births(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    detector = detector_of("any/dob")
    lines = _people(text, spans)
    if detector is None or len(lines) < LEAST or any(span.kind == "dob" for span in spans):
        return
    taken = [(span.start, span.end) for span in spans]
    days: list[tuple[int, int, date]] = []
    for begin, end in lines:
        here = [match.span() for match in _DAY.finditer(text, begin, end)]
        here = [place for place in here if not any(start < place[1] and place[0] < stop for start, stop in taken)]
        day = to_date(text[slice(*here[0])]) if len(here) == 1 else None
        if day is not None:
            days.append((*here[0], day))
    above = text.rfind("\n", 0, max(0, lines[0][0] - 1))
    for _ in range(ABOVE - 1):
        above = text.rfind("\n", 0, max(0, above))
    if len(days) < max(LEAST, len(lines) * MOSTLY) or _OF_OTHERS.search(text, max(0, above), lines[-1][1]) or not _are_births(days):
        return
    for start, end, _ in days:
        said = text[start:end]
        yield Span("dob", start, end, said, BELIEVED, detector.id, "", normaliser(detector.normaliser)(said))


def _people(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The lines that name one person each and have something of his."""
    found, at = [], 0
    ordered = sorted(spans, key=lambda span: span.start)
    place = 0
    for line in text.split("\n"):
        end = at + len(line)
        here = []
        while place < len(ordered) and ordered[place].start < end:
            here.append(ordered[place].kind)
            place += 1
        if here.count("name") == 1 and _IDENTIFIES & set(here):
            found.append((at, end))
        at = end + 1
    return found


def _are_births(days: Sequence[tuple[int, int, date]]) -> bool:
    years = sorted(day.year for *_, day in days)
    differ = len({day for *_, day in days}) >= len(days) * MOSTLY
    return differ and years[len(years) // 2] <= HALF_BY and years[0] <= ELDEST_BY and years[-1] - years[0] >= APART
