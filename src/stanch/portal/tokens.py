"""Tokens for programs: a secret that is shown once, with a name, some of its owner's rights, and an end.

Links of calendars are kept beside them (`stanch.portal.calendars`). Only the hash of a secret is kept. For one person alone tokens
live in memory and end with the program; a team's stand in its sealed database (`stanch.portal.team.tokens`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any, Protocol

from django.http import HttpRequest

from stanch.errors import WrongCall
from stanch.portal import desk, rights
from stanch.portal.rights import Visitor

LONGEST_DAYS = 90
LONGEST_NAME = 60  # characters
MARK = "stanch_"  # so that programs that look for leaked secrets know one
CALENDAR = "calendar"  # among the scopes of a link of a calendar; no right of anybody's, so that no token for programs has it
# What is a person's alone: a program can neither invite people nor break the glass, nor see what needs a reason each time, nor do
# what cannot be undone.
NEVER = frozenset({"members", "break_glass", "reveal", "send", "destroy"})


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner may see it again: everything but its secret."""

    id: str
    name: str
    scopes: frozenset[str]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class Keeper(Protocol):
    """Where tokens are kept. `owner` is the account, or null for the one person at this machine."""

    def keep(self, owner: Any, hashed: str, token: Token) -> None:
        """Keep a new one."""

    def of(self, owner: Any) -> list[Token]:
        """The tokens of an owner that still open, oldest first."""

    def revoke(self, owner: Any, identity: str) -> Token | None:
        """End one; which it was, or null where this owner has no such token."""

    def visitor(self, hashed: str) -> tuple[str, Visitor] | None:
        """The id of a token that opens now, and who calls with it."""

    def named(self, identity: str) -> Token | None:
        """The token of this id on this case, whosever it is; null where it was ended."""


class Memory:
    """The tokens of the one person at this machine."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, Token] = {}

    def keep(self, owner: Any, hashed: str, token: Token) -> None:  # noqa: ARG002 there is one owner
        """Keep a new one."""
        with self._lock:
            self._kept[hashed] = token

    def of(self, owner: Any) -> list[Token]:  # noqa: ARG002 there is one owner
        """Those that still open."""
        now = desk.case().clock()
        with self._lock:
            return [one for one in self._kept.values() if one.expires_at > now]

    def revoke(self, owner: Any, identity: str) -> Token | None:  # noqa: ARG002 there is one owner
        """End one."""
        with self._lock:
            for hashed, one in self._kept.items():
                if one.id == identity:
                    return self._kept.pop(hashed)
        return None

    def visitor(self, hashed: str) -> tuple[str, Visitor] | None:
        """Who calls with it."""
        now = desk.case().clock()
        with self._lock:
            found = self._kept.get(hashed)
            if found is None or found.expires_at <= now:
                return None
            self._kept[hashed] = replace(found, used_at=now)
        return found.id, narrowed(rights.alone(desk.case().by), found.name, found.scopes)

    def named(self, identity: str) -> Token | None:
        """The token of this id."""
        with self._lock:
            return next((one for one in self._kept.values() if one.id == identity), None)


_keeper: list[Keeper] = [Memory()]


def keeper() -> Keeper:
    """Where tokens are kept now."""
    return _keeper[0]


def keep_in(kept: Keeper) -> None:
    """Keep tokens there from now on."""
    _keeper[0] = kept


def narrowed(visitor: Visitor, name: str, scopes: frozenset[str]) -> Visitor:
    """The owner of a token as a program that has it: never with more rights than the owner has at this moment."""
    return replace(visitor, rights=(visitor.rights & scopes) - NEVER, token=name, asks_again=False, glass=False)


def offered(visitor: Visitor) -> dict[str, str]:
    """The rights that this visitor may put into a token, with their meaning; what a broken glass gave is not among them."""
    own = rights.visitor("", visitor.role).rights if visitor.glass else visitor.rights
    return {right: says for right, says in rights.table().rights.items() if right in own - NEVER}


def make(owner: Any, visitor: Visitor, *, name: str, scopes: Iterable[str], days: int) -> str:
    """Make a token; its secret, which is kept nowhere. Raises `WrongCall` for a name, a right or a time that cannot be."""
    name, wanted = checked_name(owner, name), frozenset(scopes)
    if not 1 <= days <= LONGEST_DAYS:
        raise WrongCall(f"a token opens for 1 to {LONGEST_DAYS} days", do="Make a new one before it ends.")
    beyond = wanted - set(offered(visitor))
    if beyond or not wanted:
        raise WrongCall(
            f"you cannot give these rights: {', '.join(sorted(beyond))}" if beyond else "a token needs a right",
            do=f"Choose among: {', '.join(offered(visitor))}.",
        )
    secret, now = MARK + secrets.token_urlsafe(32), desk.case().clock()
    token = Token(secrets.token_hex(6), name, wanted, now, now + timedelta(days=days))
    keeper().keep(owner, hash_of(secret), token)
    told = {"token": token.id, "scopes": sorted(wanted), "until": token.expires_at}
    desk.case().journal.append("make token", name, by=visitor.actor, details=told)
    return secret


def checked_name(owner: Any, name: str) -> str:
    """The name of a new token, as the journal will have it. Raises `WrongCall`."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise WrongCall("a token needs a name", do=f"Say in up to {LONGEST_NAME} letters which program it is for.")
    if any(one.name.casefold() == name.casefold() for one in keeper().of(owner)):
        raise WrongCall("there is a token of this name", where=name, do="Choose another name: the journal tells programs apart by it.")
    return name


def revoke(owner: Any, visitor: Visitor, identity: str) -> None:
    """End a token of one's own, or a link of a calendar, at once. Raises `WrongCall` where there is none."""
    found = keeper().revoke(owner, identity)
    if found is None:
        raise WrongCall("there is no such token", do="Look at the list again.")
    action = "revoke calendar link" if CALENDAR in found.scopes else "revoke token"
    desk.case().journal.append(action, found.name, by=visitor.actor, details={"token": found.id})


def bearer(request: HttpRequest) -> str | None:
    """The secret that a call to the API carries (RFC 6750), empty where it carries something else, or null without any."""
    told = request.headers.get("Authorization")
    if told is None or not request.path.startswith("/api/"):
        return None
    scheme, _, secret = told.partition(" ")
    return secret.strip() if scheme.casefold() == "bearer" else ""


def let_in(request: HttpRequest) -> bool:
    """Whether this is a call with a token; then who calls stands in the request, nobody where the token does not open."""
    secret = bearer(request)
    if secret is None:
        return False
    known = keeper().visitor(hash_of(secret)) if secret.startswith(MARK) else None
    # Django's requests carry what middleware finds out.
    request.token, request.visitor = known or ("", rights.NOBODY)  # type: ignore[attr-defined]
    return True


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has 256 bits of its own, so that a plain hash cannot be searched."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
