"""Findings written by hand, and people made of them with what was decided and handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from stanch.engine import Bench, Parts
from stanch.people import Consolidation, Given, consolidate
from stanch.records import FINDING_SCHEMA, Finding, to_table
from stanch.vault import mask, random_keys, sealed_writer, tokeniser
from stanch.vocabulary import elements

KEYS = random_keys()
TOKEN = tokeniser(KEYS)
AS_OF = date(2026, 11, 24)
AUSTIN = "1 Main St | Austin | TX | 78701 | US"
MIAMI = "9 Bay St | Miami | FL | 33101 | US"
Make = Callable[..., Consolidation]


def row(locator: str, number: int, role: str = "", **values: str) -> list[Finding]:
    """One row of a table, as findings."""
    record = f"row/{number}" + (f"/{role}" if role else "")
    return [
        Finding(
            "e1", locator, kind, None, None, number, None, mask(kind, value), TOKEN(kind, value), 0.9, "test", None, record, None,
            value if elements()[kind].contact else None,
        )
        for kind, value in values.items()
    ]  # fmt: skip


def maker(folder: Path) -> Make:
    """A function of rows (and what people gave) to people."""

    def made(*rows: list[Finding], **given: Any) -> Consolidation:
        part = folder / "findings.parquet"
        with sealed_writer(part, FINDING_SCHEMA, KEYS) as writer:
            writer.write_table(to_table([one for group in rows for one in group], FINDING_SCHEMA))
        return consolidate(Parts((part,), KEYS), bench=Bench(work=folder / "work", keys=KEYS, as_of=AS_OF, workers=1), given=Given(**given))

    return made
