"""The affected individuals as `people -C CASE --json` prints them."""

from __future__ import annotations

from typing import Any

from stanch.casefile import two_readers
from stanch.casefile.case import Case
from stanch.records import Aside, DoubtfulPair, Person, to_plain

# The keys of docs/contract.md, in its order; a person's kinds in detail stay with the record.
KEYS = (
    "id",
    "name",
    "other_names",
    "dob",
    "minor",
    "deceased",
    "email",
    "phone",
    "postal_address",
    "residence",
    "residence_reason",
    "elements",
    "confidence",
    "relation",
    "sources",
    "former_ids",
    "residence_confidence",
    "language",
    "clients",
)


def contract_form(case: Case) -> dict[str, Any]:
    """All people, how many pairs are left for review, how many others are not on the list (companies among them),
    and to how many findings and people one reader alone said no: nobody leaves the list by that.
    """
    people = []
    for person in case.store.get(Person):
        plain = to_plain(person)
        shares = [{"client": one.client, "elements": list(one.elements)} for one in person.shares]
        people.append({key: plain[key] for key in KEYS} | ({"shares": shares} if shares else {}))
    return {
        "people": people,
        "review": sum(not pair.is_household for pair in case.store.get(DoubtfulPair)),
        "set_aside": len(case.store.get(Aside)),
        "one_said_no": len(two_readers.waiting(case)),
    }
