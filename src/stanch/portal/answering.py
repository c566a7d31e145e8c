"""Whether the database answers: when it does not, pages and calls say so, and that nothing is lost."""

from __future__ import annotations


def is_unreachable(error: BaseException | None) -> bool:
    """Whether this fault is a database that is gone, or was while we asked: not a fault of ours, and over when it is back."""
    from django.db import InterfaceError, OperationalError

    return isinstance(error, OperationalError | InterfaceError)
