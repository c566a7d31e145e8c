"""Taking a live source, as the tests do it."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from stanch import custody, reading
from stanch.custody.live.store import open_taken
from stanch.engine import Bench
from stanch.records import Evidence, Exhibit, unpack_cells
from stanch.vault import Keys

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KEYS = Keys(b"k" * 32)


def bench(folder: Path, **more) -> Bench:
    work = folder / "work"
    work.mkdir(exist_ok=True, parents=True)
    return Bench(work, KEYS, date(2026, 11, 24), moment=NOW, **more)


def take(folder: Path, address: str, password: str = "", user: str = "") -> tuple[list[str], list[Exhibit]]:
    """What broke off, and the exhibits."""
    at, parsed = bench(folder), custody.parse(address)
    evidence = Evidence(parsed.plain)
    secret = custody.Secret(password, user or parsed.user)
    broken = custody.take([(parsed, evidence.role, secret)], by="the responder", bench=at, clock=lambda: NOW)
    return broken, custody.acquire([evidence], by="another", now=NOW, bench=at)


def content(folder: Path, exhibit: Exhibit) -> bytes:
    found = b"".join(open_taken(exhibit, work=folder / "work", keys=KEYS))
    assert hashlib.sha256(found).hexdigest() == exhibit.sha256
    assert len(found) == exhibit.size
    return found


def read(folder: Path, exhibits: list[Exhibit]):
    result = reading.read(exhibits, bench=bench(folder, workers=1, settings={"ocr": "never"}))
    units = [row for table in result.units.tables() for row in table.to_pylist()]
    return units, result.unread


def rows(unit) -> list[dict]:
    return unpack_cells(unit["cells"]).to_pylist()
