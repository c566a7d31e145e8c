"""Which open question a plain answer settles: the fact behind it, and the words that fit."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, get_type_hints

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
