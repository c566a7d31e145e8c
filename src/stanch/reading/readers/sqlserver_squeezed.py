"""Compressed backups of SQL Server (MSSQLBAK) as a stream of pages: chunks of up to eight pages, each squeezed by itself ([MS-XCA] 2.2).

Microsoft does not describe the heads between chunks; the places are those that files have (versions 2008 and later).
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

import numpy as np
import pyfwnt

MAGIC = b"MSSQLBAK"
TABLE = 256  # bytes before a chunk: the length of each symbol's code, two in a byte
SLOT, PAGE = 64 << 10, 8192  # bytes that a chunk may hold: eight pages
KEPT = 64  # chunks
VERSION, NUMBER = 1, 32  # of a page: its first byte, and where its number stands
AHEAD = 1 << 20  # bytes searched at once for the next chunk
OLD, NEW = 8, 28  # bytes of a head: size in its second two, of what is squeezed


class Squeezed(io.RawIOBase):
    """The pages of a backup in slots of eight: what a chunk lacks is zero. Random access; nothing is written anywhere."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream, self._at = stream, 0
        stream.seek(len(MAGIC))
        self._begin = NEW if int.from_bytes(stream.read(4), "little") >= 2 else OLD
        self._chunks = list(self._find())
        self._held: OrderedDict[int, bytes] = OrderedDict()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """From the beginning, from where it is, or from the end."""
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._chunks) * SLOT}[whence]
        return self._at

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes, of one slot at most."""
        which, within = divmod(self._at, SLOT)
        if which >= len(self._chunks):
            return 0
        part = self._slot(which)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _slot(self, which: int) -> bytes:
        if which in self._held:
            self._held.move_to_end(which)
            return self._held[which]
        self._held[which] = held = self._loosened(*self._chunks[which]).ljust(SLOT, b"\0")
        if len(self._held) > KEPT:
            self._held.popitem(last=False)
        return held

    def _loosened(self, at: int, size: int) -> bytes:
        """The pages of a chunk. How many it has is not told: past its end come bytes that are none of its own."""
        self._stream.seek(at)
        raw = self._stream.read(size)
        for many in range(SLOT // PAGE, 0, -1):
            with suppress(OSError):
                return _own_pages(bytes(pyfwnt.lzxpress_huffman_decompress(raw, many * PAGE)))
        return b""

    def _find(self) -> Iterator[tuple[int, int]]:
        """Place and bytes of each chunk: each head tells where the next one is; between parts of a backup it is searched for."""
        at: int | None = len(MAGIC) + 8
        while at is not None:
            told = self._head(at)
            # A head that leads to no other may be none.
            if told and (self._head(told[0]) or any(self._loosened(*told[1]))):
                yield told[1]
                at = told[0]
            else:
                at = self._search(at + 1)

    def _head(self, at: int) -> tuple[int, tuple[int, int]] | None:
        """Where the next head would be, and the chunk; None where there is no head."""
        self._stream.seek(at)
        head = self._stream.read(self._begin + TABLE)
        if len(head) < self._begin + TABLE or int(_WEIGHTS[np.frombuffer(head, np.uint8, TABLE, self._begin)].sum()) != WHOLE:
            return None
        size = int.from_bytes(head[2:4], "little")
        return (at + self._begin + size, (at + self._begin, size)) if size else None

    def _search(self, at: int) -> int | None:
        """The next place that may be a head: 256 bytes that are the lengths of a whole code."""
        while True:
            self._stream.seek(at + self._begin)
            block = self._stream.read(AHEAD)
            if len(block) < TABLE:
                return None
            sums = np.concatenate([[0], np.cumsum(_WEIGHTS[np.frombuffer(block, np.uint8)])])
            found = np.flatnonzero(sums[TABLE:] - sums[:-TABLE] == WHOLE)
            if len(found):
                return at + int(found[0])
            at += len(block) - TABLE + 1


def _own_pages(raw: bytes) -> bytes:
    """Of the pages of a chunk those whose numbers follow each other; the others are zero."""
    pages = np.frombuffer(raw[: len(raw) // PAGE * PAGE], np.uint8).reshape(-1, PAGE)
    numbers = np.ascontiguousarray(pages[:, NUMBER : NUMBER + 4]).view("<u4").ravel().astype(np.int64) - np.arange(len(pages))
    is_page = pages[:, 0] == VERSION
    if not is_page.any():
        return b""
    begins, counts = np.unique(numbers[is_page], return_counts=True)
    return bytes(np.where((is_page & (numbers == begins[counts.argmax()]))[:, None], pages, 0).astype(np.uint8).tobytes())


WHOLE = 1 << 15  # of all codes of up to 15 bits
_SHARE = np.array([0, *(WHOLE >> bits for bits in range(1, 16))], np.int64)  # how many of them a code of so many bits takes
_WEIGHTS = _SHARE[np.arange(256) & 15] + _SHARE[np.arange(256) >> 4]
