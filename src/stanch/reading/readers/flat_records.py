"""Records of fixed width without a line of headers, as programs hand them to each other: every field at its own place, padded.

What stands at the same place of every line tells where fields begin: figures behind letters, a letter behind padding, a day that is
one in every line. The fields are called by their places (`pos 3-11`); what they hold, the scan judges. A first line and a last that
are of another kind (`HD…`, `TR00000012`) stay text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

LEAST_LINES, LEAST_WIDE, WIDEST, LOOKED_AT = 5, 40, 4_000, 400
SURE, PADDED, USUAL, ALIKE = 0.95, 0.75, 0.7, 0.85
LEAST_FIELDS, LEAST_FIGURES = 4, 8
DAY, PARTED, PHONE, NEXT = 8, 10, 10, 4
_PHONE = re.compile(r"[2-9]\d\d[2-9]\d{6}")
_YEARS = r"(?:19\d\d|20[0-3]\d)"
_MONTHS, _DAYS = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_WRITTEN = tuple(re.compile(form) for form in (f"{_YEARS}{_MONTHS}{_DAYS}", f"{_MONTHS}{_DAYS}{_YEARS}", f"{_DAYS}{_MONTHS}{_YEARS}"))
_PARTED = tuple(
    re.compile(form)
    for form in (f"{_YEARS}-{_MONTHS}-{_DAYS}", f"{_MONTHS}([/-]){_DAYS}\\1{_YEARS}", f"{_DAYS}([./-]){_MONTHS}\\1{_YEARS}")
)
# Signs of what programs write for themselves: code, markup, logs, settings.
_NO_RECORDS = re.compile(r"[{}<>=;|\t\\]|\]:|://|\d:\d\d:\d\d")
# A house's number before such words is of the same field.
_STREETS = re.compile(r"(?i)\b(?:ave|avenue|st|street|rd|road|ln|lane|dr|drive|blvd|ct|court|way|pl|hwy|pkwy|cir|ter|rue|via|calle|apt)\b")
# https://pe.usps.com/text/pub28/28apb.htm
_CODES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX "
    "UT VT VA WA WV WI WY PR GU VI AS MP"
)
_STATES = frozenset(_CODES.split())
STATE, ZIP, PLUS = 2, 5, 4  # letters of a state, figures of a postcode of the United States and of what may follow it
NUMBERS = (9, 10, 11)  # figures of numbers of people and of telephones, before or behind which a code of the record may stand


@dataclass(frozen=True, slots=True)
class Fields:
    """Where the fields begin (from 0), and the width of a record."""

    starts: tuple[int, ...]
    width: int
    sure: np.ndarray  # for each place the kind of sign that stands there in nearly every record, -1 where none does

    @property
    def names(self) -> list[str]:
        """The fields by their places, counted from 1 as layouts count them."""
        return [f"pos {start + 1}-{end}" for start, end in pairwise((*self.starts, self.width))]

    def cells(self, line: str) -> list[str]:
        """What a record holds."""
        return [line[start:end].strip() for start, end in pairwise((*self.starts, max(self.width, len(line))))]

    def has(self, lines: Sequence[str]) -> list[bool]:
        """Which of the lines are records: nearly everywhere they have what all records have."""
        places = self.sure >= 0
        told = (_kinds(lines, self.width)[:, places] == self.sure[places]).mean(axis=1)
        return [bool(share >= SURE - 0.05) and len(line.strip()) >= LEAST_WIDE for share, line in zip(told, lines, strict=True)]


def fields_of(lines: Sequence[str]) -> Fields | None:
    """The fields of these lines; None where they are no records of fixed width."""
    told = [line for line in lines[:LOOKED_AT] if len(line.strip()) >= LEAST_WIDE and len(line) <= WIDEST]
    if len(told) < LEAST_LINES or len(told) * 2 < sum(map(bool, map(str.strip, lines[:LOOKED_AT]))):
        return None
    if sum(bool(_NO_RECORDS.search(line)) for line in told) * 10 > len(told):
        return None
    width = sorted(map(len, told))[len(told) * 3 // 4]
    kinds = _kinds(told, width)
    alike = _alike(kinds)
    if sum(alike) < LEAST_LINES or sum(alike) < len(told) * ALIKE - 2:
        return None
    records = [line for line, one in zip(told, alike, strict=True) if one]
    kinds = _kinds(records, width)
    found = Fields(tuple(_starts(kinds, [line.ljust(width)[:width] for line in records])), width, _sure(kinds))
    return found if _may_be_people(found, records) else None


BLANK, FIGURE, LETTER, OTHER = range(4)


def _kinds(lines: Sequence[str], width: int) -> np.ndarray:
    """For each line and place whether a blank, a figure, a letter or another sign stands there; letters of any alphabet."""
    text = "".join(line[:width].ljust(width) for line in lines)
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).reshape(len(lines), width)
    return _TABLE[np.minimum(codes, 128)]


_TABLE = np.array(
    [FIGURE if chr(n).isdigit() else LETTER if n > 127 or chr(n).isalpha() else BLANK if n < 33 else OTHER for n in range(129)],
    dtype=np.int8,
)


def _sure(kinds: np.ndarray) -> np.ndarray:
    """For each place the kind that stands there in nearly every line; -1 where none does."""
    shares = np.stack([(kinds == kind).mean(axis=0) for kind in range(4)])
    best = shares.argmax(axis=0)
    return np.where(shares.max(axis=0) >= SURE, best, -1)


def _alike(kinds: np.ndarray) -> list[bool]:
    """Which lines have at most places what most lines have there."""
    shares = np.stack([(kinds == kind).mean(axis=0) for kind in range(4)])
    usual = shares.argmax(axis=0)
    firm = shares.max(axis=0) >= USUAL
    return [bool((row[firm] == usual[firm]).mean() >= ALIKE) if firm.any() else False for row in kinds]


def _starts(kinds: np.ndarray, lines: Sequence[str]) -> list[int]:
    """Where fields begin."""
    sure, blank = _sure(kinds), (kinds == BLANK).mean(axis=0)
    found = [0]
    for at in range(1, len(sure)):
        turns = {sure[at - 1], sure[at]} == {FIGURE, LETTER}
        opens = blank[at - 1] >= PADDED and blank[at] <= 1 - SURE
        behind_gap = blank[at - 1] == 1.0 and blank[at] < 1.0
        if turns or opens or (behind_gap and not (blank[at - 2 : at - 1] < 1.0).all()):
            found.append(at)
        elif behind_gap and sum(bool(line[at : at + NEXT].strip()) for line in lines) * 2 > len(lines):
            found.append(at)  # one blank alone may part the words of a name, in few lines
    found = _with_their_letters(_without_houses(_with_parted_days(found, lines), sure, lines), lines)
    width = len(sure)
    parts: list[int] = []
    for start, end in pairwise((*found, width)):
        parts += _figures(start, end, sure, lines, bool(parts) and _is_state(parts[-1], start, lines))
    return parts


def _with_parted_days(starts: Sequence[int], lines: Sequence[str]) -> list[int]:
    """The same; a day whose parts are told by signs (`1980-02-29`, `02/29/1980`) is a field of its own among other figures."""
    found, width, at = set(starts), len(lines[0]), 0
    while at + PARTED <= width:
        if any(sum(bool(form.fullmatch(line[at : at + PARTED])) for line in lines) >= SURE * len(lines) for form in _PARTED):
            found = {one for one in found if not at < one < at + PARTED} | {at} | ({at + PARTED} if at + PARTED < width else set())
            at += PARTED
        else:
            at += 1
    return sorted(found)


def _without_houses(starts: Sequence[int], sure: np.ndarray, lines: Sequence[str]) -> list[int]:
    """The same, the numbers of houses left with their streets."""
    kept = list(starts[:1])
    for before, at, end in zip(starts, starts[1:], (*starts[2:], len(sure)), strict=False):
        short = at - before <= ZIP + 1 and all(line[before].isdigit() for line in lines)
        if not (short and sum(bool(_STREETS.search(line[at:end])) for line in lines) * 2 > len(lines)):
            kept.append(at)
    return kept


def _with_their_letters(starts: Sequence[int], lines: Sequence[str]) -> list[int]:
    """The same; the letter behind a Spanish number (Real Decreto 1553/2005), and those before an account's (ISO 13616), belong to it."""
    kept: list[int] = []
    for at in starts:
        before = kept[-1] if kept else 0
        if at - before == STATE and _all(lines, before, _is_account):
            continue
        kept.append(at + 1 if at >= before + LEAST_FIGURES and _all(lines, at - LEAST_FIGURES, _is_spanish) else at)
    return kept


