"""Takes what identifies people out of records that leave the case masked: first by what a field is, then by what they are called.

The second is a net under the first: words that people wrote (grounds, calls, the timeline) and names of files may name somebody. Every name
of two or more words, e-mail address, telephone number and street of everybody in the case is looked for, written in any case and with any
signs between its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from stanch.casefile.case import Case
from stanch.records import Aside, Listed, Notice, Offer, Person, PostalAddress, from_json, from_plain, to_plain

MASKED = "[masked]"
WORD = re.compile(r"[^\W_]+")
LONGEST = 10  # words of what is looked for
SHORT, KEPT = 200, 50_000  # texts of up to so many characters, such as names of files and kinds, come again and again: so many are kept


def initials(name: str) -> str:
    """`Ada M. Example` as `A… M… E…`: enough to tell rows apart, too little to write to somebody."""
    return " ".join(f"{word[0]}…" for word in WORD.findall(name))


def _place(address: PostalAddress | None) -> PostalAddress | None:
    return PostalAddress(state=address.state, country=address.country) if address else None


def _person(row: Person) -> Person:
    names = tuple(map(initials, row.other_names))
    guardian = initials(row.guardian) if row.guardian else None
    return replace(
        row, name=initials(row.name), other_names=names, dob=None, email=None, phone=None, guardian=guardian,
        postal_address=_place(row.postal_address),
    )  # fmt: skip


def _notice(row: Notice) -> Notice:
    # What fills a letter is who it goes to; a filing speaks of numbers.
    fields = dict.fromkeys(row.fields, MASKED) if row.person else row.fields
    return replace(row, fields=fields, address=(), email=None)


BY_KIND: dict[type, Callable[[Any], Any]] = {
    Person: _person,
    Aside: lambda row: replace(row, person=_person(row.person)),
    Listed: lambda row: replace(
        row, name=initials(row.name), dob=None, email="", phone="", note="", postal_address=_place(row.postal_address)
    ),
    Notice: _notice,
    Offer: lambda row: replace(row, code=None),
}
# Columns of plain tables that hold a value of somebody, or words about a caller.
BY_TABLE = {
    "pieces": ("address",),
    "addresses": ("address",),
    "codes": ("code",),
    "calls": ("note",),
}


class Mask:
    """Masks the records of one case."""

    def __init__(self, case: Case) -> None:
        self._first: set[str] = set()
        self._whole: set[int] = set()
        for text in _called(case):
            words = tuple(word.casefold() for word in WORD.findall(text))
            # One word alone is too often a word of the language.
            if 2 <= len(words) <= LONGEST:
                self._first.add(words[0])
                self._whole.add(hash(words))
        self._short = lru_cache(KEPT)(self.text)

    def record(self, row: Any) -> Any:
        """The record as it may leave."""
        kind = type(row)
        masked = BY_KIND.get(kind, lambda same: same)(row)
        return from_plain(kind, self.plain(to_plain(masked)))

    def table(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        """A row of a plain table as it may leave."""
        told: dict[str, Any] = self.plain({key: MASKED if key in BY_TABLE.get(name, ()) and value else value for key, value in row.items()})
        return told

    def plain(self, value: Any) -> Any:
        """Plain values with everybody's names, addresses and numbers taken out of their texts."""
        if isinstance(value, str):
            return self._short(value) if len(value) <= SHORT else self.text(value)
        if isinstance(value, list | tuple):
            return [self.plain(one) for one in value]
        if isinstance(value, dict):
            return {key: self.plain(one) for key, one in value.items()}
        return value

    def text(self, text: str) -> str:
        """A text with the same taken out."""
        found = [(word.start(), word.end(), word.group().casefold()) for word in WORD.finditer(text)]
        parts, after, at = [], 0, 0
        while at < len(found):
            length = self._length(found, at) if found[at][2] in self._first else 0
            if length:
                parts += [text[after : found[at][0]], MASKED]
                after = found[at + length - 1][1]
            at += length or 1
        return "".join([*parts, text[after:]]) if parts else text

    def _length(self, found: list[tuple[int, int, str]], at: int) -> int:
        """How many words from here on are what somebody is called; the most, if several are."""
        words = tuple(word for _, _, word in found[at : at + LONGEST])
        return next((length for length in range(len(words), 1, -1) if hash(words[:length]) in self._whole), 0)


def _called(case: Case) -> Iterator[str]:
    """What everybody in the case is called and reached by; read as it comes, never held."""
    from stanch.casefile.kinds import TABLES

    for kind in (Person, Aside, Listed):
        texts = TABLES[kind].model.objects.using(case.alias).order_by("place").values_list("record", flat=True)
        for text in texts.iterator(chunk_size=1000):
            row: Any = from_json(kind, text)
            yield from _of_person(row.person if isinstance(row, Aside) else row)


def _of_person(row: Person | Listed) -> Iterable[str]:
    yield row.name
    if isinstance(row, Person):
        yield from row.other_names
        yield row.guardian or ""
    yield row.email or ""
    yield row.phone or ""
    yield row.postal_address.street if row.postal_address else ""
