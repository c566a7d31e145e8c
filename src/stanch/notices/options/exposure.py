"""What laws threaten, in their own terms, and how an option stands to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stanch.records import Duty
from stanch.records.option import Exposed

# An amount that the law names for each person: `100 to 750 dollars … per consumer`; amounts a day or a violation are not multiplied.
_EACH = re.compile(r"(?P<low>[\d,]+)(?: to (?P<high>[\d,]+))? dollars\b[^;]*?\bper (?:consumer|person|resident|individual)\b(?! and day)")


@dataclass(frozen=True, slots=True)
class Threat:
    """A penalty or claim that a law names: who may claim or fine, how much, where it stands."""

    jurisdiction: str
    who: str
    what: str
    cite: str


def exposed(threats: Iterable[Threat], duties: Sequence[Duty], missed: set[str], residents: Mapping[str, int]) -> tuple[Exposed, ...]:
    """The threats of the laws under which something is owed; those of a law whose duty is missed first."""
    owed = {one.jurisdiction for one in duties if one.required}
    rows = [_exposed(one, one.jurisdiction in missed, residents.get(one.jurisdiction, 0)) for one in threats if one.jurisdiction in owed]
    return tuple(sorted(rows, key=lambda row: (not row.missed, row.jurisdiction, row.cite)))


def _exposed(threat: Threat, is_missed: bool, people: int) -> Exposed:
    found = _EACH.search(threat.what)
    low = float(found["low"].replace(",", "")) * people if found and people else None
    high = float((found["high"] or found["low"]).replace(",", "")) * people if found and people else None
    return Exposed(threat.jurisdiction, threat.who, threat.what, threat.cite, is_missed, people, low, high)
