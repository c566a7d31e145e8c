"""The file share: papers in every format, workbooks, one of them locked, and a damaged file."""

from __future__ import annotations

from pathlib import Path

from stanch.drill import formats, papers
from stanch.drill.dice import dice, digits
from stanch.drill.draft import Draft, Sheet
from stanch.drill.people import Invented
from stanch.drill.recorder import Mark, Recorder

PASSWORD = "Molar-Quarterly-2026"  # noqa: S105 of an invented workbook; truth/password.txt tells it
FORMATS = ("docx", "pdf", "txt", "rtf", "html", "docx", "pdf", "txt", "docx", "pdf", "html", "pptx")
FOLDERS = {
    "referral": "clinical",
    "onboarding": "hr",
    "reminder": "billing",
    "note": "frontdesk",
    "access": "it",
    "minutes": "office",
    "prices": "purchasing",
}


def write(root: Path, recorder: Recorder, people: list[Invented], staff: list[Invented], seed: int) -> list[dict[str, str]]:
    """Everything on the share; gives what cannot be read."""
    for number, person in enumerate(people):
        paper(root, recorder, person, seed, number)
    for number in range(len(people), len(people) + max(len(people) // 4, 4)):
        paper(root, recorder, None, seed, number)
    workbooks(root, recorder, staff, seed)
    return unreadable(root, recorder, people[:5], seed)


def paper(root: Path, recorder: Recorder, person: Invented | None, seed: int, number: int) -> None:
    """One paper, about somebody or nobody."""
    rng = dice(seed, "paper", number)
    if person is None:
        subject = rng.choice(list(papers.ABOUT_NOBODY))
        fill = papers.ABOUT_NOBODY[subject]
    else:
        subject = "referral" if person.minor else rng.choices(list(papers.ABOUT_PEOPLE), (30, 0, 20, 20, 5))[0]
        if person.relation == "employee":
            subject = "onboarding"
    form = FORMATS[number % len(FORMATS)]
    if person and number % 25 == 3:
        form = "scan.pdf" if number % 50 == 3 else "png"
    place = f"{FOLDERS[subject]}/{subject}_{number:04d}.{form.removeprefix('scan.')}"
    draft = Draft(recorder, f"evidence/share/{place}", subject.capitalize())
    if person is None:
        fill(draft, None, rng)
    else:
        papers.ABOUT_PEOPLE[subject](draft, person, rng)
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(formats.WRITERS[form](draft))


def workbooks(root: Path, recorder: Recorder, staff: list[Invented], seed: int) -> None:
    """The payroll, with its numbers on a hidden sheet, and a benign stock list."""
    place = "evidence/share/hr/payroll_2026.xlsx"
    seen = Sheet(recorder, f"{place}#Staff", ("Employee No", "Last Name", "First Name", "Work e-mail", "Cell Phone"))
    hidden = Sheet(
        recorder,
        f"{place}#Accounts",
        ("Employee No", "Employee Name", "Social Security No.", "DOB", "Bank Account No.", "Routing No.", "Annual Salary"),
    )
    for person in staff:
        rng = dice(seed, "payroll", person.index)
        number = Mark("employee_id", f"E-{10_000 + person.index}", person)
        seen.add(
            [
                number,
                Mark("family_name", person.family, person),
                Mark("given_name", person.given, person),
                Mark("email", person.email, person),
                Mark("phone", person.phone, person),
            ]
        )
        secrets = person.secrets
        hidden.add(
            [
                number,
                Mark("name", person.full, person),
                Mark("us_ssn", secrets.get("us_ssn", ""), person),
                Mark("dob", f"{person.born:%m/%d/%Y}", person),
                Mark("us_bank_account", secrets.get("us_bank_account", ""), person),
                Mark("us_bank_routing", secrets.get("us_bank_routing", ""), person),
                Mark("salary", f"{rng.randint(38, 140)},000", person),
            ]
        )
    (root / "hr").mkdir(exist_ok=True)
    (root / "hr/payroll_2026.xlsx").write_bytes(formats.xlsx([("Staff", seen, False), ("Accounts", hidden, True)]))
    stock = Sheet(recorder, "evidence/share/purchasing/stock.xlsx#Stock", ("Order No", "Article", "Quantity", "Supplier ref"))
    rng = dice(seed, "stock")
    for _ in range(300):
        stock.add(
            [
                digits(rng, 9),
                rng.choice(("Bib", "Bur", "Tray", "Gloves")),
                str(rng.randint(1, 90)),
                f"{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 5)}",
            ]
        )
    (root / "purchasing").mkdir(exist_ok=True)
    (root / "purchasing/stock.xlsx").write_bytes(formats.xlsx([("Stock", stock, False)]))


def unreadable(root: Path, recorder: Recorder, people: list[Invented], seed: int) -> list[dict[str, str]]:
    """A workbook under a password, whose values are in no list of findable elements, and the same one cut off behind its rows.

    The second is told as damaged, and yet its rows can be put together: whoever stands in them is affected.
    """
    import io

    bonus("evidence/share/hr/old_payroll.xlsx#Bonus", recorder, people)
    book = formats.xlsx([("Bonus", bonus("", Recorder(io.StringIO()), people), False)])
    (root / "hr/bonus_locked.xlsx").write_bytes(formats.locked(book, PASSWORD, seed))
    (root / "hr/old_payroll.xlsx").write_bytes(book[: book.index(b"xl/theme/") + 200])
    return [
        {"locator": "evidence/share/hr/bonus_locked.xlsx", "reason": "encrypted"},
        {"locator": "evidence/share/hr/old_payroll.xlsx", "reason": "damaged"},
    ]


def bonus(locator: str, recorder: Recorder, people: list[Invented]) -> Sheet:
    """Names and social security numbers, for those who have one."""
    sheet = Sheet(recorder, locator, ("Name", "SSN"))
    for person in people:
        sheet.add([Mark("name", person.full, person), Mark("us_ssn", person.secrets.get("us_ssn", ""), person)])
    return sheet
