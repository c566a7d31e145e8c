"""Values and headers of invented tables: what a column may hold, and what people call it in seven languages and many styles.

Headers stand in `table_headers.yaml`, written from knowledge of forms and exports, not taken from the detectors.
A kind of "" is a column that is nobody's.
Names, streets, towns are Faker's; numbers are of reserved or invalid ranges where there are any.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from pathlib import Path

import yaml
from faker import Faker

FAKERS = {
    lang: Faker(place)
    for lang, place in {"en": "en_US", "es": "es_ES", "fr": "fr_FR", "de": "de_DE", "pt": "pt_PT", "it": "it_IT", "nl": "nl_NL"}.items()
}
Maker = Callable[[random.Random, Faker], str]


def seeded(draw: random.Random, lang: str) -> Faker:
    """The language's Faker, on the next number of `draw`."""
    fake = FAKERS[lang]
    fake.seed_instance(draw.randrange(1 << 30))
    return fake


def numbered(draw: random.Random, shape: str) -> str:
    """`#` is a digit (none of the first 0), `^` a capital letter."""
    made = "".join(
        draw.choice(string.digits) if one == "#" else draw.choice("ABCDEFGHJKLMNPRSTUVWXYZ") if one == "^" else one for one in shape
    )
    return "1" + made[1:] if shape.startswith("#") and made.startswith("0") else made


def day(draw: random.Random, first: int, last: int, lang: str) -> str:
    """A day as the language writes it, or as ISO does."""
    year, month, at = draw.randrange(first, last), draw.randrange(1, 13), draw.randrange(1, 29)
    if lang == "en":
        return f"{month:02d}/{at:02d}/{year}"
    return f"{at:02d}.{month:02d}.{year}" if lang == "de" else f"{at:02d}/{month:02d}/{year}"


def card(draw: random.Random) -> str:
    """A number of the ranges that processors publish for tests, with its check digit."""
    body = draw.choice(("411111", "555555", "400000", "510510")) + numbered(draw, "0" * 3 + "######")
    total = sum(sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


PEOPLE: dict[str, Maker] = {
    "given_name": lambda _, fake: str(fake.first_name()),
    "family_name": lambda _, fake: str(fake.last_name()),
    "name": lambda _, fake: str(fake.name()),
    "email": lambda draw, fake: f"{fake.user_name()}{draw.randrange(99)}@example.{draw.choice(('com', 'org', 'net'))}",
    "phone": lambda _, fake: str(fake.phone_number()),
    "street": lambda _, fake: str(fake.street_address()).replace("\n", " "),
    "city": lambda _, fake: str(fake.city()),
    "postcode": lambda _, fake: str(fake.postcode()),
    "us_ssn": lambda draw, _: f"{draw.randrange(900, 1000)}-{draw.randrange(1, 50):02d}-{draw.randrange(1, 10000):04d}",
    "iban": lambda _, fake: str(fake.iban()),
    "payment_card": lambda draw, _: card(draw),
    "salary": lambda draw, _: f"{draw.randrange(24, 190) * 1000}.00",
    "gender": lambda draw, _: draw.choice("MF"),
    "username": lambda draw, fake: f"{fake.user_name()}{draw.randrange(99)}",
    "ip_address": lambda draw, _: f"203.0.113.{draw.randrange(1, 255)}",
    "employee_id": lambda draw, _: numbered(draw, "E#####"),
    "customer_id": lambda draw, _: numbered(draw, "C######"),
    "medical_record_number": lambda draw, _: numbered(draw, "########"),
    "passport": lambda draw, _: numbered(draw, "^########"),
}

TOLD = yaml.safe_load((Path(__file__).parent / "table_headers.yaml").read_text("utf-8"))
HEADERS: dict[str, dict[str, list[str]]] = TOLD["people"]
MADE: dict[str, Maker] = {
    "order": lambda draw, _: numbered(draw, "#########"),
    "invoice": lambda draw, _: numbered(draw, "##########"),
    "article": lambda draw, _: numbered(draw, "###-##-####"),
    "barcode": lambda draw, _: numbered(draw, "#############"),
    "tracking": lambda draw, _: numbered(draw, "1Z####^^##########"),
    "quantity": lambda draw, _: str(draw.randrange(1, 500)),
    "price": lambda draw, _: f"{draw.random() * 900:.2f}",
    "ordered_on": lambda draw, _: day(draw, 2019, 2026, "en"),
    "status": lambda draw, _: draw.choice(("open", "closed", "shipped", "pending")),
    "product": lambda draw, _: f"{draw.choice(('steel', 'brass', 'blue'))} {draw.choice(('valve', 'lamp', 'hinge'))} {draw.randrange(99)}",
    "transaction": lambda draw, _: numbered(draw, "################"),
    "batch": lambda draw, _: numbered(draw, "########"),
    "version": lambda draw, _: f"{draw.randrange(9)}.{draw.randrange(40)}.{draw.randrange(200)}.{draw.randrange(200)}",
    "checksum": lambda draw, _: "".join(draw.choices("0123456789abcdef", k=40)),
    "place": lambda draw, _: numbered(draw, "####"),
    "ticket": lambda draw, _: numbered(draw, "######-####"),
}
GOODS: tuple[tuple[list[str], Maker], ...] = tuple((TOLD["goods"][name], maker) for name, maker in MADE.items())
PREFIXES = {
    "en": ("customer", "cust", "emp", "member", "patient", "applicant"),
    "de": ("Kunde", "Kunden"),
    "es": ("cliente",),
    "fr": ("client",),
}


def styled(draw: random.Random, header: str, lang: str) -> str:
    """The header as some system would write it."""
    words = header.split()
    if lang in PREFIXES and draw.random() < 0.2 and header.isascii() and "name" not in PREFIXES[lang]:
        words = [draw.choice(PREFIXES[lang]), *words]
    plain = " ".join(words)
    return draw.choice(
        (
            plain,
            plain.title(),
            plain.upper(),
            "_".join(words),
            "_".join(words).upper(),
            words[0].lower() + "".join(word.capitalize() for word in words[1:]),
            "".join(word.capitalize() for word in words),
            f" {plain} ",
            plain + ":",
            plain + "*",
        )
    )
