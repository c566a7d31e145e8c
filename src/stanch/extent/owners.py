"""Whose each column is, told by the words that headers share: `BuyerLastName`, `BuyerZip`, `CoBuyerLastName`, `CoBuyerSSN`.

Every program has words of its own for the people of a row, so no list of them is ever whole. What the headers of one
person have in common tells them: the same words in front of a name and of other things that people have. A group of
columns with a name of its own beside the row's own person is another person; one without a name tells of the row's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from stanch.extent import head_first
from stanch.extent.apart_by_role import apart
from stanch.extent.couples import is_firm
from stanch.extent.folding import listed
from stanch.extent.headings import FILLERS, NAME, NOBODY, ROLE_OF, claims, headings, persons, spelt, without_code, words_of
from stanch.extent.joint_holders import both
from stanch.extent.names_differ import differ
from stanch.extent.own_lead import is_whole, own_lead, own_words, role_word
from stanch.extent.own_person import are_names, texts_of
from stanch.extent.patterns import detector_of
from stanch.extent.people_columns import EITHER
from stanch.extent.row_keys import PEOPLE
from stanch.extent.said_alike import alike, short_role, with_its_name
from stanch.extent.short_words import WRITTEN, written_out
from stanch.extent.table_column import NAMES, Column

# Things have names and addresses too; what only people have makes a group of columns a person's.
PERSONAL = frozenset({"given_name", "family_name", "dob", "us_ssn", "drivers_license", "gender", "us_itin"})
# These words in front of a header say how to reach the row's own person, not of whom it speaks.
OWN = FILLERS - {"contact"} | listed(
    "mail m s perm permanent curr preferred pref legal birth physical residence res n dd p adresse direccion endereco indirizzo adres",
    "tel phone telephone telefon mobile eft ach ddp household hh other alt alternate family seasonal winter summer day daytime evening",
    "privat private prive privado privada privato particular personale personal domicilio domicile casa",
    "name nom naam nombre nome nu ds sg cd tx nr",  # `DS_LOGRADOURO`, `NU_CPF`: of what kind a field is
)
# Who stands beside the first of a contract, and lives with him where nothing else is told.
_JOINT = listed("co mede second secondary joint spouse coborrower cobuyer coapplicant cotenant spsp zweiter conyuge conjoint")
_PARENT = re.compile(r"(?i)mother|father|mom\b|dad\b|parent|guardian|madre|padre|m[èe]re|p[èe]re|mutter|vater|moeder|vader|m[ãa]e|pai\b")
# `DL State` says which state gave out a paper, not where its holder lives.
_PAPERS = listed("dl license licence lic permit plate veh vehicle issuing issued issue registration")
_BIRTH = listed(
    "birth born geb geburts geburt nasc nascita nascimento naiss naissance nac nacim nacimiento geboorte urodzenia narozeni nasterii"
)


def is_elsewhere(kind: str, words: str) -> bool:
    """Whether a place under such a header is not where somebody lives: the state of a licence, the town of birth."""
    said = set(words.split())
    return (kind == "region" and bool(said & _PAPERS)) or (kind in ("city", "region", "country", "postcode") and bool(said & _BIRTH))


_SERVED = listed("svc serv service premise premises")
_CODED = re.compile(r"^\d{2,4} [a-z][a-z0-9] ")
MOSTLY = 0.5
LEAST_NAMES, LEAST_BESIDE = 3, 2
WHERE = frozenset({"postal_address", "city", "postcode"})
ADDRESS = frozenset({"street", "postal_address", "city", "region", "postcode"})


@dataclass(frozen=True, slots=True)
class Part:
    """What of a header says whose (`lead`, "" for nobody in particular) and what (`rest`)."""

    lead: str
    rest: str


@lru_cache(maxsize=20_000)
def part_of(header: str) -> Part:
    """A header as the words that say whose it is and the longest end that is itself a header; `lead` is "" where it is one as a whole."""
    words = spelt(_CODED.sub("", words_of(header)).split())
    words = without_code(words) or words
    if len(words) > head_first.MOST_WORDS:
        return Part("", " ".join(words))
    whole = {one.kind for one in claims(header)[0]}
    if whole and (front := head_first.parted(words)) and set(front[1]) & _people():
        return Part(" ".join(front[1]), front[0])
    for begin in range(1, len(words)):
        told = _kinds(" ".join(words[begin:]))
        if not told or (whole and not whole & told):
            continue
        # `Adresse ligne 1 patient` is an address.
        if begin == len(words) - 1 and words[-1] in _people() and (ahead := _kinds(" ".join(words[:-1]))) - {"name"}:
            return Part(words[-1], " ".join(words[:-1])) if not whole or whole & ahead else Part("", " ".join(words))
        # `co buyer name`: the word for a person is of the lead, where the rest is a header without it.
        at = begin
        while at + 1 < len(words) and words[at] in _people() and _kinds(" ".join(words[at + 1 :])):
            at += 1
        lead = words[:at]
        # `Co./Last Name` is a company's or a person's.
        if lead == ["co"] or (whole and not set(lead) & _people()):
            return Part("", " ".join(words))
        return Part(" ".join(lead), " ".join(words[at:]))
    return Part("", " ".join(words))


@lru_cache(maxsize=20_000)
def _kinds(words: str) -> frozenset[str]:
    """The kinds that these words are a header of, also if they are written short."""
    from stanch.extent.streets import is_place

    for reading in (words.split(), *written_out(words.split())):
        if found := headings().get(" ".join(reading)):
            return frozenset(one.kind for one in found)
    return frozenset({"city"}) if is_place(words) else frozenset()


def _people() -> frozenset[str]:
    return persons() | PEOPLE.keys() | ROLE_OF.keys() | _JOINT


def owned(columns: Sequence[Column], decide: Callable[[int, str], Column], rows: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns, with what their headers say once it is known whose they are.

    `decide` judges a column by other words than its header; `rows` gives the cells of its first rows, "" for an empty one.
    """
    columns = both(columns, decide, lambda at: are_names([cell for cell in rows(at) if cell], least=LEAST_BESIDE))
    groups = _groups(columns)
    found = list(columns)
    made = {lead: {at: _told(columns[at], decide(at, rest)) for at, rest in places.items()} for lead, places in groups.items()}
    made = {lead: _with_name(told, rows) for lead, told in made.items()}
    people = {
        lead
        for lead, told in made.items()
        if _is_named(told, rows) or _is_person(lead, [one for one in told.values() if one.detector is not None])
    }
    people |= {lead for lead, told in made.items() if _is_bank(told.values())}
    lives = any(one.detector is not None and one.detector.kind in WHERE and not one.role for one in columns)
    if not lives and not any(_is_address(lead, told.values()) for lead, told in made.items() if lead in people):
        # An address that only one group of columns holds, whatever it is called, is the row's own.
        people |= {lead for lead, told in made.items() if _is_address(lead, told.values())}
    # `CnBio_First_Name`, `CnAdrPrf_City`: what the beginnings of headers have in common is a person's as a whole.
    begun = {lead.split()[0] for lead in people if not set(lead.split()) <= OWN}
    for lead, told in made.items():
        if lead in people or (lead.split()[0] in begun and not set(lead.split()) & NOBODY):
            for at, one in told.items():
                found[at] = one
    related = _parents(with_its_name(_second_names(_shipped(_roles(found, groups, rows)), rows)), rows)
    return apart(_sent(_insured(related)), rows)


