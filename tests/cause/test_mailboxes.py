"""Whose mailbox an export is, whatever its file is called."""

from __future__ import annotations

from stanch.cause.mailboxes import owners
from stanch.cause.places import Places
from stanch.cause.things import Thing


def mail(sender: str, *to: str) -> dict[str, str]:
    return {"mail.from": sender, "mail.to": "; ".join(to)}


OFFICE = "Office <Office@firm.example>"
BOX = [
    ("share/export 1.mbox!/1", mail("ann@example.com", OFFICE)),
    ("share/export 1.mbox!/2", mail("ben@example.com", OFFICE, "ann@example.com")),
    ("share/export 1.mbox!/3", mail(OFFICE, "cy@example.com")),
    ("share/all.zip!/post/1.eml", mail("ann@example.com", "tax@firm.example")),
    ("share/all.zip!/post/2.eml", mail("ben@example.com", "tax@firm.example")),
    ("share/all.zip!/post/3.eml", mail("cy@example.com", "tax@firm.example")),
    ("share/two.mbox!/1", mail("ann@example.com", OFFICE)),
    ("share/two.mbox!/2", mail("ann@example.com", OFFICE)),
    ("share/two.mbox!/3", mail(OFFICE, "ann@example.com")),
    ("share/one.mbox!/1", mail("ann@example.com", OFFICE)),
]


def test_the_address_of_nearly_every_message_is_the_owners() -> None:
    assert owners(BOX) == {"share/export 1.mbox": "office@firm.example", "share/all.zip!/post": "tax@firm.example"}


def test_a_log_that_names_the_account_means_its_export() -> None:
    places = Places.of([locator for locator, _ in BOX], owners(BOX))
    met = places.meet(Thing("mailbox", "office@firm.example", "acquired"))
    assert met is not None
    assert met.places == ("share/export 1.mbox",)
    assert places.meet(Thing("mailbox", "nobody@firm.example", "acquired")) is None


def test_a_folder_that_holds_more_than_mail_is_nobodys_mailbox() -> None:
    mails = [(f"share/post/{number}.eml", mail(f"{number}@example.com", OFFICE)) for number in range(4)]
    owner = {"share/post": "office@firm.example"}
    assert owners(mails) == owner
    assert owners(mails, ["share/post/2.eml!/salaries.xlsx#Sheet1", "share/prices.csv"]) == owner
    assert owners(mails, ["share/post/salaries.xlsx#Sheet1"]) == {}
    assert owners(mails, ["share/post/old/notes.txt"]) == {}
    assert owners([*mails, *((f"share/post/tom/{number}.eml", mail(OFFICE, "tom@firm.example")) for number in range(4))]) == {}
