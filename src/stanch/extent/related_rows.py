"""Tables of people who stand beside somebody: `emergency_contacts(member_id, name, phone)`, `guardians(id, student_id, last_name)`.

The key says whose row it is, the name is another's. Taken for one person, the one who is named would bear the number of the other, and
with it all that other tables hold under that number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from stanch.extent.folding import listed
from stanch.extent.headings import ROLE_OF, words_of
from stanch.extent.row_families import OWN_NUMBERS
from stanch.extent.row_keys import PEOPLE, entity_of, key_words, meant, singular
from stanch.extent.table_column import NAMES, Column

# Of these a table may be kept under numbers of their own: a plan's beneficiaries have its member numbers, managers are employees.
_MAY_BE_OWN = frozenset({"beneficiary", "dependent", "provider", "manager", "guarantor", "witness"})
_NEVER = frozenset({"sender", "recipient"})
_CHILDREN = listed("children kids kinder enfants hijos filhos figli kinderen")
_HIMSELF = listed("self subscriber employee member insured policyholder titular selbst zelf assure contraente 18 00")
RELATED = "other/30"


def with_related(
    columns: Sequence[Column], table: str, told: Mapping[str, tuple[str, str]], cells: Callable[[int], Sequence[str]]
) -> list[Column]:
    """The same columns; in a table of people beside somebody, what is not his key is theirs."""
    keys = [at for at, one in enumerate(columns) if _is_own_number(one) and entity_of(*meant(one.name, "", told))]
    if len(keys) != 1 or not any(one.detector and one.detector.kind in NAMES and not one.role for one in columns):
        return list(columns)
    role = _role(columns, keys[0], words_of(table).split(), cells)
    if not role:
        return list(columns)
    # `id` counts the rows.
    theirs = [replace(one, detector=None, confidence=0.0) if key_words(one.name) == ["id"] else replace(one, role=role) for one in columns]
    return [theirs[at] if one.detector and not one.role and at != keys[0] else one for at, one in enumerate(columns)]


def _is_own_number(one: Column) -> bool:
    return one.detector is not None and one.detector.kind in OWN_NUMBERS and not one.role


def _role(columns: Sequence[Column], key: int, words: Sequence[str], cells: Callable[[int], Sequence[str]]) -> str:
    """In which relation those of a table stand to whose key it holds; "" where they are themselves, or it is not told."""
    relation = next((at for at, one in enumerate(columns) if one.detector and one.detector.kind == "family_relation"), None)
    if relation is not None and any(set(words_of(text).split()) & _HIMSELF for text in cells(relation)):
        return ""
    role = next((found for word in words if (found := _said_of(word))), "")
    counted = any(at != key and key_words(one.name)[-1:] == ["id"] for at, one in enumerate(columns))
    if role:
        return role if relation is not None or counted or role not in _MAY_BE_OWN else ""
    beside = set(words) - {"contact", "contacts"}
    return RELATED if relation is not None and words and not beside & PEOPLE.keys() else ""


def _said_of(word: str) -> str:
    role = "dependent" if word in _CHILDREN else ROLE_OF.get(word, "") or ROLE_OF.get(singular(word), "")
    return "" if role in _NEVER else role
