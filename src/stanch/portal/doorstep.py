"""Where connections wait until a whole request is there: no slow client holds one of the few threads that make pages.

cheroot gives each connection to a thread as soon as it is there, and shakes hands for TLS in the thread that accepts. Sixteen clients that
send nothing would stop every page, and one that does not shake hands everybody's. Here one thread watches all of them: hands are shaken,
the head is read (strictly: `heads`), and a body as large as a form. What a thread then reads itself, a file, must come at a pace.

Leans on `Server._connections` and on what cheroot's connections read from, which cheroot does not promise; tests fail if they change.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import time
from collections import Counter, deque
from contextlib import suppress
from http import HTTPStatus
from threading import Lock
from typing import Any

from cheroot.makefile import MakeFile
from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Server

from stanch.portal import heads
from stanch.portal.pace import Reader

HEAD_SECONDS = 20.0  # for the handshake, the head, and a body as large as a form
IDLE_SECONDS = 60.0  # between two requests of one connection
LINGER_SECONDS = 5.0  # so that a client that still sends can read why it is refused
MOST = 400  # connections that wait; beyond that whoever has most of them loses the oldest
READ_AHEAD = 1 << 16  # bytes of a body
PIECE = 1 << 16
TLS_RECORD = b"\x16"  # how a handshake begins (RFC 8446, 5.1)
PLAIN = heads.Refusal(HTTPStatus.BAD_REQUEST, "This address speaks TLS: it begins with https://.")
TOO_MUCH = heads.Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too much at once.")
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Request(HTTPRequest):
    """A request; where nobody read its body, the connection ends instead of reading it for nothing."""

    def send_headers(self) -> None:
        """Send them."""
        if self.conn.rfile.unread > 0:
            self.close_connection = True
        super().send_headers()


class Connection(HTTPConnection):
    """A connection that goes back to the doorstep when it is closed while its client still sends."""

    RequestHandlerClass = Request

    def __init__(self, server: Portal, sock: socket.socket, makefile: Any) -> None:
        super().__init__(server, sock, makefile)
        self.rfile = Reader(sock)
        self.portal = server

    def close(self) -> None:
        """End it; what was not read is read and thrown away for a moment, or the client would never see the answer."""
        with suppress(OSError):
            self.wfile.close()
        if self.rfile.unread > 0 and self.portal.ready:
            self.portal.doorstep.linger(self.socket)
            return
        super().close()


class Waiting:
    """A connection on the doorstep: what came so far, and how long it may still wait."""

    def __init__(self, sock: socket.socket, peer: tuple[str, int], seconds: float) -> None:
        self.sock, self.peer = sock, peer
        self.came = bytearray()
        self.until = time.monotonic() + seconds
        self.connection: Connection | None = None
        self.is_shaken = False
        self.is_lingering = False
        self.may_go_on = False  # whether a client that asked was told to send its body

    def close(self) -> None:
        """End it."""
        with suppress(OSError, ValueError):
            (self.connection or self.sock).close()


class Doorstep:
    """Watches the connections of a server: the part that cheroot calls its connection manager."""

    def __init__(self, server: Portal) -> None:
        self._server = server
        self._selector = selectors.DefaultSelector()
        self._here, self._there = socket.socketpair()
        for one in (self._here, server.socket):
            one.setblocking(False)
            self._selector.register(one, selectors.EVENT_READ)
        self._waiting: dict[socket.socket, Waiting] = {}
        self._back: deque[Waiting] = deque()
        self._lock = Lock()
        self._is_serving = self._is_ending = False

    # What cheroot asks for.
    @property
    def can_add_keepalive_connection(self) -> bool:
        """Whether a connection may stay for another request."""
        return len(self._waiting) < MOST * 3 // 4

    def put(self, conn: Connection) -> None:
        """Take a connection back whose request was answered."""
        waiting = Waiting(conn.socket, (conn.remote_addr, conn.remote_port), IDLE_SECONDS)
        waiting.connection, waiting.is_shaken = conn, True
        waiting.came += conn.rfile.rest()
        self._return(waiting)

    def run(self, expiration_interval: float) -> None:
        """Watch until `stop`."""
        self._is_serving = True
        try:
            while not self._is_ending:
                self._turn(expiration_interval)
        finally:
            self._is_serving = False

    def stop(self) -> None:
        """End `run`, and wait until it has ended."""
        self._is_ending = True
        self._wake()
        while self._is_serving:
            time.sleep(0.01)

    def close(self) -> None:
        """Close every connection that waits."""
        for one in [*self._waiting.values(), *self._back]:
            one.close()
        self._selector.close()
        self._here.close()
        self._there.close()

    def linger(self, sock: socket.socket) -> None:
        """Close a connection for writing, and read for a moment what its client still sends."""
        waiting = Waiting(sock, ("", 0), LINGER_SECONDS)
        waiting.is_lingering = True
        with suppress(OSError):
            sock.shutdown(socket.SHUT_WR)
        self._return(waiting)

    # The loop.
    def _return(self, waiting: Waiting) -> None:
        with self._lock:
            self._back.append(waiting)
        self._wake()

    def _wake(self) -> None:
        with suppress(OSError):
            self._there.send(b".")

    def _turn(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            if key.fileobj is self._here:
                with suppress(OSError):
                    self._here.recv(4096)
            elif key.fileobj is self._server.socket:
                self._accept()
            else:
                waiting = self._waiting.get(key.fileobj)  # type: ignore[call-overload]
                if waiting is not None:  # else it made room in this turn
                    self._step(waiting)
        with self._lock:
            back = list(self._back)
            self._back.clear()
        for one in back:
            self._come_back(one)
        now = time.monotonic()
        for one in [one for one in self._waiting.values() if one.until < now]:
            self._forget(one)
            one.close()

    def _come_back(self, one: Waiting) -> None:
        try:
            one.sock.setblocking(False)
            self._watch(one)
        except (OSError, ValueError):  # closed meanwhile
            one.close()
            return
        if one.came or self._holds_more(one):
            self._step(one)

    def _accept(self) -> None:
        for _ in range(64):  # then the others have their turn
            try:
                sock, peer = self._server.socket.accept()
            except OSError:  # none, or none that may be opened now
                return
            sock.setblocking(False)
            if len(self._waiting) >= MOST:
                self._make_room()
            self._watch(Waiting(sock, (peer[0], peer[1]), HEAD_SECONDS))

    def _make_room(self) -> None:
        """One fewer: of the address that has most, the one that waits longest."""
        (address, _), *_ = Counter(one.peer[0] for one in self._waiting.values()).most_common(1)
        oldest = next(one for one in self._waiting.values() if one.peer[0] == address)
        self._forget(oldest)
        oldest.close()

    def _watch(self, one: Waiting, events: int = selectors.EVENT_READ) -> None:
        if one.sock in self._waiting:
            self._selector.modify(one.sock, events)
        else:
            self._selector.register(one.sock, events)
            self._waiting[one.sock] = one

    def _forget(self, one: Waiting) -> None:
        self._waiting.pop(one.sock, None)
        with suppress(KeyError, ValueError):
            self._selector.unregister(one.sock)

    def _step(self, one: Waiting) -> None:
        """Go on with a connection on which something came."""
        try:
            if one.is_lingering:
                if not one.sock.recv(PIECE):
                    self._drop(one)
            elif self._shaken(one):
                self._read(one)
        except (ssl.SSLWantReadError, BlockingIOError, InterruptedError):
            self._watch(one)
        except ssl.SSLWantWriteError:
            self._watch(one, selectors.EVENT_WRITE)
        except (OSError, ValueError):  # gone, or no TLS
            self._drop(one)

    def _drop(self, one: Waiting) -> None:
        self._forget(one)
        one.close()

    def _shaken(self, one: Waiting) -> bool:
        """Whether both sides speak as they must; raises what `do_handshake` does while they have not finished."""
        adapter = self._server.ssl_adapter
        if one.is_shaken or adapter is None:
            one.is_shaken = True
            return True
        if not isinstance(one.sock, ssl.SSLSocket):
            first = one.sock.recv(1, socket.MSG_PEEK)
            if first != TLS_RECORD:
                self._refuse(one, PLAIN) if first else self._drop(one)
                return False
            self._forget(one)
            one.sock = adapter.context.wrap_socket(one.sock, server_side=True, do_handshake_on_connect=False)
            self._watch(one)
        sealed: ssl.SSLSocket = one.sock  # type: ignore[assignment]
        sealed.do_handshake()
        one.is_shaken = True
        return True

    def _read(self, one: Waiting) -> None:
        """Read what came, until it would have to wait; pass the request on once all is there."""
        while not self._passed(one):
            piece = one.sock.recv(PIECE)
            if not piece:
                self._drop(one)
                return
            if not one.came:
                one.until = time.monotonic() + HEAD_SECONDS
            one.came += piece

    def _passed(self, one: Waiting) -> bool:
        """Whether the connection left the doorstep: refused, or given to a thread."""
        head = heads.read(one.came)
        if head is None:
            return False
        if isinstance(head, heads.Refusal):
            self._refuse(one, head)
            return True
        if head.length > self._server.max_request_body_size:
            self._refuse(one, TOO_MUCH)
            return True
        begin = one.came.find(heads.END, 2 if one.came.startswith(b"\r\n") else 0) + len(heads.END)
        ahead = len(one.came) - begin
        if head.waits and not one.may_go_on and ahead < head.length:
            one.may_go_on = True
            one.sock.send(GO_ON)
        if ahead < min(head.length, READ_AHEAD):
            return False
        self._pass_on(one, head, begin)
        return True

    def _pass_on(self, one: Waiting, head: heads.Head, begin: int) -> None:
        self._forget(one)
        one.sock.setblocking(True)
        one.sock.settimeout(self._server.timeout)
        connection = one.connection
        if connection is None:
            adapter = self._server.ssl_adapter
            connection = Connection(self._server, one.sock, adapter.makefile if adapter else MakeFile)
            connection.remote_addr, connection.remote_port = one.peer
            connection.ssl_env = adapter.get_environ(one.sock) if adapter else {}
        connection.rfile.begin(head.text, bytes(one.came[begin:]), head.length)
        self._server.process_conn(connection)

    def _refuse(self, one: Waiting, refusal: heads.Refusal) -> None:
        with suppress(OSError, ValueError):
            one.sock.send(refusal.answer())
        one.is_lingering, one.until = True, time.monotonic() + LINGER_SECONDS
        with suppress(OSError):
            one.sock.shutdown(socket.SHUT_WR)

    @staticmethod
    def _holds_more(one: Waiting) -> bool:
        """Whether TLS has unsealed bytes already that no look at the socket would tell of."""
        return isinstance(one.sock, ssl.SSLSocket) and one.sock.pending() > 0


class Portal(Server):
    """cheroot's server with this doorstep before it."""

    def prepare(self) -> None:
        """Open the port; connections wait on the doorstep from now on."""
        super().prepare()
        self._connections._selector.close()  # type: ignore[has-type]  # noqa: SLF001 cheroot offers no other way in
        self.doorstep = Doorstep(self)
        self._connections = self.doorstep
        self.ConnectionClass = Connection
