"""The company's own people in a sealed file, and how a bench tells its workers of them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from stanch.extent.known_people import Known, KnownPerson
from stanch.vault import Keys, seal, unseal, write_whole

USE = "known people"


def settings(people: Sequence[KnownPerson], path: Path, keys: Keys) -> dict[str, str]:
    """What a bench must say so that the scan looks for these people: where they stand sealed, and a mark of who they are."""
    if not people:
        return {}
    return {"known_people": str(path), "known_people_mark": hmac.new(keys.derive(USE), _packed(people), hashlib.sha256).hexdigest()}


def keep(people: Sequence[KnownPerson], path: Path, keys: Keys) -> None:
    """Write the people into a sealed file."""
    write_whole(path, seal(keys, USE, _packed(people)))


def _packed(people: Sequence[KnownPerson]) -> bytes:
    return json.dumps([[person.names, person.numbers] for person in people]).encode()


def kept(path: Path, keys: Keys) -> tuple[KnownPerson, ...]:
    """The people of a sealed file; none where there is no file."""
    try:
        rows = json.loads(unseal(keys, USE, path.read_bytes()))
    except FileNotFoundError:
        return ()
    return tuple(KnownPerson(tuple((a, b) for a, b in names), tuple((a, b) for a, b in numbers)) for names, numbers in rows)


def of_bench(told: Mapping[str, str], keys: Keys) -> Known | None:
    """The people that a bench's settings name, made ready once in each process; None where they name none."""
    return _opened(told["known_people"], told["known_people_mark"], keys) if "known_people" in told else None


@lru_cache(maxsize=2)
def _opened(path: str, _mark: str, keys: Keys) -> Known:
    return Known(kept(Path(path), keys))
