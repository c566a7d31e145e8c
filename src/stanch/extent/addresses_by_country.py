"""Addresses of letters abroad, told by their last line: the country alone (UPU S42), a town above it, a house and its street above that.

Pilestredet 12 / Oslo / Norway        5850 Jana Nerudy 894 / Limassol 3025 / Cyprus
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.extent.addresses_alone import MONTHS
from stanch.extent.addresses_grammar import COUNTRY, UNIT, WORD
from stanch.extent.addresses_written import address
from stanch.extent.anchored import Later
from stanch.extent.names_lexicon import look_up
from stanch.extent.span import Span

COUNTRY_LINE = Later(rf"\n[ \t>]*(?P<country>{COUNTRY})(?:[ ]\({WORD}\))?\.?(?:,?[ ](?P<code>\d{{4,6}}))?[ \t]*(?=\n|\Z)")
_HOUSE_FIRST = rf"(?:{UNIT},?[ ])?\d{{1,6}}[A-Za-z]?,?[ ][^:@\n]*[^\W\d_]{{3}}[^:@\n]*"
_HOUSE_LAST = rf"[^\W\d_a-z][^:@\n\d]*[^\W\d_]{{3}}[^:@\n\d]*[ ]\d{{1,5}}(?:[ ]?[A-Za-z])?(?:[/-]\d{{1,4}})?(?:,?[ ](?:{UNIT}|[^\W\d_][\w. -]{{1,20}}))?"
_STREET = Later(rf"(?:{_HOUSE_FIRST}|{_HOUSE_LAST}),?")
_TOWN = re.compile(
    r"(?:[\w-]{3,8}[ ])?,?[ ]?[^\W\d_a-zß-öø-ÿ][^:@\d\n]{1,40}(?:,?[ ][\w-]{3,8}(?:[ ]\w{2,4})?)?,?|(?:Apt|Apartment|Flat|Unit|Suite)\.?[ ]\w{1,6},?|,[ ]?[A-Z\d]{1,3}"
)
_CODE = re.compile(r"(?<![\w-])(?:[A-Z]{1,2}-)?(\d{3}[ ]\d{2}|\d{4}[ ][A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4,6})(?![\w-])")
_YEARLY = re.compile(r"^[^\d]* (?:19|20)\d\d$")
_UNIT = Later(rf"{UNIT},?")
_DISTRICT = re.compile(r"[^\W\d_a-z][^:@\d\n]{1,40} \d{1,2}")  # `Praha 1`, `Dublin 4` below a street
WIDEST, LINES = 64, 4


def find(text: str) -> Iterator[Span]:
    """The addresses that end so."""
    for match in COUNTRY_LINE.finditer(text):
        lines = _above(text, match.start())
        if lines is None:
            continue
        street, *between = [text[slice(*place)] for place in lines]
        last = between[-1] if between else ""
        code = match["code"] or next((found[1] for line in reversed(between) if (found := _CODE.search(line))), "")
        city = " ".join(_CODE.sub(" ", last).replace(",", " ").split())
        parts = (", ".join([street, *between[:-1]]), city, "", code, match["country"])
        yield address(text, lines[0][0], match.end("code") if match["code"] else match.end("country"), parts, 0.86)


def _above(text: str, end: int) -> list[tuple[int, int]] | None:
    """The lines from the street's to that above the country's; None where they are no address."""
    lines: list[tuple[int, int]] = []
    for _ in range(LINES):
        begin = text.rfind("\n", 0, end) + 1
        said = text[begin:end].strip(" \t>,\r")
        if not said or len(said) > WIDEST:
            return None
        start = text.index(said, begin)
        lines.insert(0, (start, start + len(said)))
        if _is_street(said) and not (_DISTRICT.fullmatch(said) and _is_street(_line_above(text, begin))):
            return lines if len(lines) > 1 and _is_town(text, lines[1:]) else None
        if begin == 0 or not (_TOWN.fullmatch(said) or _DISTRICT.fullmatch(said)):
            return None
        end = begin - 1
    return None


def _line_above(text: str, begin: int) -> str:
    return text[text.rfind("\n", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)].strip(" \t>,\r")


def _is_street(line: str) -> bool:
    return (
        not _UNIT.fullmatch(line)
        and bool(_STREET.fullmatch(line))
        and not _YEARLY.search(line)
        and not any(word.lower().strip(".,") in MONTHS for word in line.split())
    )


def _is_town(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether a line below the street's names a place that there is, or a postcode."""
    said = " ".join(text[slice(*place)] for place in lines)
    return bool(_CODE.search(said)) or any(look_up(word).place for word in re.findall(r"[^\W\d_]{3,}", said) if word[0].isupper())
