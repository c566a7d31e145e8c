"""One process at a time works on a case."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from stanch.errors import WrongCall

FILE = "lock"
_held: dict[str, int] = {}


def acquire(folder: Path) -> None:
    """Hold the case until `release`. Raises `WrongCall` where another process, or this one already, holds it."""
    path = str((folder / FILE).resolve())
    if path in _held:
        raise WrongCall("this case is already open in this program", where=str(folder), do="Close it first.")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        # A lock of the process (fcntl(2)), not of the open file: a worker that outlives a killed run must not keep it.
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise WrongCall(
            f"this case is in use by another process{f' ({holder})' if holder else ''}",
            where=str(folder),
            do="Wait until it has finished (or end `stanch serve`), then run the command again.",
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"process {os.getpid()}\n".encode())
    _held[path] = descriptor


def release(folder: Path) -> None:
    """Let others open the case."""
    descriptor = _held.pop(str((folder / FILE).resolve()), None)
    if descriptor is not None:
        os.ftruncate(descriptor, 0)
        os.close(descriptor)
