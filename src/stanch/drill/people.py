"""The people of the drill: invented from (seed, index) alone, ten to a street block, in households as in life."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from random import Random

from stanch.datafile import load_quickly
from stanch.drill import numbers
from stanch.drill.dice import dice, digits, letters

LISTS = Path(__file__).with_name("lists")
BLOCK = 10
TODAY = date(2026, 10, 1)
WEIGHTS = {
    "US-CA": 18,
    "US-NY": 12,
    "US-TX": 15,
    "US-FL": 13,
    "US-MA": 6,
    "US-IL": 8,
    "US-WA": 5,
    "US-CO": 4,
    "US-PA": 6,
    "US-OH": 5,
    "US-AZ": 2,
    "US-GA": 1.5,
    "US-NJ": 1.5,
    "US-MI": 1,
    "EU-IE": 8,
    "UK": 1.5,
    "CA-ON": 0.7,
    "CA-QC": 0.3,
    "EU-DE": 0.8,
}
COUNTRY = {"EU-IE": "IE", "UK": "GB", "CA-ON": "CA", "CA-QC": "CA", "EU-DE": "DE"}
NAMES = {"EU-IE": "ie", "UK": "uk", "CA-ON": "ca", "CA-QC": "ca", "EU-DE": "de"}
ILLNESSES = (
    ("K02.9", "dental caries"),
    ("K05.3", "chronic periodontitis"),
    ("K08.1", "loss of teeth"),
    ("E11.9", "type 2 diabetes"),
    ("I10", "hypertension"),
    ("J45.9", "asthma"),
    ("K04.7", "periapical abscess"),
    ("F41.1", "generalized anxiety disorder"),
)
MEDICINES = ("amoxicillin", "ibuprofen", "metformin", "lisinopril", "chlorhexidine", "warfarin", "atorvastatin", "sertraline")


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address, and the jurisdiction it lies in."""

    street: str
    city: str
    state: str
    postcode: str
    country: str
    residence: str

    @property
    def line(self) -> str:
        """On one line, as its country writes it."""
        if self.country in {"US", "CA"}:
            return f"{self.street}, {self.city}, {self.state} {self.postcode}"
        if self.country == "DE":
            return f"{self.street}, {self.postcode} {self.city}, Germany"
        return f"{self.street}, {self.city}, {self.postcode}"


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person. `old` is where they lived before `moved`; `secrets` maps kinds to values."""

    index: int
    given: str
    family: str
    middle: str
    suffix: str
    nickname: str
    maiden: str
    born: date
    address: Address
    old: Address | None
    moved: date | None
    email: str
    phone: str
    relation: str
    deceased: bool = False
    guardian: str = ""
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The name of this person in truth/."""
        return f"P{self.index:07d}"

    @property
    def name(self) -> str:
        """Given and family name, with suffix."""
        return " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def full(self) -> str:
        """The fullest form."""
        return " ".join(filter(None, (self.given, self.middle, self.family, self.suffix)))

    @property
    def minor(self) -> bool:
        """Under eighteen."""
        return self.born > TODAY.replace(year=TODAY.year - 18)


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a list; an underscore stands for a space."""
    return tuple(word.replace("_", " ") for word in (LISTS / f"{name}.txt").read_text(encoding="utf-8").split())


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """Short forms by given name."""
    return {word.split("=")[0]: tuple(word.split("=")[1].split(",")) for word in words("nicknames")}


@cache
def places() -> dict[str, list[list[str]]]:
    """City, postcode prefix, area code by jurisdiction."""
    found: dict[str, list[list[str]]] = load_quickly(LISTS / "places.yaml")
    return found


def person(seed: int, index: int) -> Invented:
    """The person of this index: the same whatever was asked before."""
    return block(seed, index // BLOCK)[index % BLOCK]


@lru_cache(maxsize=4096)
def block(seed: int, number: int) -> tuple[Invented, ...]:
    """Ten people in households."""
    rng = dice(seed, "block", number)
    found: list[Invented] = []
    while len(found) < BLOCK:
        kind = rng.choices(("single", "couple", "family", "namesakes", "twins"), (40, 25, 20, 8, 7))[0]
        found += household(rng, kind, number * BLOCK + len(found))
    return tuple(found[:BLOCK])


def household(rng: Random, kind: str, first: int) -> list[Invented]:
    """A household: one address and, for some, one telephone and one e-mail."""
    residence = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    home, code = address(rng, residence)
    family = surname(rng, residence)
    shared_phone = phone(rng, residence, code)
    ages = {
        "single": [rng.randint(19, 91)],
        "couple": [rng.randint(25, 80)] * 2,
        "family": [44, 42, 12, 9],
        "namesakes": [61, 33],
        "twins": [39, 38, 8, 8],
    }[kind]
    twin = day(rng, 8)
    members: list[Invented] = []
    for place, age in enumerate(ages):
        female = place % 2 == 1 and kind != "namesakes"
        one = member(rng, first + place, residence, code, home, family, age, female=female)
        if kind == "twins" and age == 8:
            one = replace(one, born=twin)
        if kind == "namesakes":
            senior = members[0] if members else one
            # Half of them are told apart by the suffix, half by the middle initial; otherwise the evidence itself would not tell.
            suffix, middle = (("Sr", "Jr")[place], one.middle) if first % 2 else ("", ("A.", "R.")[place])
            one = replace(one, given=senior.given, suffix=suffix, middle=middle, nickname="", maiden="")
        if rng.random() < 0.6 and len(ages) > 1:
            one = replace(one, phone=shared_phone)
        if members and (one.minor or rng.random() < 0.1):
            one = replace(one, email=members[0].email)
        if one.minor:
            # A child has no driver's licence, card, or maiden name, and is a patient through a parent.
            kept = {
                kind: value for kind, value in one.secrets.items() if kind in {"us_ssn", "ie_pps", "medical_record_number", "diagnosis"}
            }
            one = replace(one, guardian=members[0].id, relation="child", maiden="", secrets=kept, old=None, moved=None)
        while any(other.given == one.given for other in members) and kind != "namesakes":
            one = replace(one, given=given(rng, residence, female=female), nickname="")
        members.append(one)
    return members


def member(rng: Random, index: int, residence: str, code: str, home: Address, family: str, age: int, *, female: bool) -> Invented:  # noqa: PLR0917 what a household shares
    """One adult or child of a household."""
    first = given(rng, residence, female=female or (rng.random() < 0.5 and age > 45))
    short = nicknames().get(first, ("",))
    moved = TODAY - timedelta(days=rng.randint(60, 1500)) if rng.random() < 0.12 else None
    former = (
        residence if rng.random() < 0.5 or not residence.startswith("US") else rng.choice([key for key in WEIGHTS if key.startswith("US")])
    )
    mail = f"{ascii_form(first)}.{ascii_form(family)}{index}@example.{rng.choice(('com', 'org', 'net'))}"
    return Invented(
        index=index,
        given=first,
        family=family,
        middle=rng.choice("ABCDEFGHJKLMNPRSTW") + "." if rng.random() < 0.35 else "",
        suffix="",
        nickname=rng.choice(short),
        maiden=surname(rng, residence) if female and rng.random() < 0.3 else "",
        born=day(rng, age),
        address=home,
        old=address(rng, former)[0] if moved else None,
        moved=moved,
        email=mail,
        phone=phone(rng, residence, code),
        relation="employee" if 22 < age < 65 and rng.random() < 0.07 else "patient",
        deceased=age > 60 and rng.random() < 0.06,
        secrets=secrets(rng, index, residence, age),
    )


def secrets(rng: Random, index: int, residence: str, age: int) -> dict[str, str]:
    """What this person could lose, by kind."""
    illness, medicine = rng.choice(ILLNESSES), rng.choice(MEDICINES)
    found = {
        "medical_record_number": numbers.medical_record(index),
        "diagnosis": illness[0],
        "medication": medicine,
        "payment_card": numbers.card(rng),
        "card_expiry": f"{rng.randint(1, 12):02d}/{rng.randint(27, 31)}",
        "passport": letters(rng, 2) + digits(rng, 7),
        "customer_id": f"C{200_000 + index}",
    }
    if residence.startswith("US"):
        if rng.random() < 0.05:
            found["us_itin"] = numbers.itin(index)
        else:
            found["us_ssn"] = numbers.ssn(index)
        found["us_drivers_license"] = numbers.LICENCES[residence](rng)
        found |= {"us_bank_account": digits(rng, 10), "us_bank_routing": numbers.routing(rng), "us_passport": digits(rng, 9)}
        found["health_insurance_id"] = "XHP" + digits(rng, 9)
        if age >= 65:
            found["us_mbi"] = numbers.mbi(rng)
        found.pop("passport")
    elif residence == "EU-IE":
        found |= {"ie_pps": numbers.pps(rng), "iban": numbers.irish_iban(rng)}
    elif residence == "UK":
        found |= {"uk_nino": numbers.nino(rng), "uk_nhs_number": numbers.nhs(rng), "iban": numbers.british_iban(rng)}
    elif residence == "EU-DE":
        found |= {"de_steuer_id": numbers.steuer_id(rng), "iban": numbers.german_iban(rng)}
    else:
        found |= {"ca_sin": numbers.sin(rng)}
    return found


def given(rng: Random, residence: str, *, female: bool) -> str:
    """A given name: the first of a list are the commonest."""
    listed = words(f"given_{NAMES.get(residence, 'us')}_{'f' if female else 'm'}")
    return listed[min(int(rng.expovariate(2.2 / len(listed))), len(listed) - 1)]


def surname(rng: Random, residence: str) -> str:
    """A surname; one in fourteen is rare: put together from syllables, so that no list can know it."""
    if rng.random() < 0.07:
        return (
            rng.choice(("Bran", "Hol", "Tve", "Kor", "Mal", "Ost", "Pel", "Quar", "Ves", "Zan", "Dru", "Fen"))
            + rng.choice(("de", "ri", "lo", "va", "tem", "shu", "ber", "gan"))
            + rng.choice(("nik", "mont", "wick", "sson", "lain", "ková", "dorf", "tree"))
        )
    listed = words(f"family_{NAMES.get(residence, 'us')}")
    return listed[min(int(rng.expovariate(2.0 / len(listed))), len(listed) - 1)]


def address(rng: Random, residence: str) -> tuple[Address, str]:
    """A street address in the place, and the area code of its telephones."""
    city, prefix, code = rng.choice(places()[residence])
    number, street = rng.randint(11, 9900), rng.choice(words("streets"))
    country, state = COUNTRY.get(residence, "US"), residence.split("-")[1] if residence != "UK" and residence[:2] != "EU" else ""
    if country in {"US", "CA"}:
        line = f"{number} {street} {rng.choice(('St', 'Street', 'Ave', 'Avenue', 'Rd', 'Dr', 'Lane', 'Blvd', 'Ct'))}"
        line += rng.choice(("", "", "", f" Apt {rng.randint(1, 40)}", f", Unit {rng.choice('ABCD')}"))
        postcode = (
            prefix + f"{rng.randint(1, 10 ** (5 - len(prefix)) - 1):0{5 - len(prefix)}d}"
            if country == "US"
            else prefix + f" {rng.randint(1, 9)}C{rng.randint(1, 9)}"
        )
    elif country == "DE":
        line, postcode = f"{rng.choice(('Hauptstraße', 'Gartenweg', 'Lindenallee', 'Bahnhofstraße'))} {number % 90 + 1}", prefix
    else:
        line = f"{number % 140 + 1} {street} {rng.choice(('Road', 'Street', 'Terrace', 'Close', 'Park'))}"
        postcode = (
            f"{prefix} {letters(rng, 1, 'ACDEFHKNPRTVWXY')}{rng.randint(1, 9)}{letters(rng, 1, 'ACDEFHKNPRTVWXY')}{rng.randint(0, 9)}"
            if country == "IE"
            else f"{prefix} {rng.randint(1, 9)}{letters(rng, 2, 'ABDEFGHJLNPQRSTUWXYZ')}"
        )
    return Address(line, city, state, postcode, country, residence), code


def phone(rng: Random, residence: str, code: str) -> str:
    """A telephone number in a range kept for fiction (555-01xx; Ofcom's 496 0xxx; Ireland and Germany have 01 900 and 030 23125)."""
    if residence.startswith(("US", "CA")):
        form = rng.choice(("({}) 555-01{:02d}", "{}-555-01{:02d}", "{}.555.01{:02d}", "+1 {} 555 01{:02d}"))
        return form.format(code, rng.randrange(100))
    if residence == "UK":
        return f"0{rng.choice(('113', '114', '115', '151'))} 496 0{rng.randrange(1000):03d}"
    return f"+353 1 900 0{rng.randrange(1000):03d}" if residence == "EU-IE" else f"+49 30 23125 {rng.randrange(1000):03d}"


def day(rng: Random, age: int) -> date:
    """A date of birth at this age."""
    return date(TODAY.year - age - 1, 10, 2) + timedelta(days=rng.randrange(364))


def ascii_form(name: str) -> str:
    """The name as an e-mail address has it."""
    flat = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ł", "l").replace("ı", "i"))
    return "".join(char for char in flat if char.isascii() and char.isalpha()).lower()
