"""A postal address as the post takes it, and what speaks against its being delivered.

Nothing is looked up: the address is written in the form of the United States Postal Service's Publication 28 where it is
American (and its ZIP code held against its state), else in plain order; what cannot be right is said, never mended by guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.people.names import fold
from stanch.people.residence import complete, state_of_zip
from stanch.records import PostalAddress
from stanch.vocabulary import jurisdictions


@dataclass(frozen=True, slots=True)
class _Forms:
    suffixes: dict[str, str]
    units: dict[str, str]
    directions: dict[str, str]
    postcodes: dict[str, str]
    border_zips: dict[str, str]
    military: tuple[str, ...]
    nowhere: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mailing:
    """`address` in the post's form; `faults` make it undeliverable, `doubts` should be looked at before a letter goes."""

    address: PostalAddress
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def is_deliverable(self) -> bool:
        """Whether nothing is known that stops it."""
        return not self.faults


@cache
def _forms() -> _Forms:
    return datafile.read(Path(__file__).parent / "facts" / "mailing.yaml", _Forms)


def for_mail(address: PostalAddress | None) -> Mailing:
    """The address in the post's form, with faults and doubts in words."""
    if address is None:
        return Mailing(PostalAddress(), ("no postal address",))
    tidy = _tidy(address)
    full = complete(tidy)
    faults, doubts = list(_faults(full)), []
    if full.country == "US":
        written, more = _american(full, tidy.state)
        doubts += more
    else:
        written = full
        doubts += [] if full.country else ["no country"]
    doubts += _postcode(written)
    return Mailing(written, tuple(faults), tuple(doubts))


def one_line(address: PostalAddress) -> str:
    """The address on one line."""
    place = " ".join(part for part in (address.city, address.state, address.postcode) if part)
    return ", ".join(part for part in (address.street, place, address.country) if part)


def _tidy(address: PostalAddress) -> PostalAddress:
    parts = (address.street, address.city, address.state, address.postcode, address.country)
    street, city, state, postcode, country = (" ".join(part.replace("\u00a0", " ").split()).strip(" ,;") for part in parts)
    return PostalAddress(street, city, state, postcode.upper(), country)


def _faults(address: PostalAddress) -> list[str]:
    found = []
    street = fold(address.street)
    if not street:
        found.append("no street")
    elif street in _forms().nowhere:
        found.append(f"{address.street!r} stands where the street should")
    elif not any(char.isalnum() for char in street) or len(set(street)) < 2:
        found.append("the street is no street")
    if not address.city and not address.postcode:
        found.append("neither city nor postcode")
    elif fold(address.city) in _forms().nowhere and not address.postcode:
        found.append(f"{address.city!r} stands where the city should")
    return found


def _american(address: PostalAddress, written_state: str) -> tuple[PostalAddress, list[str]]:
    """Publication 28: capitals, no points and commas, standard abbreviations, ZIP+4 with its hyphen."""
    doubts = []
    state = address.state.upper()
    known = {one.postal for one in jurisdictions().values() if one.country == "US"} | set(_forms().military)
    named = complete(PostalAddress(state=written_state, country="US")).state.upper()
    if written_state and named not in known and state in known:
        doubts.append(f"{written_state!r} is no state; the ZIP code lies in {state}")
    said = _forms().border_zips.get(address.postcode[:5]) or state_of_zip(address.postcode)
    if state not in known:
        doubts.append(f"{address.state!r} is no state" if address.state else "no state")
    elif said and said != state and state_of_zip(address.postcode) != state:
        doubts.append(f"ZIP code {address.postcode[:5]} lies in {said}, the address says {state}")
    elif not said and re.fullmatch(r"\d{5}(?:-?\d{4})?", address.postcode) and state not in _forms().military:
        doubts.append(f"no state is known for ZIP code {address.postcode[:5]}")
    if not address.city:
        doubts.append("no city")
    street = _street(address.street)
    if not any(char.isdigit() for char in street) and not street.startswith(("PO BOX", "GENERAL DELIVERY")):
        doubts.append("no house number")
    digits = re.sub(r"\D", "", address.postcode)
    postcode = f"{digits[:5]}-{digits[5:]}" if len(digits) == 9 else address.postcode
    return PostalAddress(street, _capitals(address.city), state or address.state, postcode, "US"), doubts


def _street(text: str) -> str:
    """A street line by Publication 28: `12 North Main Street, Apartment 4` is `12 N MAIN ST APT 4`."""
    words = re.sub(r"\bP\.?\s*O\.?\s*BOX\b", "PO BOX", _capitals(text)).split()
    forms = _forms()
    found: list[str] = []
    for at, word in enumerate(words):
        plain = word.casefold()
        rest = [one.casefold() for one in words[at + 1 :]]
        if plain in forms.directions and found and (rest or at > 1):
            # `12 North Street` lives on a street called North.
            named = bool(rest) and rest[0] in forms.suffixes and len(found) == 1
            found.append(word if named else forms.directions[plain])
        elif plain in forms.units and rest:
            found.append(forms.units[plain])
        elif plain in forms.suffixes and len(found) > 1 and not (rest and rest[0] in forms.suffixes):
            found.append(forms.suffixes[plain])
        else:
            found.append(word)
    return " ".join(found)


def _capitals(text: str) -> str:
    return " ".join(re.sub(r"[.,;]+", " ", text).upper().split())


def _postcode(address: PostalAddress) -> list[str]:
    shape = _forms().postcodes.get(address.country)
    if not shape:
        return []
    if not address.postcode:
        return ["no postcode"]
    if re.fullmatch(shape, address.postcode.replace(" ", "").upper()):
        return []
    return [f"{address.postcode!r} has not the shape of a postcode of {address.country}"]
