"""Words that headers of one table have in common before or behind what they hold, whatever the words are: `Name (Companion)` and
`Birth Date (Companion)`, `CONI_NomeECognome` and `CONI_CodFiscale`.

One header alone does not tell whether such a word says whose it is; several do, where one of them holds names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from stanch.extent import head_first
from stanch.extent.folding import listed
from stanch.extent.headings import (
    FATHERS,
    FILLERS,
    NOBODY,
    NUMBER_SIGNS,
    ROLE_OF,
    claims,
    headings,
    is_whole_name,
    persons,
    spelt,
    without_code,
    words_of,
)
from stanch.extent.row_keys import PEOPLE
from stanch.extent.short_words import written_out
from stanch.extent.table_column import NAMES, Column

# Which of several, when, and how sure says nothing of whose it is.
_NO_PERSONS = NOBODY | head_first.THINGS | listed(
    "old new former previous prior current last next first second third anterior precedente vorherige fruehere ancienne ancien vorige",
    "alternate alternative other secondary primary additional preferred verified hash masked encrypted raw clean sort display",
    "privat private prive privado particular home work mobile day evening night postal correspondencia correspondance correspondencia",
    "complet complete completo completa full whole vollstaendig vollstandig volledig volledige intero legale legal official usuel",
    "mailing billing shipping delivery physical legal permanent temporary recapito postanschrift postadres correspondence",
)  # fmt: skip
SHORTEST, LONGEST = 3, 5
LEAST = 2  # kinds of things that columns with such words hold
Alike = dict[str, dict[int, str]]


def alike(columns: Sequence[Column], taken: Mapping[int, str]) -> Alike:
    """By words that say whose: the places of the columns that share them, and what else their headers say; none `taken` by other words."""
    found: Alike = {}
    for at, column in enumerate(columns):
        for lead, rest in cuts(column.name) if not column.use else ():
            if taken.get(at, lead) == lead:
                found.setdefault(lead, {})[at] = rest
    return {lead: places for lead, places in found.items() if _tells(columns, lead, places)}


def _tells(columns: Sequence[Column], lead: str, places: Mapping[int, str]) -> bool:
    """Whether columns hold names and something else, or what people have beside a column that bears these words alone."""
    kinds = {one.detector.kind if (one := columns[at]).detector is not None else min(_kinds(rest)) for at, rest in places.items()}
    is_alone = any(words_of(one.name) == lead for one in columns)
    return (len(kinds) >= LEAST and (is_alone or bool(kinds & NAMES))) or (is_alone and bool(kinds & _OF_PEOPLE))


_OF_PEOPLE = frozenset({"dob", "phone", "email", "national_id", "us_ssn"})
_BETWEEN = listed("address addresses adresse adres number no nr num numero nummer")  # `Email Address (Tenant)`
_BY_WHOM = frozenset({"username", "customer_id"})  # `Naam gebruiker`: by the word for whom alone


@lru_cache(maxsize=20_000)
def cuts(header: str) -> tuple[tuple[str, str], ...]:
    """The words before what a header says it holds, and those behind it, each with the rest; none that say nothing of whose it is."""
    words = spelt(words_of(header).split())
    words = without_code(words) or words
    kinds = {one.kind for one in claims(header)[0]}
    return tuple((lead, rest) for lead, rest in _ways(words) if _may_be_whose(lead) and (kinds <= _BY_WHOM or kinds & _kinds(rest)))


def _ways(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The longest end that is a header, and the longest beginning, each behind the words left over."""
    for begin in range(1, len(words)):
        if _kinds(rest := " ".join(words[begin:])):
            yield " ".join(words[:begin]), rest
            break
    for end in range(len(words) - 1, 0, -1):
        if _kinds(rest := " ".join(words[:end])):
            yield " ".join(word for word in words[end:] if word not in head_first.SMALL | _BETWEEN), rest
            break


def _may_be_whose(lead: str) -> bool:
    words = lead.split()
    if len(lead) < SHORTEST - 1 or set(words) & _NO_PERSONS or set(words) <= FILLERS or any(word.isdigit() for word in words):
        return False
    return not _kinds(lead) or lead in PEOPLE or any(" ".join(reading) in persons() for reading in (words, *written_out(words)))


@lru_cache(maxsize=20_000)
def _kinds(words: str) -> frozenset[str]:
    """The kinds that these words are a header of, also if they are written short."""
    parted = words.split()
    for reading in (parted, *written_out(parted)):
        if found := headings().get(" ".join(reading)):
            return frozenset(one.kind for one in found)
    if is_whole_name(parted):
        return frozenset({"name"})
    if (plain := " ".join(word for word in parted if word not in NUMBER_SIGNS)) != words and plain:
        return _kinds(plain)
    told = [frozenset(one.kind for one in headings().get(word, ())) for word in parted]
    return frozenset.intersection(*told) if told else frozenset()


def with_its_name(columns: Sequence[Column]) -> list[Column]:
    """The same columns, what shares its words with a name said of whom it names: `parte_contraria.email` beside `parte_contraria.nome`."""
    roles: dict[str, dict[str, set[str]]] = {}
    leads = [{lead for lead, _ in cuts(one.name)} for one in columns]
    for one, said in zip(columns, leads, strict=True):
        if one.detector is not None and one.detector.kind in NAMES:
            for lead in said:
                roles.setdefault(lead, {}).setdefault(one.role, set()).add(one.detector.kind)
    # One who is given a role by his first name, and none by his last, has it.
    sure = {
        lead: max(told)
        for lead, told in roles.items()
        if len(told) == 1 or (len(told) == LEAST and not told.get("", NAMES) & told[max(told)])
    }
    found = []
    for one, said in zip(columns, leads, strict=True):
        theirs = {sure[lead] for lead in said if lead in sure}
        is_free = not one.use and len(theirs) == 1 and _follows(one)
        found.append(replace(one, role=theirs.pop()) if is_free else one)
    return found


def _follows(column: Column) -> bool:
    """Whether a column may be given the role of a name: not one that names somebody else, nor one that holds nothing but may be a name."""
    if column.detector is None:
        return any(_kinds(rest) & NAMES for _, rest in cuts(column.name))
    return not (column.role and column.detector.kind in NAMES)


# Three letters that begin other words as often, or say it only among people.
_SURE = listed("spo spou gua emg chi ben kin guar bene spous")
_ELSE = listed("haus part spec para prov resp agen reps refe")


@lru_cache(maxsize=1024)
def short_role(lead: str) -> str:
    """Whom the beginning of a word means, where all words that begin so mean the same: `SPOU` a spouse, `GENI` (genitore) a parent."""
    word = lead.rstrip("0123456789")
    if not re.fullmatch(r"[a-z]+", word) or not SHORTEST <= len(word) <= LONGEST or word in _ELSE:
        return ""
    if len(word) == SHORTEST and word not in _SURE:
        return ""
    meant = {said: role for said, role in ROLE_OF.items() if said.startswith(word)}
    role = next(iter(meant.values()), "")
    return "" if len({*meant.values()}) > 1 else f"{role}/2" if meant and meant.keys() <= FATHERS else role
