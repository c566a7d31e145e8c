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
LEAST = 2  # further things beside a whole name, which firms and programs have too


def is_a_persons(record: Mapping[str, Any]) -> bool:
    """Whether an object holds a given and a family name, or a name and more of what only people have together."""
    said = [key for key, value in record.items() if isinstance(key, str) and value not in (None, "", [], {})]
    plain = [key for key in said if isinstance(record[key], str)]
    others = sum(bool(_ELSE.search(key)) for key in said)
    given = {key for key in plain if _GIVEN.fullmatch(key)}
    if given and any(_FAMILY.fullmatch(key) or _BARE.fullmatch(key) for key in plain if key not in given):
        return others > 0
    return others >= LEAST and any(map(_WHOLE.fullmatch, plain))
