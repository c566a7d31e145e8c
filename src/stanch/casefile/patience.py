"""When a message that was put off is tried again, when it is given up, and when a run ends because nothing goes through.

A server that is down, busy, or refuses everybody is not hammered, and nobody is given up for it: what is held against all alike
is told once, to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from stanch.notices.courier import Answer
from stanch.records import Piece

TRIES = 5  # so often put off for now, then given up like a refusal: the person is listed, and may be written to by post
# How long a message that was put off rests, by how often it was: a server that keeps strangers waiting (greylisting) asks for minutes.
RESTS = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=4))
PATIENCE = 5  # failed connections, or like refusals of everybody, in a row that end a run
# Words that hold for the address asked for (RFC 3463: 5.1.x address, 5.2.x mailbox), so that many in a row are no sign of anything else.
_OF_THE_ADDRESS = re.compile(r"\b[45]\.[12]\.\d")
# The server as a whole: about to close, or without space (RFC 5321 4.2.3).
_OF_THE_SERVER = ("421", "452", "429", "503 ")


class Tried(Protocol):
    """Whatever is tried more than once."""

    @property
    def tries(self) -> int:
        """How often it was."""

    @property
    def tried_at(self) -> datetime | None:
        """When last."""


def due(piece: Tried, now: datetime) -> datetime | None:
    """When what was put off may be tried again; None where it may go now."""
    if not piece.tries or piece.tried_at is None:
        return None
    at = piece.tried_at + RESTS[min(piece.tries, len(RESTS)) - 1]
    return at if at > now else None


@dataclass(slots=True)
class Streak:
    """What went wrong in a row; `refused` are the pieces refused alike, with the words that are the same for all."""

    failed: int = 0
    refused: list[Piece] = field(default_factory=list)
    _said: str = ""

    def seen(self, piece: Piece, answer: Answer) -> None:
        """Count one more answer."""
        down = answer.outcome in ("not_taken", "unknown") or (answer.outcome == "later" and answer.reply.startswith(_OF_THE_SERVER))
        self.failed = self.failed + 1 if down else 0
        alike = answer.outcome == "refused" and not _OF_THE_ADDRESS.search(answer.reply)
        said = _without_names(answer.reply, piece) if alike else ""
        if not alike or said != self._said:
            self.refused = []
        self._said = said
        if alike:
            self.refused.append(piece)

    @property
    def ends(self) -> str:
        """Why the run is to end; empty where it goes on."""
        if len(self.refused) >= PATIENCE:
            return f"the mail server refuses everybody alike ({self._said[:200]}); nobody counts as refused for it"
        return "the mail server cannot be reached" if self.failed >= PATIENCE else ""


def _without_names(reply: str, piece: Piece) -> str:
    """A refusal without what differs from message to message: the address, and the server's own numbers."""
    for address in piece.address:
        reply = reply.replace(address, "…")
    words = (word for word in reply.split() if "@" not in word and not (len(word) > 7 and any(char.isdigit() for char in word)))
    return " ".join(words)
