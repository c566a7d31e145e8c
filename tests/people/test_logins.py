"""Whose a login is, where it is the name of a mailbox."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from given_findings import AUSTIN, KEYS, TOKEN, maker, row

from stanch.people.logins import with_mailboxes
from stanch.people.partial import PARTIAL

ANA = {"full_name": "Ana B. Ruiz", "email": "Ana.Ruiz77@example.com"}


def login(name: str, **told: str) -> dict[str, str]:
    return {"member": f"username:{TOKEN('username', name)}", **told}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([ANA, login("ana.ruiz77", full_name="Ruiz, Ana")], "Ana.Ruiz77@example.com"),
        ([ANA, login("ana.ruiz77", full_name="Ben Okafor")], None),  # who keeps the accounts of others
        ([ANA, login("ana.ruiz77")], None),
        ([ANA, login("ana.ruiz78", full_name="Ana Ruiz")], None),
        ([ANA, login("ana.ruiz77", full_name="Ana Ruiz", email="a@example.org")], "a@example.org"),
        ([ANA, {**ANA, "email": "ana.ruiz77@example.org"}, login("ana.ruiz77", full_name="Ana Ruiz")], None),  # two mailboxes of that name
        ([{**ANA, "email": "ana@example.com"}, login("ana", full_name="Ana Ruiz")], None),
    ],
)
def test_a_login_is_the_mailbox_of_its_name_where_the_names_agree(rows, found):
    partial = pa.Table.from_pylist([{name: one.get(name) for name in PARTIAL.names} for one in rows], PARTIAL)
    assert with_mailboxes(partial, KEYS).column("email").to_pylist()[-1] == found


def test_who_is_told_of_a_breach_is_told_of_the_password_too(tmp_path: Path):
    people = maker(tmp_path)(
        row("patients.csv", 1, name="Ana B. Ruiz", email="ana.ruiz77@example.com", dob="1970-02-03", postal_address=AUSTIN),
        row("access.csv", 1, name="Ana Ruiz", username="ana.ruiz77", password="Molar-3312!x"),
        row("access.csv", 2, name="Ben Okafor", username="ben.okafor4", password="Molar-3312!x"),
    ).people
    assert {person.name: {one.kind for one in person.exposures} >= {"password"} for person in people} == {
        "Ana B. Ruiz": True,
        "Ben Okafor": True,
    }
    assert {person.name: person.email for person in people} == {"Ana B. Ruiz": "ana.ruiz77@example.com", "Ben Okafor": None}
