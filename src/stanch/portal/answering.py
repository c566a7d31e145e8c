"""What is said of faults: whether the database answers (else pages and calls say so), and of work that broke beside the pages."""

from __future__ import annotations

import sys
import traceback


def is_unreachable(error: BaseException | None) -> bool:
    """Whether this fault is a database that is gone, or was while we asked: not a fault of ours, and over when it is back."""
    from django.db import InterfaceError, OperationalError

    return isinstance(error, OperationalError | InterfaceError)


def noted(error: Exception, doing: str) -> str:
    """What a page says of a fault in what was done beside it; its place goes to the console, its words nowhere: they may name people."""
    if is_unreachable(error):
        return "the database did not answer"
    place = traceback.extract_tb(error.__traceback__)[-1]
    sys.stderr.write(f"stanch: a fault while {doing}: {type(error).__name__} at {place.filename}:{place.lineno}\n")
    return f"a fault in Stanch ({type(error).__name__}); the console names the place"
