"""What the fields of records of fixed width hold (`pos 3-11`): no header says it, so the fields and their order do.

A layout of people names them, says where they live and bears their number, field by field. Nine figures beside a state and a
postcode of the United States are their Social Security number: such files (new hires, pensions, eligibility) are kept by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from stanch.extent.addresses_grammar import PROVINCES, STATES
from stanch.extent.birthdays import are_births
from stanch.extent.own_person import are_names
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import Column

_PLACE = re.compile(r"pos \d+-\d+")
_CODES = frozenset(code for code in (*STATES.values(), *PROVINCES.values(), *STATES, *PROVINCES) if len(code) == len("OH"))
_POSTCODE = re.compile(r"\d{5}(?:-?\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d")
_PHONE = re.compile(r"[2-9]\d{2}[2-9]\d{6}")
_NUMBER = re.compile(r"(?!000000000|999999999)\d{9}")
_WORDS = re.compile(r"[^\W\d_][^\d@]{1,39}")
_STREET = re.compile(r"\d{1,6}[A-Z]?(?: [^\W\d_].*)|P\.? ?O\.? BOX .*|[^\W\d_].* \d{1,5}[A-Z]?", re.IGNORECASE)
_ABROAD = re.compile(r"\d{4,5}|\d{4}-?\d{3}|\d{5}-?\d{3}|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_STREET_TOO = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{3}).{5,60}")
MOSTLY, SURE, ASKED, NAMES_SURE, LEAST = 0.85, 0.85, 0.75, 0.6, 3
Cells = Callable[[int], Sequence[str]]


def is_flat(names: Sequence[str]) -> bool:
    """Whether columns are called by their places."""
    return len(names) > LEAST and all(map(_PLACE.fullmatch, names))


def with_fields(columns: Sequence[Column], cells: Cells) -> list[Column]:
    """The same columns with what they hold, where some are the names of people; what a check digit told stays."""
    fields = _Fields(columns, cells)
    if not fields.named():
        return list(columns)
    fields.placed()
    fields.numbered()
    return fields.found


class _Fields:
    """The columns on their way to what they hold."""

    def __init__(self, columns: Sequence[Column], cells: Cells) -> None:
        self.found, self._all = list(columns), cells

    def cells(self, at: int) -> list[str]:
        """Some filled cells of a column."""
        return [text for text in self._all(at)[:100] if text]

    def named(self) -> bool:
        """The names: two fields beside each other, the given ones and the surnames, or whole ones in one."""
        from stanch.extent import names

        words = [at for at in range(len(self.found)) if self._are(at, _WORDS) and self._differ(at)]
        for one, other in pairwise(words):
            if other - one > len(("initial", "next")) or not (_like(self.cells(one)) and _like(self.cells(other))):
                continue
            given = max((one, other), key=lambda at: _given(self.cells(at)))
            first = [text.split()[0] for text in self.cells(given)]
            if sum(names.is_given_name(word) > 0 for word in first) < NAMES_SURE * len(first):
                continue
            if len({text for at in (one, other) for text in self.cells(at) if " " in text}) > len(self.cells(one)):
                continue
            self._told(given, "given_name")
            self._told(one + other - given, "family_name")
            return True
        whole = next((at for at in words if are_names(self.cells(at)) and any(" " in text or "," in text for text in self.cells(at))), None)
        if whole is not None:
            self._told(whole, "name")
        return whole is not None

    def placed(self) -> None:
        """Where they live: a state with a postcode behind it, the town before it, the street before that."""
        for at in range(2, len(self.found) - 1):
            sample = self.cells(at)
            if not sample or sum(text.upper() in _CODES for text in sample) < MOSTLY * len(sample) or not self._are(at + 1, _POSTCODE):
                continue
            self._told(at, "region")
            self._told(at + 1, "postcode")
            if self._is_open(at - 1) and self._are(at - 1, _WORDS):
                self._told(at - 1, "city")
            street = next((n for n in range(at - 2, max(-1, at - 5), -1) if self._is_open(n) and self._are(n, _STREET)), None)
            if street is not None:
                self._told(street, "street")
            return
        self._placed_abroad()

    def _placed_abroad(self) -> None:
        """Elsewhere the town stands behind its postcode, and the street before."""
        for at in range(1, len(self.found) - 1):
            town = self._is_open(at + 1) and self._are(at + 1, _WORDS)
            if self._is_open(at) and town and self._are(at, _ABROAD) and self._is_open(at - 1) and self._are(at - 1, _STREET_TOO):
                self._told(at, "postcode")
                self._told(at + 1, "city")
                self._told(at - 1, "street")
                return

    def numbered(self) -> None:
        """Days of birth, telephones, and the number by which the file is kept."""
        kinds = {one.detector.kind for one in self.found if one.detector}
        for at in range(len(self.found)):
            if not self._is_open(at) or not self.cells(at):
                continue
            if "dob" not in kinds and are_births(self.cells(at)):
                self._told(at, "dob")
                kinds.add("dob")
            elif self._are(at, _PHONE) and self._differ(at):
                self._told(at, "phone")
            elif "us_ssn" not in kinds and kinds & {"region", "dob"} and self._are(at, _NUMBER) and self._differ(at):
                # Beside a day of birth alone they may be another country's, or the firm's own: that is asked about.
                sure = SURE if "region" in kinds else ASKED
                self.found[at] = replace(self.found[at], detector=detector_of("us/ssn"), confidence=sure)
                kinds.add("us_ssn")

    def _told(self, at: int, kind: str) -> None:
        self.found[at] = replace(self.found[at], detector=detector_of(f"any/{kind}"), confidence=SURE)

    def _is_open(self, at: int) -> bool:
        return self.found[at].detector is None and not self.found[at].use

    def _are(self, at: int, form: re.Pattern[str]) -> bool:
        sample = self.cells(at)
        return bool(sample) and sum(bool(form.fullmatch(text)) for text in sample) >= MOSTLY * len(sample)

    def _differ(self, at: int) -> bool:
        sample = self.cells(at)
        return len(set(sample)) * 2 > len(sample)


def _like(sample: Sequence[str]) -> bool:
    """Whether most cells read as names, or parts of them."""
    from stanch.extent import names

    if sum(len(text) > len("OH") for text in sample) * 2 < len(sample):
        return False
    return names.looks_like_names([text.title() for text in sample]) >= NAMES_SURE


def _given(sample: Sequence[str]) -> float:
    """By how much more these words are given names than surnames."""
    from stanch.extent import names

    words = [text.split()[0] for text in sample]
    return sum(names.is_given_name(word) - names.is_surname(word) for word in words)
