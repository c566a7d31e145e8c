"""What one column of a table was found to hold."""

from __future__ import annotations

from dataclasses import dataclass

from stanch.extent.detector import Detector

# What names the person of a row.
NAMES = frozenset({"name", "given_name", "family_name"})


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds. `role` is "" for the row's own person; `detector` None: read its cells as text."""

    name: str
    detector: Detector | None
    confidence: float
    context: str | None = None
    role: str = ""
    use: str = ""  # "recency", "deceased": not a finding by itself
