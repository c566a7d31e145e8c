"""A file, or something inside one: where it stands, how to get at its bytes, and how much may still be unpacked."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from stanch.errors import EvidenceError
from stanch.reading.watch import Watch

HEAD = 64 << 10
DEPTH = 48  # containers within containers; mail forwarded many times stays below it
MEMBERS = 200_000
UNPACKED = 4 << 30  # bytes out of one exhibit
MEMBER = 400 << 20  # bytes of one member, held in memory
RATIO = 1_000  # deflate cannot pass 1,032; text with long runs stays far below
HONEST = 20  # times its size: what a store or archive larger than these limits may hold all the same
SMALLEST = 1_000  # bytes a member takes in it
NESTED_FROM = 512 << 20  # what any exhibit may unpack to, however small
RATIO_FROM = 64 << 20  # small content may be as dense as it likes


@dataclass(slots=True)
class Budget:
    """What one exhibit may still cost, over all its levels."""

    members: int = MEMBERS
    unpacked: int = UNPACKED
    size: int = 0  # of the exhibit; 0 where it is not known
    watch: Watch = field(default_factory=Watch)
    until: float = float("inf")  # by the monotonic clock: after it no more pictures are recognised, so that the text is not lost with them

    def __post_init__(self) -> None:
        """Nested or overlapping members multiply what no single one of them shows."""
        if self.size:
            self.unpacked = max(min(UNPACKED, max(NESTED_FROM, self.size * RATIO)), self.size * HONEST)
            self.members = max(MEMBERS, self.size // SMALLEST)

    def take(self, size: int) -> None:
        """Account for a member. Raises `EvidenceError` when the exhibit unpacks to too much."""
        self.members -= 1
        self.unpacked -= size
        if self.members < 0:
            raise EvidenceError("too_large", "more members than an honest exhibit of its size could hold")
        if self.unpacked < 0:
            raise EvidenceError("too_large", "the exhibit unpacks to more than an honest one of its size could hold")


@dataclass(slots=True)
class Source:
    """Bytes at a locator: on disk (`path`), in memory (`content`), or sealed (`opener` gives a stream of `length` bytes)."""

    exhibit: str
    locator: str
    path: Path | None = None
    content: bytes | None = None
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    settings: Mapping[str, str] = field(default_factory=dict)
    passwords: tuple[str, ...] = ()
    media_type: str = "application/octet-stream"
    opener: Callable[[], BinaryIO] | None = None
    length: int = 0

    @property
    def size(self) -> int:
        """In bytes."""
        if self.content is not None:
            return len(self.content)
        if self.opener is not None:
            return self.length
        return self.path.stat().st_size if self.path else 0

    def open(self) -> BinaryIO:
        """A stream from the beginning."""
        if self.content is not None:
            return io.BytesIO(self.content)
        if self.opener is not None:
            return self.opener()
        if self.path is None:
            return io.BytesIO()
        return self.path.open("rb")

    def head(self) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(HEAD)

    def whole(self) -> bytes:
        """All bytes. Raises `EvidenceError` where they are too many to be held."""
        if self.content is None:
            if self.size > MEMBER:
                raise EvidenceError("too_large", f"more than {MEMBER >> 20} MB, and this format cannot be read in pieces")
            with self.open() as stream:
                self.content = stream.read()
        return self.content

    def inner(self, name: str, content: bytes) -> Source:
        """A member of this container."""
        self.budget.take(len(content))
        if self.depth >= DEPTH:
            raise EvidenceError("too_deep", f"more than {DEPTH} containers within one another")
        return Source(
            self.exhibit, f"{self.locator}!/{plain_name(name)}", None, content, self.depth + 1, self.budget, self.settings, self.passwords
        )


def plain_name(name: str) -> str:
    """A member's name as a locator shows it: never a way out of the container, nor a line break."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    shown = "/".join("_" if part == ".." else part for part in parts) or "unnamed"
    return "".join(char if char.isprintable() else "_" for char in shown)


def limited(stream: BinaryIO, packed: int, detail: str = "") -> bytes:
    """All that a decompressor gives, up to the limits of one member. Raises `EvidenceError` past them."""
    sink = io.BytesIO()
    while block := stream.read(1 << 20):
        sink.write(block)
        if sink.tell() > MEMBER:
            raise EvidenceError("too_large", f"unpacks to more than {MEMBER >> 20} MB{detail}")
        if sink.tell() > RATIO_FROM and sink.tell() > packed * RATIO:
            raise EvidenceError("too_large", f"unpacks to more than {RATIO} times its size{detail}")
    return sink.getvalue()


@contextmanager
def at_path(source: Source, *, copied: bool = False) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A path at which a program or a library finds the bytes, and the open files that it goes by.

    The file itself, or memory that is gone with this process, however that ends; with `copied` memory in any case, without neighbours.
    """
    if source.path is not None and source.content is None and not copied:
        yield str(source.path.absolute()), ()
        return
    held = os.memfd_create("member")
    try:
        with os.fdopen(os.dup(held), "wb") as sink:
            sink.write(source.whole())
        yield f"/proc/self/fd/{held}", (held,)
    finally:
        os.close(held)
