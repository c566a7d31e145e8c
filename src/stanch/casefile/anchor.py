"""The journal's head, kept outside the database, so that a shortened journal or an older copy of it is noticed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from stanch.errors import StanchError
from stanch.vault import Keys, seal, unseal, write_whole

FILE = "journal.head"
USE = "journal head"


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: its number and its code."""

    case: str
    sequence: int
    mac: str


def write(folder: Path, keys: Keys, head: Head) -> None:
    """Seal the head into the case folder; it is on the disk when this returns."""
    write_whole(folder / FILE, seal(keys, USE, json.dumps(asdict(head)).encode()))


def read(folder: Path, keys: Keys) -> Head:
    """The head as it was last written. Raises `StanchError` where it is missing or altered."""
    try:
        return Head(**json.loads(unseal(keys, USE, (folder / FILE).read_bytes())))
    except FileNotFoundError:
        raise StanchError("the journal's anchor is missing", where=str(folder / FILE)) from None
    except StanchError:
        raise StanchError("the journal's anchor was altered", where=str(folder / FILE)) from None
