"""Several people who stand in one relation to the row's own, told apart: `Emergency Contact 1` and `2`, `Mother` and `Guardian`.

One role would make them one person, who bears the one's name and the other's telephone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.headings import ROLE_OF, words_of
from stanch.extent.names_differ import differ
from stanch.extent.table_column import NAMES, Column

_LAST = re.compile(r" ?0*([1-9])$")
Key = tuple[str, str]


def _key(header: str) -> Key:
    """The word that says in which relation, and the number behind: `Emergency Phone 2` is (`emergency`, `2`)."""
    words = words_of(header)
    word = next((bare for said in words.split() if (bare := said.rstrip("0123456789")) in ROLE_OF), "")
    match = _LAST.search(words)
    return word, match[1] if match else ""


def apart(columns: Sequence[Column], rows: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns; of several people in one role, known by the word and number of their names, each has one of his own."""
    found = list(columns)
    for role in dict.fromkeys(one.role for one in columns if one.role and one.detector):
        keys = {at: _key(one.name) for at, one in enumerate(columns) if one.role == role and one.detector}
        named: dict[Key, list[int]] = {}
        for at, key in keys.items():
            if columns[at].detector.kind in NAMES:  # type: ignore[union-attr]
                named.setdefault(key, []).append(at)
        others = _others(named, rows)
        taken = {one.role for one in found}
        for other in others:
            number = next(n for n in range(2, len(columns) + 2) if f"{role.partition('/')[0]}/{n}" not in taken)
            taken.add(new := f"{role.partition('/')[0]}/{number}")
            for at, key in keys.items():
                if key == other or (key[0] == other[0] and key not in named and other[0] not in {one[0] for one in named if one != other}):
                    found[at] = replace(found[at], role=new)
    return found


def _others(named: dict[Key, list[int]], rows: Callable[[int], Sequence[str]]) -> list[Key]:
    """Those whose names are mostly not the first one's."""
    if len(named) < len(("first", "second")):
        return []
    told = {key: [" ".join(filter(None, words)) for words in zip(*map(rows, places), strict=True)] for key, places in named.items()}
    first, *rest = told
    return [key for key in rest if differ(told[first], told[key])]
