"""How a reader in another country reaches the sender: the address with its country, the telephone as it is dialled from there.

A number that costs nothing at home costs something, or does not answer, from abroad: it is not told there as free, and a North
American 800 number is not told at all (FCC: such numbers are the North American plan's own).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from stanch.notices.answers import TOLL_FREE
from stanch.notices.postal import country_name

# Countries and territories that share a post and free numbers with the United States.
_UNITED_STATES = frozenset({"US", "PR", "VI", "GU", "AS", "MP", "UM"})
_NORTH_AMERICA = _UNITED_STATES | {"CA"}


def country_of(place: str) -> str:
    """The ISO 3166 code of a jurisdiction's country: `IE` for `EU-IE`, `GB` for `UK`; empty where nothing is known."""
    code = place.removeprefix("EU-").partition("-")[0].upper()
    return {"UK": "GB"}.get(code, code)


def as_read_in(said: Mapping[str, str], country: str, home: str, language: str) -> dict[str, str]:
    """The answers of a case as a reader in `country` needs them, the sender being in `home`; as they are where both are one.

    Countries are named in the letter's language: who reads French in Quebec finds no UNITED STATES in it.
    """
    if not country or post_of(country) == post_of(home):
        return dict(said)
    found = dict(said)
    if found.get("org_address"):
        found["org_address"] += f", {country_name(home, country, language)}"
    free = found.get("toll_free", "")
    if free and not _free_in(free, country, home):
        del found["toll_free"]
    if found.get("phone"):
        found["phone"] = dialled(found["phone"], home, country) or dialled(found.get("own_phone", ""), home, country)
    if found.get("restoration_phone"):  # the sender passes on who cannot reach those who help
        found["restoration_phone"] = dialled(found["restoration_phone"], home, country) or found.get("phone", "")
    return {name: value for name, value in found.items() if value}


def post_of(country: str) -> str:
    """The country whose post serves it: letters to a territory of the United States are domestic."""
    return "US" if country in _UNITED_STATES else country


def _free_in(number: str, country: str, home: str) -> bool:
    """Whether a number costs nothing in `country`: one of its own, or a universal one (ITU-T E.169.1)."""
    if TOLL_FREE.search(number):
        return country in _NORTH_AMERICA
    digits = "".join(char for char in number if char.isdigit())
    if digits.startswith("00800") or number.strip().startswith("+800"):
        return True
    # Without a country's code it is the sender's, unless no such number is free there.
    return _is_free(number, country) and (number.strip().startswith("+") or not _is_free(number, home))


@lru_cache(maxsize=1024)
def _is_free(number: str, country: str) -> bool:
    import phonenumbers

    try:
        read = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    within = read.country_code == phonenumbers.country_code_for_region(country)
    return bool(within and phonenumbers.number_type(read) == phonenumbers.PhoneNumberType.TOLL_FREE)


@lru_cache(maxsize=1024)
def dialled(number: str, home: str, country: str) -> str:
    """A number of `home` as it is dialled from `country`; empty where it does not answer there, as it stands where it is none."""
    import phonenumbers

    if TOLL_FREE.search(number) and home in _NORTH_AMERICA:
        return number if country in _NORTH_AMERICA else ""
    try:
        read = phonenumbers.parse(number, home)
    except phonenumbers.NumberParseException:
        return number
    if read.country_code == phonenumbers.country_code_for_region(country) == 1 or not phonenumbers.is_possible_number(read):
        return number
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
