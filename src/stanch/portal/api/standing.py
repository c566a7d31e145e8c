"""What stands now, in the form in which a decision names it: a revision changes with the record and with every decision on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stanch.casefile import decisions
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.api.answers import Refused, changed
from stanch.portal.rights import Visitor


def marks(kind: str, subjects: list[str] | None = None) -> dict[str, int]:
    """By record, the journal's entry of the decision that stands on it."""
    return {name: one.entry for name, one in decisions.current(desk.case().alias, kind, subjects).items()}


def revision(record: Any, entry: int | None = None) -> str:
    """The revision of a record on which this decision stands (or none)."""
    return f"{decisions.revision_of(record)}-{entry or 0}"


def by_program(visitor: Visitor, subject: str) -> None:
    """A decision that stands in a person's name, so that nobody is their own second reader by a program: name the program beside it."""
    if visitor.token:
        desk.case().journal.append("decide by program", subject, by=visitor.actor)


@contextmanager
def allowed(current: Any) -> Iterator[None]:
    """What stands now may not allow it: told as 409 with `current()` as it is, where a fault of ours would be 500."""
    try:
        yield
    except (WrongCall, Refused):
        raise
    except StanchError as error:
        raise Refused(409, error.what, where=error.where, do=error.do, more={"current": current()}) from None


@contextmanager
def held_to(given: str, now: Any) -> Iterator[None]:
    """A transaction in which the record is as the caller saw it: `now` gives its revision and its form. Raises 409 otherwise."""
    from django.db import transaction

    with transaction.atomic(using=desk.case().alias):
        current, form = now()
        if given != current:
            raise changed(form)
        yield
