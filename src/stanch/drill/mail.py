"""The mailboxes that were taken: MBOX and EML, with attachments, one of them a ZIP in a ZIP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from stanch.drill import formats, papers
from stanch.drill.dice import dice
from stanch.drill.draft import Draft, Sheet
from stanch.drill.people import Invented
from stanch.drill.recorder import Mark, Recorder

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DESK_MAIL = "frontdesk@larkfield.example.com"


def message(recorder: Recorder, locator: str, person: Invented, seed: int, number: int) -> EmailMessage:
    """A mail from a patient to the front desk. Addresses in its head are elements too."""
    rng = dice(seed, "mail", number)
    draft = Draft(recorder, locator, rng.choice(("Change of appointment", "My records", "Insurance question", "Moving house")))
    sender = recorder.write(Mark("email", person.email, person), locator)
    shown = recorder.write(Mark("name", person.name, person), locator)
    desk = recorder.write(Mark("email", DESK_MAIL), locator)
    draft.say("Hello,")
    if person.old and person.moved:
        draft.say(
            f"we have moved on {person.moved:%d %B %Y}. The new address is {{home}}, the old one was {{old}}.",
            home=papers.home(person),
            old=Mark("postal_address", person.old.line, person, person.old),
        )
    else:
        draft.say("please note for the file that I live at {home}.", home=papers.home(person))
    draft.say(
        "My date of birth is {dob} and you reach me on {phone}.",
        dob=Mark("dob", f"{person.born:%B} {person.born.day}, {person.born.year}", person),
        phone=Mark("phone", person.phone, person),
    )
    draft.say("Kind regards,")
    draft.say("{name}", name=Mark("name", person.name, person))
    made = EmailMessage()
    made["From"] = f'"{shown}" <{sender}>'
    made["To"] = desk
    made["Subject"] = draft.title
    made["Date"] = format_datetime(BEGAN + timedelta(hours=7 * number))
    made["Message-ID"] = f"<{number}.{seed}@example.org>"
    made.set_content("\n".join(draft.lines()[2:]) + "\n")
    return made


def as_bytes(made: EmailMessage, number: int) -> bytes:
    """With a boundary that is the same each time."""
    if made.is_multipart():
        made.set_boundary(f"=-part-{number}-part-=")
    return made.as_bytes()


def nested(recorder: Recorder, locator: str, people: list[Invented]) -> bytes:
    """A workbook in a ZIP in a ZIP."""
    inner = f"{locator}!/records.zip!/inner.zip!/salaries.xlsx#Payroll"
    sheet = Sheet(recorder, inner, ("Employee", "Soc Sec #", "Birth date", "Home address"))
    for person in people:
        sheet.add(
            [
                Mark("name", person.full, person),
                Mark("us_ssn", person.secrets.get("us_ssn", ""), person),
                Mark("dob", person.born.isoformat(), person),
                papers.home(person),
            ]
        )
    return formats.archive({"inner.zip": formats.archive({"salaries.xlsx": formats.xlsx([("Payroll", sheet, False)])})})


def write(folder: Path, recorder: Recorder, people: list[Invented], seed: int) -> None:
    """Half of the messages in one mailbox file, half as single files; each ninth has a paper attached."""
    folder.mkdir(parents=True, exist_ok=True)
    half = max(len(people) // 2, 1)
    with (folder / "frontdesk.mbox").open("wb") as box:
        for number, person in enumerate(people[:half], start=1):
            made = message(recorder, f"evidence/mail/frontdesk.mbox!/{number}", person, seed, number)
            box.write(b"From desk@example.org Mon Mar  2 09:00:00 2026\n")
            box.write(as_bytes(made, number).replace(b"\nFrom ", b"\n>From ") + b"\n")
    for number, person in enumerate(people[half:], start=half + 1):
        locator = f"evidence/mail/{number:05d}.eml"
        made = message(recorder, locator, person, seed, number)
        if number == half + 1:
            made.add_attachment(nested(recorder, locator, people[:8]), maintype="application", subtype="zip", filename="records.zip")
        elif number % 9 == 0:
            draft = Draft(recorder, f"{locator}!/referral.docx", "Referral letter")
            papers.referral(draft, person, dice(seed, "attached", number))
            made.add_attachment(
                formats.docx(draft),
                maintype="application",
                filename="referral.docx",
                subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
            )
        (folder / f"{number:05d}.eml").write_bytes(as_bytes(made, number))
