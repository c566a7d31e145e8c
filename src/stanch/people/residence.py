"""Where a person lives, and from what we take it: the most recent complete address first, weaker grounds after."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from stanch import datafile
from stanch.people import homeland
from stanch.people.names import fold
from stanch.records import Organisation, PostalAddress
from stanch.vocabulary import elements, jurisdictions

CANADA_POSTCODE = re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d")
UK_POSTCODE = re.compile(r"([A-Z]{1,2})\d[A-Z\d]? ?\d[A-Z]{2}")
EIRCODE = re.compile(r"(?:[AC-FHKNPRTV-Y]\d{2}|D6W) ?[0-9AC-FHKNPRTV-Y]{4}")
# Of Brazil; two of its states are written as provinces of Canada (PE) and others as states of the USA (PA, SC, MA).
CEP = re.compile(r"\d{5}-?\d{3}")
BRAZIL = frozenset(
    ("AC", "AL", "AP", "AM", "BA", "CE", "DF", "ES", "GO", "MA", "MT", "MS", "MG", "PA",
     "PB", "PR", "PE", "PI", "RJ", "RN", "RS", "RO", "RR", "SC", "SP", "SE", "TO")
)  # fmt: skip
ZIP = re.compile(r"\d{5}(?:-?\d{4})?")


@dataclass(frozen=True, slots=True)
class _Places:
    zip_prefixes: dict[str, tuple[str, ...]]
    single_zips: dict[str, str]
    territories: dict[str, str]
    area_codes: dict[str, tuple[int, ...]]
    canada_area_codes: dict[str, tuple[int, ...]]
    canada_letters: dict[str, str]
    uk_areas: str
    countries: dict[str, tuple[str, ...]]
    part_of: dict[str, str]
    calling_codes: dict[str, int]


@cache
def _places() -> _Places:
    return datafile.read(Path(__file__).parent / "facts" / "places.yaml", _Places)


@cache
def _state_of_zip() -> dict[str, str]:
    found = {}
    for state, ranges in _places().zip_prefixes.items():
        for one in ranges:
            first, last = one.split("-")
            found.update({f"{number:03d}": state for number in range(int(first), int(last) + 1)})
    return found


@cache
def _state_names() -> dict[str, str]:
    """US states by folded name and postal abbreviation."""
    return {
        fold(name): one.postal for one in jurisdictions().values() if one.postal and one.country == "US" for name in (one.name, one.postal)
    } | _places().territories


@cache
def _provinces() -> dict[str, str]:
    return {fold(name): code for code, name in PROVINCES.items()} | {code.lower(): code for code in PROVINCES}


PROVINCES = {
    "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick", "NL": "Newfoundland and Labrador", "NS": "Nova Scotia",  # noqa: E501
    "NT": "Northwest Territories", "NU": "Nunavut", "ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon",  # noqa: E501
}  # fmt: skip


@cache
def country_code(text: str) -> str:
    """ISO 3166 alpha-2 of a country's name or code, or empty."""
    return _countries().get(fold(text), "")


@cache
def _countries() -> dict[str, str]:
    """Countries by what they are called, in every language in which letters are written."""
    lines = (Path(__file__).parent / "facts" / "countries.txt").read_text("utf-8").splitlines()[1:]
    listed = {name: code for code, _, names in (line.partition("\t") for line in lines) for name in names.split("|")}
    return listed | {name: code for code, names in _places().countries.items() for name in names}


def homes(org: Organisation) -> tuple[str, ...]:
    """The countries in which the organisation is established (ISO 3166 alpha-2), else that of its own address."""
    found = (code.removeprefix("EU-") if code.startswith("EU-") else code.split("-")[0] for code in org.establishment)
    told = tuple(dict.fromkeys("GB" if code == "UK" else code for code in found if code != "EU"))
    own = country_code(org.country or "")
    return told or ((own,) if own else ())


@cache
def code_for(country: str, state: str = "") -> str | None:
    """The jurisdiction of residence: `US-CA`, `CA-ON`, `EU-IE`, `UK`, `JP`, or None where the vocabulary has none."""
    known = jurisdictions()
    if country == "GB":
        return "UK"
    for code in (f"{country}-{state}" if state else "", f"EU-{country}", country):
        if code in known:
            return code
    return None


def state_of_zip(postcode: str) -> str:
    """The US state of a ZIP code, or empty."""
    if not ZIP.fullmatch(postcode):
        return ""
    return _places().single_zips.get(postcode[:5]) or _state_of_zip().get(postcode[:3], "")


