"""What people know of the logs: how a kind of their own names things, and whom they suspect. Kept in the case: every later walk needs it.

Mappings lie as plain files in `mappings/` of the case, for they hold no personal data; names of suspects are sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from stanch.casefile.case import Case
from stanch.cause import check_mapping
from stanch.vault import seal, unseal, write_whole

FOLDER = "mappings"
FILE = "suspects.sealed"
USE = "suspects"


def suspects(case: Case) -> tuple[str, ...]:
    """The accounts and addresses that people named, in the order in which they were told."""
    try:
        return tuple(json.loads(unseal(case.keys, USE, (case.folder / FILE).read_bytes())))
    except FileNotFoundError:
        return ()


def suspect(case: Case, named: Iterable[str]) -> None:
    """Remember further ones. The journal tells how many, never whom."""
    before = suspects(case)
    whole = tuple(dict.fromkeys([*before, *(one.strip().lower() for one in named if one.strip())]))
    if len(whole) > len(before):
        write_whole(case.folder / FILE, seal(case.keys, USE, json.dumps(whole).encode()))
        case.journal.append("name suspects", details={"new": len(whole) - len(before), "in all": len(whole)})


def mappings(case: Case) -> list[Path]:
    """The mapping files of the case."""
    return sorted((case.folder / FOLDER).glob("*.yaml"))


def describe(case: Case, files: Iterable[Path]) -> None:
    """Copy mapping files into the case. Raises `BrokenDataFile` with every fault of the first that has some."""
    for file in files:
        check_mapping(file)
        content = file.read_bytes()
        place = case.folder / FOLDER / f"{hashlib.sha256(content).hexdigest()[:16]}.yaml"
        if not place.exists():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            write_whole(place, content)
            case.journal.append("describe a kind of log", details={"sha256": hashlib.sha256(content).hexdigest()})


def settings(case: Case) -> dict[str, str]:
    """What the case's bench must say so that they are used."""
    files, named = mappings(case), suspects(case)
    return {
        **({"mappings": "\n".join(map(str, files))} if files else {}),
        **({"suspects": "\n".join(named)} if named else {}),
    }
