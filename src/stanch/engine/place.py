"""Where within an input a worker is: a few bytes of memory that it writes and its supervisor reads, also after its death.

A message a step would cost as much as the step; writing here costs a microsecond. Two slots take turns, so that what is
read is whole even where the worker was killed while it wrote.
"""

from __future__ import annotations

import mmap
import os
import struct
import tempfile
from contextlib import suppress

HEAD, SLOT = struct.Struct("<Q"), struct.Struct("<dH")
TOKEN = 240  # bytes
SIZE = HEAD.size + 2 * (SLOT.size + TOKEN)


class Board:
    """The shared memory behind a descriptor. `count` grows with each step."""

    def __init__(self, descriptor: int | None = None) -> None:
        if descriptor is None:
            descriptor = os.memfd_create("place") if hasattr(os, "memfd_create") else os.dup(tempfile.TemporaryFile().fileno())  # noqa: SIM115
            os.truncate(descriptor, SIZE)
        self.descriptor = descriptor
        self._memory = mmap.mmap(descriptor, SIZE)
        self._count = 0

    def at(self, token: str, seconds: float) -> None:
        """I am at this place now, and may be for so long; an empty token says nothing."""
        self._count += 1
        written = token.encode()[:TOKEN]
        start = HEAD.size + (self._count % 2) * (SLOT.size + TOKEN)
        SLOT.pack_into(self._memory, start, seconds, len(written))
        self._memory[start + SLOT.size : start + SLOT.size + len(written)] = written
        HEAD.pack_into(self._memory, 0, self._count)

    def look(self) -> tuple[int, str, float]:
        """(count, token, seconds) as they were written last."""
        count = HEAD.unpack_from(self._memory, 0)[0]
        start = HEAD.size + (count % 2) * (SLOT.size + TOKEN)
        seconds, length = SLOT.unpack_from(self._memory, start)
        return count, self._memory[start + SLOT.size : start + SLOT.size + min(length, TOKEN)].decode("utf-8", "replace"), seconds

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
        with suppress(OSError):
            os.close(self.descriptor)
