"""One breach, with something on every page, and hostile names in it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from stanch.casefile import Case
from stanch.records import (
    Action,
    Aside,
    Attack,
    Cause,
    Chapter,
    Check,
    Containment,
    Deadline,
    DoubtfulPair,
    Duty,
    Exhibit,
    Exposure,
    Facts,
    Incident,
    Notice,
    Offer,
    Organisation,
    Person,
    PostalAddress,
    Proof,
    Unread,
)

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOST = "127.0.0.1:8765"
# What an intruder may have called things: markup, a script, an escape code, text that turns itself around.
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x1b[31m\u202egnp.exe"


def duty(name: str, *, required: object = True, hours: float | None = 30) -> Duty:
    due = NOW + timedelta(hours=hours) if hours is not None else None
    proof = Proof(
        "all of these", "yes", parts=(Proof("an SSN was exposed", "yes", ("data.elements = ssn",), "§ 1(b)"), Proof(HOSTILE, "no"))
    )
    return Duty(
        f"US-CA/{name}",
        "US-CA",
        "regulator:AG",
        required,  # type: ignore[arg-type]
        Deadline(72.0, "hours", "discovery", due),
        None,
        (),
        "",
        ("what_happened",),
        "Cal. Civ. Code 1798.82(f)",
        "501 residents of California",
        name,
        proof=proof,
        questions=("Was the key taken as well?",),
    )


PEOPLE = [
    Person(
        "p1",
        "Ada Example",
        email="ada@example.com",
        postal_address=PostalAddress("1 Main Street", "Oakland", "CA", "94601", "US"),
        residence="US-CA",
        residence_reason="the newest address found",
        elements=("name", "ssn"),
        exposures=(Exposure("us_ssn", "ssn", "***-**-6789", 0.99, ("share/pay.csv",)),),
        joined_by=("same SSN in two files",),
        sources=("share/pay.csv",),
        records=("share/pay.csv|row/1", "share/pay.csv|row/2"),
    ),
    Person("p2", "Zoë Ångström", minor=True, elements=("name",), records=(f"share/{HOSTILE}|row/1",)),
    Person("p3", HOSTILE, residence="US-CA", elements=("name",)),
    *(Person(f"q{number}", f"Person {number:03}", residence="US-TX", elements=("name",)) for number in range(120)),
]


def text_of(answer: Any) -> str:
    """What a page says, its white space as a browser shows it."""
    return " ".join(answer.content.decode().split())


def made(folder: Path, passphrase: str) -> None:
    """A case with that breach, made in this process: one of its own takes seconds to load all it needs."""
    from stanch import casefile
    from stanch.portal import settings

    settings.configure()
    with casefile.create(folder, passphrase=passphrase, org=None, by="x", now=NOW) as case:
        fill(case)


def fill(case: Case) -> None:
    """One breach, with something on every page."""
    store = case.store
    store.put(Organisation, [Organisation(name="Acme Dental & Sons")])
    store.put(Facts, [Facts(incident=Incident(discovered=date(2026, 10, 1)))])
    store.put(Exhibit, [Exhibit("e1", f"share/{HOSTILE}", "/x", "evidence", "a" * 64, "b" * 64, 10, NOW, NOW, "the owner")])
    store.put(
        Unread,
        [Unread("e1", f"share/{HOSTILE}.zip", "encrypted", "a password is asked for"), Unread("e1", "share/b.pdf", "damaged", "cut")],
    )
    story = (Chapter(NOW, "TA0001", f"A login from 198.51.100.7 as {HOSTILE}", ("auth.log:1",)),)
    store.put(
        Attack,
        [
            Attack(
                story=story,
                cause=Cause("intrusion", statement="An intruder guessed a password."),
                containment=(Containment(1, "Disable the account", "It is in use"),),
            )
        ],
    )
    store.put(Person, PEOPLE)
    store.put(
        Aside,
        [
            Aside(Person("c1", f"Acme {HOSTILE}", sources=("share/b.pdf",)), "company", "a company is no individual"),
            Aside(Person("t1", "Test Test", records=("share/t.csv|row/1",)), "test_account", f"an account for trials {HOSTILE}"),
        ],
    )
    store.put(DoubtfulPair, [DoubtfulPair("p1", "p2", 0.6, ("same phone",))])
    store.put(Duty, [duty("ag"), duty("late", hours=-4), duty("maybe", required="conditional"), duty("none", required=False)])
    check = Check("US-CA/ag", "what_happened", "must_contain", True, "What happened: …", "Cal. Civ. Code 1798.82(d)")
    store.put(
        Notice,
        [
            Notice(
                "letter-p1",
                "letter",
                "individuals",
                "US-CA",
                ("US-CA/ag",),
                "en",
                "en/board",
                person="p1",
                checks=(check,),
                missing=("org.phone",),
            )
        ],
    )
    store.put(Offer, [Offer("p1", "credit_monitoring", 12, True, "SSN exposed", "Cal. Civ. Code 1798.82(d)(2)(G)")])
    store.put(
        Action,
        [
            Action(
                "a1",
                "Require a second factor for every sign-in from outside",
                "It would have stopped the login",
                "IT lead",
                None,
                "a day",
                True,
                proof_needed="a setting",
            )
        ],
    )
