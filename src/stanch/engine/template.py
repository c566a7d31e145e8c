"""A process that has loaded what workers need and forks them: a new Python each would load it all again.

It is forked from the program itself, before that has read a key, a password or a list, and takes nothing in afterwards but descriptors.
Linux alone, and a program that says so (`permit`): elsewhere, and where threads run, whoever asks gets None and starts workers anew.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import struct
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from stanch.engine.memory import KEPT

PATIENCE = 120.0  # seconds; the very first start compiles all patterns
FORK, REAP, WAIT, LOAD = b"f", b"r", b"w", b"l"
MOST = 4096  # bytes of a question
NUMBER = struct.Struct("<q")
NONE = -(1 << 40)  # no process was forked; it has not ended yet
EARLY = 1 << 40  # added to a worker's number where it was forked before all was loaded
# One core a worker: threads of NumPy's algebra would only stand in each other's way, and take time to start.
ALONE = {"OPENBLAS_NUM_THREADS": "1", **KEPT}
THREADS_THAT_BEAR_FORKS = ("jemalloc_bg_thd",)  # jemalloc(3) takes itself through fork; Arrow starts this one with its import
_permitted: list[bool] = []


def permit() -> None:
    """This process is a program of ours from its start, and may be forked while it has no threads."""
    _permitted.append(True)


def is_forkable() -> bool:
    """Whether workers may be forks of this process: on Linux, permitted, and no thread runs that a fork would leave in the middle."""
    return sys.platform == "linux" and bool(_permitted) and _is_alone()


def _is_alone() -> bool:
    own = str(os.getpid())
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # it has just ended
            if thread.name != own and (thread / "comm").read_text().strip() not in THREADS_THAT_BEAR_FORKS:
                return False
    return True


class Forked:
    """A worker that a template forked, as its supervisor sees it; like `subprocess.Popen`. `is_early`: before all was loaded."""

    def __init__(self, template: Template, pid: int, *, is_early: bool) -> None:
        self.template, self.pid, self.is_early = template, pid, is_early
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit status (negative: the signal), or None while it runs."""
        return self._ended(REAP)

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        status = self._ended(WAIT)
        return -signal.SIGKILL if status is None else status

    def kill(self) -> None:
        """End it. Its number is its own until it was waited for."""
        if self.returncode is None:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)

    def _ended(self, how: bytes) -> int | None:
        if self.returncode is None:
            status = self.template.ask(how + NUMBER.pack(self.pid))
            # Workers do not outlive their template.
            self.returncode = -signal.SIGKILL if status is None else None if status == NONE else status
        return self.returncode


class Template:
    """The program's end of it. `warm` is loaded there, beside whatever the program does meanwhile."""

    def __init__(self, warm: Sequence[str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        program = os.getpid()
        gc.freeze()  # nothing that either frees later costs the other a copy of its page
        self.pid = os.fork()
        if not self.pid:
            _be_template(theirs, program, warm)
        theirs.close()
        ours.settimeout(PATIENCE)
        self._socket: socket.socket | None = ours

    def fork(self, connection: int, board: int) -> Forked | None:
        """A worker with these descriptors; None where the template cannot. Waits until what it needs is loaded."""
        pid = self.ask(FORK, (connection, board))
        if pid is None or pid == NONE:
            return None
        return Forked(self, pid % EARLY, is_early=pid >= EARLY)

    def ask(self, what: bytes, descriptors: Sequence[int] = ()) -> int | None:
        """The number it answers with; None where it is gone."""
        if self._socket is None:
            return None
        try:
            socket.send_fds(self._socket, [what], list(descriptors))
            answer = self._socket.recv(NUMBER.size)
            if len(answer) == NUMBER.size:
                return int(NUMBER.unpack(answer)[0])
        except OSError:
            pass
        except BaseException:
            self.end()  # its answer would be taken for that to the next question
            raise
        self.end()
        return None

    def load(self, warm: Sequence[str]) -> None:
        """Have it load these too. The first worker does not wait for them; later ones do."""
        if self._socket is not None:
            with suppress(OSError):  # it is gone: the next question tells
                self._socket.send(LOAD + "\n".join(warm).encode()[: MOST - 1])

    def end(self) -> None:
        """End it, and with it whatever it forked."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)


def _be_template(channel: socket.socket, program: int, warm: Sequence[str]) -> None:
    """The forked process, which never returns into what the program was about to do."""
    try:
        os.setsid()
        gc.disable()  # as in `worker.warm`, which enables it when all is loaded
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        _shut(channel.fileno())
        os.environ.update(ALONE)
        from stanch.engine import worker

        worker.bind_to(program)
        # The folder in which the program was called (evidence, perhaps) is no place to import from.
        sys.path[:] = [str(Path(place).resolve()) for place in sys.path if place]
        gc.set_threshold(*worker.RARELY)
        worker.warm(warm)
        _serve(channel, set(warm))
    finally:
        os._exit(1)


def _shut(kept: int) -> None:
    """Close whatever the program had open; nothing is read from its input or written to its output."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    for number in [int(one.name) for one in Path("/proc/self/fd").iterdir()]:
        if number not in (0, 1, 2, kept):
            with suppress(OSError):
                os.close(number)


def _serve(channel: socket.socket, loaded: set[str]) -> None:
    """Until the program closes its end. What it asks to be loaded besides is, name by name, while it asks for nothing else."""
    from stanch.engine import worker

    waiting: deque[str] = deque()
    is_first = True
    while True:
        # Of later workers each would load for itself what it came too early for.
        while waiting and not (is_first and _is_asked(channel)):
            name = waiting.popleft()
            worker.warm([name] if name not in loaded else [])
            loaded.add(name)
        asked, descriptors, _, _ = socket.recv_fds(channel, MOST, 2)
        if not asked:
            return
        if asked[:1] == LOAD:
            waiting.extend(asked[1:].decode().split("\n"))
            continue
        if asked[:1] == FORK:
            answer = _forked(channel, descriptors)
            answer += EARLY if waiting and answer != NONE else 0
            is_first = False
            for one in descriptors:
                os.close(one)
        else:
            answer = _status(NUMBER.unpack(asked[1:])[0], 0 if asked[:1] == WAIT else os.WNOHANG)
        channel.send(NUMBER.pack(answer))


def _is_asked(channel: socket.socket) -> bool:
    """Whether the program has asked for something, or is gone."""
    return bool(select.select([channel], [], [], 0)[0])


def _status(pid: int, how: int) -> int:
    ended, status = os.waitpid(pid, how)
    return os.waitstatus_to_exitcode(status) if ended else NONE


def _forked(channel: socket.socket, descriptors: Sequence[int]) -> int:
    """A worker's number, once it leads its own group, so that it can be ended with whatever it starts."""
    if len(descriptors) != 2 or not _is_alone():
        return NONE
    begun, begins = os.pipe()
    template = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        pid = NONE
    if not pid:
        _be_worker(channel, descriptors, template, (begun, begins))
    os.close(begins)
    os.read(begun, 1)
    os.close(begun)
    return pid


def _be_worker(channel: socket.socket, descriptors: Sequence[int], template: int, handles: tuple[int, int]) -> None:
    status = 1
    try:
        os.setsid()
        channel.close()
        begun, begins = handles
        os.close(begun)
        os.close(begins)  # the template reads on
        from stanch.engine import worker

        worker.serve(descriptors[0], descriptors[1], template)
        status = 0
    finally:
        os._exit(status)
