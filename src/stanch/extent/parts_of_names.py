"""Given and family names in columns whose headers say `name` alone, or say it of somebody else: the other columns and the cells tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import pyarrow as pa

from stanch.extent import row_surnames
from stanch.extent.folding import listed
from stanch.extent.headings import claims, persons, words_of
from stanch.extent.names_numbered import with_numbered
from stanch.extent.owners import OWN, part_of
from stanch.extent.patterns import detector_of
from stanch.extent.people_columns import EITHER
from stanch.extent.sampled import sample_of
from stanch.extent.table_column import Column


def with_parts(table: pa.Table, decided: list[Column]) -> list[Column]:
    """The same columns, a bare `name` beside the other part of names read as the missing part."""
    decided = with_numbered(_with_initials(table, first_names_of_others(table, decided)), lambda at: sample_of(table.column(at))[:100])
    decided = [_as_whole(one, table.column(at), "middle_name") for at, one in enumerate(decided)]
    for role in dict.fromkeys(column.role for column in decided):
        kinds = {column.detector.kind for column in decided if column.detector and column.role == role}
        have = kinds & _OTHER_PART.keys()
        if len(have) != 1:
            continue
        if have == {"given_name"} and not kinds & {"name", "former_name"}:
            whole = [_as_whole(one, table.column(at)) if one.role == role else one for at, one in enumerate(decided)]
            if whole != decided:
                decided = whole
                continue
        if have == {"given_name"} and "name" not in kinds and (born := _born(decided, role)) is not None:
            decided[born] = replace(decided[born], detector=detector_of("any/family_name"))
            continue
        (own,) = have
        if have == {"given_name"} and not kinds & {"name"} and (said := _surnames(table, decided, role)) is not None:
            decided[said] = replace(decided[said], detector=detector_of("any/family_name"), confidence=0.85, role=role)
            continue
        part = detector_of(f"any/{_OTHER_PART[own]}")
        leads = {part_of(one.name).lead for one in decided if one.detector and one.detector.kind in _OTHER_PART and one.role == role}
        given = [at for at, one in enumerate(decided) if one.detector and one.detector.kind == own and one.role == role]
        tails = {words_of(decided[at].name).partition(" ")[2] for at in given} - {""}  # `NOM_ABO` beside `APE_ABO`
        decided = [
            Column(column.name, part, max(column.confidence, 0.9), words_of(column.name), role)
            if column.role == role
            and (
                _has_tail(column, tails)
                or _is_bare_name(
                    column, leads | ({part_of(column.name).lead} & persons() if place + 1 in given or place - 1 in given else set())
                )
            )
            and _short(table.column(place))
            else column
            for place, column in enumerate(decided)
        ]
    return decided


_INITIALS = listed("voorletters voorletter voorl initialen initials init iniciales initiales iniziali iniciais")
_LETTERS = re.compile(r"(?:[^\W\d_a-z][a-z]?\.? ?-?){1,6}")


def _with_initials(table: pa.Table, decided: list[Column]) -> list[Column]:
    """Initials stand for given names, where no column has these: `Naam`, `Voorl.`."""
    if any(column.detector and column.detector.kind == "given_name" and not column.role for column in decided):
        return decided
    return [
        replace(column, detector=detector_of("any/given_name"), confidence=0.9, context=words_of(column.name))
        if column.detector is None and words_of(column.name) in _INITIALS and all(map(_LETTERS.fullmatch, sample_of(table.column(at))[:50]))
        else column
        for at, column in enumerate(decided)
    ]


def _as_whole(column: Column, cells: pa.ChunkedArray, kind: str = "given_name") -> Column:
    """`Nombre` where no column holds surnames, and `Nombre 2` of a second person: whole names, if most cells end with one."""
    if column.detector is None or column.detector.kind != kind:
        return column
    said = [words for text in sample_of(cells)[:100] if (words := text.split())]
    whole = sum("," in " ".join(words) or (len(words) > 1 and _is_family(words[-1])) for words in said)
    return replace(column, detector=detector_of("any/name")) if said and whole * 2 > len(said) else column


def _is_family(word: str) -> bool:
    from stanch.extent import names

    return names.is_surname(word) > names.is_given_name(word)


def _born(decided: Sequence[Column], role: str) -> int | None:
    """The column of the only surname that is told, the one at birth: `Nom de naissance` of a payroll; None where another may be one."""
    if any(one.role == role and one.detector is None and claims(one.name)[1] in EITHER for one in decided):
        return None
    return next((at for at, one in enumerate(decided) if one.role == role and one.detector and one.detector.kind == "former_name"), None)


def _surnames(table: pa.Table, decided: Sequence[Column], role: str) -> int | None:
    """The column right beside given names whose cells are surnames, under whatever header: `T_LIBELLE`, `T_PRENOM`."""
    given = next(at for at, one in enumerate(decided) if one.role == role and one.detector and one.detector.kind == "given_name")
    for at in (given - 1, given + 1):
        if not 0 <= at < len(decided) or decided[at].detector or decided[at].use or decided[at].role not in ("", role):
            continue
        said = [text.split() for text in sample_of(table.column(at))[:100]]
        if len(said) < LEAST or claims(decided[at].name)[0] or claims(decided[at].name)[1] in EITHER:
            continue
        if len({" ".join(words) for words in said}) * 2 > len(said) and sum(_is_surname(words) for words in said) >= len(said) * SURNAMES:
            return at
    return None


LEAST, SURNAMES = 5, 0.85


def _is_surname(words: Sequence[str]) -> bool:
    """Whether words may be a surname: the last is known as one, more than as anything else."""
    from stanch.extent import names

    return 0 < len(words) < len(("van", "der", "Berg", "Smit")) and names.is_surname(words[-1]) > 0 and all(map(_is_word, words))


def _is_word(word: str) -> bool:
    return word.replace("-", "").replace("'", "").isalpha()


_OTHER_PART = {"given_name": "family_name", "family_name": "given_name"}


def first_names_of_others(table: pa.Table, decided: list[Column]) -> list[Column]:
    """`Child 1` beside a family name, with a word in each cell: their given names."""
    if (whose := row_surnames.whose(table, decided)) is None:
        return decided
    given = detector_of("any/given_name")
    roles = [one.role if one.role and claims(one.name)[1] == "name" else _role_of_lead(one, decided) for one in decided]
    roles = [role if role.startswith(whose) or not whose else "" for role in roles]
    found = [
        replace(column, detector=given, confidence=0.9, context=words_of(column.name), role=role)
        if given and role and column.detector is None and not column.use and _short(table.column(place))
        else column
        for place, (column, role) in enumerate(zip(decided, roles, strict=True))
    ]
    # Children who are named by their first name alone are the family's, and live with it.
    theirs = {
        one.role
        for one, before in zip(found, decided, strict=True)
        if one is not before and one.role.startswith(("beneficiary", "dependent"))
    }
    return [replace(one, role=f"dependent/{one.role.partition('/')[2] or 1}") if one.role in theirs else one for one in found]


def _role_of_lead(column: Column, decided: Sequence[Column]) -> str:
    """Whose name stands under the bare beginning of other headers: `Dep1` beside `Dep1 SSN`."""
    lead = f"{words_of(column.name)} "
    theirs = (one.role for one in decided if one.role and words_of(one.name).startswith(lead)) if column.detector is None else ()
    return next((role for role in theirs if role.startswith(("dependent", "spouse", "beneficiary"))), "")


def _has_tail(column: Column, tails: Collection[str]) -> bool:
    """Whether a header is a word for a name, and behind it the same as the other part of the name has."""
    word, _, tail = words_of(column.name).partition(" ")
    return not column.use and (column.detector is None or column.detector.kind == "name") and word in EITHER and tail in tails


def _is_bare_name(column: Column, leads: Collection[str]) -> bool:
    """Under a header that says no more than `name`, by itself or behind whose the other part is too, and held to be names or nothing."""
    if column.use or (column.detector is not None and column.detector.kind != "name"):
        return False
    _, words, role = claims(column.name)
    part = part_of(column.name)
    if (role and role != column.role) or (part.lead and part.lead not in leads and not set(part.lead.split()) <= OWN):
        return False
    return words in EITHER or (part.rest in EITHER and part.lead in leads)


def _short(cells: pa.ChunkedArray) -> bool:
    """Whether most cells are a word or two, in letters."""
    sample = [text for text in sample_of(cells) if not any(char.isdigit() for char in text)]
    # `Heuvel, van den`: a list goes by the word that counts.
    said = [_PARTICLES.sub("", text) for text in sample]
    short = sum(len(text.split()) < 3 and "," not in text for text in said) * 10 >= len(said) * 8
    return short and not FLAGS.issuperset(map(str.casefold, sample))


_PARTICLES = re.compile(
    r",\s*(?:(?:van|von|vom|de|den|der|het|'?t|ter|ten|te|la|le|du|des|d'|di|da|del|della|zu|zur|af|av|op|in)\b'?\s*){1,3}$", re.IGNORECASE
)
FLAGS = listed("true false yes no y n t f si sì oui non ja nein nee sim não nao x wahr falsch vrai faux verdadero falso vero")