def _all(lines: Sequence[str], at: int, check: Callable[[str], bool]) -> bool:
    return all(check(line[at:]) for line in lines)


def _is_spanish(text: str) -> bool:
    return (
        text[:LEAST_FIGURES].isdecimal()
        and text[LEAST_FIGURES : LEAST_FIGURES + 1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(text[:LEAST_FIGURES]) % 23]
    )


def _is_account(text: str) -> bool:
    return _end_of_account(text) > 0


def _end_of_account(text: str) -> int:
    """Where an account number ends that begins here, of whatever length its country has; 0 where none begins."""
    many = next((many for many in range(LONGEST_ACCOUNT, SHORTEST_ACCOUNT - 1, -1) if text[2:many].isdecimal() and len(text) >= many), 0)
    if not many or not (text[:2].isascii() and text[:2].isalpha()):
        return 0
    country = "".join(str(int(char, 36)) for char in text[:2])
    return next((end for end in _LENGTHS if end <= many and int(text[4:end] + country + text[2:4]) % 97 == 1), 0)


SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 16, 31
_LENGTHS = (22, 24, 20, 21, 25, 26, 28, 18, 16)  # of countries whose accounts are figures alone: Germany, Spain, Austria, …


def _is_state(start: int, end: int, lines: Sequence[str]) -> bool:
    return end - start == STATE and sum(line[start:end] in _STATES for line in lines) >= SURE * len(lines)


