"""An address as the post of its country reads it, and the country's name as the sender's post reads that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from stanch import datafile, vocabulary
from stanch.notices.press import printable
from stanch.records import PostalAddress

LONGEST_LINE = 50  # characters of an address line: what the window is wide at 10 points
_SPEAKS = ("en", "fr", "es", "de")  # the order of names in the file
_PLAIN = "{code} {city}"
_UNTOLD = "{city}, {region} {code}"  # no country is known: as at home in the United States


@dataclass(frozen=True, slots=True)
class _Post:
    read_on: date
    lines: dict[str, tuple[str, ...]]
    codes: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]


@cache
def _post() -> _Post:
    return datafile.read(Path(__file__).parent / "postal.yaml", _Post)


@cache
def _ending(country: str) -> str:
    return next((pattern for pattern, countries in _post().lines.items() if country in countries), _PLAIN if country else _UNTOLD)


def postal_lines(address: PostalAddress, home: str) -> tuple[str, ...]:
    """The lines below the name; empty where it cannot be delivered (no street or no place). `home`: the sender's country, ISO 3166."""
    if not address.is_deliverable:
        return ()
    country = printable(address.country).upper()
    told = {
        "city": printable(address.city),
        "region": printable(address.state),
        "code": _code(printable(address.postcode), country),
    }
    if told["region"] == told["city"]:
        told["region"] = ""
    elif told["region"] and "{region}" in _ending(country):
        # Lists often hold `Montréal QC` as the town, and the province was told by it.
        told["city"] = re.sub(rf"[ ,]+{re.escape(told['region'])}$", "", told["city"]) or told["city"]
    lines = [*_split(printable(address.street)), *(_tidy(part.format_map(told)) for part in _ending(country).split("|"))]
    if country and country != home:
        lines.append(country_name(country, home))
    return tuple(part for line in lines if line for part in folded(line))


def _code(code: str, country: str) -> str:
    """The code as the country's post prints it: lists often hold `J8X1A1` for `J8X 1A1`."""
    parts, between = _post().codes.get(country or "US", ("", ""))
    found = re.fullmatch(parts, code.upper().replace(" ", "")) if parts else None
    return between.join(found.groups()) if found else code


def country_name(country: str, home: str, language: str = "") -> str:
    """The country for the last line of a letter from `home`, or in `language`; a code that no country has stands as it is."""
    names = _post().names.get(country)
    return names[_SPEAKS.index(language if language in _SPEAKS else _spoken(home))] if names else country


@cache
def _spoken(home: str) -> str:
    """The language of the sender's country where the file has names in it, else English."""
    places = vocabulary.jurisdictions()
    place = places.get(f"EU-{home}") or places.get(home)
    first = place.languages[0] if place and place.languages else "en"
    return first if first in _SPEAKS else "en"


def folded(line: str) -> list[str]:
    """A long line in several, at a comma well into it (so that a number stays with its street), else at a blank: nothing of an address is
    left out. A word longer than a line is cut, and says so.
    """
    parts: list[str] = []
    while len(line) > LONGEST_LINE:
        if (at := line.rfind(", ", 0, LONGEST_LINE + 1)) > LONGEST_LINE // 3 and not _NUMBER.fullmatch(line[at + 2 :]):
            parts.append(line[:at])
            line = line[at + 2 :]
            continue
        at = line.rfind(" ", 0, LONGEST_LINE + 1)
        if at > 0:
            parts.append(line[:at])
            line = line[at + 1 :]
            continue
        word, _, line = line.lstrip().partition(" ")
        parts.append(word if len(word) <= LONGEST_LINE else word[: LONGEST_LINE - 1].rstrip() + "…")
    return [*parts, line] if line or not parts else parts


# A house number by itself, as a comma parts it from its street in Quebec (`1234, rue …`) or Italy (`Via Roma, 12 bis`).
_NUMBER = re.compile(r"(?i)\W*(?:n[°ºo.]{1,2}\s*|no\.?\s+)?\d+\s*(?:[-/]\s*\d+\s*)?(?:[a-z]{1,2}|bis|ter|quater|quinquies)?\W*")


def _split(street: str) -> list[str]:
    """A long street line in two, at the first comma that does not part a house number from its street."""
    if len(street) <= LONGEST_LINE * 2 // 3:
        return [street]
    parts = street.split(", ")
    for at in range(1, len(parts)):
        if not (_NUMBER.fullmatch(", ".join(parts[:at])) or _NUMBER.fullmatch(parts[at])):
            return [", ".join(parts[:at]), ", ".join(parts[at:])]
    return [street]


def _tidy(line: str) -> str:
    """Without the commas and hyphens that stand where nothing does."""
    line = re.sub(r"\s+", " ", line).strip()
    line = re.sub(r"\s*,\s*$|^\s*,\s*|-$|^-", "", line)
    return line.replace(" ,", ",").strip()
