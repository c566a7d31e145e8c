"""From joined mentions to `Person`: best name, contact, residence, what was exposed and where."""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from stanch.people import clients, language, relations, residence
from stanch.people.asides import is_of_a_function
from stanch.people.days import year_of
from stanch.people.identity import Kept, records_of
from stanch.people.lists import Reached
from stanch.people.names import as_written, fold, in_order, is_company, parse, without_estate
from stanch.people.partial import PLACEHOLDER_DAYS
from stanch.records import Client, Exposure, Person, PostalAddress
from stanch.vocabulary import elements

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_SOURCES = 200  # locators kept for one person and kind; the rest are in the findings
CONTACT_ONLY = frozenset({"name", "contact", "email", None})
CALLED = ("/emergency", "/guardian", "/witness")  # the records of texts that say so (`extent.next_of_kin`)
# What a record without a name may hold beside an address and still be about a place or a thing.
OPENS = frozenset({"password", "password_hash_salted"})  # with its mailbox: who reads it is told (Fla. Stat. 501.171(1)(g)1.b)
NAMELESS = frozenset({"name", "contact", "employment", "location", "ip_address", "device_id", "vehicle", None})
MAJORITY = 18
OLDEST = 122  # years that anybody has lived
STRONGEST = (
    "ssn",
    "national_id",
    "tax_id",
    "passport",
    "drivers_license",
    "health_insurance",
    "medical",
    "financial_account",
    "employee_id",
    "customer_id",
    "email",
)


@dataclass(frozen=True, slots=True)
class Found:
    """The people, companies with data of theirs among the findings, and the id of each owner number that became one.

    `reached`: by id, how those are reached of whom more than one mailbox, telephone or address is known.
    """

    people: tuple[Person, ...]
    companies: tuple[Person, ...]
    ids: dict[int, str]
    reached: dict[str, Reached] = field(default_factory=dict)


# What reaches somebody at work, or nobody: a letter's reader is reached at home where both are known.
AT_WORK = "(^|[^a-z])(business|work|office|company|assistant|fax)"
# A mailbox that is called one's own comes before one that is not: `Private E-Mail` beside `E-Mail`.
ONES_OWN = "(^|[^a-z])(private?|personal|privat|priv[ée]|perso|personnel(le)?|personale|particular|home|second)($|[^a-z]|e-?mail)"


@dataclass(slots=True)
class Gathered:
    """Everything said of one owner, in sets with counts."""

    names: Counter[str] = field(default_factory=Counter)
    suffixes: Counter[str] = field(default_factory=Counter)
    dobs: Counter[str] = field(default_factory=Counter)
    years: set[int] = field(default_factory=set)
    emails: list[tuple[str, bool, int, str]] = field(default_factory=list)
    phones: list[tuple[str, bool, int, str]] = field(default_factory=list)
    addresses: list[tuple[PostalAddress, str, int]] = field(default_factory=list)
    exposures: list[Exposure] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    mark: str = ""
    in_table: bool = False
    deceased: bool = False


def people(
    partial: pa.Table,
    placed: pa.Table,
    joined: Mapping[int, tuple[str, ...]],
    sure: Mapping[int, float],
    connection: DuckDBPyConnection,
    *,
    as_of: date,
    kept: Kept | None = None,
    held_for: Sequence[Client] = (),
    homes: tuple[str, ...] = (),
) -> Found:
    """All affected people. Mentions that are a bare name or a signature do not make one; companies are told apart."""
    connection.register("owner_of", placed)
    connection.register("partial_rows", partial)
    connection.execute("CREATE TABLE said AS SELECT p.*, o.owner FROM placed p JOIN owner_of o USING (mention)")
    connection.execute("CREATE TABLE part AS SELECT p.*, o.owner FROM partial_rows p JOIN owner_of o ON p.key = o.mention")
    gathered = _gather(connection)
    related = relations.votes(connection)
    roles = relations.roles(connection, related)
    by_client = clients.of_owners(connection, held_for)
    shares = clients.shares(connection, held_for, by_client)
    companies = {owner for owner, one in gathered.items() if _is_party(one)}
    listed = {owner: one for owner, one in gathered.items() if owner in companies or _is_affected(one)}
    known = kept or Kept()
    ids = _named(listed, known)
    used = set(ids.values())
    made: dict[int, Person] = {}
    for owner, identity in ids.items():
        person = _person(identity, listed[owner], as_of, homes)
        made[owner] = replace(
            person,
            joined_by=joined.get(owner, ()),
            confidence=sure.get(owner, person.confidence),
            relation=related.get(owner),
            roles=roles.get(owner, ()),
            clients=by_client.get(owner, ()),
            shares=shares.get(owner, ()),
            records=records_of(known.records.get(owner, ()), listed[owner].keys),
            former_ids=tuple(old for old in known.former.get(owner, ()) if old not in used),
        )
    guardians = relations.guardians(connection, ids)
    persons = [replace(one, guardian=guardians.get(one.id)) if one.minor else one for owner, one in made.items() if owner not in companies]
    return Found(
        tuple(sorted(persons, key=lambda one: one.id)),
        tuple(sorted((made[owner] for owner in companies), key=lambda one: one.id)),
        {owner: identity for owner, identity in ids.items() if owner not in companies},
        {identity: reached for owner, identity in ids.items() if (reached := _reached(listed[owner]))},
    )


