"""Writes `src/stanch/extent/gazetteer/places.txt`: countries, cities and languages in seven languages.

    python benchmarks/names_places.py

From Unicode's Common Locale Data Repository, as carried by the package `babel` (which is needed beside). A word that people bear as a
given name or as a common family name is left out. Same package, same file.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from stanch.extent.names_abroad import LANDS
from stanch.extent.names_lexicon import look_up

TARGET = Path(__file__).parent.parent / "src/stanch/extent/gazetteer/places.txt"
TONGUES = ("en", "es", "fr", "de", "pt", "pt_PT", "it", "nl")
# Borne by so many as a given name and as a family name (steps of the lexicon), a country, city or language stays a name.
COUNTRY, CITY, LANGUAGE = (10, 10), (6, 10), (4, 6)
SHORTEST = 4
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
WORDS = re.compile(rf"{WORD.pattern}(?:[ ]{WORD.pattern}){{1,2}}")
GIVEN = 4
# The code of a language that many speak has two letters (ISO 639-1).
COMMON = 2
# Of these two, languages are written with a capital in English only (elsewhere small, in German as nouns that the tagger knows).
CAPITAL_TONGUES = ("en", "de")


def said() -> Iterator[tuple[str, tuple[int, int]]]:
    """The names of places and languages with how many may bear them."""
    for tongue in TONGUES:
        locale = Locale.parse(tongue)
        yield from ((name, COUNTRY) for code, name in locale.territories.items() if code.isalpha())
        yield from ((zone["city"], CITY) for zone in locale.time_zones.values() if "city" in zone)
        if tongue in CAPITAL_TONGUES:
            yield from ((name, LANGUAGE) for code, name in locale.languages.items() if len(code) == COMMON)


def is_kept(word: str, most: tuple[int, int]) -> bool:
    """Whether the list says what nothing else does, of a word that is hardly anybody's name, with its accents and without."""
    if not WORD.fullmatch(word) or not word[0].isupper() or len(word) < SHORTEST or word.lower() in LANDS:
        return False
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    entries = [look_up(word)] if most == COUNTRY else [look_up(word), look_up(plain)]
    return all(entry.given < most[0] and entry.surname < most[1] for entry in entries)


def is_kept_whole(name: str, most: tuple[int, int]) -> bool:
    """`Sri Lanka`, `Addis Abeba`: a name of two or three words, which hardly anybody bears as a given name and a family name."""
    first, last = look_up(name.split(maxsplit=1)[0]), look_up(name.rsplit(maxsplit=1)[-1])
    family = last.surname >= most[1]
    borne = (first.given >= most[0] and family) if most == COUNTRY else (first.given >= most[0] or (first.given >= GIVEN and family))
    return most != LANGUAGE and bool(WORDS.fullmatch(name)) and name[0].isupper() and name.rsplit(maxsplit=1)[-1][0].isupper() and not borne


def main() -> None:
    """Write the file."""
    told = list(said())
    words = sorted(
        {word.lower() for word, most in told if is_kept(word, most)}
        | {name.lower().replace(" ", "_") for name, most in told if is_kept_whole(name, most)}
    )
    head = "# Countries, cities and languages as seven languages call them, a space as _ (Unicode CLDR; `benchmarks/names_places.py`).\n"
    lines = textwrap.wrap(" ".join(words), 138, break_on_hyphens=False)
    TARGET.write_text(head + "\n".join(lines) + "\n", "utf-8")
    print(len(words), "words")


if __name__ == "__main__":
    main()
