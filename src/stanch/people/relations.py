"""What a person is to the organisation, and who is whose guardian: from paths, tables, columns and records."""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

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
ROLES = ("guardian", "guarantor", "parent", "emergency", "spouse", "dependent", "child", "beneficiary", "subscriber", "sender", "recipient")


def votes(connection: DuckDBPyConnection) -> dict[int, str]:
    """For each owner the closest relation that their findings speak of: being a patient says more than being on a mailing list."""
    roles = " ".join(f"WHEN regexp_matches(mention, '[/_]{role}(/|$)') THEN '{_named(role)}'" for role in ROLES)
    words = " ".join(f"WHEN regexp_matches(lower(locator || ' ' || header), '{pattern}') THEN '{relation}'" for relation, pattern in WORDS)
    kinds = (
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


def _named(role: str) -> str:
    return {"guarantor": "guardian", "parent": "guardian", "dependent": "child", "emergency": "contact", "spouse": "contact"}.get(
        role, role if role in ("guardian", "child") else "contact"
    )


def guardians(connection: DuckDBPyConnection, ids: Mapping[int, str]) -> dict[str, str]:
    """For each person with a guardian named in the same record, the guardian's id."""
    query = (
        "SELECT DISTINCT c.owner, g.owner FROM (SELECT DISTINCT mention, owner FROM said) g JOIN (SELECT DISTINCT mention, owner FROM said) c "  # noqa: E501
        "ON regexp_matches(g.mention, '/(guardian|parent|guarantor)$') AND c.mention = regexp_replace(g.mention, '/(guardian|parent|guarantor)$', '') "  # noqa: E501
        "WHERE c.owner <> g.owner ORDER BY ALL"
    )
    found: dict[str, str] = {}
    for child, guardian in connection.execute(query).fetchall():
        if child in ids and guardian in ids:
            found.setdefault(ids[child], ids[guardian])
    return found
