"""A piece of evidence: hashed, dated, with who took it. And the paths and addresses that people hand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["evidence", "log"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A path handed in, or the address of a live source without its secrets. `role`: `evidence` was exposed; `log` shows what happened."""

    path: str
    role: Role = "evidence"


@dataclass(frozen=True, slots=True)
class Exhibit:
    r"""One file as it was when it was taken into custody.

    `name` is the first part of every locator into it: the given folder's name, `/`, the path below it (`/` on every
    system; bytes that are no UTF-8 are kept as surrogate escapes in `path` and shown as `\xNN` in `name`).
    `path` is absolute. `sha256`/`blake3` are hex, empty where the file could not be read (`note` says why).
    `size` in bytes. Moments are aware (UTC).

    What was taken from a live source (`form` "taken") lies sealed beside the case: `path` is then `taken/…`, relative to the
    folder of sealed parts, with the pieces behind `#`; `source` is the address without secrets; `rows` counts a table's rows,
    null for anything else. The hashes of a table are those of its rows as CSV (UTF-8, header first, every value quoted, null empty).
    """

    id: str
    name: str
    path: str
    role: Role
    sha256: str
    blake3: str
    size: int
    modified_at: datetime | None
    acquired_at: datetime
    acquired_by: str
    form: Literal["file", "symlink", "sparse", "unreadable", "special", "taken"] = "file"
    note: str = ""
    source: str = ""
    rows: int | None = None