def _reached(one: Gathered) -> Reached | None:
    """All ways in which somebody is reached, where there is more than one of a kind."""
    emails, phones = ({text for *_, text in told} for told in (one.emails, one.phones))
    addresses = {address for address, *_ in one.addresses}
    found = Reached(tuple(sorted(emails)), tuple(sorted(phones)), tuple(sorted(addresses, key=repr)))
    return found if max(len(emails), len(phones), len(addresses)) > 1 else None


def _named(listed: Mapping[int, Gathered], kept: Kept) -> dict[int, str]:
    """The id of each: the one it had, else a hash of what identifies it most, else of its first record."""
    ids = {owner: kept.ids[owner] for owner in listed if owner in kept.ids}
    used = set(kept.ids.values())
    for owner in sorted(listed.keys() - ids.keys(), key=lambda one: (listed[one].mark, listed[one].keys[0])):
        mark = hashlib.blake2b(listed[owner].mark.encode(), digest_size=6).hexdigest()
        number = 1
        while (identity := f"p-{mark}" if number == 1 else f"p-{mark}-{number}") in used:
            number += 1
        used.add(identity)
        ids[owner] = identity
    return dict(sorted(ids.items(), key=lambda entry: entry[1]))


def _is_company(one: Gathered, facts: set[str | None]) -> bool:
    return bool(one.names) and all(is_company(name) for name in one.names) and not facts & {"ssn", "dob", "national_id"}


def _is_party(one: Gathered) -> bool:
    """A company of which more than the name stands in a list, or anything but contact lines elsewhere."""
    facts = {exposure.fact for exposure in one.exposures}
    return _is_company(one, facts) and bool(facts - {"name", None} if one.in_table else facts - CONTACT_ONLY)


def _is_affected(one: Gathered) -> bool:
    """Somebody of whom more than a name, or the contact lines of a letter or signature, was exposed."""
    known = elements()
    # A doctor's or a bank's public number tells nothing of a person.
    facts = {one.fact for one in one.exposures if one.kind not in known or known[one.kind].group != "organisation"}
    if not one.names and not _can_be_somebody(one):
        return False
    if _is_company(one, facts):
        return False
    if facts - CONTACT_ONLY:
        strong = {exposure.fact for exposure in one.exposures if exposure.confidence >= 0.6}
        return (
            bool(one.names)
            or one.in_table
            or bool(strong & {"ssn", "national_id", "tax_id", "medical", "financial_account", "card_number", "health_insurance"})
            or bool(one.emails and strong & OPENS)
        )
    kinds = {exposure.kind for exposure in one.exposures}
    if one.in_table:
        return bool(facts - {"name"})
    # A letter's address block names somebody the letter is about or to, a form whom to call in an emergency; an e-mail's signature nobody.
    return bool(one.names) and (bool(kinds & {"postal_address", "street"}) or any(key.endswith(CALLED) for key in one.keys))


def _can_be_somebody(one: Gathered) -> bool:
    """Does a record without a name still point to one person? A street, a job or a place alone may be anybody's, or nobody's."""
    known = elements()
    if any(exposure.kind in ("phone", "dob") or (exposure.kind in known and known[exposure.kind].identifies) for exposure in one.exposures):
        return True
    kinds, facts = {exposure.kind for exposure in one.exposures}, {exposure.fact for exposure in one.exposures}
    return bool(kinds & {"postal_address", "street"}) and bool(facts - NAMELESS)


def _with_given(full: str | None, given: str | None) -> str | None:
    """`Jansen, J.` beside a given name of its own is `Joost Jansen`."""
    head, comma, tail = (full or "").partition(",")
    initial = tail.strip(" .")
    return (
        f"{given} {head.strip()}" if given and comma and len(initial) == 1 and given[:1].casefold() == initial.casefold() else full or given
    )


