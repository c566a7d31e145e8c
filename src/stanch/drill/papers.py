"""The office papers of the dental group: letters, referrals, forms, notes, minutes and price lists."""

from __future__ import annotations

from random import Random

from stanch.drill.dice import digits
from stanch.drill.draft import Draft
from stanch.drill.people import ILLNESSES, Invented
from stanch.drill.recorder import Mark

COMPANY = "Larkfield Dental Group"
DESK = "(512) 555-0100"
OFFICE = "2200 Stagecoach Rd, Austin, TX 78701"
EMAIL = "privacy@larkfield.example.com"


def mark(person: Invented, kind: str, value: str | None = None) -> Mark:
    """A value of this person."""
    return Mark(kind, person.secrets[kind] if value is None else value, person)


def home(person: Invented) -> Mark:
    """Where the person lives now."""
    return Mark("postal_address", person.address.line, person, person.address)


def letterhead(draft: Draft) -> None:
    """The company's own address, telephone and e-mail."""
    draft.say(COMPANY)
    draft.say("{place} · {desk} · {mail}", place=Mark("postal_address", OFFICE), desk=Mark("phone", DESK), mail=Mark("email", EMAIL))


def national(person: Invented) -> tuple[str, str] | None:
    """Label and kind of the person's national number."""
    labels = {
        "us_ssn": "SSN",
        "us_itin": "ITIN",
        "ie_pps": "PPS No.",
        "uk_nino": "National Insurance No.",
        "ca_sin": "SIN",
        "de_steuer_id": "Steuer-ID",
    }
    return next(((label, kind) for kind, label in labels.items() if kind in person.secrets), None)


def referral(draft: Draft, person: Invented, rng: Random) -> None:
    """A referral to a specialist."""
    letterhead(draft)
    draft.say(f"Date: {rng.randint(1, 28)} August 2026")
    draft.say("Patient: {name}", name=mark(person, "name", person.full))
    draft.say(
        "Date of birth: {dob}",
        dob=mark(person, "dob", f"{person.born:%m/%d/%Y}" if person.address.country == "US" else f"{person.born:%d/%m/%Y}"),
    )
    draft.say("Address: {home}", home=home(person))
    draft.say("Medical record number: {mrn}", mrn=mark(person, "medical_record_number"))
    draft.say("Dear colleague,")
    illness = dict(ILLNESSES)[person.secrets["diagnosis"]]
    draft.say(
        "Thank you for seeing this patient. Diagnosis: {code} ({words}).",
        code=mark(person, "diagnosis"),
        words=mark(person, "diagnosis", illness),
    )
    if "medication" in person.secrets:
        draft.say("Current medication: {drug}, twice daily with food.", drug=mark(person, "medication"))
    if "us_mbi" in person.secrets:
        draft.say("Medicare number (MBI): {mbi}", mbi=mark(person, "us_mbi"))
    draft.say("The radiographs will follow under separate cover. We would be glad of your opinion on the lower left quadrant.")


def onboarding(draft: Draft, person: Invented, rng: Random) -> None:
    """A form of the personnel office."""
    letterhead(draft)
    draft.heading("New starter form")
    draft.say("Full name: {name}", name=mark(person, "name", person.full))
    if person.maiden:
        draft.say("Maiden name: {name}", name=mark(person, "former_name", person.maiden))
    draft.say("Birth date: {dob}", dob=mark(person, "dob", person.born.isoformat()))
    if number := national(person):
        draft.say(number[0] + ": {number}", number=mark(person, number[1]))
    if "us_drivers_license" in person.secrets:
        draft.say("Driver's license: {dl} (" + person.address.state + ")", dl=mark(person, "us_drivers_license"))
        draft.say("Routing number: {aba}", aba=Mark("us_bank_routing", person.secrets["us_bank_routing"], person))
        draft.say("Account number: {account}", account=mark(person, "us_bank_account"))
    if "us_passport" in person.secrets and rng.random() < 0.5:
        draft.say("U.S. passport number: {passport}", passport=mark(person, "us_passport"))
    if "iban" in person.secrets:
        draft.say("IBAN: {iban}", iban=mark(person, "iban"))
    draft.say("Home address: {home}", home=home(person))
    draft.say("Mobile: {phone}", phone=mark(person, "phone", person.phone))
    draft.say(f"Uniform size {rng.choice('SML')}, locker {rng.randint(2, 90)}. Please return this form to the personnel office by Friday.")


