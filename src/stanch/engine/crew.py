"""Worker processes that stay from one step to the next. The first may be called before it is needed: it loads while the program does.

Where the program may be forked, what is called is a template, and workers are its forks. This module loads little, so that calling
comes first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from types import TracebackType
from typing import Self

from stanch.engine.place import Board
from stanch.engine.template import ALONE, Forked, Template, is_forkable


class Member:
    """One worker process, and the board on which it writes where it is. `memory`: the limit it was opened with; None before that.

    It is a fork of `template`, or, without one that can, a Python of its own.
    """

    def __init__(self, template: Template | None = None) -> None:
        ours, theirs = Pipe()
        self.board = Board()
        forked = template.fork(theirs.fileno(), self.board.descriptor) if template else None
        self.process: Forked | subprocess.Popen[bytes] = forked or _started(theirs.fileno(), self.board.descriptor)
        theirs.close()
        self.connection: Connection = ours
        self.memory: int | None = None

    @property
    def is_behind(self) -> bool:
        """Whether it was forked before its template had loaded all that workers need: another fork is sooner made than that loaded."""
        return isinstance(self.process, Forked) and self.process.is_early

    def end(self) -> None:
        """Let it go when it has nothing to do: its supervisor's end of the line closes."""
        self.connection.close()
        self.process.kill()
        self.process.wait()
        self.board.close()


def _started(*handles: int) -> subprocess.Popen[bytes]:
    # -P: the folder in which the program was called (evidence, perhaps) is no place to import from.
    command = [sys.executable, "-P", "-m", "stanch.engine.worker", *map(str, handles)]
    return subprocess.Popen(
        command, pass_fds=handles, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, env={**os.environ, **ALONE},
    )  # fmt: skip


class Crew:
    """The idle workers of one program. A worker that a supervisor takes is the supervisor's until it comes back."""

    def __init__(self) -> None:
        self._idle: list[Member] = []
        self._template: Template | None = None

    def call(self, warm: Sequence[str], *, begun: Template | None = None) -> None:
        """Have these (`module` or `module:function`) loaded for a worker before it is asked for anything.

        To be called before the program has read what no worker may know. Where it may be forked, all workers come from the one
        process that loads them: the one that has `begun` to, where there is one.
        """
        if begun is not None and self._template is None:
            self._template = begun
            return
        if self._template is not None:
            self._template.load(warm)
            return
        if is_forkable():
            self._template = Template(warm)
            return
        member = Member()
        with suppress(OSError):
            member.connection.send(("warm", tuple(warm)))
        self._idle.append(member)

    def ready(self, warm: Sequence[str]) -> None:
        """Have the worker that is taken next load these, if one is idle, while the program does something else."""
        for member in self._idle[:1]:
            with suppress(OSError):
                member.connection.send(("warm", tuple(warm)))

    def take(self, memory: int) -> Member:
        """An idle worker that may be given this limit of memory, or a new one."""
        for place, member in enumerate(self._idle):
            if member.memory in (None, memory):
                del self._idle[place]
                if member.process.poll() is None:
                    return member
                member.end()
                return self.take(memory)
        return Member(self._template)

    def give_back(self, member: Member) -> None:
        """It is idle again; or it ends, where the next one is better."""
        if member.is_behind:
            member.end()
        else:
            self._idle.append(member)

    def dismiss(self) -> None:
        """End all that are idle."""
        while self._idle:
            self._idle.pop().end()
        if self._template is not None:
            self._template.end()
            self._template = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.dismiss()
