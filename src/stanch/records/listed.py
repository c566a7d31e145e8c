"""What an organisation knows already and hands in: lists of people, and whose data stand where."""

from __future__ import annotations

import hashlib
import re
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

    An empty pattern fits everything; all that are given must fit. `letters`: whether the client writes to its people itself (`theirs`)
    or has ordered the organisation to write for it (`ours`).
    """

    name: str
    path: str = ""
    table: str = ""
    column: str = ""
    letters: Literal["theirs", "ours"] = "theirs"


def digest_of(client: str) -> str:
    """What tells apart two clients whose names are one in a file's name."""
    return hashlib.sha256(client.encode(errors="surrogatepass")).hexdigest()[:8]


def file_of(client: str) -> str:
    """The client's name as part of a file's name: never empty, never a path, never the same for two."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", client).strip("-_")[:60]
    return f"{plain or 'client'}-{digest_of(client)}"
