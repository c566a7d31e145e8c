"""The word that somebody meant.

A place: by another code, by its name, by the state's own letters (`GB`, `California`, `us-ca`, `TX`); a kind of data: by what it is called.
"""

from __future__ import annotations

import difflib
import re

from stanch.law.wellformed import element_words, near
from stanch.vocabulary import elements, jurisdictions

# Codes that others use for places that have one of ours.
OTHERS = {
    "gb": "UK",
    "great britain": "UK",
    "england": "UK",
    "el": "EU-GR",
    "eu-el": "EU-GR",
    "eu-uk": "UK",
    "eu-ch": "CH",
    "holland": "EU-NL",
}
# Where a part of the land must be named: its name, and parts as examples.
WIDE = {
    "us": "the state: US-CA, US-TX, …", "usa": "the state: US-CA, US-TX, …", "united states": "the state: US-CA, US-TX, …",
    "eu": "the country: EU-FR, EU-DE, …", "eea": "the country: EU-FR, EU-NO, …", "european union": "the country: EU-FR, EU-DE, …",
    "ca": "the province or state: CA-ON, CA-QC (Canada), US-CA (California), …", "canada": "the province: CA-ON, CA-QC, …",
}  # fmt: skip
ALIKE = 0.75  # how much of a name must be right
ALIKE_ELEMENT = 0.85
# What people write for kinds of data, beside what the vocabulary calls them.
CALLED = {
    "medical": "health|health data|medical record|medical records|diagnosis|phi|patient data",
    "contact": "address|postal address|home address|phone|phone number|telephone|mobile",
    "card_number": "credit card|debit card|payment card|credit card number|card|pan",
    "card_security_code": "cvv|cvc|cvv2|security code",
    "financial_account": "iban|bank account|account number|bank details|routing number",
    "access_code": "pin|access pin",
    "biometric": "fingerprint|fingerprints|face|voiceprint|iris",
    "genetic": "dna|genetic data",
    "tax_id": "tax number|itin|tin|taxpayer id|ein",
    "drivers_license": "dl|driving licence|drivers licence|driver licence|state id",
    "dob": "birthdate|birth date|birthday",
    "ssn": "social security|social security no|social",
    "national_id": "nino|national insurance number|identity card|id card|id number",
    "password": "credentials|passwords|login",
    "username": "user name|user id|login name",
}


def near_element(word: str) -> str:
    """`; nearest known word: …` for a kind of data: `social_security_number`, `Social Security number` and `social security` mean `ssn`."""
    plain = re.sub(r"[\W_]+", " ", word).strip().casefold()
    called = {re.sub(r"[\W_]+", " ", one.label).strip().casefold(): one.fact for one in elements().values() if one.fact}
    called |= {name: fact for fact, names in CALLED.items() for name in names.split("|")}
    meant = called.get(plain) or next((called[name] for name in difflib.get_close_matches(plain, called, n=1, cutoff=ALIKE_ELEMENT)), "")
    return f"; nearest known word: {meant}" if meant else near(word, element_words())


def near_place(word: str) -> str:
    """`; nearest known word: …` for a place that is not among the codes."""
    plain = word.strip().casefold().replace("_", " ")
    if plain in WIDE:
        return f"; name {WIDE[plain]}"
    found = _meant(plain)
    if found:
        return f"; nearest known word{'s' if len(found) > 1 else ''}: {', '.join(found)}"
    return near(word, jurisdictions())


def _meant(plain: str) -> list[str]:
    known = jurisdictions()
    if plain in OTHERS:
        return [OTHERS[plain]]
    ways = (
        [code for code in known if code.casefold() == plain],
        [code for code, one in known.items() if one.name.casefold() == plain],
        [code for code in known if code.casefold().rpartition("-")[2] == plain],
    )
    names = {one.name.casefold(): code for code, one in known.items()}
    last = plain.rpartition("-")[2]  # US-PUERTO RICO
    close = [] if len(last) <= len("US") else difflib.get_close_matches(last, names, n=1, cutoff=ALIKE)
    return next((way for way in ways if way), [names[name] for name in close])