def _told(before: Column, now: Column) -> Column:
    """The column by the end of its header, where the whole said nothing."""
    if before.detector is not None or before.use or (now.detector is not None and is_elsewhere(now.detector.kind, words_of(before.name))):
        return before
    return replace(now, name=before.name, role=before.role or now.role)


def _groups(columns: Sequence[Column]) -> dict[str, dict[int, str]]:
    """By the words that say whose: the places of the columns and what else their headers say. A lead alone is its name."""
    groups: dict[str, dict[int, str]] = {}
    for at, column in enumerate(columns):
        if (part := part_of(column.name)).lead:
            groups.setdefault(part.lead, {})[at] = part.rest
    taken = {at: lead for lead, places in groups.items() for at in places}
    for lead, places in alike(columns, taken).items():
        groups[lead] = places | groups.get(lead, {})
    for at, column in enumerate(columns):
        words = words_of(column.name)
        begun = next((lead for lead in groups if words == lead or (words.startswith(f"{lead} ") and not part_of(column.name).lead)), None)
        if begun is not None:
            groups[begun].setdefault(at, words.removeprefix(begun).strip() or "name")
    return groups


def _with_name(told: dict[int, Column], rows: Callable[[int], Sequence[str]]) -> dict[int, Column]:
    """The same group; where none of several columns is a name, the one whose cells are: `Caregiver Assigned`, `Caregiver SSN`."""
    if len(told) < len(("name", "more")) or any(one.detector is not None and one.detector.kind in NAMES for one in told.values()):
        return told
    found = next(
        (at for at, one in told.items() if one.detector is None and not one.use and _name_people(rows(at))),
        None,
    )
    return told if found is None else told | {found: replace(told[found], detector=detector_of("any/name"), confidence=0.85)}


