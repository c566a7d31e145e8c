"""A text of letters as counsel worded it for one case: the paragraphs that differ, by their place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """Version `version` of the text `text` (`en/individual`).

    `parts` holds the new words of a paragraph by its place (`what_happened/0/text`, `title`, `what_happened/heading`); a
    version with no parts is the text as Stanch brings it.
    """

    text: str
    version: int
    parts: dict[str, str] = field(default_factory=dict)
    by: str = ""
    at: datetime | None = None
    grounds: str = ""
