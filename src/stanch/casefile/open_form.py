"""What an open export holds: its files, and the plain tables beside the records. For readers it stands in `docs/open_export.md`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

FORMAT, VERSION = "stanch open case", 1
MANIFEST = "case.json"
RECORDS, TABLES_FOLDER, SHEETS, SCHEMAS, FILES = "records", "tables", "csv", "schema", "files"
FINDINGS = "findings"
JOURNAL = "journal"
PRIVILEGED = ("Counsel", "Hold")  # kinds of decisions that only counsel's circle may see


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table of the case that holds no records: its name in the export, its model, and its columns in order."""

    name: str
    model: Any
    columns: tuple[str, ...]


def plain_tables() -> tuple[PlainTable, ...]:
    """Every table that people's work stands in beside the records. What the line keeps for itself (steps, parts) is made anew."""
    from stanch.casefile import models

    kinds = {
        "fact_history": models.FactRow,
        "decisions": models.DecisionRow,
        "rulings": models.RulingRow,
        "pieces": models.PieceRow,
        "piece_events": models.PieceEventRow,
        "batches": models.BatchRow,
        "addresses": models.AddressRow,
        "codes": models.CodeRow,
        "calls": models.CallRow,
        JOURNAL: models.JournalRow,
    }
    return tuple(PlainTable(name, model, _columns(model)) for name, model in kinds.items())


def _columns(model: Any) -> tuple[str, ...]:
    return tuple(one.attname for one in model._meta.concrete_fields if one.attname != "id")  # noqa: SLF001 Django's documented way


def name_of(kind: type) -> str:
    """The name of a kind of record in the export: `DoubtfulPair` is `doubtful_pair`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
