"""Logins in texts: whose mailbox stands with a password has that password, named or not."""

from __future__ import annotations

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
