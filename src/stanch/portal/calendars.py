"""Links of calendars: an address with a secret in it, under which a calendar program reads the dates of the case again and again.

Calendar programs cannot sign in, so whoever has the address sees what it shows: dates alone, nothing about any person. A link belongs to
a member, shows no more than they may see at that moment, ends on a day, and can be ended at once. Its secret opens nothing else: it is
kept by a hash of its own kind among the tokens (ADR 0197).
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from stanch.casefile import feed
from stanch.errors import WrongCall
from stanch.portal import desk, tokens
from stanch.portal.pace_of_calls import Pace
from stanch.portal.rights import Visitor
from stanch.portal.tokens import CALENDAR, Token
from stanch.report.calendar import written
from stanch.report.dates import Dated

PLACE = "/calendar/"
LONGEST_DAYS = 180
WORDS = "words"  # among the scopes: it says what is due, not only that something is
SEES = frozenset({"look", "notices"})  # the rights whose dates it may show, where its owner has them
WARNED_HOURS = (7 * 24, 24)  # before it ends
# Calendar programs ask every few minutes to once a day.
BURST, A_SECOND = 30, 1 / 60
REFRESH = timedelta(hours=1)
pace = Pace(BURST, A_SECOND)


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that opens now, and what its owner may see of it."""

    token: Token
    rights: frozenset[str]


def of(owner: Any) -> list[Token]:
    """The links of an owner that still open, oldest first."""
    return [one for one in tokens.keeper().of(owner) if CALENDAR in one.scopes]


def make(owner: Any, visitor: Visitor, *, name: str, days: int, words: bool) -> str:
    """Make a link; the path of its address, which is kept nowhere. Raises `WrongCall` for a name or a time that cannot be."""
    name = tokens.checked_name(owner, name)
    if not 1 <= days <= LONGEST_DAYS:
        raise WrongCall(f"a link opens for 1 to {LONGEST_DAYS} days", do="Make a new one before it ends.")
    secret, now = secrets.token_urlsafe(32), desk.case().clock()
    scopes = SEES | {CALENDAR} | ({WORDS} if words else set())
    token = Token(secrets.token_hex(6), name, scopes, now, now + timedelta(days=days))
    tokens.keeper().keep(owner, _hash(secret), token)
    told = {"link": token.id, "until": token.expires_at, "says what is due": words}
    desk.case().journal.append("make calendar link", name, by=visitor.actor, details=told)
    return f"{PLACE}{secret}.ics"


def let_in(request: HttpRequest) -> bool:
    """Whether this asks for a calendar; then the request knows the link, or none where it does not open. Nobody is signed in by it."""
    if not request.path.startswith(PLACE):
        return False
    from stanch.portal import rights

    secret = request.path.removeprefix(PLACE).removesuffix(".ics")
    known = tokens.keeper().visitor(_hash(secret)) if desk.has_case() and request.method in ("GET", "HEAD") else None
    token = tokens.keeper().named(known[0]) if known else None
    # Django's requests carry what middleware finds out.
    request.visitor = rights.NOBODY  # type: ignore[attr-defined]
    request.calendar = Opened(token, known[1].rights) if known and token else None  # type: ignore[attr-defined]
    return True


def wait(opened: Opened) -> float:
    """Count a reading; for how many seconds this link must wait, 0 where it need not."""
    return pace.wait(opened.token.id, time.monotonic())


def content(opened: Opened) -> bytes:
    """The calendar as its owner may see it now. A last entry says when the link ends: a program only stops to tell what is new."""
    case, token = desk.case(), opened.token
    entries = feed.entries(case, now=desk.now(), rights=opened.rights, in_words=WORDS in token.scopes)
    ends = Dated(f"link {token.id}", token.expires_at, "This calendar's link ends: make a new one in Settings", remind=WARNED_HOURS)
    head = case.journal.head()
    shown = (*entries, ends)
    return written(shown, now=desk.now(), case=head.case, revision=head.sequence, name=f"Case {head.case[:8]}", refresh=REFRESH)


def _hash(secret: str) -> str:
    """What is kept of a secret: never what a token for programs is kept by, so that neither opens what the other does."""
    return tokens.hash_of(f"calendar {secret}")