def _name_people(cells: Sequence[str]) -> bool:
    """Whether cells are names, of firms among people too: whom a client has against him."""
    said = [text for text in cells if text]
    people = [text for text in said if not is_firm(text)]
    return are_names(people, least=LEAST_NAMES) and len(people) >= len(said) * PEOPLE_AMONG


PEOPLE_AMONG = 0.4


def _is_person(lead: str, told: Sequence[Column]) -> bool:
    """Whether what bears these words in front is a person's, whatever its cells are."""
    words = set(lead.rstrip("0123456789 ").split())
    if words & NOBODY or (len(lead) == 1 and any(one.detector and one.detector.kind == "name" for one in told)):
        return False  # `PName` beside `RName` is who pays
    meant = {one for word in words for one in WRITTEN.get(word, ())}  # `Ins Mail City` is the insured's
    if (words | meant) & _people() or words <= OWN:
        return True
    kinds = {one.detector.kind for one in told if one.detector is not None}
    if words <= _SERVED and kinds <= ADDRESS:
        return True  # where power, water or care is delivered
    return len(kinds) > 1 and bool(kinds & PERSONAL)


def _is_named(told: Mapping[int, Column], rows: Callable[[int], Sequence[str]]) -> bool:
    """Whether the cells under what would be a name are names: `Shipper Name` beside `Shipper City`, `Groom` beside `Groom Phone`."""
    named = [at for at, one in told.items() if one.detector is not None and one.detector.kind == "name"]
    return len(told) > 1 and any(are_names([text for text in rows(at) if text], least=LEAST_NAMES) for at in named)


def _is_bank(told: Iterable[Column]) -> bool:
    """Whether a group is of an account and of the bank where it is: `APAY_ACCT_NBR`, `APAY_ROUTE_NBR`."""
    kinds = {one.detector.kind for one in told if one.detector is not None}
    return bool(kinds & {"us_bank_routing", "swift_bic"}) and bool(kinds & {"us_bank_account", "bank_account", "iban"})


def _is_address(lead: str, told: Iterable[Column]) -> bool:
    kinds = {one.detector.kind for one in told if one.detector is not None}
    return not set(lead.split()) & NOBODY and bool(kinds & {"postcode", "city"}) and len(kinds & ADDRESS) > 1


