"""Sealed streams: a file of any length sealed as it is written, so that damage, reordering and a cut end are told when it is read.

The form is STREAM (Hoang, Reyhanitabar, Rogaway, Vizar: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015):
pieces of 1 MiB under AES-256-GCM, the nonce being the number of the piece and whether it is the last. The key is derived from the
case's master key and the hash of the file's head, which holds 32 random bytes, so that no two files share one, and a head that was
changed opens nothing.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from stanch.errors import StanchError, WrongCall
from stanch.vault.sealing import Keys

PIECE = 1 << 20
TAG = 16
LONGEST_HEAD = 1 << 16
FURTHER = "Use another copy of it."


class SealedWriter:
    """Writes a sealed stream; `finish` makes it whole, and without that nobody reads it to its end."""

    def __init__(self, stream: IO[bytes], keys: Keys, magic: bytes, head: Mapping[str, Any]) -> None:
        told = json.dumps({**head, "salt": secrets.token_hex(32)}).encode()
        stream.write(magic + len(told).to_bytes(4, "big") + told)
        self._stream, self._cipher, self._held, self._number = stream, _cipher(keys, told), bytearray(), 0

    def write(self, content: bytes) -> int:
        """More of the content."""
        self._held += content
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(content)

    def finish(self) -> None:
        """The last piece."""
        self._put(bytes(self._held), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._stream.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class SealedReader:
    """Reads one. Every byte that it gives is as it was written; it raises `StanchError` where the file is damaged or ends early."""

    def __init__(self, stream: IO[bytes], keys: Keys, head: bytes, path: Path) -> None:
        self._stream, self._cipher, self._path = stream, _cipher(keys, head), path
        self._held, self._number, self._at_end = bytearray(), 0, False
        self._ahead = stream.read(PIECE + TAG)

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes; fewer at the end alone."""
        while not self._at_end and (size < 0 or len(self._held) < size):
            self._held += self._piece()
        found = bytes(self._held if size < 0 else self._held[:size])
        del self._held[: len(found)]
        return found

    def _piece(self) -> bytes:
        following = self._stream.read(PIECE + TAG)
        last = not following
        try:
            piece = self._cipher.decrypt(_nonce(self._number, last=last), self._ahead, None)
        except (InvalidTag, ValueError):
            told = "ends early, or is damaged at its end" if last else f"is damaged in its piece {self._number + 1} of 1 MiB"
            raise StanchError(f"this file {told}", where=str(self._path), do=FURTHER) from None
        self._ahead, self._at_end = following, last
        self._number += 1
        return piece


def read_head(stream: IO[bytes], magic: bytes, path: Path) -> tuple[bytes, dict[str, Any]]:
    """The head of a sealed stream, as bytes and read. Raises `WrongCall` for another kind of file, `StanchError` where it is cut."""
    if stream.read(len(magic)) != magic:
        raise WrongCall("this is no file of that kind", where=str(path), do="Name one that `stanch backup` wrote.")
    size = int.from_bytes(stream.read(4), "big")
    head = stream.read(size) if size <= LONGEST_HEAD else b""
    try:
        told = json.loads(head)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise StanchError("this file's head is damaged", where=str(path), do=FURTHER)
    return head, told


def _cipher(keys: Keys, head: bytes) -> AESGCM:
    return AESGCM(keys.derive(f"stream:{hashlib.sha256(head).hexdigest()}"))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
