"""A piece that goes out to one person: a printed letter or an e-mail, where it stands, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Channel = Literal["email", "mail"]
PieceState = Literal[
    "queued",  # waits for the sender, or for a batch of the print house
    "sending",  # the intent is recorded; what the server said is not known yet
    "in_doubt",  # the sender ended between the two: accepted or not, nobody knows yet
    "sent",  # the mail server took it over (its reply is kept)
    "refused",  # the mail server refused it for good
    "bounced",  # accepted, then reported as undeliverable
    "handed",  # in a batch for the print house
    "printed",
    "mailed",
    "forwarded",  # delivered to an address that the post knew
    "returned",  # the post brought it back
    "cancelled",  # taken out before it left
]


@dataclass(frozen=True, slots=True)
class Piece:
    """One attempt to reach one person with one notice.

    `id` is what a print house or a regulator sees: a keyed code that tells nothing of the person. `address` are the lines
    of the envelope, or the one e-mail address. `digest` is the SHA-256 of exactly what left; `reply` what the server or
    the print house said about it; `batch` the print batch.
    """

    id: str
    notice: str
    person: str
    channel: Channel
    attempt: int
    state: PieceState
    address: tuple[str, ...]
    created_at: datetime
    tried_at: datetime | None = None
    settled_at: datetime | None = None
    message_id: str = ""
    batch: str = ""
    sheets: int = 0
    digest: str = ""
    reply: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class PieceEvent:
    """Something that happened to a piece. `entry` is the number of the journal's entry that seals it."""

    piece: str
    at: datetime
    what: str
    detail: str = ""
    source: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class SubstituteRule:
    """When a law lets notice be given to all instead of one by one, and how.

    `cost_over` in the law's own currency; `persons_over` counts those to be told; `without_contact` where people cannot be
    reached; `without_contact_from` where so many cannot; `disproportionate_effort` where a person must judge whether telling one
    by one is out of proportion.
    """

    duty: str
    jurisdiction: str
    cite: str
    ways: tuple[str, ...] = ()
    cost_over: float | None = None
    persons_over: int | None = None
    without_contact: bool = True
    without_contact_from: int | None = None
    disproportionate_effort: bool = False
