"""Logins in a text that names nobody with them: a mailbox or a user name, and its password in the same line or the next ones.

Whose mailbox and password were exposed together is told of it (Fla. Stat. 501.171(1)(g)1.b, Cal. Civ. Code 1798.82(h)(2)), named or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

LOGINS = frozenset(("email", "username", "phone"))
SECRETS = frozenset(("password", "password_hash", "password_hash_salted"))
BETWEEN = 2  # lines from a login to its password
SEVERAL = 2


def of_several(sheet: Sheet) -> None:
    """Pairs of different mailboxes and passwords with no name beside them are not whose wrote the list: each is a record of its own."""
    pairs = [pair for pair in _found(sheet) if sheet.spans[pair[0]].kind == "email" and not _is_named(sheet, *pair)]
    if len({sheet.spans[login].text.lower() for login, _ in pairs}) >= SEVERAL:
        _give(sheet, pairs)


def tie(sheet: Sheet) -> None:
    """Each login and what opens it, that no other rule has tied, is a record of its own."""
    _give(sheet, _found(sheet))


def _is_named(sheet: Sheet, login: int, secrets: Sequence[int]) -> bool:
    """Whether a name stands in the lines of a login and its password, or right above them: then it is told whose they are."""
    first, last = sheet.line_at(sheet.spans[login].start), sheet.line_at(sheet.spans[secrets[-1]].start)
    while first and sheet.lines[first - 1].text.strip() and not any(sheet.spans[n].kind in SECRETS for n in sheet.lines[first - 1].members):
        first -= 1
    return any(sheet.is_name(n) for line in sheet.lines[first : last + 1] for n in line.members)


def _found(sheet: Sheet) -> list[tuple[int, list[int]]]:
    return list(_pairs(sheet)) if any(span.kind in SECRETS for span in sheet.spans) else []


def _give(sheet: Sheet, pairs: Sequence[tuple[int, list[int]]]) -> None:
    for login, secrets in pairs:
        record = f"login/{login}"
        sheet.records[login] = record
        for secret in secrets:
            sheet.records[secret] = record


def _pairs(sheet: Sheet) -> Iterator[tuple[int, list[int]]]:
    """A login and its secrets, as they stand one after another without a name among them."""
    held, at, last = -1, -BETWEEN, -1
    secrets: list[int] = []
    for number, line in enumerate(sheet.lines):
        for n in line.members:
            kind = sheet.spans[n].kind
            if sheet.is_name(n):
                held, secrets = (held, secrets) if secrets else (-1, secrets)
            elif kind in LOGINS and sheet.records[n] is None and n not in sheet.alone:
                # `Username: ann77`, `Email: ann@example.com`: one login said twice, as long as no password is told.
                if held >= 0 and secrets:
                    yield held, secrets
                    held, secrets = -1, []
                if held < 0 or sheet.spans[held].kind != "email" or number - at > BETWEEN:
                    held, at = n, number
            elif kind in SECRETS and sheet.records[n] is None and held >= 0 and number - max(at, last) <= BETWEEN:
                secrets.append(n)
                last = number
    if held >= 0 and secrets:
        yield held, secrets
