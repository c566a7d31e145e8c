"""Whether columns of a table, or the fields of a form, tell of people."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.extent.folding import listed
from stanch.extent.table_column import Column
from stanch.vocabulary import elements

# In some languages the same word is a whole name, or the part that no other column names: `Nome`, `Cognome`; `Name`, `Vorname`.
EITHER = frozenset({"nome", "nombre", "name", "nom", "naam"})
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
