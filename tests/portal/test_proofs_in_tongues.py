"""Proofs and reasons on pages: our own words in the language of the page, a law's sentences as they stand and marked as English."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django.utils.translation import override

from stanch import law
from stanch.law import statutes
from stanch.portal import proving
from stanch.records import DataSet, Deadline, Duty, Facts, Harm, Incident, Organisation, Proof

SHOP = Facts(
    org=Organisation(sector="retail", role="owner", establishment=("US", "EU-DE")),
    incident=Incident(kind="sql_injection", confidentiality="acquired"),
    data=(
        DataSet(
            person_category="customer", elements=("ssn", "email"), with_name=True, encrypted=False, affected={"US-TX": 300, "EU-DE": 4}
        ),
        DataSet(
            person_category="employee", elements=("grades",), with_name=False, encrypted=True, key_compromised=False, affected={"US-CA": 9}
        ),
    ),
    affected={"US-TX": 300, "US-CA": 9, "EU-DE": 4},
)
UNKNOWN = Facts(affected={"US-NY": 12, "CA-ON": 3, "UK": 1})
CLINIC = Facts(
    org=Organisation(sector="clinic", role="owner", establishment=("US-GA",), regulated_as=("hipaa_covered_entity",)),
    incident=Incident(kind="theft_paper", medium="paper", confidentiality="lost"),
    data=(DataSet(person_category="patient", elements=("medical", "name"), with_name=True, age="minor", deceased=True),),
    affected={"US-GA": 700, "US-HI": 1},
    harm=Harm(finding="unlikely_risk"),
)


def said(pieces: list[proving.Piece]) -> str:
    """As a reader hears it: what is a law's stands in «»."""
    return "".join(f"«{one.text}»" if one.is_law else one.text for one in pieces)


@pytest.fixture(scope="module")
def duties(case) -> list[Duty]:  # type: ignore[no-untyped-def]
    assert case
    return [duty for facts in (SHOP, UNKNOWN, CLINIC) for duty in law.assess(facts).duties]


def steps(proof: Proof) -> Iterator[str]:
    yield from (proof.asks.removeprefix(f"{proving.PREFIX}: "), *proof.facts)
    for part in proof.parts:
        yield from steps(part)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (value, value.replace("_", " "))
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def test_whatever_a_proof_holds_is_said_in_the_language_or_is_a_laws_own(duties: list[Duty]) -> None:
    named = {duty.jurisdiction for duty in duties}
    own = {
        text
        for one in statutes.library()
        if one.code in named
        for version in one.versions
        for text in strings(msgspec.to_builtins(version.law, enc_hook=str))
    }
    proofs = {text for duty in duties if duty.proof for text in steps(duty.proof)}
    notes = {duty.deadline.note for duty in duties if duty.deadline and duty.deadline.note}
    with override("de"):
        pieces = [*map(proving.proven, sorted(proofs)), *map(proving.noted, sorted(notes))]
    of_laws = "\n".join(own)
    assert [one.text for told in pieces for one in told if one.is_law and one.text not in of_laws] == []


def test_reasons_are_said_in_the_language_and_questions_stand_elsewhere(duties: list[Duty]) -> None:
    with override("es"):
        for duty in duties:
            told = said(proving.reasoned(duty))
            assert "It turns on" not in told, duty.id
            assert "Not owed" not in told, duty.id
            assert "The law asks for" not in told, duty.id
            assert told.startswith({True: "", False: "No es obligatorio.", "conditional": "Abierto."}[duty.required]), duty.id


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("more than 500 residents of California", "mehr als 500 Einwohner von California"),
        ("0 to 1,600 people to be told", "0 bis 1.600 zu benachrichtigende Personen"),
        ("who did it: external malicious or inadvertent", "wer es war: böswillig von außen oder unabsichtlich"),
        (
            "customer: ssn, email (with name, not encrypted)",
            "Kunden: Sozialversicherungsnummer (Social Security), E-Mail-Adresse (mit Namen, nicht verschlüsselt)",
        ),
        ("no exemption: The data were encrypted and safe", "keine Ausnahme: «The data were encrypted and safe»"),
        ("500 people or more are customers of it", "«500 people or more are customers of it»"),
        ("a notice where HIPAA applies", "«a notice where HIPAA applies»"),
        ("personal information without a lock", "«personal information without a lock»"),
    ],
)
def test_numbers_answers_and_kinds_are_ours_and_a_laws_sentence_is_never_taken_for_them(case, text: str, wanted: str) -> None:  # type: ignore[no-untyped-def]
    assert case
    with override("de"):
        assert said(proving.proven(text)) == wanted
    assert said(proving.proven(text)) == text


def test_a_duty_that_is_not_owed_says_what_is_lacking_and_keeps_its_section(case) -> None:  # type: ignore[no-untyped-def]
    assert case
    reason = (
        "Not owed. The law asks for more than 500 residents of Illinois; here: 0 to 15 residents of Illinois (815 ILCS 530/10(e), (f))."
    )
    duty = Duty("US-IL/ag", "US-IL", "regulator:AG", False, None, None, (), "", (), "", reason, "ag")
    with override("de"):
        told = said(proving.reasoned(duty))
    assert told == (
        "Nicht geschuldet. Das Gesetz verlangt: mehr als 500 Einwohner von Illinois; hier: 0 bis 15 Einwohner von Illinois"
        "« (815 ILCS 530/10(e), (f)).»"
    )


def test_notes_to_a_deadline_are_said_each_by_itself(case) -> None:  # type: ignore[no-untyped-def]
    assert case
    note = Deadline(72, "hours", "awareness", None, "where feasible; the date of awareness is not known").note
    with override("fr"):
        assert said(proving.noted(note)) == "«where feasible»; la date n’est pas connue (prise de connaissance)"
