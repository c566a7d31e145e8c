"""Names of further countries and words of their languages, put on top of the lexicon by `names_lexicon.py`.

Read from `SOURCES/<owner>/<name>` as the public repository lays it out; what is not there adds nothing.

- Spain: given names and surnames with bearers, by the National Statistics Institute (INE), as carried by `marcboquet/spanish-names`
  (facts; INE permits reuse where it is named).
- Brazil: given names with bearers by decade of birth, by the Institute of Geography and Statistics (IBGE), as carried by
  `datasets-br/prenomes` (PDDL 1.0).
- Italy: surnames without counts, from `napolux/paroleitaliane` (MIT).
- The Netherlands: the thousand commonest surnames with bearers, from `digitalheir/family-names-in-the-netherlands` (CC0).
- 100 countries: their commonest given names and surnames, from `sigpwned/popular-names-by-country-dataset` (CC0).
- Words: what the corpora of `names_corpora_abroad.py` write in small letters, and what German ones write with a capital within a sentence
  and mark as no person.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from names_corpora_abroad import corpora

GIVEN, SURNAME, ORDINARY = 0, 1, 2
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SPAIN, BRAZIL, NETHERLANDS = 46_000_000, 190_000_000, 16_500_000
COMMONEST, UNCOUNTED, SEEN = 9, 4, 6
SEEN_OFTEN = 3


def step(count: float, people: int) -> int:
    """1 (one in 30 million) to 24, as in `names_lexicon.py`."""
    return max(1, min(24, int(math.log2(max(count * 1e6 / people, 1e-9) * 32) + 1)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as held:
            yield from csv.DictReader(held)


def _whole(value: str) -> int:
    return int(value) if value and value.isdigit() else 0


def bearers(sources: Path) -> Iterator[tuple[int, str, int]]:
    """(column, word in small letters, step) of every list."""
    counts: dict[tuple[int, int], Counter[str]] = {(SPAIN, GIVEN): Counter(), (SPAIN, SURNAME): Counter(), (BRAZIL, GIVEN): Counter()}
    for file in ("hombres", "mujeres"):
        for row in _rows(sources / f"marcboquet/spanish-names/{file}.csv"):
            for word in row["nombre"].split():
                counts[SPAIN, GIVEN][word.lower()] += _whole(row["frec"])
    for row in _rows(sources / "marcboquet/spanish-names/apellidos.csv"):
        counts[SPAIN, SURNAME][row["apellido"].split(" ")[-1].lower()] += _whole(row["frec_pri"])
    for row in _rows(sources / "datasets-br/prenomes/data/nomes-censos-ibge.csv"):
        counts[BRAZIL, GIVEN][row["Nome"].lower()] += sum(map(_whole, list(row.values())[1:]))
    for (people, column), found in counts.items():
        yield from ((column, word, step(count, people)) for word, count in found.items() if count >= people / 400_000)
    for row in _rows(sources / "digitalheir/family-names-in-the-netherlands/top_1000_last_names_in_the_netherlands_2007.csv"):
        yield SURNAME, row["natural name"].split(" ")[-1].lower(), step(_whole(row["count in 2007"]), NETHERLANDS)
    for column, file in ((GIVEN, "forenames"), (SURNAME, "surnames")):
        for row in _rows(sources / f"sigpwned/popular-names-by-country-dataset/common-{file}-by-country.csv"):
            for name in (row["Localized Name"], row["Romanized Name"]):
                yield from ((column, word.lower(), COMMONEST) for word in name.split() if len(name.split()) == 1)
    path = sources / "napolux/paroleitaliane/paroleitaliane/lista_38000_cognomi.txt"
    for line in path.read_text("utf-8").split("\n") if path.exists() else ():
        if " " not in line.strip():
            yield SURNAME, line.strip().lower(), UNCOUNTED


def words(sources: Path) -> Counter[str]:
    """How often the corpora of other languages write a word so that it is no name."""
    found: Counter[str] = Counter()
    for name, documents in corpora(sources).items():
        if not name.startswith("train-") or "-en-" in name:
            continue
        for row in documents:
            text, spans = str(row["text"]), row["spans"]
            named = {start for first, last in spans for start in range(first, last)}  # type: ignore[attr-defined]
            for match in WORD.finditer(text):
                within = text[max(0, match.start() - 2) : match.start()]
                noun = "-de-" in name and re.fullmatch(r"[^\W\d_A-ZÄÖÜ][ ]", within) and match[0][0].isupper()
                if match.start() not in named and (match[0].islower() or noun) and len(match[0]) > 1:
                    found[match[0].lower()] += 1
    return found


def add_to(columns: list[dict[str, int]], sources: Path) -> None:
    """Adds to the columns given name, surname, ordinary word; a step only ever rises, and a word that people bear as a name stays one."""
    for column, word, value in bearers(sources):
        if len(word) > 1 and WORD.fullmatch(word) and word[0] < "ɐ":
            columns[column][word] = max(value, columns[column].get(word, 0))
    for word, count in words(sources).items():
        borne = max(columns[GIVEN].get(word, 0), columns[SURNAME].get(word, 0))
        if count >= SEEN_OFTEN and borne < SEEN:
            columns[ORDINARY].setdefault(word, SEEN)
