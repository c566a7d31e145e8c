"""Who among those found is no affected individual: trial accounts, and mailboxes of the organisation's own functions.

Set aside, never dropped: each is kept with the reason, shown with its number, and brought back by a person's decision.
Whatever speaks of a real person (a number of identity, a medical word, a name that is more than a function) keeps it listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.people.names import fold
from stanch.records import Aside, Organisation, Person, Ruling

# Kinds of facts that a trial account's made-up row may hold too; anything beyond them is a real person's until somebody decides.
HARMLESS = frozenset(
    {"name", "contact", "email", "username", "password", "password_hash_salted", "ip_address", "customer_id", "order_history"}
)
ANYBODYS = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "aol.com", "proton.me", "gmx.de", "web.de"}
)
NUMBERED = re.compile(r"[\d._+-]+$")


@dataclass(frozen=True, slots=True)
class _Words:
    test_words: frozenset[str]
    filler_words: frozenset[str]
    test_mailboxes: frozenset[str]
    role_mailboxes: frozenset[str]
    role_names: frozenset[str]


@cache
def _words() -> _Words:
    return datafile.read(Path(__file__).parent / "facts" / "aside.yaml", _Words)


def own_domains(org: Organisation) -> frozenset[str]:
    """The organisation's own domains, from its e-mail address and its website; never a public mail provider's."""
    found = {(org.email or "").rpartition("@")[2].casefold().strip()}
    site = re.sub(r"^[a-z]+://", "", (org.website or "").casefold().strip())
    found.add(site.partition("/")[0].partition(":")[0].removeprefix("www."))
    return frozenset(domain for domain in found if "." in domain and domain not in ANYBODYS)


def aside(person: Person, domains: frozenset[str]) -> Aside | None:
    """The person as set aside by a rule, or None."""
    extra = sorted(set(person.elements) - HARMLESS)
    if extra:
        return None
    tested = _tested(person)
    if tested:
        return Aside(person, "test_account", tested)
    role = _role(person, domains)
    return Aside(person, "own_mailbox", role) if role else None


def decided(person: Person, ruling: Ruling) -> Aside:
    """The person as set aside by a person's decision."""
    return Aside(person, "decided", f"decided to be no affected person ({signed(ruling)})", ruling.by)


def _tested(person: Person) -> str:
    """Why this is a trial account, in words; empty where it may be a person."""
    names = [fold(name).split() for name in (person.name, *person.other_names) if name]
    local = NUMBERED.sub("", (person.email or "").partition("@")[0].casefold())
    mailbox = local if local in _words().test_mailboxes else ""
    if names and all(_is_test(words) for words in names):
        return f"the name {person.name!r} is made of words for trials"
    if not names and mailbox:
        return f"no name, and the mailbox {mailbox!r} is one for trials"
    return ""


def _is_test(words: list[str]) -> bool:
    plain = [NUMBERED.sub("", word) for word in words]
    plain = [word for word in plain if word]
    known = _words().test_words
    return bool(plain) and any(word in known for word in plain) and all(word in known or word in _words().filler_words for word in plain)


def is_of_a_function(mailbox: str) -> bool:
    """Whether a mailbox is called by a function (`info@`, `accounts@`), not by a person."""
    return mailbox.casefold().partition("@")[0].partition("+")[0] in _words().role_mailboxes


def _role(person: Person, domains: frozenset[str]) -> str:
    """Why this is a mailbox of the organisation's own, in words; empty where it may be a person."""
    local, _, domain = (person.email or "").casefold().partition("@")
    if not is_of_a_function(local) or not any(domain == own or domain.endswith(f".{own}") for own in domains):
        return ""
    names = [fold(name) for name in (person.name, *person.other_names) if name]
    if any(name not in _words().role_names for name in names):
        return ""
    return f"{local}@{domain} is a mailbox of the organisation's own for a function, and no name of a person stands with it"


def signed(ruling: Ruling) -> str:
    """Who, when, why."""
    day = f", {ruling.at.date().isoformat()}" if ruling.at else ""
    return f"{ruling.by or 'unnamed'}{day}: {ruling.grounds}" if ruling.grounds else f"{ruling.by or 'unnamed'}{day}"
