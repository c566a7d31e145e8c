"""The last look before a letter leaves: is it approved as it stands, is its code still good, and where does it go by what is known now?

Between approval and sending days may pass: people move, codes are withdrawn or lapse, somebody is set aside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from stanch.casefile import codes
from stanch.casefile.case import Case
from stanch.casefile.gate import people_set_aside
from stanch.casefile.pieces import change, first_piece, may_go, newer_addresses
from stanch.notices.following import REMINDER
from stanch.records import Notice, Piece


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is known of people and codes when a lot leaves; made anew for each lot."""

    case: Case
    aside: frozenset[str]
    spent: frozenset[str]
    newer: dict[str, tuple[str, ...]]
    used: frozenset[str]

    @classmethod
    def now(cls, case: Case) -> Leaving:
        """As the case stands at this moment."""
        spent = codes.not_to_be_used(case, as_of=case.clock().date())
        return cls(case, frozenset(people_set_aside(case)), spent, newer_addresses(case), codes.used(case))

    def may_go(self, notice: Notice) -> bool:
        """Whether it may leave: approved as it stands, nobody set its person aside, and the code that it tells still opens something."""
        code = notice.fields.get("code", "")
        if notice.recipient == REMINDER and code in self.used:  # enrolled since
            return False
        return may_go(notice, self.aside) and code not in self.spent

    def addressed(self, piece: Piece, notice: Notice) -> Piece | None:
        """The piece with the address that is right now; None where it has to go another way, for which it then waits.

        The ledger keeps the old address with the event, so that it can be told why a letter went elsewhere than was queued.
        """
        fresh = first_piece(self.case, notice, self.newer, attempt=piece.attempt)
        if fresh is None or (fresh.channel, fresh.address) == (piece.channel, piece.address):
            return piece
        told = f"{piece.channel}: {' / '.join(piece.address)}"
        lines = json.dumps(list(fresh.address), ensure_ascii=False)
        change(
            self.case, piece.id, "readdressed", detail=f"was {told}", source="outbox", state="queued", address=lines, channel=fresh.channel,
            **({"batch": ""} if fresh.channel != piece.channel else {}),
        )  # fmt: skip
        return replace(piece, address=fresh.address) if fresh.channel == piece.channel else None
