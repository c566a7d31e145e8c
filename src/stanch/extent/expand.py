"""Values that Hyperscan cannot give a start for: found from a telling piece in their middle, then grown to both sides."""

from __future__ import annotations

import re
from collections.abc import Callable

from stanch.extent.folding import listed

_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_+%'.=&-]{0,62}[A-Za-z0-9_+%=-])?$")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])")
LOCAL_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+%'.=&-")
# `logo@2x.png`, `bundle@1.2.js`: names of files, not of mailboxes.
NOT_DOMAINS = listed(
    "png jpg jpeg gif svg webp ico js ts css map json xml html htm md py txt pdf zip gz tgz local localdomain internal lan",
)


def email(plain: str, at: int) -> tuple[int, int]:
    """The mailbox whose local part has its last character at `at`; an empty place where there is none."""
    sign = at + 1
    domain = _DOMAIN.match(plain, sign + 1)
    if domain is None or domain[0].rpartition(".")[2].lower() in NOT_DOMAINS:
        return 0, 0
    start = sign
    while start > 0 and sign - start < 64 and plain[start - 1] in LOCAL_CHARS:
        start -= 1
    local = plain[start:sign]
    # `'ann@…'`, `--ann@…`, `=ann@…` in quotes, diffs and encoded words; two points are never inside.
    cut = local.rfind("..") + 2 if ".." in local else 0
    cut = max(cut, _named(local))
    start += cut
    start += len(local[cut:]) - len(local[cut:].lstrip("'.-+%=&_" if "'" in local[cut:][:1] else "'.-=&%+"))
    if start >= sign or plain[sign - 1] in ".'" or (plain[sign - 1] == "-" and not any(map(str.isalpha, plain[start:sign]))):
        return 0, 0
    if _is_among_signs(plain, start, domain.end()):
        return 0, 0
    # `://user:secret@host`: credentials of an address, not a mailbox.
    if plain[start - 1 : start] == ":" and "://" in plain[max(0, start - 72) : start]:
        return 0, 0
    return start, domain.end()


# Mailboxes of programs that send mail back or on: `bounce+ann=example.com@lists.example.com`, `SRS0=…`.
_SENT_ON = re.compile(r"(?i)srs[01][=+-]|[^=]*\+[^=]*=[A-Za-z0-9.-]+\.[A-Za-z]{2,}$")


def _named(local: str) -> int:
    """Where the mailbox begins behind what it is called: `email=ann@…`, `?a=b&mail=ann@…`, `email='ann@…`."""
    return 0 if "=" not in local or _SENT_ON.match(local) else local.rfind("=") + 1


# Signs that stand in no text beside a mailbox; so many different ones within so few characters are the marks of a measure (FASTQ).
_SIGNS, DIFFERENT, AROUND = frozenset("!#$%&'*+?^;@"), 4, 16


def _is_among_signs(plain: str, start: int, end: int) -> bool:
    ahead, behind = plain[max(0, start - AROUND) : start], plain[end : end + AROUND]
    run = ahead.replace("\n", " ").rpartition(" ")[2] + behind.replace("\n", " ").partition(" ")[0]
    return len(_SIGNS.intersection(run)) >= DIFFERENT


_DUMPED = re.compile(r"\.[A-Za-z]{2,12}(?:[:;|]| / )(?P<value>[!-~]{4,64})(?=[\r\n]|$)")


def after_mailbox(plain: str, at: int) -> tuple[int, int]:
    """The secret in a line `mailbox:secret`; `at` is the last point of the mailbox's domain."""
    line = max(plain.rfind("\n", max(0, at - 200), at), -1) + 1
    found = _DUMPED.match(plain, at)
    if found is None or not re.fullmatch(r"[^\s:;|,@]{1,64}@[A-Za-z0-9.-]{1,120}", plain[line:at]):
        return 0, 0
    return found.span("value")


EXPANDERS: dict[str, Callable[[str, int], tuple[int, int]]] = {"email": email, "after_mailbox": after_mailbox}
