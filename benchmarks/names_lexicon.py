"""Builds `src/stanch/extent/gazetteer/lexicon.gz`: how often a word is a given name, a surname, an ordinary word, a place.

    python benchmarks/names_lexicon.py SOURCES [--on-top]

`SOURCES` is a folder with what `src/stanch/extent/gazetteer/LICENCES.md` names, unpacked: `names/` (the package of that
name: the surnames of the 1990 census), `babynames.parquet` (first names by the Social Security Administration), `scowl/`
(word lists by size), `geo/` (GeoNames as JSON). First and last names of other countries come from the installed `faker`.
Names of further countries and words of their languages come from `names_lexicon_abroad.py`. With `--on-top` only those are put
on top of the lexicon as it stands, for who has no copy of the others.
Facts only: words and how often they occur, cut to a scale of 24 steps (powers of two).
"""

from __future__ import annotations

import gzip
import importlib
import json
import math
import pkgutil
import re
import sys
from collections import defaultdict
from pathlib import Path

import names_lexicon_abroad
import pyarrow.compute as pc
import pyarrow.parquet as pq

TARGET = Path(__file__).parent.parent / "src/stanch/extent/gazetteer/lexicon.gz"
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
SIZES = {10: 9, 20: 8, 35: 6, 40: 5, 50: 4, 55: 3, 60: 2}
PLACE, BIG_PLACE, PLACE_PART = 1, 2, 4


def step(per_million: float) -> int:
    """1 (one in 30 million) to 24."""
    return max(1, min(24, int(math.log2(max(per_million, 1e-9) * 32) + 1)))


def given_names(sources: Path) -> dict[str, int]:
    table = pq.read_table(sources / "babynames.parquet", columns=["year", "name", "n"])
    table = table.filter(pc.greater_equal(table["year"], 1920)).group_by("name").aggregate([("n", "sum")])
    counts = dict(zip(table["name"].to_pylist(), table["n_sum"].to_pylist(), strict=True))
    total = sum(counts.values())
    return {name.lower(): step(count * 1e6 / total) for name, count in counts.items() if count >= 60}


def surnames(sources: Path) -> dict[str, int]:
    lines = (sources / "names/dist.all.last").read_text().split("\n")
    return {parts[0].lower(): step(float(parts[1]) * 1e4 + 0.3) for line in lines if len(parts := line.split()) > 1}


def abroad(kinds: tuple[str, ...]) -> dict[str, int]:
    """Names of other countries in Latin letters, a middling step each: their lists carry no counts."""
    found: dict[str, int] = {}
    package = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(package.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            if attribute.startswith(kinds):
                values = getattr(provider, attribute)
                for value in values if isinstance(values, (list, tuple, dict, set)) else ():
                    for word in _words(value):
                        found[word] = 6
    return found


def _words(value: object) -> list[str]:
    if not isinstance(value, str):
        return []
    return [word.lower() for word in value.replace("’", "'").split() if WORD.fullmatch(word) and len(word) > 1 and word[0] < "ɐ"]


def ordinary(sources: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for size, value in sorted(SIZES.items(), reverse=True):
        for kind in ("english", "american", "british"):
            path = sources / "scowl" / f"{kind}-words.{size}"
            if path.exists():
                found |= {word: value for word in path.read_text("latin-1").split() if word.islower() and "'" not in word and len(word) > 1}
    for locale in ("de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pt_BR", "la"):
        try:
            words = importlib.import_module(f"faker.providers.lorem.{locale}").Provider.word_list
        except ModuleNotFoundError:
            continue
        for word in words if locale != "la" else ():
            found.setdefault(word.lower(), 7)
    return found


def places(sources: Path) -> dict[str, int]:
    flags: dict[str, int] = defaultdict(int)
    cities = json.loads((sources / "geo/cities15000.json").read_text()).values()
    named = [(city["name"], city["population"]) for city in cities]
    named += [(country["name"], 10**7) for country in json.loads((sources / "geo/countries.json").read_text()).values()]
    named += [(state["name"], 10**7) for state in json.loads((sources / "geo/us_states.json").read_text()).values()]
    for name, population in named:
        words = [word.lower() for word in name.replace("-", " ").split() if word[:1].isalpha() and len(word) > 2]
        if len(words) == 1:
            flags[words[0]] |= PLACE | (BIG_PLACE if population > 300_000 else 0)
        else:
            for word in words:
                flags[word] |= PLACE_PART
    return flags


def present() -> list[dict[str, int]]:
    """The columns of the lexicon as it stands."""
    words, _, codes = gzip.decompress(TARGET.read_bytes()).partition(b"\0")
    listed = words.decode().split("\n")
    return [{word: codes[4 * at + column] for at, word in enumerate(listed) if codes[4 * at + column]} for column in range(4)]


def main() -> None:
    sources = Path(sys.argv[1])
    if "--on-top" in sys.argv:
        columns = present()
    else:
        columns = [given_names(sources), surnames(sources), ordinary(sources), places(sources)]
        for column, kinds in ((0, ("first_names", "given_names")), (1, ("last_names", "surnames", "family_names"))):
            for word, value in abroad(kinds).items():
                columns[column][word] = max(value, columns[column].get(word, 0))
    names_lexicon_abroad.add_to(columns, sources)
    words = sorted({word for column in columns for word in column if re.fullmatch(r"[^\W\d_][^\W\d_'.-]*(?:['.-][^\W\d_]+)*", word)})
    codes = bytes(value for word in words for value in (column.get(word, 0) for column in columns))
    TARGET.write_bytes(gzip.compress("\n".join(words).encode() + b"\0" + codes, 9, mtime=0))
    print(f"{len(words)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