def _gather(connection: DuckDBPyConnection) -> dict[int, Gathered]:
    found: dict[int, Gathered] = {}
    for owner, key, full, given, middle, family, suffix, former in _rows(
        connection, "SELECT owner, key, full_name, given, middle, family, suffix, former FROM part ORDER BY owner, key",
    ):  # fmt: skip
        one = found.setdefault(owner, Gathered())
        one.keys.append(key)
        whole = as_written(given, middle, family, suffix) if family else _with_given(full, given)
        if whole:
            written = " ".join(whole.split())
            bare = without_estate(written)
            one.deceased = one.deceased or bare != written
            one.names[bare] += 1
        if former and given:
            one.names[f"{given} {former}"] += 0
    for owner, dob, times in _rows(
        connection, "SELECT owner, text, count(*) FROM said WHERE kind = 'dob' AND text IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ):
        found[owner].dobs[dob] += times
    for owner, text in _rows(
        connection, "SELECT DISTINCT owner, text FROM said WHERE kind = 'birth_year' AND text IS NOT NULL ORDER BY ALL"
    ):
        found[owner].years |= {int(year_of(text) or 0)} - {0}
    at_home = f"(NOT regexp_matches(header, '{AT_WORK}'))::INT"
    for kind, rank in (("email", f"{at_home} + regexp_matches(header, '{ONES_OWN}')::INT"), ("phone", at_home)):
        for owner, text, times, seen_on, own in _rows(
            connection,
            f"SELECT owner, text, count(*), coalesce(max(seen_on), ''), max({rank}) FROM said "
            f"WHERE kind = '{kind}' AND text IS NOT NULL GROUP BY owner, text ORDER BY ALL",
        ):
            (found[owner].emails if kind == "email" else found[owner].phones).append((seen_on, own, times, text))
    _gather_addresses(connection, found)
    _gather_exposures(connection, found)
    return found


def _gather_addresses(connection: DuckDBPyConnection, found: dict[int, Gathered]) -> None:
    query = (
        "WITH dated AS (SELECT mention, max(seen_on) AS seen_on FROM said WHERE kind IN ('postal_address', 'street', 'city', 'region', 'postcode') GROUP BY mention) "  # noqa: E501
        "SELECT owner, coalesce(street, ''), coalesce(city, ''), coalesce(region, ''), coalesce(postcode, ''), coalesce(country, ''), coalesce(max(seen_on), ''), count(*) "  # noqa: E501
        "FROM part LEFT JOIN dated ON key = mention WHERE coalesce(street, city, region, postcode, country) IS NOT NULL GROUP BY ALL ORDER BY ALL"  # noqa: E501
    )
    for owner, street, city, region, postcode, country, seen_on, times in _rows(connection, query):
        found[owner].addresses.append((PostalAddress(street, city, region, postcode, country), seen_on, times))


def _gather_exposures(connection: DuckDBPyConnection, found: dict[int, Gathered]) -> None:
    known = elements()
    query = (
        f"SELECT owner, kind, min(masked), max(confidence), list_sort(list(DISTINCT locator))[1:{MOST_SOURCES}], min(token), bool_or(row IS NOT NULL) "  # noqa: E501
        "FROM said GROUP BY owner, kind ORDER BY owner, kind"
    )
    marks: dict[int, tuple[int, str]] = {}
    for owner, kind, masked, confidence, sources, token, in_table in _rows(connection, query):
        one = found[owner]
        fact = known[kind].fact if kind in known else None
        one.exposures.append(Exposure(kind, fact, masked or "", round(float(confidence), 3), tuple(sources)))
        one.in_table = one.in_table or bool(in_table)
        one.deceased = one.deceased or kind == "date_of_death"
        rank = STRONGEST.index(fact) if fact in STRONGEST and known[kind].identifies else len(STRONGEST)
        candidate = (rank, f"{kind}:{token}" if rank < len(STRONGEST) else f"at:{one.keys[0]}")
        marks[owner] = min(marks.get(owner, candidate), candidate)
    for owner, (_, mark) in marks.items():
        found[owner].mark = mark


def _person(identity: str, one: Gathered, as_of: date, homes: tuple[str, ...]) -> Person:
    names = _names(one.names)
    addresses = [
        address
        for address in residence.ordered(one.addresses, as_of)
        if address.street or address.city or address.postcode or address.state
    ]
    phones = tuple(text for *_, text in sorted(one.phones, reverse=True))
    is_person = bool(names) and not is_company(names[0])
    posted = any(address.street for address in addresses)
    emails = _mailboxes([text for *_, text in sorted(one.emails, reverse=True)], is_person=is_person, posted=posted)
    kinds = tuple(exposure.kind for exposure in one.exposures)
    lone = tuple(sorted({address.country for address, _, _ in one.addresses if address.country and address not in addresses}))
    grounds = residence.Grounds(tuple(addresses), phones, kinds, homes, lone)
    home = residence.resolve(grounds)
    dob = _dob(one.dobs, as_of)
    mailable = [address for address in addresses if address.street] or addresses
    sources = sorted({source for exposure in one.exposures for source in exposure.sources})
    address = residence.complete(mailable[0], grounds) if mailable else None
    spoken, because = language.guess(home.code, address, emails[0] if emails else None)
    return Person(
        id=identity,
        name=names[0] if names else "",
        other_names=tuple(names[1:]),
        dob=dob,
        minor=_age(dob, as_of) < MAJORITY if dob else bool(one.years) and as_of.year - min(one.years) < MAJORITY,
        deceased=one.deceased,
        email=emails[0] if emails else None,
        phone=phones[0] if phones else None,
        postal_address=address,
        residence=home.code,
        residence_reason=home.reason,
        residence_confidence=home.confidence,
        elements=tuple(sorted({exposure.fact for exposure in one.exposures if exposure.fact})),
        exposures=tuple(one.exposures),
        confidence=round(max((exposure.confidence for exposure in one.exposures), default=0.0), 4),
        language=spoken,
        language_reason=because,
        sources=tuple(sources[:MOST_SOURCES]),
    )


def _mailboxes(emails: Sequence[str], *, is_person: bool, posted: bool) -> list[str]:
    """The mailboxes of a person, the best first; one of a function (`info@`), which others read, only where no letter can be posted."""
    shared = [text for text in emails if is_person and is_of_a_function(text)]
    own = [text for text in emails if text not in shared]
    return own if own or posted else shared


def _names(counted: Counter[str]) -> list[str]:
    """Forms of the name, the best first: whole, written as people write it, frequent."""
    shown: Counter[str] = Counter()
    for name, times in counted.items():
        shown[_cased(name if is_company(name) else in_order(name))] += times

    def worth(name: str) -> tuple[bool, int, int, int, str]:
        parts = parse(name)
        return (
            bool(parts.given and parts.family and len(parts.given) > 1),
            shown[name],
            len(fold(name)),
            -sum(char.isupper() for char in name),
            name,
        )

    best = sorted(shown, key=worth, reverse=True)
    kept: dict[str, str] = {}
    for name in best:
        kept.setdefault(fold(name), name)
    ranked = list(kept.values())
    # The fullest form that says the same: "Anna Maria Jones" before "Anna Jones".
    first = parse(ranked[0]) if ranked else parse("")
    fuller = [
        name for name in ranked[1:] if (full := parse(name)).given == first.given and full.family == first.family and _adds(full, first)
    ]
    if fuller:
        ranked.remove(fuller[0])
        ranked.insert(0, fuller[0])
    return ranked


def _adds(full: Any, first: Any) -> bool:
    adds_middle = len(full.middle) > len(first.middle) and full.middle.startswith(first.middle[:1])
    return bool(
        (adds_middle and full.suffix == first.suffix) or (full.suffix and not first.suffix and full.middle.startswith(first.middle))
    )


def _cased(name: str) -> str:
    """Names that are all capitals or all small, as people write them."""
    if not (name.isupper() or name.islower()) or not name.isascii():
        return name
    return " ".join(
        "-".join(part if part.upper() in ("II", "III", "IV") else part.capitalize() for part in word.split("-")) for word in name.split()
    )


def _dob(counted: Counter[str], as_of: date) -> date | None:
    """The day told most often; what programs write for none comes last, and where nobody alive was born then it is none."""
    for text, _ in sorted(counted.items(), key=lambda entry: (entry[0] in PLACEHOLDER_DAYS, -entry[1], entry[0])):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            continue
        if text not in PLACEHOLDER_DAYS or _age(day, as_of) <= OLDEST:
            return day
    return None


def _age(dob: date, as_of: date) -> int:
    return as_of.year - dob.year - ((as_of.month, as_of.day) < (dob.month, dob.day))


def _rows(connection: DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.execute(query)
    while batch := cursor.fetchmany(20_000):
        yield from batch
