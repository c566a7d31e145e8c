"""The place that somebody meant: by another code, by its name, by the state's own letters (`GB`, `California`, `us-ca`, `TX`)."""

from __future__ import annotations

import difflib

from stanch.law.wellformed import near
from stanch.vocabulary import jurisdictions

# Codes that others use for places that have one of ours.
OTHERS = {
    "gb": "UK",
    "great britain": "UK",
    "england": "UK",
    "el": "EU-GR",
    "eu-el": "EU-GR",
    "eu-uk": "UK",
    "eu-ch": "CH",
    "holland": "EU-NL",
}
# Where a part of the land must be named: its name, and parts as examples.
WIDE = {
    "us": "the state: US-CA, US-TX, …", "usa": "the state: US-CA, US-TX, …", "united states": "the state: US-CA, US-TX, …",
    "eu": "the country: EU-FR, EU-DE, …", "eea": "the country: EU-FR, EU-NO, …", "european union": "the country: EU-FR, EU-DE, …",
    "ca": "the province or state: CA-ON, CA-QC (Canada), US-CA (California), …", "canada": "the province: CA-ON, CA-QC, …",
}  # fmt: skip
ALIKE = 0.75  # how much of a name must be right


def near_place(word: str) -> str:
    """`; nearest known word: …` for a place that is not among the codes."""
    plain = word.strip().casefold().replace("_", " ")
    if plain in WIDE:
        return f"; name {WIDE[plain]}"
    found = _meant(plain)
    if found:
        return f"; nearest known word{'s' if len(found) > 1 else ''}: {', '.join(found)}"
    return near(word, jurisdictions())


def _meant(plain: str) -> list[str]:
    known = jurisdictions()
    if plain in OTHERS:
        return [OTHERS[plain]]
    ways = (
        [code for code in known if code.casefold() == plain],
        [code for code, one in known.items() if one.name.casefold() == plain],
        [code for code in known if code.casefold().rpartition("-")[2] == plain],
    )
    names = {one.name.casefold(): code for code, one in known.items()}
    last = plain.rpartition("-")[2]  # US-PUERTO RICO
    close = [] if len(last) <= len("US") else difflib.get_close_matches(last, names, n=1, cutoff=ALIKE)
    return next((way for way in ways if way), [names[name] for name in close])
