"""Whose a login is, where it is the name of a mailbox."""

from __future__ import annotations

from dataclasses import replace
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


def test_a_row_of_a_login_and_its_hash_is_whose_login_it_is_elsewhere(tmp_path: Path):
    people = maker(tmp_path)(
        row("staff.csv", 1, name="Ana Ruiz", email="ana@example.com", username="aruiz"),
        row("staff.csv", 2, name="Ben Okafor", email="ben@example.com", username="bokafor"),
        row("loot/ntds.txt", 1, username="aruiz", password_hash="31d6cfe0d16ae931b73c59d7e0c089c1"),
        row("loot/ntds.txt", 2, username="svc_backup", password_hash="31d6cfe0d16ae931b73c59d7e0c089c2"),
    ).people
    assert {one.name: "password_hash" in {told.kind for told in one.exposures} for one in people if one.name} == {
        "Ana Ruiz": True,
        "Ben Okafor": False,
    }


def test_a_login_that_two_have_is_neithers(tmp_path: Path):
    people = maker(tmp_path)(
        row("a.csv", 1, name="Ana Ruiz", email="ana@example.com", username="admin"),
        row("b.csv", 1, name="Ben Okafor", email="ben@example.com", username="admin"),
        row("loot/ntds.txt", 1, username="admin", password_hash="31d6cfe0d16ae931b73c59d7e0c089c1"),
    ).people
    assert not [one.name for one in people if one.name and "password" in one.elements]


def in_text(found, record):
    return [replace(one, row=None, column=None, start=one.row, end=one.row + 9, record=record) for one in found]


def test_a_mailbox_and_its_password_in_a_text_are_somebodys(tmp_path: Path):
    people = maker(tmp_path)(
        in_text(row("mail.eml", 10, email="ann@example.com", password="Bluebird653!"), "login/1"),
        in_text(row("mail.eml", 90, email="ben@example.com"), "login/2"),
    ).people
    assert [(one.email, "password" in one.elements) for one in people] == [("ann@example.com", True)]
