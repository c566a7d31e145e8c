"""Logins in texts: whose mailbox stands with a password has that password, named or not."""

from __future__ import annotations

import pytest

from stanch.extent.scanning import raw_spans, records_of


def owners(text: str) -> dict[str, str | None]:
    """Each finding's text with the mailbox or name whose it is."""
    spans = raw_spans(text, {})
    records = records_of(text, spans, {})
    named = {record: span.text for span, record in zip(spans, records, strict=True) if record and span.kind in ("name", "email")}
    return {span.text: named.get(record) for span, record in zip(spans, records, strict=True)}


def test_a_mailbox_and_its_password_in_a_line_are_one_persons() -> None:
    found = owners("ann.lee@example.com:Bluebird653!\nben.roe@example.com:Sunflower12\n")
    assert (found["Bluebird653!"], found["Sunflower12"]) == ("ann.lee@example.com", "ben.roe@example.com")


def test_logins_in_a_mail_are_not_whose_who_wrote_it() -> None:
    found = owners(
        "From: Olaf Desk <olaf.desk@corp.example.com>\nTo: it@corp.example.com\nSubject: logins\n\nThese stopped working:\n\n"
        "ann.lee@example.com / Bluebird653!\nUser: ben.roe@example.com\nPassword: Dragon!773\n\nRegards,\nOlaf Desk\n"
    )
    assert (found["Bluebird653!"], found["Dragon!773"]) == ("ann.lee@example.com", "ben.roe@example.com")


def test_who_is_greeted_has_the_login_that_is_told_him() -> None:
    text = "Dear Rosalind Achterberg,\n\nYour login is below.\n\nUsername: r.achterberg@example.com\nPassword: Tulip-Garden-77\n\nKind regards,\nSupport\n"
    spans = raw_spans(text, {})
    records = dict(zip((span.kind for span in spans), records_of(text, spans, {}), strict=True))
    assert records["name"] == records["email"] == records["password"] is not None


def test_a_password_far_from_a_mailbox_is_nobodys() -> None:
    found = owners("Write to ann.lee@example.com.\n\n\n\n\nNotes on the printer\n\nThe printer.\n\nPassword: Dragon!773\n")
    assert found["Dragon!773"] is None


LIST = """New accounts:

1. Ann Leeson, ann.leeson@example.com, password: Tulip77!
2. Ben Roemer, ben.roemer@example.com, password: Rose88!
3. Eve Dayton, eve.dayton@example.com, password: Iris99!
"""
BLOCKS = """Name: Ann Leeson
Email: ann.leeson@example.com
Password: Tulip77!

Name: Ben Roemer
Email: ben.roemer@example.com
Password: Rose88!x
"""
MAIL = """From: Olaf Desk <olaf@corp.example.com>
To: it@corp.example.com
Subject: accounts

Here they are:

Ann Leeson
User: ann.leeson@example.com
Password: Tulip77!

Ben Roemer
User: ben.roemer@example.com
Password: Rose88!x

Regards,
Olaf Desk
"""


@pytest.mark.parametrize("text", [LIST, BLOCKS, MAIL])
def test_whom_a_list_names_with_a_login_has_it(text: str) -> None:
    spans = raw_spans(text, {})
    records = records_of(text, spans, {})
    told = {span.text: record for span, record in zip(spans, records, strict=True)}
    assert told["Ann Leeson"] == told["ann.leeson@example.com"] == told["Tulip77!"] is not None
    assert told["Ben Roemer"] == told["ben.roemer@example.com"] != told["Ann Leeson"]