def _figures(start: int, end: int, sure: np.ndarray, lines: Sequence[str], behind_state: bool) -> list[int]:
    """The fields within one: days, postcodes and codes that stand together with other figures."""
    many = 0
    while start + many < end and sure[start + many] == FIGURE:
        many += 1
    if many < LEAST_FIGURES:
        ends = {_end_of_account(line[start:end]) for line in lines} if sure[start] == LETTER else set()
        return [start, *(start + one for one in ends if len(ends) == 1 and 0 < one < end - start)]
    stop = start + many
    if stop < end and _all(lines, stop - LEAST_FIGURES, _is_spanish):
        return sorted({start, stop - LEAST_FIGURES})
    days = _days(start, stop, lines)
    cuts = {start, *days, *(day + DAY for day in days if day + DAY < stop)}
    first = min([*days, stop]) - start
    if behind_state and first >= ZIP:
        cuts |= {start + ZIP} if first > ZIP else set()
        cuts |= {start + ZIP + PLUS} if first > ZIP + PLUS else set()
    elif not days and many not in NUMBERS:
        cuts |= _beside_codes(start, stop, lines)
    elif not days:
        cuts |= _apart_from_code(start, stop, lines)
    return sorted(cuts)


def _apart_from_code(start: int, stop: int, lines: Sequence[str]) -> set[int]:
    """A telephone of North America stays whole, whatever its area; before or behind it, or before nine figures, a code is cut off."""
    for at in range(start, stop - PHONE + 1):
        whole = sum(bool(_PHONE.fullmatch(line[at : at + PHONE])) for line in lines) >= SURE * len(lines)
        if whole and _same(lines, start, at) and _same(lines, at + PHONE, stop):
            return {cut for cut in (at, at + PHONE) if start < cut < stop}
    ahead = stop - NUMBERS[0]
    return {ahead} if ahead > start and _same(lines, start, ahead) else set()


def _days(start: int, stop: int, lines: Sequence[str]) -> list[int]:
    """Where days stand, one behind another."""
    found, at = list[int](), start
    while at + DAY <= stop:
        if any(sum(bool(form.fullmatch(line[at : at + DAY])) for line in lines) >= SURE * len(lines) for form in _WRITTEN):
            found.append(at)
            at += DAY
        else:
            at += 1
    return found


def _beside_codes(start: int, stop: int, lines: Sequence[str]) -> set[int]:
    """Behind a code that is the same in every line, or before one, a number of a known length."""
    for many in NUMBERS:
        if stop - start > many and _same(lines, start, stop - many):
            return {stop - many}
        if stop - start > many and _same(lines, start + many, stop):
            return {start + many}
    return set()


def _same(lines: Sequence[str], start: int, stop: int) -> bool:
    return len({line[start:stop] for line in lines}) == 1


def _may_be_people(fields: Fields, records: Sequence[str]) -> bool:
    """Whether some field is padded words, different ones in different lines, and another figures enough for a number or a day."""
    rows = [fields.cells(line) for line in records]
    columns = list(zip(*rows, strict=True))
    words = sum(
        len(set(column)) * 2 > len(column) and sum(bool(re.fullmatch(r"[^\W\d_][^\d@]+", cell)) for cell in column) >= SURE * len(column)
        for column in columns
    )
    figures = any(sum(cell.isdigit() and len(cell) >= LEAST_FIGURES for cell in column) >= SURE * len(column) for column in columns)
    return len(columns) >= LEAST_FIELDS and words > 0 and figures
