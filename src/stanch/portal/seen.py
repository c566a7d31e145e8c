"""What a form was made from: the record as it stood, and the decision that stood on it. Of two who decide, the second is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from stanch.casefile import decisions
from stanch.errors import Changed
from stanch.portal import desk


def mark(kind: str, subject: str, record: Any) -> str:
    """Changes with the record and with every decision on it, whoever makes it, by whichever way."""
    decided = decisions.current(desk.case().alias, kind, [subject]).get(subject)
    return f"{decisions.revision_of(record)}-{decided.entry if decided else 0}"


@contextmanager
def held_to(given: str, now: Callable[[], str]) -> Iterator[None]:
    """A transaction in which all is as the form says it was. Raises `Changed` otherwise, and nothing is kept."""
    from django.db import transaction

    with transaction.atomic(using=desk.case().alias):
        if given != now():
            told = "somebody else has changed this since you opened it"
            raise Changed(told, do="Look at what stands now, then decide; yours was not kept.")
        yield
