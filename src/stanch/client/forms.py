"""What the client gives back beyond the forms of the API: a page of any list, a duty with all that is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from stanch.shapes import DutyForm

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    rows: list[T]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class DutyState(DutyForm):
    """The main fields of a duty; `whole` is all that the portal says of it."""

    whole: dict[str, Any]
