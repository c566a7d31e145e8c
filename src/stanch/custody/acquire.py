"""Takes evidence into custody: hashes each file where it lies and never changes it."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Literal

from stanch.custody.digest import Digest, digest
from stanch.custody.live.address import is_address
from stanch.custody.live.store import held_exhibits
from stanch.custody.survey import SPECIAL, Place, link_note, survey
from stanch.engine.bench import Bench
from stanch.records import Evidence, Exhibit

Form = Literal["file", "symlink", "sparse", "unreadable", "special"]


def acquire(evidence: Sequence[Evidence], *, by: str, now: datetime, bench: Bench) -> list[Exhibit]:
    """One exhibit for everything below the given paths, in an order that depends on names alone.

    Files are opened for reading only; links are noted, not followed; pipes, sockets and devices are never opened; what
    cannot be read is an exhibit too, with the reason. Raises `WrongCall` where a given path is not there. Live sources are
    not asked: what `take` took from them stands behind the files.
    """
    own = bench.work.parent if (bench.work.parent / "keys.json").exists() else bench.work
    live = [one for one in evidence if is_address(one.path)]
    files = [one for one in evidence if not is_address(one.path)]
    found = [_exhibit(place, digest, by, now) for place, digest in examine(survey(files, own=own), bench=bench)]
    return found + held_exhibits(live, work=bench.work, keys=bench.keys)


def examine(places: Sequence[Place], *, bench: Bench) -> Iterator[tuple[Place, Digest | None]]:
    """Each place with its digest, in order; the hashing runs in threads (it leaves Python's lock)."""
    with ThreadPoolExecutor(max_workers=max(1, bench.workers), thread_name_prefix="custody") as pool:
        waiting = [(place, pool.submit(digest, place.path) if _is_file(place) else None) for place in places]
        try:
            for count, (place, future) in enumerate(waiting, 1):
                yield place, future.result() if future else None
                bench.progress("hashing evidence", count, len(waiting))
        finally:
            pool.shutdown(cancel_futures=True)


def _is_file(place: Place) -> bool:
    return place.status is not None and not place.trouble and stat.S_ISREG(place.status.st_mode)


def _exhibit(place: Place, found: Digest | None, by: str, now: datetime) -> Exhibit:
    form, note = _described(place, found)
    sha256 = found.sha256 if found else ""
    modified_ns = found.modified_ns if found and found.modified_ns is not None else place.status.st_mtime_ns if place.status else None
    size = found.size if found and found.modified_ns is not None else place.status.st_size if place.status else 0
    return Exhibit(
        id=_identity(place.name, sha256 or f"{form}\0{note}"),
        name=place.name,
        path=place.path,
        role=place.role,
        sha256=sha256,
        blake3=found.blake3 if found else "",
        size=size,
        modified_at=_moment(modified_ns),
        acquired_at=now,
        acquired_by=by,
        form=form,
        note=note,
    )


def _described(place: Place, found: Digest | None) -> tuple[Form, str]:
    """The form, and what a person should know."""
    if place.trouble or place.status is None:
        return ("special" if place.trouble.startswith("Stanch's own") else "unreadable"), place.trouble
    if stat.S_ISLNK(place.status.st_mode):
        return "symlink", link_note(place.path)
    if found is None:
        return "special", f"{SPECIAL.get(stat.S_IFMT(place.status.st_mode), 'no file')}; not opened"
    if found.trouble:
        return "unreadable", found.trouble
    notes = [found.note] if found.note else []
    if found.is_sparse:
        notes.append(f"sparse: {place.status.st_blocks * 512} of {found.size} bytes are stored")
    return ("sparse" if found.is_sparse else "file"), "; ".join(notes)


def _identity(name: str, content: str) -> str:
    return hashlib.sha256(f"{name}\0{content}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _moment(nanoseconds: int | None) -> datetime | None:
    if nanoseconds is None:
        return None
    try:
        return datetime.fromtimestamp(nanoseconds // 1000 / 1_000_000, UTC)
    except (OverflowError, ValueError, OSError):
        # A time stamp outside the calendar: the intruder's, not ours to choke on.
        return None
