"""Whether 03/04/1980 is the third of April: what stands around a date tells in which order its writer puts day and month.

Dates that can be read one way only tell most; then numbers, telephones and postcodes of a country; then the language of the
label. Without a sign a date is read as in the United States, whose letters most of these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from stanch.extent.detector import Detector
from stanch.extent.folding import fold_word
from stanch.extent.normalise import day_before_month
from stanch.extent.patterns import book
from stanch.extent.span import Span

# Where months come first (the Philippines as the United States), or where both are usual.
MONTH_FIRST, EITHER = frozenset(("us", "ph")), frozenset(("any", "ca"))
_CALLED = re.compile(r"\+(?:44|61|353|64|27|91|49|33|34|39|31|351|32|41|43|55|52|48|46|47|45)\d")
_NUMBERED = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?![\d/-])")
_LAST_MONTH = 12
_ELSEWHERE = re.compile(
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[AC-FHKNPRTV-Y]\d[\dW] ?[\dA-Z]{4}|\d{4} ?[A-Z]{2}|\d{4}-\d{3}|\d{5}-\d{3}|\d{4}|\d{6}"
)
LONGEST = 4_000_000


def settled(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans` with days that can be read both ways read in the order of this text."""
    dates = [span for span in spans if _is_open(span)]
    if not dates or len(text) > LONGEST or not _day_first(text, spans, dates):
        return list(spans)
    return [replace(span, normal=day_before_month(span.text)) if _is_open(span) else span for span in spans]


@cache
def _kinds() -> frozenset[str]:
    return frozenset(one.kind for one in book().detectors if one.normaliser == "day")


def _is_open(span: Span) -> bool:
    match = _NUMBERED.fullmatch(span.text) if span.kind in _kinds() else None
    return bool(match and max(int(match[1]), int(match[2])) <= _LAST_MONTH)


def _day_first(text: str, spans: Sequence[Span], dates: Sequence[Span]) -> bool:
    pairs = [(int(match[1]), int(match[2])) for match in _NUMBERED.finditer(text)]
    day, month = (sum(pair[at] > _LAST_MONTH for pair in pairs) for at in (0, 1))
    if day != month:
        return day > month
    here = [_country_says(span.detector.partition("/")[0]) for span in spans]
    here += [_place_says(span) for span in spans]
    if told := sum(filter(None, here)):
        return told > 0
    return any(span.context and not _is_english(span.context) for span in dates)


def _country_says(country: str) -> int:
    """1 for a country that writes the day first, -1 for the United States, 0 for neither."""
    return -1 if country in MONTH_FIRST else int(len(country) == len("US") and country not in EITHER)


def _place_says(span: Span) -> int:
    if span.kind == "phone":
        return 1 if _CALLED.match(span.normal) else 0
    if span.kind == "postal_address":
        *_, region, postcode, _country = ("", "", *(part.strip() for part in (span.normal or "").split("|")))[-5:]
        return -1 if re.fullmatch(r"[A-Z]{2}", region) and re.fullmatch(r"\d{5}(?:-\d{4})?", postcode) else _postcode_says(postcode)
    return _postcode_says(span.normal or span.text) if span.kind == "postcode" else 0


def _postcode_says(postcode: str) -> int:
    return int(bool(_ELSEWHERE.fullmatch(postcode.upper())))


@cache
def _is_english(word: str) -> bool:
    """Whether a word that supports a day, or a header of one, is English among others."""
    said = fold_word(word)
    days = [one for one in book().detectors if one.normaliser == "day"]
    return any(said == fold_word(known) for one in days for words in (one.context, one.headers) for known in words.get("en", ()))


def of_table(columns: Iterable[tuple[Detector, str]], examples: Mapping[str, Sequence[str]]) -> bool:
    """Whether a table puts the day first: by its columns (detector, words of the header) and some cells of a kind."""
    listed = list(columns)
    told = sum(_country_says(one.id.partition("/")[0]) for one, _ in listed)
    told += sum(bool(_CALLED.match(cell.replace(" ", ""))) for cell in examples.get("phone", ()))
    told += sum(_postcode_says(cell) for cell in examples.get("postcode", ()))
    if told:
        return told > 0
    return any(one.normaliser == "day" and context and not _is_english(context) for one, context in listed)
