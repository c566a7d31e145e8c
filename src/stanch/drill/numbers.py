"""Identity, bank and card numbers that have the right form and check digits, and belong to nobody.

Forms: SSA (area 9xx is never issued as an SSN; ITINs use groups 50–65, 70–88, 90–92, 94–99, so groups 01–49 are neither),
CMS for the MBI, ISO 7812 (Luhn), ISO 13616 (IBAN), ABA routing numbers, the Irish Revenue for PPS, the NHS data dictionary,
and for driver's licences the forms that the state agencies publish.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from stanch.drill.dice import digits, letters

ITIN_GROUPS = (*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100))
MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
# Test number ranges that payment processors publish.
CARD_STARTS = (("400000", 16), ("424242", 16), ("555555", 16), ("510510", 16), ("378282", 15), ("601111", 16))


def ssn(index: int) -> str:
    """Area 900–999, group 01–49: one per index as far as there are numbers, spread by a multiplier coprime to their count."""
    n = (index * 2_654_435_761 + 97) % (100 * 49 * 9_999)
    area, rest = divmod(n, 49 * 9_999)
    group, serial = divmod(rest, 9_999)
    return f"{900 + area}-{group + 1:02d}-{serial + 1:04d}"


def itin(index: int) -> str:
    """An ITIN: 9xx, with a group the IRS uses."""
    n = (index * 40_503 + 11) % (100 * len(ITIN_GROUPS) * 9_999)
    area, rest = divmod(n, len(ITIN_GROUPS) * 9_999)
    group, serial = divmod(rest, 9_999)
    return f"{900 + area}-{ITIN_GROUPS[group]:02d}-{serial + 1:04d}"


def luhn(head: str) -> str:
    """`head` and its Luhn check digit."""
    total = 0
    for place, char in enumerate(reversed(head)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return head + str(-total % 10)


def card(rng: Random) -> str:
    """A card number in a published test range."""
    start, length = rng.choice(CARD_STARTS)
    return luhn(start + "".join(str(rng.randrange(10)) for _ in range(length - len(start) - 1)))


def routing(rng: Random) -> str:
    """An ABA routing number (weights 3, 7, 1)."""
    head = rng.choice(("02", "03", "06", "07", "11", "12")) + digits(rng, 6)
    total = sum(int(char) * weight for char, weight in zip(head, (3, 7, 1, 3, 7, 1, 3, 7), strict=True))
    return head + str(-total % 10)


def iban(country: str, bban: str) -> str:
    """An IBAN with its check digits (mod 97)."""
    plain = "".join(str(int(char, 36)) for char in bban + country + "00")
    return f"{country}{98 - int(plain) % 97:02d}{bban}"


def irish_iban(rng: Random) -> str:
    """An IBAN at an Irish bank code used in examples."""
    return iban("IE", "AIBK" + digits(rng, 14))


def german_iban(rng: Random) -> str:
    """A German IBAN."""
    return iban("DE", "37040044" + digits(rng, 10))


def british_iban(rng: Random) -> str:
    """A British IBAN."""
    return iban("GB", "NWBK" + digits(rng, 14))


def mbi(rng: Random) -> str:
    """A Medicare beneficiary identifier: C A AN N A AN N A A N N."""
    alnum = MBI_LETTERS + "0123456789"
    pick = {"C": "123456789", "A": MBI_LETTERS, "X": alnum, "N": "0123456789"}
    return "".join(rng.choice(pick[form]) for form in "CAXNAXNAANN")


def pps(rng: Random) -> str:
    """An Irish PPS number: seven digits, a check letter (mod 23), and for newer ones a second letter."""
    number = digits(rng, 7)
    second = rng.choice(("", "", "A"))
    total = sum(int(char) * weight for char, weight in zip(number, range(8, 1, -1), strict=True))
    total += 9 * (ord(second) - 64) if second else 0
    return f"{number}{'WABCDEFGHIJKLMNOPQRSTUV'[total % 23]}{second}"


def nhs(rng: Random) -> str:
    """An NHS number in the 999 range kept for tests (mod 11)."""
    while True:
        head = "999" + f"{rng.randrange(10**6):06d}"
        check = 11 - sum(int(char) * weight for char, weight in zip(head, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            whole = head + str(check % 11)
            return f"{whole[:3]} {whole[3:6]} {whole[6:]}"


def nino(rng: Random) -> str:
    """A British National Insurance number of valid form."""
    return f"{rng.choice(('AA', 'AB', 'CE', 'JG', 'PW'))}{digits(rng, 6)}{rng.choice('ABCD')}"


def sin(rng: Random) -> str:
    """A Canadian SIN that begins with 9 (temporary residents), Luhn-valid."""
    whole = luhn("9" + f"{rng.randrange(10**7):07d}")
    return f"{whole[:3]} {whole[3:6]} {whole[6:]}"


def steuer_id(rng: Random) -> str:
    """A German tax number: ten digits, one of them twice, and an ISO 7064 mod 11,10 check digit."""
    pool = list("0123456789")
    rng.shuffle(pool)
    if pool[0] == "0":
        pool[0], pool[1] = pool[1], pool[0]
    pool[9] = pool[0]
    product = 10
    for char in pool:
        total = (int(char) + product) % 10 or 10
        product = total * 2 % 11
    return "".join(pool) + str((11 - product) % 10)


def medical_record(index: int) -> str:
    """A medical record number as the group's practice system gives it."""
    return f"MRN-{1_000_000 + index:07d}"


LICENCES: dict[str, Callable[[Random], str]] = {
    "US-CA": lambda rng: letters(rng, 1) + digits(rng, 7),
    "US-NY": lambda rng: digits(rng, 9),
    "US-TX": lambda rng: digits(rng, 8),
    "US-FL": lambda rng: letters(rng, 1) + digits(rng, 12),
    "US-MA": lambda rng: "S" + digits(rng, 8),
    "US-IL": lambda rng: letters(rng, 1) + digits(rng, 11),
    "US-WA": lambda rng: "WDL" + letters(rng, 4) + digits(rng, 3) + rng.choice("BFGHJ") + rng.choice("0123456789"),
    "US-CO": lambda rng: digits(rng, 9),
    "US-PA": lambda rng: digits(rng, 8),
    "US-OH": lambda rng: letters(rng, 2) + digits(rng, 6),
    "US-AZ": lambda rng: "D" + digits(rng, 8),
    "US-GA": lambda rng: digits(rng, 9),
    "US-NJ": lambda rng: letters(rng, 1) + digits(rng, 14),
    "US-MI": lambda rng: letters(rng, 1) + digits(rng, 12),
}
