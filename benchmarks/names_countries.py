"""Writes `src/stanch/people/facts/countries.txt`: every country's names in the languages in which letters are written, and its codes.

    python benchmarks/names_countries.py

From Unicode's Common Locale Data Repository, as carried by the package `babel` (which is needed beside). Folded as `people.names.fold`
does; a name that two countries share is left out. Same package, same file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from stanch.people.names import fold
from stanch.vocabulary import jurisdictions

TARGET = Path(__file__).parent.parent / "src/stanch/people/facts/countries.txt"
# Beside the languages of every jurisdiction that the vocabulary knows.
TONGUES = ("en", "es", "fr", "de", "pt", "pt_PT", "it", "nl", "nn", "ca", "eu", "gl", "ga", "mt", "lb", "sr_Latn", "bs", "no", "zh_Hant")
COUNTRY = re.compile(r"[A-Z]{2}")
NONE = frozenset(("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AQ"))  # no countries


def names() -> dict[str, set[str]]:
    """By folded name the countries (ISO 3166 alpha-2) that are called so."""
    found: dict[str, set[str]] = defaultdict(set)
    spoken = {tongue for one in jurisdictions().values() for tongue in one.languages}
    for tongue in sorted({*TONGUES, *spoken}):
        try:
            territories = Locale.parse(tongue).territories
        except UnknownLocaleError:
            continue
        for code, name in territories.items():
            if COUNTRY.fullmatch(code) and code not in NONE:
                found[fold(name)].add(code)
                found[code.lower()].add(code)
    for other, (code, *more) in get_global("territory_aliases").items():
        if len(other) == len("AUT") and other.isalpha() and not more and code not in NONE and COUNTRY.fullmatch(code):
            found[fold(other)].add(code)
    return found


def main() -> None:
    """Write the file."""
    told: dict[str, list[str]] = defaultdict(list)
    for name, codes in names().items():
        if len(codes) == 1 and name:
            told[next(iter(codes))].append(name)
    head = "# Countries (ISO 3166 alpha-2) and what they are called, folded (Unicode CLDR; `benchmarks/names_countries.py`).\n"
    TARGET.write_text(head + "".join(f"{code}\t{'|'.join(sorted(told[code]))}\n" for code in sorted(told)), "utf-8")
    print(len(told), "countries", sum(map(len, told.values())), "names")


if __name__ == "__main__":
    main()
