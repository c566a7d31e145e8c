"""What a thread of the server reads of a request, and how fast it must come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

GRACE_SECONDS = 20.0
SLOWEST = 16 * 1024  # bytes a second, after the grace: a file of evidence by a poor line comes faster
PIECE = 1 << 16
STALLED_SECONDS = 30.0


class Reader:
    """One request after the other: the head and what was read ahead of its body, then the socket, never beyond the body.

    It stands where cheroot's reader of a socket stood: `read`, `readline`, `has_data`, `close`, `bytes_read`.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._here = bytearray()
        self._rest = b""
        self._begun, self._came = time.monotonic(), 0
        self.unread = 0  # bytes of the body that are still on their way
        self.bytes_read = 0

    def begin(self, head: bytes, came: bytes, length: int) -> None:
        """A request: its head, what came after it, and how many bytes its body has."""
        self._here = bytearray(head + came[:length])
        self._rest = came[length:]
        self.unread = max(0, length - len(came))
        self._begun, self._came = time.monotonic(), len(came)
        self.bytes_read += len(self._here)

    def rest(self) -> bytes:
        """What came beyond this request: the beginning of the next."""
        rest, self._rest = self._rest, b""
        return rest

    def readline(self, size: int = -1) -> bytes:
        """A line of the head."""
        found = self._here.find(b"\n") + 1
        return self._taken(min(found or len(self._here), size if size >= 0 else len(self._here)))

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer only where the client ended. Raises `TimeoutError` where they come slower than they must."""
        wanted = len(self._here) + self.unread if size < 0 else min(size, len(self._here) + self.unread)
        while len(self._here) < wanted:
            piece = self._next(min(PIECE, self.unread))
            if not piece:
                self.unread = 0
                break
            self._here += piece
            self.unread -= len(piece)
            self._came += len(piece)
            self.bytes_read += len(piece)
        return self._taken(min(wanted, len(self._here)))

    def has_data(self) -> bool:
        """Never: the doorstep keeps what came of a next request."""
        return False

    def close(self) -> None:
        """Forget what is here; the connection closes the socket."""
        self._here.clear()

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._here[:size])
        del self._here[:size]
        return taken

    def _next(self, most: int) -> bytes:
        left = self._begun + GRACE_SECONDS + self._came / SLOWEST - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        before = self._sock.gettimeout()
        self._sock.settimeout(min(left, STALLED_SECONDS))
        try:
            return self._sock.recv(most)
        finally:
            self._sock.settimeout(before)
