"""Names in places that only a name takes: whoever declares (`La sottoscritta Marta Rossi nata a …`, `I, Ann Berg, of …`), and
passengers as reservation systems write them (`1.REYNOLDS/ANNETTE MRS`, the travel document in `SSR DOCS`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stanch.extent import signs
from stanch.extent.anchored import Later
from stanch.extent.couples import TITLE
from stanch.extent.span import Span, clear_of

SURE = 0.9
_PART = r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*"
_NAME = rf"(?P<name>(?=[^\W\d_a-zß-öø-ÿ]){_PART}\.?(?:[ ]{_PART}\.?){{1,4}}?)"
_BORN = r"(?:nat[oa]|né|née|geb(?:oren|\.)|nascid[oa]|nacid[oa]|born)"
_DECLARES = (
    rf"\b(?:[Ii]l|[Ll]a|[Ii]l/[Ll]a|[Ll]o)[ ]sottoscritt[oa](?:/[oa])?,?[ ]{_NAME}(?=,|[ ](?:{_BORN}|residente|C\.?F\.?|codice)\b)",
    (
        rf"\b[Jj]e[ ]soussigné(?:e|\(e\)|\.e)?,?[ ](?:M\.|Mme|Mlle|Monsieur|Madame)?[ ]?{_NAME}"
        rf"(?=,|[ ](?:{_BORN}|demeurant|certifie|déclare)\b)"
    ),
    rf"\b(?:[Ee]l|[Ll]a|[Ee]l/[Ll]a)[ ](?:abajo[ ]firmante|que[ ]suscribe),?[ ]{_NAME}(?=,|[ ](?:con|{_BORN}|mayor)\b)",
    (
        rf"\b(?:Yo|Eu|Ich|I),[ ]{_NAME}(?=,[ ](?:con|mayor|de|portador|brasileir[oa]|inscrit[oa]|{_BORN}|wohnhaft|of|residing|being"
        r"|do|hereby|am|the|declare|state|swear|depose|certify|affirm)\b)"
    ),
    (
        rf"\b(?:[Tt]he[ ]undersigned|[Oo]ndergetekende|[Dd](?:er|ie)[ ]Unterzeichnete),?[ ]{_NAME}"
        rf"(?=,|[ ](?:{_BORN}|wohnhaft|residing|wonende|of)\b)"
    ),
)
DECLARES = tuple(map(Later, _DECLARES))
FIRST = re.compile(r"sottoscritt|soussign|firmante|suscribe|\b(?:Yo|Eu|Ich|I),|undersigned|ndergetekende|Unterzeichnete")
# `1.REYNOLDS/ANNETTE MRS`; a telephone or a flight on a numbered line has no stroke between two words of capitals.
PASSENGER = re.compile(
    r"(?<![\w.])\d{1,2}\.(?P<family>[A-Z][A-Z' -]{1,30})/(?P<given>[A-Z][A-Z ]{1,30}?)"
    r"(?:[ ]?(?:MR|MRS|MS|MISS|MSTR|CHD|INF)\b|(?=[ ]{2,}|\s*$|[ ]?\())",
    re.MULTILINE,
)
DOCUMENT = re.compile(
    r"\bDOCS\b[^\n/]{0,20}[ /](?:P|I|A|C)/[A-Z]{2,3}/(?P<number>[A-Z0-9]{6,12})/[A-Z]{2,3}/(?P<born>\d{2}[A-Z]{3}\d{2})/[MFUX]I?/"
    r"\d{2}[A-Z]{3}\d{2}/(?P<family>[A-Z][A-Z' -]{1,30})/(?P<given>[A-Z][A-Z ]{1,30})"
)
LONGEST = 2_000_000


def find(text: str, found: Sequence[Span]) -> list[Span]:
    """`found` with these names in place of what was read there."""
    if len(text) > LONGEST:
        return list(found)
    found = [*found, *_born(text, found)]
    declares, books = "declarants.FIRST" in signs.of(text), "HK" in text and "/" in text
    if not declares and not books:
        return list(found)
    new = [*(_declared(text) if declares else ()), *(_passengers(text) if books else ())]
    return clear_of(found, new) + new


_CAPITAL = r"(?=[^\W\d_a-zß-öø-ÿ])[^\W\d_]+(?:['’-][^\W\d_]+)*"
_WAS_BORN = re.compile(
    rf"(?P<name>{_CAPITAL}(?:[ ]{_CAPITAL}){{1,4}}),?[ ]"
    r"(?:nat[oa][ ](?:a|il|in)|née?[ ](?:le|à)|nacid[oa][ ](?:en|el)|nascid[oa][ ](?:a|em|no)|geboren[ ]am)\b"
)


def _born(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """`Ferrante Ludovica, nata a Milano`: who was born somewhere is a person, whatever the name."""
    if "declarants.BORN_CUE" not in signs.of(text):
        return
    named = [one for one in found if one.kind == "name"]
    for match in _WAS_BORN.finditer(text):
        said = TITLE.sub("", match["name"])
        start = match.end("name") - len(said)
        if " " in said and not any(one.start < match.end("name") and start < one.end for one in named):
            yield _name(text, start, match.end("name"), said)


BORN_CUE = re.compile(r"[ ](?:(?:nat[oa]|née?|nacid[oa]|nascid[oa])[ ]|geboren am)")


def _declared(text: str) -> Iterator[Span]:
    for cue in FIRST.finditer(text):
        begin, end = max(0, cue.start() - 20), min(len(text), cue.end() + 160)
        match = next((found for one in DECLARES if (found := one.search(text, begin, end))), None)
        if match and match.start("name") >= cue.start():
            yield _name(text, match.start("name"), match.end("name"), match["name"])


def _passengers(text: str) -> Iterator[Span]:
    for match in (*PASSENGER.finditer(text), *DOCUMENT.finditer(text)):
        said = f"{match['given'].strip()} {match['family'].strip()}".title()
        yield _name(text, match.start("family"), match.end("given"), said)


def travel_documents(text: str) -> list[Span]:
    """Number and day of birth in `SSR DOCS`, which stand without any word."""
    from stanch.extent.normalise import normaliser

    spans = []
    for match in DOCUMENT.finditer(text) if len(text) <= LONGEST else ():
        spans.append(Span("passport", *match.span("number"), match["number"], SURE, "any/passport", "DOCS", match["number"]))
        born = match["born"]
        spans.append(Span("dob", *match.span("born"), born, SURE, "any/dob", "DOCS", normaliser("day")(_with_century(born))))
    return spans


def _with_century(day: str) -> str:
    """`12MAY70` is of 1970, `12MAY08` of 2008: nobody travels before being born."""
    from datetime import UTC, datetime

    two = int(day[5:])
    year = 2000 + two if two <= datetime.now(UTC).year % 100 else 1900 + two
    return f"{day[:2]} {day[2:5].title()} {year}"


def _name(text: str, start: int, end: int, said: str) -> Span:
    return Span("name", start, end, text[start:end], SURE, "names", "declares", said)
