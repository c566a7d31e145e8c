"""Whether columns of a table, or the fields of a form, tell of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.names_lexicon import look_up
from stanch.extent.patterns import book
from stanch.extent.table_column import NAMES, Column
from stanch.vocabulary import elements

# In some languages the same word is a whole name, or the part that no other column names: `Nome`, `Cognome`; `Name`, `Vorname`.
EITHER = frozenset(
    {"nome", "nombre", "name", "nom", "naam", "namn", "navn", "jmeno", "nev", "nume", "nimi", "head", "head of household", "hoh"}
)
WEAK = listed(
    "name given_name middle_name family_name name_suffix former_name city region postcode country street customer_id username",
    "billing salary gender age photo nationality marital_status place_of_birth family_relation education_record child_record minor_flag",
    "browsing_history message_content call_record call_recording order_history dietary location_history travel_record lab_result",
    "performance_review cv clinical_image social_handle tax_return credit_score procedure_code employment grades medical_treatment",
    "ethnicity religion philosophical_belief political_opinion trade_union disability allergy vaccination blood_type genetic birth_year",
    "session_cookie insurance_claim sick_leave special_education vehicle_registration recovery_code security_answer",
)
TELLING = listed(
    "given_name family_name dob email phone",
)
# What only people have: beside a name, a customer's number or a user's name the row is a person's.
PERSONAL = listed(
    "birth_year",
    "street postal_address postcode salary diagnosis medication username gender age nationality marital_status religion ethnicity",
    "disability allergy blood_type lab_result medical_treatment employment grades family_relation card_expiry billing ip_address",
    "password password_hash password_hash_salted security_answer trade_union political_opinion sexual_orientation criminal_record",
    "birth_year",
)


def speaks_of_people(columns: Sequence[Column]) -> bool:
    """Whether columns (or the fields of a form) tell of people: by what only people have, or a name beside it."""
    kinds = {column.detector.kind for column in columns if column.detector}
    return any(kind in TELLING or (elements()[kind].identifies and kind not in ("name", "customer_id")) for kind in kinds) or any(
        anchor in kinds and bool((PERSONAL - {anchor}) & kinds) for anchor in ("name", "customer_id", "username")
    )


# Words of a header that say it is a person's: `patient document no`.
_PERSONS = listed(
    "customer client cust patient employee emp member user applicant borrower student person personal card holder cardholder",
    "cliente paciente empleado salarie kunde kunden mitarbeiter dipendente klant medewerker",
)
# Whoever has these is somebody, even where nothing tells who: rows of patients without their names, of users by their number.
_SOMEBODYS = listed(
    "age gender birth_year username customer_id employee_id student_id medical_record_number device_serial us_bank_routing swift_bic",
)
# So many of the cells under `First` or `Nombre` must read as names, where nothing else speaks of people.
NAMED = 0.6
# Steps of the lexicon's scale (powers of two): a name that is not rare; a surname that is clearly more than a word.
KNOWN, CLEARLY = 8, 3


@cache
def _of_things() -> frozenset[str]:
    return frozenset(words_of(said) for detector in book().detectors for said in detector.things)


def is_a_things_too(column: Column) -> bool:
    """Whether things have such a column as well: `Document no` of a ledger, `Condition` of what is sold used."""
    every, said = words_of(column.name), column.context or words_of(column.name)
    return not column.role and said in _of_things() and not _PERSONS & (set(every.split()) - set(said.split()))


def without_things(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns; those that things have as well hold nothing where no other column, and no name in one, speaks of people."""
    doubtful = {place for place, column in enumerate(columns) if column.detector and is_a_things_too(column)}
    sure = [column for place, column in enumerate(columns) if place not in doubtful]
    if not doubtful or speaks_of_people(sure) or any(one.detector and one.detector.kind in _SOMEBODYS for one in sure):
        return list(columns)
    named = (cells(place)[:100] for place, one in enumerate(columns) if one.detector and one.detector.kind in NAMES)
    if any(sum(map(_is_named, sample)) >= NAMED * len(sample) for sample in named if sample):
        return list(columns)
    return [Column(column.name, None, 0.0) if place in doubtful else column for place, column in enumerate(columns)]


def _is_named(cell: str) -> bool:
    """Whether a word of a cell is a name to the lists, and as often a name as anything else."""
    found = [look_up(word) for word in re.findall(r"[^\W\d_]{2,}", cell)]
    return any(one.given >= max(KNOWN, one.ordinary) or one.surname >= max(KNOWN, one.ordinary + CLEARLY) for one in found)
