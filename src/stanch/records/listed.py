"""What an organisation knows already and hands in: lists of people, and whose data stand where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stanch.records.person import PostalAddress

ListName = Literal["known", "notified", "do_not_contact"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list. `place` is the file's name and the line; `on` the day of an earlier notice; `elements` what that notice named."""

    kind: ListName
    place: str
    person: str = ""
    name: str = ""
    dob: date | None = None
    email: str = ""
    phone: str = ""
    postal_address: PostalAddress | None = None
    on: date | None = None
    elements: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """For whom data are held, where one is a processor: patterns (`*`, `?`) for the path, the table and the column of a finding.

    An empty pattern fits everything; all that are given must fit.
    """

    name: str
    path: str = ""
    table: str = ""
    column: str = ""