def complete(address: PostalAddress, grounds: Grounds | None = None) -> PostalAddress:
    """The address with state and country in their codes, filled in where the rest tells them, or the person's `grounds` do."""
    postcode = address.postcode.strip().upper()
    country, address = _of_its_country(address)
    state = _state_names().get(fold(address.state), "") if country in ("", "US") else ""
    if not country:
        country = _country_of(postcode, address.state, state)
        if grounds and (not country or (country == "US" and postcode and state_of_zip(postcode) != state)):
            found = suppose(address, grounds)
            country = found.country if found else country
            state = state if country == "US" else ""
    if country == "US":
        state = state or state_of_zip(postcode)
    elif country == "CA":
        told = _places().canada_letters
        state = _provinces().get(fold(address.state), "") or told.get(postcode[:3]) or told.get(postcode[:1], "")
    else:
        state = address.state
    return PostalAddress(address.street, address.city, state or address.state, address.postcode, country)


def _of_its_country(address: PostalAddress) -> tuple[str, PostalAddress]:
    """The country that an address names: of Réunion France, of Guam the USA, the island as its state."""
    code = country_code(address.country) if address.country else ""
    whole = _places().part_of.get(code, "")
    if whole == "US":
        return whole, replace(address, state=code)
    return whole or code, address


