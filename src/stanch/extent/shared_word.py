"""The word that stands before all columns of a table and only names the table: `A1_NOME` and `A1_CEP` of `SA1`, `T_PRENOM` and `T_VILLE`.

Such tables write what follows short in their own language as well (`A1_END` is an address, no end of anything): what a short word
means there is believed where the other columns speak that language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from stanch.extent.headings import FILLERS, ROLE_OF, claims, headings, persons, words_of
from stanch.extent.row_keys import PEOPLE

LEAST_COLUMNS = 5
NEARLY_ALL = 0.9
LONGEST = 5  # letters of a table's short name
_FIRST = re.compile(r"^([A-Za-z][A-Za-z0-9]*)[_.](?=\S)")
# What fields are called short in one language, and other things in the next.
_SHORT: Mapping[str, Mapping[str, str]] = {
    "pt": {
        "end": "endereco",
        "mun": "municipio",
        "est": "estado",
        "dtnasc": "data nascimento",
        "cgc": "cpf",
        "complem": "complemento",
        "num": "numero",
        "cid": "cidade",
        "nasc": "data nascimento",
    },
    "es": {"dir": "direccion", "pob": "poblacion", "loc": "localidad", "dom": "domicilio", "nac": "fecha nacimiento", "ape": "apellidos"},
    "fr": {"adr": "adresse", "com": "commune", "naiss": "date naissance", "datenaissance": "date naissance", "codepostal": "code postal"},
    "it": {"ind": "indirizzo", "loc": "localita", "com": "comune", "nasc": "data nascita", "dtnas": "data nascita", "pv": "provincia"},
    "de": {"str": "strasse", "geb": "geburtsdatum", "hnr": "hausnummer", "vorn": "vorname", "nachn": "nachname"},
    "nl": {"str": "straat", "pc": "postcode", "wpl": "woonplaats", "geb": "geboortedatum", "hnr": "huisnummer"},
}
LEAST_SAID = 2  # headers of a language that no other has


def said_plainly(names: Sequence[str]) -> list[str]:
    """The same headers without the table's own word, words of its language written out."""
    first = Counter(match[1].lower() for name in names if (match := _FIRST.match(name)))
    if len(names) < LEAST_COLUMNS or not first:
        return list(names)
    word, many = first.most_common(1)[0]
    if many < NEARLY_ALL * len(names) or not _is_of_the_table(word):
        return list(names)
    plain = [_FIRST.sub("", name) if name.lower().startswith(word) else name for name in names]
    language = next((one for one in _SHORT if _speaks(one, plain)), "")
    return [_SHORT[language].get(name.lower(), name) for name in plain] if language else plain


def _is_of_the_table(word: str) -> bool:
    """Whether a word says nothing of whose or what a column is."""
    said = words_of(word)
    known = said in headings() or any(part in persons() or part in PEOPLE or part in ROLE_OF or part in FILLERS for part in said.split())
    return len(word) <= LONGEST and not known


def _speaks(language: str, names: Sequence[str]) -> bool:
    """Whether headers say what only this language says so."""
    found = 0
    for name in names:
        told, said, _ = claims(name)
        spoken = {one for detector in told for one, synonyms in detector.headers.items() if said in map(words_of, synonyms)}
        found += spoken == {language}
    return found >= LEAST_SAID