def _roles(columns: list[Column], groups: Mapping[str, Mapping[int, str]], rows: Callable[[int], Sequence[str]]) -> list[Column]:
    """A group that has a name of its own, where the row has another person's name, is another person's."""
    grouped = {at: lead for lead, places in groups.items() if not set(lead.split()) <= OWN for at in places}
    grouped |= own_words(columns, {lead: places for lead, places in groups.items() if set(lead.split()) <= OWN}, grouped, rows)
    columns = _without_firms(columns, grouped, rows)
    named = _named(columns, grouped)
    if not named or (named == [""]):
        return columns
    own = own_lead(named, {lead: [columns[at] for at in groups.get(lead, ())] for lead in named})
    theirs = {lead: [at for at, one in enumerate(columns) if _names_own(one) and grouped.get(at, "") == lead] for lead in named}
    others = [lead for lead in named if lead != own and not _instead(theirs[lead], theirs[own], rows)] if own in named else []
    for number, lead in enumerate(others, 1):
        role = _role_of(lead, number, [columns[at] for at in groups[lead]], [[text for text in rows(at) if text] for at in groups[lead]])
        if own and _stem(own) == _stem(lead) and set(_stem(lead).split()) & _HOUSED:
            role = f"dependent/{number + 1}"
        if short_role(lead) and role in {one.role for one in columns}:
            role = f"other/{number}"
        for at in groups[lead]:
            if not columns[at].role:
                columns[at] = replace(columns[at], role=role)
    return columns


def _names_own(column: Column) -> bool:
    return column.detector is not None and column.detector.kind in NAMES and not column.role


def _instead(places: Sequence[int], own: Sequence[int], rows: Callable[[int], Sequence[str]]) -> bool:
    """Whether one name stands only where the other does not: a firm's or a person's, of the same row (`Name (Unternehmen)`)."""
    one, other = (list(map(bool, texts_of(some, rows))) for some in (places, own))
    return any(one) and any(other) and not any(map(min, one, other))


def _without_firms(columns: list[Column], grouped: Mapping[int, str], rows: Callable[[int], Sequence[str]]) -> list[Column]:
    """Without names of firms (few different ones) beside people named by first and last: the client of who does the books."""
    if not any(one.detector is not None and one.detector.kind == "family_name" and at in grouped for at, one in enumerate(columns)):
        return columns
    firms = {
        at
        for at, one in enumerate(columns)
        if one.detector is not None and one.detector.kind == "name" and not one.role and at not in grouped and _are_firms(rows(at))
    }
    return [replace(one, detector=None, confidence=0.0) if at in firms else one for at, one in enumerate(columns)]


def _are_firms(cells: Sequence[str]) -> bool:
    said = [text for text in cells if text]
    return len(said) >= FEW and len(set(said)) * 2 < len(said) and not are_names([*dict.fromkeys(said)], least=LEAST_NAMES)


FEW = 6


# Several of these in one row, told apart by a number, live under one roof: `members.0.name`, `members.1.name`.
_HOUSED = listed("household member members resident residents occupant occupants family dependent dependents child children tenant tenants")


def _stem(lead: str) -> str:
    return " ".join(word for word in lead.split() if not word.isdigit()).rstrip("0123456789")


_POLICIES = frozenset({"health_insurance_id", "insurance_policy"})


def _insured(columns: list[Column]) -> list[Column]:
    """The number by which a subscriber whom nobody names is insured is the row's own person's: `Primary Insurance Subscriber No`."""
    named = {column.role for column in columns if column.detector is not None and column.detector.kind in NAMES}
    if "" not in named or "guarantor" in named:
        return columns
    return [
        replace(column, role="")
        if column.role == "guarantor" and column.detector is not None and column.detector.kind in _POLICIES
        else column
        for column in columns
    ]


_SHIPPED = listed("ship shipping shipto deliver delivery dispatch")


def _shipped(columns: list[Column]) -> list[Column]:
    """What is shipped goes to the recipient, where a column names one (`recipient-name`, `ship-city`): in most rows the buyer himself."""
    named = {column.role for column in columns if column.detector is not None and column.detector.kind in NAMES}
    if "recipient" not in named and _is_billed(columns):
        # Where buyer and recipient are one, the names say so.
        return [replace(one, role="recipient") if not one.role and set(words_of(one.name).split()) & _SHIPPED else one for one in columns]
    if "recipient" not in named or "" not in named:
        return columns
    return [
        replace(column, role="recipient") if not column.role and set(words_of(column.name).split()) & _SHIPPED else column
        for column in columns
    ]


_BILLED = listed("bill billing billto sold soldto payer")


def _is_billed(columns: Sequence[Column]) -> bool:
    """Whether one column names who pays and another to whom it is shipped."""
    named = [set(words_of(one.name).split()) for one in columns if one.detector is not None and one.detector.kind in NAMES and not one.role]
    return any(words & _BILLED for words in named) and any(words & _SHIPPED for words in named)