def reminder(draft: Draft, person: Invented, rng: Random) -> None:
    """A letter about an unpaid bill."""
    letterhead(draft)
    draft.say("{name}", name=mark(person, "name", person.name))
    draft.say("{home}", home=home(person))
    draft.say("Dear {name},", name=mark(person, "name", person.name))
    draft.say(f"Our records show that invoice {digits(rng, 9)} for ${rng.randint(40, 900)}.00 is still open.")
    if "payment_card" in person.secrets:
        draft.say(
            "We tried the card on file, card number {card}, expiry {expiry}, and the payment was declined.",
            card=mark(person, "payment_card"),
            expiry=mark(person, "card_expiry"),
        )
    draft.say("If you have paid in the meantime, please disregard this letter.")


def file_note(draft: Draft, person: Invented, rng: Random) -> None:
    """A note typed in a hurry after a call."""
    draft.say("Call note, front desk")
    draft.say(
        "{name} rang about the appointment, please call back on {phone} after four.",
        name=mark(person, "name", person.full),
        phone=mark(person, "phone", person.phone),
    )
    if (number := national(person)) and rng.random() < 0.6:
        draft.say(f"For the insurance form the {number[0]} is {{number}}.", number=mark(person, number[1]))
    draft.say("Date of birth checked: {dob}. Lives at {home}.", dob=mark(person, "dob", person.born.isoformat()), home=home(person))
    draft.say("E-mail for the confirmation: {mail}", mail=mark(person, "email", person.email))


def access_note(draft: Draft, person: Invented, rng: Random) -> None:
    """Credentials where they should not be."""
    draft.say("Portal test account for {name}", name=mark(person, "name", person.name))
    draft.say("Username: {user}", user=mark(person, "username", f"{person.email.split('@')[0]}"))
    draft.say("Password: {secret}", secret=mark(person, "password", f"{rng.choice(('Molar', 'Enamel', 'Crown'))}-{digits(rng, 4)}!x"))
    key = "AKIA" + "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(16))
    draft.say("aws_access_key_id = {key}", key=Mark("cloud_key", key))


def minutes(draft: Draft, _person: Invented | None, rng: Random) -> None:
    """Minutes without persons."""
    draft.heading("Minutes of the operations meeting")
    for topic in rng.sample(
        (
            "The sterilizer in room 3 is due for service",
            "Stock of nitrile gloves is low",
            "The lease of the second floor ends in spring",
            "The new imaging plates arrived",
            "Waiting times fell by two minutes on average",
            "The fire drill went well",
            "The compressor needs a new filter",
            "Window cleaning moves to alternate weeks",
        ),
        5,
    ):
        draft.say(f"{topic}. Reference {digits(rng, 9)}, budget line {rng.randint(100, 999)}-{rng.randint(10, 99)}.")


def prices(draft: Draft, _person: Invented | None, rng: Random) -> None:
    """A price list with part numbers."""
    draft.heading("Price list, consumables")
    rows = [
        [f"PN-{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 4)}", thing, f"${rng.randint(3, 400)}.{rng.randint(10, 99)}"]
        for thing in rng.sample(
            ("Bib, blue", "Carbide bur", "Alginate 500 g", "Impression tray", "Suction tip", "Cotton roll", "Composite A2"), 6
        )
    ]
    draft.table(("Part number", "Article", "Price"), rows)


ABOUT_PEOPLE = {"referral": referral, "onboarding": onboarding, "reminder": reminder, "note": file_note, "access": access_note}
ABOUT_NOBODY = {"minutes": minutes, "prices": prices}
