"""Marks of files: a hash of their content, remembered beside their sizes and times, so that hundreds are not read at every start."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

DIGEST = 32
STALE_DAYS = 30
# A file may change twice within one tick of the file system's clock: what was written just now is not relied on yet.
SETTLED = 2_000_000_000

T = TypeVar("T")
Listed = tuple[str, os.stat_result]


def cache_folder() -> Path | None:
    """Where this user's programs keep what they can make anew; None where nobody is at home."""
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return home / "stanch"


def below(folder: str, ending: str = "") -> Iterator[Listed]:
    """The files at any depth whose names end so, in an order of names; compiled Python is none of them."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from below(entry.path, ending)
        elif entry.name.endswith(ending):
            yield entry.path, entry.stat()


def listed(paths: Iterable[Path]) -> Iterator[Listed]:
    """These files, as `below` gives them."""
    for path in paths:
        yield str(path), path.stat()


def mark(name: str, root: Path, files: Iterable[Listed], also: bytes = b"") -> bytes:
    """A hash (32 bytes) of `also`, and of names below `root` and contents of these files. `name` says which mark of this root it is."""
    given = list(files)
    seen = hashlib.blake2b(also, digest_size=DIGEST)
    for path, status in given:
        seen.update(f"{path}\x1f{status.st_size}\x1f{status.st_mtime_ns}\x1f{status.st_ctime_ns}\x1f".encode("utf-8", "surrogateescape"))
    place = _place(name, root)
    kept = _remembered(place, seen.digest())
    if kept is not None:
        return kept
    made = hashlib.blake2b(also, digest_size=DIGEST)
    for path, _ in given:
        content = Path(path).read_bytes()
        made.update(f"{os.path.relpath(path, root)}\x1f{len(content)}\x1f".encode("utf-8", "surrogateescape") + content)
    youngest = max((max(status.st_mtime_ns, status.st_ctime_ns) for _, status in given), default=0)
    if place is not None and time.time_ns() - youngest > SETTLED:
        keep(place, seen.digest() + made.digest())
    return made.digest()


def _place(name: str, root: Path) -> Path | None:
    folder = cache_folder()
    return folder / f"{name}-{hashlib.blake2b(os.fsencode(root), digest_size=8).hexdigest()}.mark" if folder else None


def _remembered(place: Path | None, seen: bytes) -> bytes | None:
    try:
        content = place.read_bytes() if place else b""
    except OSError:
        return None
    return content[DIGEST:] if len(content) == 2 * DIGEST and content[:DIGEST] == seen else None


def keep(place: Path, *pieces: bytes) -> None:
    """Write a file of the cache whole or not at all; a full disk costs the time that it would have saved."""
    partial = place.with_name(f"{place.name}.{os.getpid()}.partial")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:  # noqa: PTH123 born private
            stream.writelines(pieces)
        partial.replace(place)
    except OSError:
        partial.unlink(missing_ok=True)


def keep_body(place: Path, fingerprint: bytes, body: bytes) -> None:
    """The same with a fingerprint and a digest before what is kept, and older versions cleared away."""
    keep(place, fingerprint, _digest(body), body)
    oldest = time.time() - STALE_DAYS * 86_400
    for other in place.parent.glob(f"{place.name.partition('-')[0]}-*{place.suffix}"):  # that nobody has asked for in a month
        with suppress(OSError):
            if other.stat().st_mtime < oldest:
                other.unlink()


def kept_body(place: Path, fingerprint: bytes) -> memoryview | None:
    """What was kept so; None where there is none, of another fingerprint, or not whole; this is told before it is parsed."""
    try:
        content = memoryview(place.read_bytes())
    except OSError:
        return None
    head, digest, body = content[:DIGEST], content[DIGEST : 2 * DIGEST], content[2 * DIGEST :]
    return body if head == fingerprint and _digest(body) == digest else None


def cached(name: str, fingerprint: bytes, sort: type[T], make: Callable[[], T]) -> T:
    """What `make` gives, from the user's cache where it holds it under this name and fingerprint."""
    place = _made(name, fingerprint)
    if place and (body := kept_body(place, fingerprint)):
        with suppress(msgspec.MsgspecError):
            return msgspec.msgpack.decode(body, type=sort)
    made = make()
    if place:
        keep_body(place, fingerprint, msgspec.msgpack.encode(made))
    return made


def is_cached(name: str, fingerprint: bytes) -> bool:
    """Whether something is kept so."""
    place = _made(name, fingerprint)
    return place is not None and place.exists()


def _made(name: str, fingerprint: bytes) -> Path | None:
    folder = cache_folder()
    return folder / f"{name}-{fingerprint.hex()[:24]}.made" if folder else None


def _digest(body: bytes | memoryview) -> bytes:
    import blake3

    return blake3.blake3(body).digest()
