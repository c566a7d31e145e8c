"""Columns of a database that say `number` or `value` in a table that says what they are: `number` in `profile_phones`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stanch.extent.folding import listed
from stanch.extent.headings import claims, words_of
from stanch.extent.table_column import Column

_BARE = listed("number value no nr num numero nummer numer address data content valor wert valeur waarde valore")
_KINDS = frozenset(("phone", "email", "ip_address", "iban"))


def named_by_table(
    decided: Sequence[Column], name: str, decide: Callable[[str, Sequence[str]], Column], cells: Callable[[int], Sequence[str]]
) -> list[Column]:
    """The columns, those with such a bare name judged by the last word of the table's."""
    last = words_of(name).rpartition(" ")[2]
    found = list(decided)
    if not any({one.kind for one in claims(word)[0]} & _KINDS for word in (last, last.removesuffix("s"))):
        return found
    for at, column in enumerate(decided):
        if column.detector is None and not column.use and words_of(column.name) in _BARE:
            told = decide(last.removesuffix("s"), cells(at))
            if told.detector is not None and told.detector.kind in _KINDS:
                found[at] = Column(column.name, told.detector, told.confidence, told.context, told.role)
    return found
