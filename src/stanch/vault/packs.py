"""Sealed packs: many byte strings of any length in one sealed file, written as they come and read in pieces.

A pack is an encrypted Parquet file with one column, `piece`, and a row group a piece. Content of any length is cut into
pieces of `PIECE` bytes (the last is shorter), so that neither side ever holds more than one of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.vault.sealing import Keys, sealed_file, sealed_writer

PIECE = 1 << 20
SCHEMA = pa.schema([("piece", pa.large_binary())])


class PackWriter:
    """Adds content to a pack that is being written."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self.pieces = 0
        self.bytes = 0

    def add(self, content: Iterable[bytes]) -> tuple[int, int]:
        """Write content that comes in blocks of any size; the places of its first piece and of the one behind its last."""
        first, held = self.pieces, bytearray()
        for block in content:
            held += block
            while len(held) >= PIECE:
                self._write(bytes(held[:PIECE]))
                del held[:PIECE]
        if held or self.pieces == first:
            self._write(bytes(held))
        return first, self.pieces

    def _write(self, piece: bytes) -> None:
        self._writer.write_table(pa.table({"piece": pa.array([piece], pa.large_binary())}, schema=SCHEMA))
        self.pieces += 1
        self.bytes += len(piece)


@contextmanager
def pack_writer(path: Path, keys: Keys) -> Iterator[PackWriter]:
    """Write a pack; it appears under `path` only when whole, also with what was added before an error is handled inside."""
    with sealed_writer(path, SCHEMA, keys) as writer:
        yield PackWriter(writer)


def open_pack(path: Path, first: int, end: int, size: int, keys: Keys) -> io.BufferedReader:
    """The content at pieces `first` to `end` of a pack, `size` bytes in all, as a stream in which one may seek.

    Raises `StanchError` if the pack was altered or is of another case.
    """
    return io.BufferedReader(_Pieces(sealed_file(path, keys), first, end, size), PIECE)


class _Pieces(io.RawIOBase):
    """Reads a piece at a time."""

    def __init__(self, source: Any, first: int, end: int, size: int) -> None:
        super().__init__()
        self._source, self._first, self._end, self._size = source, first, end, size
        self._at, self._held, self._piece = 0, -1, b""

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go there."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError(22, "a place before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the present piece goes."""
        place = self._at // PIECE
        if self._at >= self._size or self._first + place >= self._end:
            return 0
        if place != self._held:
            self._piece = self._source.read_row_group(self._first + place)["piece"][0].as_py()
            self._held = place
        part = self._piece[self._at % PIECE : self._at % PIECE + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)
