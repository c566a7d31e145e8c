"""Where each person stands: exactly one state a person, from the notices owed to them and the pieces that went out.

A person with two letters stands where the letter stands that is least far. What fits no rule is `unexplained`, which is
listed and must be zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stanch.notices import lacks
from stanch.notices.mail_address import mail_address
from stanch.records import Notice, Piece

# In the order of least progress; a person stands at the first that any of their notices is in.
STATES = {
    "unexplained": "not accounted for: this must not be",
    "in_doubt": "handed to the mail server, answer lost: to be settled",
    "no_address": "no postal address and no e-mail address that can be used",
    "returned": "came back, no newer address yet",
    "held": "held back by decision",
    "not_approved": "drafted, not approved",
    "approved": "approved, not queued yet",
    "waiting": "queued to be sent",
    "second_waiting": "second attempt queued",
    "at_print_house": "handed to the print house, not reported as mailed yet",
    "substitute": "told by substitute notice",
    "second_sent": "sent at the second attempt or later",
    "sent_mail": "sent by post",
    "sent_email": "sent by e-mail",
    "set_aside": "set aside by decision, with a reason",
    "nothing_owed": "no law orders a notice to this person",
}
REACHED = ("second_sent", "sent_mail", "sent_email", "substitute")
_BY_PIECE = {
    "queued": "waiting", "sending": "in_doubt", "in_doubt": "in_doubt", "sent": "sent_email", "refused": "returned", "bounced": "returned",
    "handed": "at_print_house", "printed": "at_print_house", "mailed": "sent_mail", "forwarded": "sent_mail", "returned": "returned",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """As much of a notice as accounting needs; 100,000 of them fit into memory."""

    id: str
    status: str
    duties: tuple[str, ...]
    has_address: bool
    lacks: str = ""

    @classmethod
    def of(cls, notice: Notice) -> Letter:
        """From the notice as it stands."""
        has = bool(notice.address or (notice.form == "email" and mail_address(notice.email or "")))
        return cls(notice.id, notice.status, notice.duties, has, notice.missing[0] if notice.missing else "")


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's state and why; `piece` is the last that went out, where one did."""

    person: str
    state: str
    why: str
    piece: str = ""


def account(
    person: str,
    letters: Sequence[Letter],
    pieces: Mapping[str, Piece],
    *,
    set_aside: str | None = None,
    substituted: Mapping[str, str] | None = None,
    owed: bool = True,
    freed: str = "",
) -> Standing:
    """The standing of one person. `pieces` has the last piece of each notice, `substituted` the duties met by notice to all.

    `owed`: whether any duty concerns the person, or everybody is told; without either and without a letter nothing is owed,
    and `freed` says which law would have asked for one and why it does not.
    """
    if not letters:
        if set_aside is not None:
            return Standing(person, "set_aside", set_aside)
        if not owed:
            return Standing(person, "nothing_owed", freed or "no duty towards individuals concerns this person")
        return Standing(person, "unexplained", "this person is to be told and no letter was drafted: `stanch notices draft` writes it")
    found = [_letter(person, one, pieces.get(one.id), substituted or {}) for one in letters]
    least = min(found, key=lambda one: list(STATES).index(one.state))
    if set_aside is not None and least.state not in REACHED:
        return Standing(person, "set_aside", set_aside, least.piece)
    return least


def _letter(person: str, letter: Letter, piece: Piece | None, substituted: Mapping[str, str]) -> Standing:
    lacking = [duty for duty in letter.duties if duty not in substituted]
    given = bool(letter.duties) and not lacking
    still = lacks.ELSEWHERE.format(duties=", ".join(lacking)) if 0 < len(lacking) < len(letter.duties) else ""
    if piece is not None:
        state = _BY_PIECE.get(piece.state, "unexplained")
        if piece.attempt > 1:
            state = {"waiting": "second_waiting", "sent_mail": "second_sent", "sent_email": "second_sent"}.get(state, state)
        if state == "returned" and given:
            return Standing(person, "substitute", substituted[letter.duties[0]], piece.id)
        if state in ("waiting", "second_waiting") and letter.status == "held":
            state = "held"
        return Standing(person, state, (still if state == "returned" else "") or piece.reply or STATES[state], piece.id)
    if not letter.has_address:
        if given:
            return Standing(person, "substitute", substituted[letter.duties[0]])
        return Standing(person, "no_address", still or lacks.NOWHERE)
    if letter.status == "held":
        return Standing(person, "held", letter.lacks or "held by decision")
    if letter.status == "approved":
        return Standing(person, "approved", STATES["approved"])
    return Standing(person, "not_approved", letter.lacks or STATES["not_approved"])
