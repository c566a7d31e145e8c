"""Passwords that open locked evidence, kept sealed beside the case so that every later run opens it too."""

from __future__ import annotations

import json
from collections.abc import Iterable

from stanch.casefile.case import Case
from stanch.casefile.closing import refuse_if_closed
from stanch.vault import seal, unseal, write_whole

FILE = "passwords.sealed"
USE = "evidence passwords"


def known(case: Case) -> tuple[str, ...]:
    """The passwords told so far, in the order in which they were told."""
    try:
        return tuple(json.loads(unseal(case.keys, USE, (case.folder / FILE).read_bytes())))
    except FileNotFoundError:
        return ()


def add(case: Case, told: Iterable[str]) -> int:
    """Remember further passwords; how many are new. The journal tells how many, never which."""
    refuse_if_closed(case.alias)
    before = known(case)
    whole = tuple(dict.fromkeys([*before, *(one for one in told if one)]))
    if len(whole) > len(before):
        write_whole(case.folder / FILE, seal(case.keys, USE, json.dumps(whole).encode()))
        case.journal.append("add passwords", details={"new": len(whole) - len(before), "in all": len(whole)})
    return len(whole) - len(before)
