"""An address as it is handed on: its place, and `street | city | region | postcode | country`, each on one line."""

from __future__ import annotations

import re

from stanch.extent.span import Span

DETECTOR = "addresses"
KIND = "postal_address"
_FLAT = re.compile(r"\s*\n[\s>|]*")
# A form's label between the lines of an address is no part of it.
_LABELS = re.compile(r"(?i)post ?code|postal code|zip(?: code)?|plz|code postal|c\.?p\.?|cap|city|town|state")


def joined(*fields: str) -> str:
    """The five parts as one text."""
    fields = tuple("" if _LABELS.fullmatch(field.strip(" :,\n")) else field for field in fields)
    return " | ".join(" ".join(_FLAT.sub(", ", field).replace("|", " ").replace(",,", ",").split()).strip(" ,") for field in fields)


def address(text: str, start: int, end: int, parts: tuple[str, str, str, str, str], surety: float) -> Span:
    """The address at a place; `parts`: street, city, region, postcode, country."""
    return Span(KIND, start, end, text[start:end], surety, DETECTOR, None, joined(*parts))
