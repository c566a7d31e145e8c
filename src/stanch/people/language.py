"""The language in which a person is most likely to read a letter, and from what that is guessed."""

from __future__ import annotations

from stanch.people.residence import country_of_domain, languages_of
from stanch.records import PostalAddress
from stanch.vocabulary import jurisdictions

# Public facts: the postcodes of Belgium's language areas (first four figures, inclusive).
BELGIUM = ((1300, 1499, "fr"), (4700, 4799, "de"), (4000, 7999, "fr"), (1500, 3999, "nl"), (8000, 9999, "nl"))


def guess(residence: str | None, address: PostalAddress | None, email: str | None) -> tuple[str, str]:
    """(ISO 639-1 code, ground in words). English where nothing tells."""
    place = jurisdictions().get(residence or "")
    if place:
        if residence == "EU-BE" and address and (code := _belgian(address.postcode)):
            return code, "the language area of the postcode"
        shared = f", where {', '.join(place.languages[1:])} is spoken too" if len(place.languages) > 1 else ""
        return place.languages[0], f"the first language of {place.name}, where the person lives{shared}"
    domain = (email or "").rpartition("@")[2].casefold()
    country = country_of_domain(domain)
    if country and (code := languages_of(country)):
        return code, f"the country of the e-mail address ({domain.rpartition('.')[2]}); the residence is not known"
    return "en", "nothing tells; English is assumed"


def _belgian(postcode: str) -> str:
    plain = postcode.strip()
    if len(plain) != 4 or not plain.isdigit():
        return ""
    return next((code for first, last, code in BELGIUM if first <= int(plain) <= last), "")
