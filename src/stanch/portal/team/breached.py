"""Refuses passwords that are known from breaches, by a file that the operator keeps; nobody is asked on the network.

The file is the sorted list of SHA-1 hashes that Have I Been Pwned gives out for download ("ordered by hash"): a line each,
`HASH:COUNT`. It may have tens of gigabytes: a password is looked up by halving, some forty short reads.
"""

from __future__ import annotations

import os
import re
from hashlib import sha1
from pathlib import Path
from typing import IO, Any

from stanch.errors import WrongCall

LINE = re.compile(rb"([0-9A-F]{40})(:\d+)?\r?\n?")
LONGEST = 80  # bytes of a line


class BreachedPasswordValidator:
    """As Django asks: `validate` refuses, `get_help_text` says what is asked."""

    def __init__(self, path: str) -> None:
        """The file of hashes; it is opened for each look, so that a newer one may take its place."""
        self._path = Path(path)

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 Django gives it
        """Raises `ValidationError` where the password is in the file."""
        from django.core.exceptions import ValidationError
        from django.utils.translation import gettext as _

        if is_in(self._path, password):
            raise ValidationError(_("This password is known from a breach elsewhere. Choose another."), code="password_breached")

    def get_help_text(self) -> str:
        """One sentence."""
        from django.utils.translation import gettext as _

        return _("It must not be known from a breach elsewhere.")


def is_in(path: Path, password: str) -> bool:
    """Whether the file holds the password's hash."""
    wanted = sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as stream:
        low, high = 0, os.fstat(stream.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            start, line = _line_at(stream, middle, low)
            found = _hash_of(line)
            if found == wanted:
                return True
            if found is None or found > wanted:
                high = start if start < high else middle
            else:
                low = start + len(line)
    return False


def check(path: Path) -> None:
    """Raise `WrongCall` where the file is no such list, or not in order."""
    size = path.stat().st_size
    seen: list[bytes] = []
    with path.open("rb") as stream:
        for part in range(65):
            _, line = _line_at(stream, max(0, size * part // 64 - 1), 0)
            found = _hash_of(line)
            if found is None:
                raise WrongCall(
                    "this is no list of SHA-1 hashes",
                    where=str(path),
                    do="Name the list ordered by hash, a line each: 40 hex digits, `:`, a number.",
                )
            seen.append(found)
    if seen != sorted(seen):
        raise WrongCall(
            "these hashes are not in order", where=str(path), do="Take the list ordered by hash; `LC_ALL=C sort` puts one in order."
        )


def _line_at(stream: IO[bytes], place: int, low: int) -> tuple[int, bytes]:
    """The line in which a byte stands, and where it begins; never before `low`, which begins a line."""
    start = max(low, place - LONGEST)
    stream.seek(start)
    before = stream.read(place - start)
    begins = before.rfind(b"\n")
    start = start + begins + 1 if begins >= 0 else start
    stream.seek(start)
    return start, stream.readline(LONGEST)


def _hash_of(line: bytes) -> bytes | None:
    found = LINE.fullmatch(line.upper())
    return found[1] if found else None
