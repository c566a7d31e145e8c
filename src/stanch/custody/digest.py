"""Hashes one file in one read, without leaving a trace on it, and tells whether it held still meanwhile."""

from __future__ import annotations

import hashlib
import os
import stat
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import blake3

PIECE = 1 << 20
LARGE = 256 << 20  # bytes from which a file's two hashes are made at once
LARGE_PIECE = 4 << 20
# Zeros that were never written take as long to hash as real ones; a file that claims petabytes must not stop the case.
MOST_HOLES = 64 << 30


@dataclass(frozen=True, slots=True)
class Digest:
    """What reading a file gave. Hashes are empty where it could not be read (`trouble` says why)."""

    sha256: str = ""
    blake3: str = ""
    size: int = 0
    modified_ns: int | None = None
    is_sparse: bool = False
    note: str = ""
    trouble: str = ""


def digest(path: str) -> Digest:
    """Hash the file; one that changes while it is read is read once more, and that is noted."""
    first = _attempt(path)
    if not first.note:
        return first
    second = _attempt(path)
    if second.trouble:
        return second
    if second.note:
        note = "changed while it was read, twice; the hashes are of what was read the second time"
    else:
        note = "changed while it was first read; read again, and then it held still"
    return Digest(second.sha256, second.blake3, second.size, second.modified_ns, second.is_sparse, note)


def _attempt(path: str) -> Digest:
    try:
        descriptor = _open(path)
    except OSError as error:
        return Digest(trouble=_told(error))
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return Digest(trouble="it was replaced by something that is no file")
        holes = before.st_size - before.st_blocks * 512
        sparse = holes > 0 and _has_hole(descriptor, before.st_size)
        if sparse and holes > MOST_HOLES:
            return Digest(
                size=before.st_size, modified_ns=before.st_mtime_ns, is_sparse=True, trouble="too large to hash, nearly all of it holes"
            )
        sha256, blake = hashlib.sha256(), blake3.blake3()
        read = _feed(descriptor, before.st_size, sha256, blake)
        still = read == before.st_size and _mark(before) == _mark(os.fstat(descriptor)) == _mark_at(path)
        return Digest(sha256.hexdigest(), blake.hexdigest(), read, before.st_mtime_ns, sparse, "" if still else "changed")
    except OSError as error:
        return Digest(trouble=_told(error))
    finally:
        os.close(descriptor)


def _feed(descriptor: int, size: int, *hashes: hashlib._Hash | blake3.blake3) -> int:
    """Read as many bytes as the file had when it was opened: a log that grows without end must not hold us."""
    if size >= LARGE:
        return _feed_beside(descriptor, size, *hashes)
    read = 0
    while read < size:
        piece = os.read(descriptor, min(PIECE, size - read))
        if not piece:
            break
        read += len(piece)
        for one in hashes:
            one.update(piece)
    return read


def _feed_beside(descriptor: int, size: int, *hashes: hashlib._Hash | blake3.blake3) -> int:
    """The same, each hash in a thread of its own while the next piece is read: none of them holds Python's lock while it counts."""
    read, counting = 0, list[Future[object]]()
    with ThreadPoolExecutor(len(hashes)) as threads:
        while read < size:
            piece = os.read(descriptor, min(LARGE_PIECE, size - read))
            if not piece:
                break
            read += len(piece)
            for one in counting:
                one.result()
            counting = [threads.submit(one.update, piece) for one in hashes]
        for one in counting:
            one.result()
    return read


def _open(path: str) -> int:
    # Not following and not blocking: between the look and the opening the file may have become a link or a pipe.
    flags = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        # The time of last access stays as it was; only the file's owner (or root) may ask for that: open(2).
        return os.open(path, flags | getattr(os, "O_NOATIME", 0))
    except PermissionError:
        return os.open(path, flags)


def _has_hole(descriptor: int, size: int) -> bool:
    """Whether the file really has holes; few blocks alone may be a file system that compresses or stores small files inline."""
    try:
        hole = os.lseek(descriptor, 0, os.SEEK_HOLE)
        os.lseek(descriptor, 0, os.SEEK_SET)
    except (OSError, AttributeError):
        return False
    return hole < size


def _mark(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _mark_at(path: str) -> tuple[int, int, int, int] | None:
    try:
        return _mark(os.lstat(path))
    except OSError:
        return None


def _told(error: OSError) -> str:
    return {2: "it vanished before it could be read", 13: "permission denied"}.get(error.errno or 0, error.strerror or str(error))
