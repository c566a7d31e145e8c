"""What a person is to the organisation, and who is whose guardian: from paths, tables, columns and records."""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stanch.records import Role
from stanch.vocabulary import elements

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Words of a locator or header, by relation, the most telling first where a source speaks of several.
WORDS: tuple[tuple[str, str], ...] = (
    ("patient", r"patient|clinic|medical|chart|treatment|diagnos|appointment|referral|intake|mrn|dental|prescription|insurance.?claim"),
    ("student", r"student|pupil|enrol|transcript|grade"),
    ("employee", r"employee|payroll|staff|personnel|salary|hr[/_\-. ]|human.?resources|w-?2|timesheet|onboarding|applicant"),
    ("customer", r"customer|client|crm|order|account|invoice|billing|subscriber|member|loyalty|shop|newsletter"),
    ("contact", r"vendor|supplier|contact|partner|address.?book"),
)
RANKED = ("patient", "student", "employee", "child", "customer", "guardian", "contact")
ROLES = (
    "guardian", "guarantor", "parent", "emergency", "spouse", "dependent", "child", "beneficiary", "subscriber", "sender", "recipient",
    "provider", "manager", "witness",
)  # fmt: skip


# What a person's employer holds of them as such: HIPAA, for one, leaves it out of health information (45 CFR 160.103).
STAFF = r"employee|payroll|staff|personnel|salar|(^|[/_. -])hr([/_. -]|$)|human.?resources|timesheet|w-?2"
CARE = r"patient|medical|chart|treatment|diagnos|referral|prescription|claim"


def votes(connection: DuckDBPyConnection) -> dict[int, str]:
    """For each owner the closest relation that their findings speak of: being a patient says more than being on a mailing list."""
    roles = " ".join(f"WHEN regexp_matches(mention, '[/_]{role}(/|$)') THEN '{_named(role)}'" for role in ROLES)
    words = " ".join(f"WHEN regexp_matches(lower(locator || ' ' || header), '{pattern}') THEN '{relation}'" for relation, pattern in WORDS)
    near = "lower(array_to_string(list_slice(string_split(locator, '/'), -3, -1), '/'))"
    kinds = (
        # A sick note in a personnel file is the employer's.
        f"WHEN kind IN ('diagnosis', 'medication', 'medical_treatment') AND regexp_matches({near}, '{STAFF}') "
        f"AND NOT regexp_matches({near}, '{CARE}') THEN 'employee' "
        "WHEN kind IN ('medical_record_number', 'diagnosis', 'medication', 'medical_treatment', 'us_mbi') THEN 'patient' "
        "WHEN kind IN ('employee_id', 'salary') THEN 'employee' WHEN kind = 'student_id' THEN 'student' WHEN kind = 'customer_id' THEN 'customer'"  # noqa: E501
    )
    query = (
        f"SELECT owner, relation, count(*) AS n FROM (SELECT owner, CASE {roles} {kinds} {words} END AS relation FROM said) "
        f"WHERE relation IS NOT NULL GROUP BY owner, relation ORDER BY owner, coalesce(list_position({list(RANKED)}, relation), 99), n DESC, relation"  # noqa: E501
    )
    found: dict[int, str] = {}
    for owner, relation, _ in connection.execute(query).fetchall():
        found.setdefault(owner, relation)
    return found


def roles(connection: DuckDBPyConnection, related: Mapping[int, str]) -> dict[int, tuple[Role, ...]]:
    """Of owners who are staff and something else besides: what was exposed in the staff's papers, and what elsewhere.

    A unit is the staff's where the end of its locator (folder, file, sheet) says so, or where it pays or numbers them.
    """
    facts = {element.id: element.fact for element in elements().values() if element.fact}
    near = "lower(array_to_string(list_slice(string_split(locator, '/'), -2, -1), '/'))"
    query = (
        f"WITH unit AS (SELECT owner, locator, bool_or(kind IN ('employee_id', 'salary')) OR (regexp_matches(any_value({near}), '{STAFF}') "
        f"AND NOT regexp_matches(any_value({near}), '{CARE}')) AS staff FROM said GROUP BY owner, locator), "
        "mixed AS (SELECT owner FROM unit GROUP BY owner HAVING bool_or(staff) AND NOT bool_and(staff)) "
        "SELECT owner, staff, list_sort(list(DISTINCT kind)) FROM said JOIN unit USING (owner, locator) JOIN mixed USING (owner) "
        "GROUP BY owner, staff ORDER BY owner, staff"
    )
    found: dict[int, list[Role]] = {}
    for owner, staff, kinds in connection.execute(query).fetchall():
        relation = "employee" if staff else related.get(owner, "")
        held = tuple(sorted({facts[kind] for kind in kinds if kind in facts}))
        if held and (staff or relation not in ("", "employee")):
            found.setdefault(owner, []).append(Role(relation, held))
    return {owner: tuple(held) for owner, held in found.items() if len(held) > 1}


def _named(role: str) -> str:
    # Whoever treats a patient or looks after a customer is none: the doctor in a patient's row is a contact, the agent one of the staff.
    return {"guarantor": "guardian", "parent": "guardian", "dependent": "child", "manager": "employee"}.get(
        role, role if role in ("guardian", "child") else "contact"
    )


def guardians(connection: DuckDBPyConnection, ids: Mapping[int, str]) -> dict[str, str]:
    """For each person with a guardian named in the same record, the guardian's id."""
    query = (
        "SELECT c.owner, g.owner FROM (SELECT DISTINCT mention, owner FROM said) g JOIN (SELECT DISTINCT mention, owner FROM said) c "
        "ON regexp_matches(g.mention, '/(guardian|parent|guarantor)(/[0-9]+)?$') AND c.mention = regexp_replace(g.mention, '/(guardian|parent|guarantor)(/[0-9]+)?$', '') "  # noqa: E501
        "WHERE c.owner <> g.owner GROUP BY c.owner, g.owner ORDER BY c.owner, min(length(g.mention)), g.owner"
    )
    found: dict[str, str] = {}
    for child, guardian in connection.execute(query).fetchall():
        if child in ids and guardian in ids:
            found.setdefault(ids[child], ids[guardian])
    return found
