"""What is costly to make is kept in the user's cache: read rules and compiled literals. Nothing of a case is ever kept here.

A kept file begins with a digest over its body and the version of what made it; a file that does not fit is made anew.
"""

from __future__ import annotations

import gc
import hashlib
import importlib.metadata
import os
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

DIGEST = 20


@cache
def version() -> bytes:
    """Of everything that a kept form depends on."""
    here = Path(__file__).parent
    parts = [(here / name).read_bytes() for name in ("translate.py", "literals.py", "evaluate.py")]
    parts += [importlib.metadata.version(name).encode() for name in ("pysigma", "hyperscan")]
    return hashlib.blake2b(b"\x1f".join(parts), digest_size=DIGEST).digest()


def place(name: str, depends: Any = None) -> Path | None:
    """Where something of this name is kept, for these further things that it depends on; None without a home."""
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    mark = hashlib.blake2b(version() + msgspec.msgpack.encode(depends), digest_size=12).hexdigest()
    return home / "stanch" / f"sigma-{name}-{mark}.msgpack"


def read(path: Path | None) -> dict[str, Any]:
    """What was kept, or nothing."""
    try:
        content = path.read_bytes() if path else b""
        digest, body = content[:DIGEST], content[DIGEST:]
        if hashlib.blake2b(version() + body, digest_size=DIGEST).digest() != digest:
            return {}
        return _decoded(body)
    except (OSError, ValueError):  # whatever is wrong with a cache, the answer is to make it anew
        return {}


def _decoded(body: bytes) -> dict[str, Any]:
    """Hundreds of thousands of small lists: looking for rings among them while they are made takes ten times as long as making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return msgspec.msgpack.decode(body, type=dict[str, Any])
    finally:
        if was_on:
            gc.enable()


def write(path: Path, content: dict[str, Any]) -> None:
    """Keep it. A cache that cannot be written costs time, nothing else."""
    body = msgspec.msgpack.encode(content, enc_hook=str)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.write_bytes(hashlib.blake2b(version() + body, digest_size=DIGEST).digest() + body)
        partial.chmod(0o600)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