def _country_of(postcode: str, region: str, state: str) -> str:
    province = _provinces().get(fold(region), "") if region else ""
    if CANADA_POSTCODE.fullmatch(postcode):
        return "CA"
    if alone := homeland.of_postcode(postcode):
        return alone
    found = UK_POSTCODE.fullmatch(postcode)
    if found and found[1] in _places().uk_areas.split() and not EIRCODE.fullmatch(postcode):
        return "GB"
    if EIRCODE.fullmatch(postcode) or fold(region).startswith(("co ", "county ")):
        return "IE"
    if state and (not postcode or ZIP.fullmatch(postcode)):
        return "US"
    if CEP.fullmatch(postcode) and region.strip().upper() in BRAZIL:
        return "BR"
    if province and not ZIP.fullmatch(postcode) and not CEP.fullmatch(postcode):
        return "CA"
    # Five figures stand for ZIP codes only together with a state: half of Europe writes five figures too.
    return ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What may tell a residence: addresses (most trusted first), telephones (E.164), numbers, countries of the organisation and lone."""

    addresses: tuple[PostalAddress, ...] = ()
    phones: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()  # named without an address: `Country of residence: Mexico`


# How sure each ground is: a whole address may be old, a telephone number moves with its owner, a national number was issued long ago.
SURE = {
    "address": 0.95,
    "written": 0.9,
    "unsettled": 0.6,
    "earlier": 0.75,
    "zip": 0.85,
    "home": 0.8,
    "country": 0.6,
    "phone": 0.5,
    "number": 0.4,
}


class Resolved(NamedTuple):
    """A residence (a jurisdiction's code or None), its ground in words, and how sure that is (0 where it cannot be told)."""

    code: str | None
    reason: str
    confidence: float


def resolve(grounds: Grounds) -> Resolved:
    """The residence and its ground in words; None and the reason where it cannot be told."""
    for address in grounds.addresses:
        full = complete(address)
        if full.country != complete(address, grounds).country:
            continue
        if code := _code_of(full):
            said = state_of_zip(full.postcode) if full.country == "US" else ""
            if said and full.state and said != full.state:
                doubt = f"state of the postal address; its ZIP code would be in {said}, so this should be checked"
                return Resolved(code, doubt, SURE["unsettled"])
            named = full.state in PROVINCES or full.country not in ("US", "CA")
            by = "country" if named and full.country not in ("US", "CA") else "state" if fold(address.state) else "postcode"
            if address is grounds.addresses[0]:
                return Resolved(code, f"{by} of the most recent postal address", SURE["address"])
            return Resolved(code, f"{by} of an earlier postal address", SURE["earlier"])
    for address in grounds.addresses:
        found = suppose(address, grounds) if not country_code(address.country) else None
        if found and found.country == "US" and not address.state and not found.is_written:
            return Resolved(
                f"US-{state_of_zip(address.postcode.strip())}", "ZIP code alone; no state or country in the address", SURE["zip"]
            )
        if found and (code := _code_of(complete(address, grounds))):
            said = f"no country in the address; supposed from {' and '.join(found.signs)}"
            return Resolved(code, said, SURE["written" if found.is_written else "home"])
    return _weaker(grounds)


def _code_of(address: PostalAddress) -> str | None:
    return code_for(address.country, address.state) if address.country else None


def suppose(address: PostalAddress, grounds: Grounds) -> homeland.Supposed | None:
    """The country of an address that does not name it, where the signs agree."""
    phones = (_of_phone(phone) for phone in grounds.phones)
    numbers = map(issuer, grounds.kinds)
    own = tuple(sorted({_country(code) for code in (*phones, *numbers) if code}))
    return homeland.supposed(address, own=own, at_home=grounds.homes, zip_state=state_of_zip(address.postcode.strip()))


def _country(code: str) -> str:
    return {"EU": code[3:], "UK": "GB"}.get(code[:2], code[:2])


ALSO = frozenset({"uk_nhs_number", "uk_driving_licence"})  # given to who lives there, though they are no numbers of a state's register
SHARED = frozenset({"rs_jmbg"})  # by the states that were one country


@cache
def issuer(kind: str) -> str:
    """The jurisdiction whose residents bear such a number (`fr_nir`: `EU-FR`), or empty."""
    if kind not in elements() or kind in SHARED or not (kind in ALSO or elements()[kind].fact in ("national_id", "tax_id")):
        return ""
    nation, sign, _ = kind.partition("_")
    return code_for({"uk": "GB"}.get(nation, nation.upper())) or "" if sign and len(nation) == len("fr") else ""


def _weaker(grounds: Grounds) -> Resolved:
    named = {code_for(code) for code in map(country_code, grounds.countries) if code} - {None}
    if len(named) == 1:
        return Resolved(named.pop(), "the country given for the person; no address", SURE["country"])
    places = [place for place in (_of_phone(phone) for phone in grounds.phones) if place]
    if places and len(set(places)) == 1:
        return Resolved(places[0], "area code of the telephone number only; no usable address", SURE["phone"])
    for kind in grounds.kinds:
        if code := issuer(kind):
            ground = "the country that issued the national number; no usable address or telephone number"
            return Resolved(code, ground, SURE["number"])
    return Resolved(None, "no address, telephone number or national number tells the residence", 0.0)


def _of_phone(phone: str) -> str | None:
    if phone.startswith("+1") and len(phone) == 12:
        area = int(phone[2:5])
        for state, codes in _places().area_codes.items():
            if area in codes:
                return code_for("US", state)
        for province, codes in _places().canada_area_codes.items():
            if area in codes:
                return code_for("CA", province)
        return None
    if not phone.startswith("+"):
        return None
    best = max(
        (code for code, number in _places().calling_codes.items() if phone[1:].startswith(str(number))),
        key=lambda code: _places().calling_codes[code],
        default="",
    )
    return code_for(best) if best else None


def country_of_domain(domain: str) -> str:
    """The ISO code of the country whose top-level domain this is, or empty; domains used the world over tell nothing."""
    top = domain.rpartition(".")[2].upper()
    code = "GB" if top == "UK" else top
    return code if top.casefold() not in WORLDWIDE and code_for(code) else ""


# Country codes sold to everybody.
WORLDWIDE = frozenset({"io", "co", "me", "tv", "ai", "cc", "ws", "fm", "ly", "gg", "to", "us"})


def languages_of(country: str) -> str:
    """The first language of a country, or empty where the vocabulary lacks it."""
    place = jurisdictions().get(code_for(country) or "")
    return place.languages[0] if place else ""


def parse_address(text: str) -> PostalAddress:
    """`street | city | state | postcode | country`, as findings write an address."""
    parts = [part.strip() for part in text.split("|")]
    parts += [""] * (5 - len(parts))
    return PostalAddress(*parts[:5])


UNDATED = timedelta(days=3 * 365)  # about a tenth of people move in a year: what is older than this is worth less than what has no date


def ordered(addresses: Iterable[tuple[PostalAddress, str, int]], as_of: date) -> list[PostalAddress]:
    """Addresses (with how recent, and how often they stand) from the one to use first: complete, recent, frequent."""
    middling = (as_of - UNDATED).isoformat()

    def worth(entry: tuple[PostalAddress, str, int]) -> tuple[bool, str, int, int, str]:
        address, seen_on, times = entry
        mailable = bool(address.street and address.city and (address.postcode or address.country))
        parts = (address.street, address.city, address.state, address.postcode, address.country)
        return mailable, seen_on or middling, times, sum(map(bool, parts)), "|".join(parts)

    return [entry[0] for entry in sorted(addresses, key=worth, reverse=True)]
