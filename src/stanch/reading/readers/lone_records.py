"""A JSON object that is one person's, though it stands in no list: what a service answers about one customer, an export per patient."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_GIVEN = re.compile(r"(?i)(?:\w*[_-])?(?:first|given|fore)[ _-]?names?|f_?name|pr[ée]nom|vorname|nombres?|nome|voornaam")
_FAMILY = re.compile(
    r"(?i)(?:\w*[_-])?(?:last|family|sur)[ _-]?names?|l_?name|nom(?:_de_famille)?|nachname|cognome|achternaam|apelidos?"
    r"|(?:primer_?|segundo_?)?apellidos?_?[12]?|sobrenome"
)
_WHOLE = re.compile(
    r"(?i)(?:(?:full|display|legal|patient|customer|client|employee|member|contact|person|user|holder|guest|student)[ _-]?)?name"
    r"|nom_?complet|nombre_?completo|nome_?completo|volledige_?naam"
)
_ELSE = re.compile(
    r"(?i)birth|dob\b|ssn|social_?sec|tax_?id|passport|phone|mobile|cell|mail|address|street|zip|postal|iban|national|gender|geburt|naissance|nasc|nacim|"
    r"licen[cs]e|account|geboorte|nascita|correo|tel[eé]f|direcci|adres|indirizz|endere|morada|documento|\bsex[eo]?\b"
)
# Beside a word for given names alone these are the family's.
_BARE = re.compile(r"(?i)name|naam|nom")
# Of an object the two say who it is, each alone says nothing.
_FIRST, _LAST = re.compile(r"(?i)first|given|f_?name"), re.compile(r"(?i)last|family|surname|l_?name")
# What is said of one person under a name of its own.
_FACET = re.compile(
    r"(?i)demographics?|ids?|identif\w*|contacts?(?:_?(?:info\w*|details?))?|(?:home_?|mailing_?|postal_?)?addr(?:ess)?|personal\w*|profile|name|full_?name|"
    r"legal_?name|home|residence|employment|job|insurance|coverage|bank\w*|direct_?deposit|payroll|tax(?:es)?|medical|health|details|info|birth|"
    r"coordonn[ée]es|kontakt(?:daten)?|adresse|direcci[óo]n|persoonsgegevens|anagrafica|recapiti|datos_?personales"
)
LEAST = 2  # further things beside a whole name, which firms and programs have too


def is_a_persons(record: Mapping[str, Any]) -> bool:
    """Whether an object holds a given and a family name, or a name and more of what only people have together."""
    said = [key for key, value in record.items() if isinstance(key, str) and value not in (None, "", [], {})]
    plain = [key for key in said if isinstance(record[key], str)]
    others = sum(bool(_ELSE.search(key)) for key in said)
    if any(map(_FIRST.fullmatch, plain)) and any(map(_LAST.fullmatch, plain)):
        return others > 0 or _is_of_facets(record)
    given = {key for key in plain if _GIVEN.fullmatch(key)}
    if given and any(_FAMILY.fullmatch(key) or _BARE.fullmatch(key) for key in plain if key not in given):
        return others > 0
    return (others >= LEAST and any(map(_WHOLE.fullmatch, plain))) or _is_of_facets(record)


def _is_of_facets(record: Mapping[str, Any]) -> bool:
    """Whether an object says of one person each thing under a name of its own: `{"name": {…}, "contact": {…}, "ids": {…}}`."""
    facets = {key: value for key, value in record.items() if isinstance(value, dict) and value}
    if not facets or not all(isinstance(key, str) and _FACET.fullmatch(key) for key in facets):
        return False
    together = {key: value for key, value in record.items() if isinstance(value, str) and value}
    for value in facets.values():
        inner = {str(key): one for key, one in value.items() if not isinstance(one, dict | list)}
        if any(map(_is_part, together.keys() & inner.keys())) or any(
            isinstance(one, dict) and not _FACET.fullmatch(str(key)) for key, one in value.items()
        ):
            return False  # two people, or more than one
        together |= inner
    return is_a_persons(together)


def _is_part(key: str) -> bool:
    """Whether a part of a name is called so."""
    return any(one.fullmatch(key) for one in (_FIRST, _LAST, _GIVEN, _FAMILY))
