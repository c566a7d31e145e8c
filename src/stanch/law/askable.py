"""Which open question a plain answer settles: the fact behind it, and the words that fit."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, get_type_hints

from stanch.law import regulated
from stanch.law.circumstances import FACTS
from stanch.law.facts import CONFIDENTIALITY, HARM, MEDIA
from stanch.law.harm_tests import TABLE
from stanch.records import DataSet, Facts, Organisation

YES_NO = ("yes", "no")
# Harm in the words of the law that asks.
HARM_BY_LAW = (
    ("US-HIPAA", ("low_probability_of_compromise", "not_low_probability")),
    ("US-", ("no_reasonable_likelihood", "risk")),
    ("EU-", ("unlikely_risk", "risk", "high_risk")),
    ("UK", ("unlikely_risk", "risk", "high_risk")),
    ("CA-", ("no_rrosh", "real_risk_significant_harm")),
    ("AU", ("no_serious_harm", "prevented_by_remedial_action", "likely_serious_harm")),
    ("NZ", ("no_serious_harm", "likely_serious_harm")),
)


# Of sets of data: the question, and the field that answers it where it is not known.
OF_DATA = {
    "Were the data encrypted?": "encrypted",
    "The data were encrypted: was the key taken too?": "key_compromised",
    "Do the records name the people (first name or initial, and last name)?": "with_name",
}
DISCOVERED = ("incident.discovered", "On which day was the breach discovered?")


# Of a question that no plain yes or no of a fact tells: the fact that settles it. What stands in no table has none.
BY_NAME = {
    "sector": "org.sector", "regulated": "org.regulated_as", "hipaa_covered": "org.regulated_as", "established_eu": "org.establishment",
    "established_uk": "org.establishment", "established_here": "org.establishment", "established_in": "org.establishment",
    "eu_processing": "org.establishment", "uk_processing": "org.establishment", "processing_here": "org.establishment",
    "targets_eu": "org.targets_eu", "targets_uk": "org.targets_uk", "targets_here": "org.targets", "means_here": "org.means",
    "kind": "incident.kind", "acquisition": "incident.confidentiality", "access": "incident.confidentiality",
    "presumed_acquisition": "incident.confidentiality", "actor": "incident.actor", "misuse": "misuse_possible",
    "misused": "misuse_possible",
    "hidden_90_days": "incident.occurred", "trusted_recipient": "recipient", "recovered": "recipient", "suspected_leak": "exfiltration",
    "needs_protection": "harm.finding", "home_state": "org.domicile", "home_state_open": "org.domicile",
    "eu_public_ecs": "org.regulated_as", "uk_public_ecs": "org.regulated_as", "broker_or_public": "org.sector", "pipeda": "org.sector",
    "credit_trade": "org.sector", "extorted": "ransom_paid", "australian_state": "org.state", "local_authority": "org.sector",
    "public_body_here": "org.sector", "deposit_taker_or_insurer": "org.sector", "apra_entity": "org.sector",
    "federal_work": "org.regulated_as", "quebec_enterprise": "org.regulated_as", "health_custodian": "org.regulated_as",
    "osfi_institution": "org.regulated_as", "material_disruption": "service_disruption", "disrupted_four_hours": "service_disruption",
}  # fmt: skip


@cache
def _facts() -> dict[str, str]:
    asked = {FACTS[name].question: key for name, key in BY_NAME.items()}
    under = {question: "org.regulated_as" for name, (_, question, _) in regulated.TABLE.items() if name not in {*BY_NAME, "notice_duty"}}
    harm = dict.fromkeys(harm_questions(), "harm.finding")
    return {**under, **{question: key for question, (key, _) in plain_facts().items()}, **harm, **asked, DISCOVERED[1]: DISCOVERED[0]}


def fact_of(question: str) -> str:
    """The key of the fact that answers an open question of a duty; nothing where none does by itself."""
    return _facts().get(question, "")


def settled(facts: Facts, field: str, *, value: bool) -> tuple[DataSet, ...]:
    """The sets of data with that field answered wherever it was not known."""
    answer: Any = {field: value}
    return tuple(replace(group, **answer) if getattr(group, field) is None else group for group in facts.data)


@cache
def plain_facts() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Question: the key of the fact that answers it, and the answers that fit."""
    known = {
        FACTS["role"].question: ("org.role", ("owner", "service_provider", "processor")),
        FACTS["confidentiality"].question: ("incident.confidentiality", CONFIDENTIALITY),
        FACTS["medium"].question: ("incident.medium", MEDIA),
        FACTS["harm_documented"].question: ("harm.documented", YES_NO),
    }
    keys = {name: name for name, hint in get_type_hints(Facts).items() if hint == bool | None}
    keys |= {name: f"org.{name}" for name, hint in get_type_hints(Organisation).items() if hint == bool | None and name not in keys}
    return {FACTS[name].question: (key, YES_NO) for name, key in keys.items() if name in FACTS} | known


@cache
def harm_questions() -> frozenset[str]:
    """The questions that a finding on harm answers."""
    return frozenset((FACTS["harm"].question, FACTS["finding"].question, *(question for _, question, _ in TABLE.values())))


def harm_words(code: str) -> tuple[str, ...]:
    """The findings in the words of the law of that code; every word where it has none of its own here."""
    return next((words for prefix, words in HARM_BY_LAW if code.startswith(prefix)), HARM[1:])
