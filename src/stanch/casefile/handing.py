"""Evidence that comes by browser, piece by piece: each piece sealed as it arrives, so that a break of the line or of the program loses
nothing; when all is there it becomes an exhibit.

`parts/coming/<id>/about` says what comes; `00000001.piece` is the first piece. Pieces are as large as they came.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import secrets
import shutil
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from stanch import cause
from stanch.casefile.case import Case
from stanch.casefile.closing import refuse_if_closed
from stanch.custody import HANDED, hand_in
from stanch.errors import Changed, StanchError, WrongCall
from stanch.reading import beginning
from stanch.records import Evidence
from stanch.records.exhibit import Role
from stanch.vault import seal, unseal, write_whole

COMING = "coming"
LARGEST = 4_000_000_000  # bytes of a file; what is larger is taken where it lies
LARGEST_PIECE = 8_000_000
SPARE = 500_000_000  # bytes that stay free on the disk
MOST = 50  # files that may be on their way at once
IDENTITY = re.compile(r"[0-9a-f]{16}")
EITHER = "either"  # whoever hands it in does not know which it is
LOOKED_AT = 1 << 16  # bytes of such a file
DEEPEST = 12  # folders above a file that its name keeps
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]")
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Coming:
    """A file on its way: what was announced, and how many bytes of it are here."""

    id: str
    name: str
    size: int
    role: str
    by: str
    begun_at: str
    modified_at: str | None
    have: int = 0


class Handed(NamedTuple):
    """A file in custody: its name there, its SHA-256, whether it is new, and what it was taken for."""

    name: str
    sha256: str
    is_new: bool
    role: Role


def coming(case: Case) -> list[Coming]:
    """What is on its way, the oldest first."""
    root = case.parts / COMING
    found = [_load(case, path.name) for path in sorted(root.iterdir())] if root.is_dir() else []
    return sorted((one for one in found if one is not None), key=lambda one: (one.begun_at, one.id))


def find(case: Case, identity: str) -> Coming:
    """One of them. Raises `WrongCall`."""
    found = _load(case, identity) if IDENTITY.fullmatch(identity) else None
    if found is None:
        raise WrongCall("no such file is on its way", where=identity[:40], do="Choose the file again.")
    return found


def begin(case: Case, name: str, *, size: int, role: str, by: str, modified: float | None = None, folder: str = "") -> Coming:
    """Announce a file; one that broke off, of the same name, size and person, is gone on with. Raises `WrongCall`.

    `modified`: seconds since 1970, as the browser tells. `role` may be `either`: then the file's own form tells whether it is a log.
    `folder`: where it lay in a folder that was chosen whole; it becomes part of the name.
    """
    refuse_if_closed(case.alias)
    name = UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip()[-180:]
    if not name or name in (".", "..") or role not in ("evidence", "log", EITHER):
        raise WrongCall("a file needs a name, and is evidence, a log, or either", do="Choose the file, and say which it is.")
    if not 0 <= size <= LARGEST:
        told = "Take it where it lies: `stanch custody add`, on the machine that holds the case."
        raise WrongCall(f"larger than {LARGEST:,} bytes", where=name, do=told)
    name = "/".join((*_folders(folder), name))
    at = datetime.fromtimestamp(modified, UTC).isoformat() if modified is not None and 0 < modified < 10**10 else None
    with _one_at_a_time:
        held = coming(case)
        for one in held:
            if (one.name, one.size, one.role, one.by, one.modified_at) == (name, size, role, by, at):
                return one
        _must_fit(case, size, held)
        made = Coming(secrets.token_hex(8), name, size, role, by, case.clock().isoformat(), at)
        here = case.parts / COMING / made.id
        here.mkdir(parents=True, mode=0o700)
        write_whole(here / "about", seal(case.keys, _use(made.id, "about"), json.dumps(asdict(made)).encode()))
    return made


def _folders(told: str) -> list[str]:
    """The folders of a path as parts of a name: none leads upwards, and none looks like the way into an archive (`!/`)."""
    parts = (UNSAFE.sub("_", part).strip().rstrip("!")[:80] for part in told.replace("\\", "/").split("/"))
    return [part for part in parts if part not in ("", ".", "..")][-DEEPEST:]


def _must_fit(case: Case, size: int, held: list[Coming]) -> None:
    if len(held) >= MOST:
        raise WrongCall(f"{MOST} files are on their way already", do="Let them come, or cancel some.")
    case.parts.mkdir(mode=0o700, exist_ok=True)
    # While it becomes an exhibit it lies there twice.
    wanted = 2 * size + sum(one.size - one.have for one in held) + SPARE
    free = shutil.disk_usage(case.parts).free
    if wanted > free:
        raise WrongCall(
            f"the disk of the case has {free:,} bytes free, and {wanted:,} would be needed", do="Make room, or take it where it lies."
        )


def add(case: Case, identity: str, content: bytes, *, at: int, sha256: str = "") -> Coming:
    """Keep the piece that begins at byte `at`. Raises `Changed` where another byte comes next, `WrongCall` where it is not as was told."""
    if sha256 and hashlib.sha256(content).hexdigest() != sha256.strip().lower():
        raise WrongCall("this piece was altered on its way", do="Send it again.")
    with _one_at_a_time:
        one = find(case, identity)
        if at != one.have:
            raise Changed(f"the next byte is {one.have}", where=one.name, do="Go on from there.")
        if not content or len(content) > LARGEST_PIECE or one.have + len(content) > one.size:
            raise WrongCall("this piece does not fit", where=one.name, do=f"Send up to {LARGEST_PIECE:,} bytes of what is left.")
        path = case.parts / COMING / identity / f"{len(_pieces(case, identity)) + 1:08}-{len(content)}.piece"
        write_whole(path, seal(case.keys, _use(identity, path.name), content))
    return find(case, identity)


def finish(case: Case, identity: str) -> Handed:
    """Make an exhibit of a file that is all here. Raises `WrongCall`."""
    with _one_at_a_time:
        one = find(case, identity)
        if one.have != one.size:
            raise WrongCall(f"{one.size - one.have:,} bytes are still to come", where=one.name, do="Send them, or cancel.")
        role = _role(case, one)
        modified = datetime.fromisoformat(one.modified_at) if one.modified_at else None
        held, is_new = hand_in(
            one.name, _content(case, identity), size=one.size, role=role, by=one.by, at=case.clock(), modified_at=modified,
            work=case.parts, keys=case.keys,
        )  # fmt: skip
        given = Evidence(HANDED, role)
        before = case.store.get(Evidence)
        if given not in before:
            case.store.put(Evidence, [*before, given])
        details: dict[str, Any] = {"sha256": held.sha256, "bytes": held.size, "role": role, "new": is_new}
        case.journal.append("hand in evidence", held.name, by=one.by, details=details)
        shutil.rmtree(case.parts / COMING / identity)
    return Handed(held.name, held.sha256, is_new, role)


def _role(case: Case, one: Coming) -> Role:
    """What was said; where nobody knew, a log if its first lines are those of one, else evidence: a log is not searched for people."""
    if one.role != EITHER:
        return cast("Role", one.role)
    head = b""
    for content in _content(case, one.id):
        head += content
        if len(head) >= LOOKED_AT:
            break
    is_events, text = beginning(io.BytesIO(head))
    return "log" if is_events or (text and cause.is_log(text)) else "evidence"


def cancel(case: Case, identity: str, *, by: str) -> None:
    """Take a file on its way back; its pieces are removed. Raises `WrongCall`."""
    with _one_at_a_time:
        one = find(case, identity)
        shutil.rmtree(case.parts / COMING / identity)
        case.journal.append("cancel handing in", one.name, by=by, details={"had": one.have, "of": one.size})


def _content(case: Case, identity: str) -> Iterator[bytes]:
    for path in _pieces(case, identity):
        yield unseal(case.keys, _use(identity, path.name), path.read_bytes())


def _pieces(case: Case, identity: str) -> list[Path]:
    return sorted((case.parts / COMING / identity).glob("*.piece"))


def _load(case: Case, identity: str) -> Coming | None:
    """What comes; none where a begin was cut off before it was written."""
    about = case.parts / COMING / identity / "about"
    if not IDENTITY.fullmatch(identity) or not about.is_file():
        return None
    try:
        told = json.loads(unseal(case.keys, _use(identity, "about"), about.read_bytes()))
    except (StanchError, ValueError):
        raise StanchError(
            "what is told of a file on its way was altered", where=str(about), do="Remove its folder, and hand it in again."
        ) from None
    have = sum(int(path.stem.partition("-")[2]) for path in _pieces(case, identity))
    return Coming(**{**told, "have": have})


def _use(identity: str, name: str) -> str:
    return f"coming:{identity}:{name}"