def _parents(columns: list[Column], rows: Callable[[int], Sequence[str]]) -> list[Column]:
    """A payer who is told to be mother or father is the parent of the row's own person."""
    for at, column in enumerate(columns):
        if column.role.partition("/")[0] == "guarantor" and column.detector is not None and column.detector.kind == "family_relation":
            said = [text for text in rows(at) if text]
            if said and sum(bool(_PARENT.search(text)) for text in said) >= len(said) * MOSTLY:
                role = column.role.replace("guarantor", "guardian")
                return [replace(one, role=role) if one.role == column.role else one for one in columns]
    return columns


def _sent(columns: list[Column]) -> list[Column]:
    """`From Email Address` beside one name and no other mailbox is that person's."""
    told = {(column.role, column.detector.kind) for column in columns if column.detector is not None}
    if not any(("", kind) in told for kind in NAMES) or any(("sender", kind) in told for kind in NAMES):
        return columns
    return [
        replace(one, role="") if one.role == "sender" and one.detector is not None and ("", one.detector.kind) not in told else one
        for one in columns
    ]


def _named(columns: Sequence[Column], grouped: Mapping[int, str]) -> list[str]:
    """The leads of columns that hold names of people without a role, in order; "" for columns without a lead."""
    named = [(at, one) for at, one in enumerate(columns) if one.detector is not None and one.detector.kind in NAMES and not one.role]
    # Who lets or sells stands in the row of who rents or buys.
    told = [lead for at, one in named if (lead := grouped.get(at, "")) or words_of(one.name) not in _LETTING]
    return list(dict.fromkeys(told))


_LETTING = listed(
    "vermieter vermieterin verhuurder landlord lessor arrendador arrendadora bailleur locatore senhorio seller verkaufer verkoper vendedor",
    "vendeur venditore tussenpersoon makler broker agent agente officer producer",
)


def _role_of(lead: str, number: int, columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> str:
    """`spouse` for who stands beside the first, `guardian` for whose relation is told to be a parent's, else `other` with a number."""
    if set(lead.split()) & _JOINT or "sp" in lead.split():
        return "spouse"
    if word := role_word(lead) or short_role(lead):
        return word
    for column, sample in zip(columns, samples, strict=True):
        if column.detector is not None and column.detector.kind == "family_relation" and sample:
            parents = sum(bool(_PARENT.search(text)) for text in sample)
            if parents >= len(sample) * MOSTLY:
                return "guardian" if number == 1 else f"guardian/{number}"
    return f"other/{number}"


def _second_names(columns: list[Column], rows: Callable[[int], Sequence[str]]) -> list[Column]:
    """`Client` and `Opposing Party`: of several columns of whole names those that name other people than the first are others'."""
    named = [at for at, one in enumerate(columns) if one.detector is not None and one.detector.kind in NAMES and not one.role]
    # `Full Name` beside `First Name 2` is the first's.
    own = [at for at in named if (words_of(columns[at].name)[-1:] or "1") not in "23456789"] or named
    whole = [at for at in own if columns[at].detector is not None and columns[at].detector.kind == "name"]  # type: ignore[union-attr]
    # `Naam` behind `Medewerker` is the row's own.
    bare = [at for at in whole if words_of(columns[at].name) in NAME]
    first = [at for at in own if at not in whole] or (bare if len(bare) == 1 else whole[:1])
    # `Naam` beside `Roepnaam` is the other part of the name.
    parts = [at for at in whole if claims(columns[at].name)[1] in EITHER] if not is_whole(columns, first) else []
    number = 0
    for at in whole:
        # `Owner 2` is the second of those who live there (`own_person.with_second`).
        if at in first or at in parts[:1] or words_of(columns[at].name)[-1:].isdigit() or not differ(texts_of(first, rows), rows(at)):
            continue
        number += 1
        columns[at] = replace(columns[at], role=role_word(words_of(columns[at].name)) or f"other/{10 + number}")
    return columns
