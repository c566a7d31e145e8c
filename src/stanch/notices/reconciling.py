"""Drafts to people of whom a list says that no letter is due, or that none may go: held, with the reason, never left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from stanch.records import Match, Notice, Person


def reconcile(drafts: Iterable[Notice], people: Iterable[Person]) -> Iterator[Notice]:
    """The drafts one after another in their order; those that a list speaks against are held, and name the list and its line."""
    bound = {person.id: [match for match in person.matches if match.is_binding] for person in people if person.matches}
    return (_held(draft, bound.get(draft.person or "", ())) for draft in drafts)


def _held(draft: Notice, matches: Sequence[Match]) -> Notice:
    if not matches:
        return draft
    said = tuple(f"{match.says} ({match.place})" for match in matches)
    return replace(draft, status="held", missing=(*said, *draft.missing))
