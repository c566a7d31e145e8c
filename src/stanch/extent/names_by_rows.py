"""Columns of names under headers that say nothing, told by what the same rows say elsewhere: `VN`, `NN` beside a mailbox.

A gazetteer knows the names that are common where it was made. A mailbox (`ann.keller84@example.com`), or a cell that holds both parts
(`Ann Keller`), tells the names of the row whatever language they are of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from stanch.extent.folding import fold
from stanch.extent.headings import claims
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import NAMES, Column

LEAST, MOSTLY, TOGETHER = 4, 0.6, 0.85  # rows that say so; their share for a mailbox, and for a cell that holds both parts
SURE = 0.9
MOST_OPEN = 12  # columns that are looked at
_PART = re.compile(r"[^\W\d_][^\d_@/;:]{1,39}")
_WORD = re.compile(r"[^\W\d_]{2,}")
Rows = Callable[[int], Sequence[str]]


def with_told_names(columns: Sequence[Column], rows: Rows) -> list[Column]:
    """The same columns; where the table has no name of its own, or but one part of it, those that hold it.

    `rows` gives the cells of a column, "" where there is none, in the order of the rows.
    """
    own = {one.detector.kind for one in columns if one.detector and one.detector.kind in NAMES and not one.role}
    if own & {"name"} or {"given_name", "family_name"} <= own:
        return list(columns)
    open_ = [at for at, one in enumerate(columns) if _is_open(one) and _are_parts(rows(at))][:MOST_OPEN]
    mail = next((at for at, one in enumerate(columns) if one.detector and one.detector.kind == "email" and not one.role), None)
    if not open_:
        return list(columns)
    if not own and (found := _by_whole_names(open_, columns, rows)):
        return _told(columns, found)
    return _told(columns, dict(_by_mailboxes(open_, own, rows(mail), rows))) if mail is not None else list(columns)


def _told(columns: Sequence[Column], kinds: dict[int, str]) -> list[Column]:
    return [
        replace(one, detector=detector_of(f"any/{kinds[at]}"), confidence=SURE) if at in kinds else one for at, one in enumerate(columns)
    ]


def _is_open(column: Column) -> bool:
    return column.detector is None and not column.use and not column.role and not claims(column.name)[0]


def _are_parts(cells: Sequence[str]) -> bool:
    """Whether cells may be names: words, different ones in different rows."""
    said = [text for text in cells if text]
    return (
        len(said) >= LEAST and sum(bool(_PART.fullmatch(text)) for text in said) >= len(said) * TOGETHER and len(set(said)) * 3 > len(said)
    )


def _words(text: str) -> list[str]:
    return [fold(word).decode("ascii", "ignore").casefold() for word in _WORD.findall(text)]


def _by_whole_names(open_: Sequence[int], columns: Sequence[Column], rows: Rows) -> dict[int, str]:
    """Two columns whose words together are the words of a third, row by row: the parts of a name, and the name."""
    said = {at: [_words(text) for text in rows(at)] for at, one in enumerate(columns) if at in open_ or (not one.detector and not one.use)}
    for one, other in combinations(open_, 2):
        pairs = [(a, b) for a, b in zip(said[one], said[other], strict=True)]
        for whole, cells in said.items():
            if whole in (one, other):
                continue
            rows_told = [(a, b, c) for (a, b), c in zip(pairs, cells, strict=True) if a and b and c]
            same = [(a, b, c) for a, b, c in rows_told if sorted(a + b) == sorted(c)]
            if len(same) >= LEAST and len(same) >= len(rows_told) * TOGETHER and len({tuple(c) for _, _, c in same}) * 2 > len(same):
                first = sum(c[: len(a)] == a for a, _, c in same) * 2 > len(same)
                texts = [text for text in rows(whole) if text]
                turned = sum("," in text for text in texts) * 2 > len(texts)
                given, family = (one, other) if first != turned else (other, one)
                return {given: "given_name", family: "family_name"}
    return {}


def _by_mailboxes(open_: Sequence[int], own: set[str], mails: Sequence[str], rows: Rows) -> Iterator[tuple[int, str]]:
    """The columns whose words stand in the mailboxes of their rows: one of whole names, or the parts."""
    boxes = [re.sub(r"[^a-z]", "", fold(text.partition("@")[0]).decode("ascii", "ignore").casefold()) for text in mails]
    told: list[int] = []
    for at in open_:
        pairs = [(words, box) for text, box in zip(rows(at), boxes, strict=True) if box and (words := _words(text))]
        within = [words for words, box in pairs if all(word in box for word in words if len(word) > 2) and max(map(len, words)) > 2]
        whole = [words for words, box in pairs if "".join(words) == box and len(words) == 1]
        is_told = len(within) >= LEAST and len(within) >= len(pairs) * MOSTLY and len({tuple(words) for words in within}) * 2 > len(within)
        if is_told and len(whole) * 2 < len(within):  # a login is the mailbox itself
            told.append(at)
    both = [at for at in told if sum(len(_words(text)) > 1 for text in rows(at)) * 2 > sum(map(bool, rows(at)))]
    if both:
        yield both[0], "name"
        return
    if len(told) == 1 and own:
        yield told[0], "family_name" if "given_name" in own else "given_name"
    elif len(told) == 2 and not own:
        given = max(told, key=lambda at: _share_of_given(rows(at)))
        yield given, "given_name"
        yield next(at for at in told if at != given), "family_name"


def _share_of_given(cells: Sequence[str]) -> float:
    """How many more of these words are known as given names than as surnames."""
    from stanch.extent import names

    words = [text.split()[0] for text in cells if text]
    return sum(
        (names.is_given_name(word) > names.is_surname(word)) - (names.is_surname(word) > names.is_given_name(word)) for word in words
    ) / max(len(words), 1)
