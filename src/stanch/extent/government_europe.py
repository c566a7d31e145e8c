"""Validators of numbers given out in Europe: check digits and ranges as their issuers publish them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from stanch.extent.checks import luhn, stdnum_valid
from stanch.extent.normalise import compact, digits

ICAO = (7, 3, 1)


def weighted(number: str, weights: Sequence[int]) -> int:
    """The sum of digits (letters count from A = 10) times weights."""
    return sum(int(char, 36) * weight for char, weight in zip(number, weights, strict=False))


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def lv_code(text: str) -> bool:
    """Eleven digits with their check; those given out since 2017 begin with 32 and have none."""
    number = digits(text)
    return len(number) == 11 and (number.startswith("32") or (number[0] <= "3" and stdnum_valid("stdnum.lv.pvn", number)))


def fr_nir_body(text: str) -> bool:
    """A NIR as a table or form has it: with its key, or the thirteen places alone where the key has a column of its own.

    Sex, year, month (01-12, or 20 and more for those whose month is not known), department (01-95, 2A, 2B, 97-99), commune, order.
    """
    number = compact(text).upper()
    if len(number) == 15:
        return stdnum_valid("stdnum.fr.nir", number)
    parts = re.fullmatch(r"[12]\d\d(\d\d)(\d\d|2[AB])(\d{3})(\d{3})", number)
    if not parts:
        return False
    month, department = parts[1], parts[2]
    return (1 <= int(month) <= 12 or int(month) >= 20) and department not in ("00", "96") and parts[3] != "000" and parts[4] != "000"


def hu_taj(text: str) -> bool:
    """Nine digits: the first eight by 3 and 7 in turn end in the ninth."""
    number = digits(text)
    return len(number) == 9 and len(set(number)) > 1 and weighted(number[:8], (3, 7) * 4) % 10 == int(number[8])


def hu_tax(text: str) -> bool:
    """Ten digits that begin with 8: places 1 to 9 as weights, modulo 11."""
    number = digits(text)
    return len(number) == 10 and number[0] == "8" and weighted(number[:9], range(1, 10)) % 11 == int(number[9])


def hu_personal(text: str) -> bool:
    """Sex and century, birthday, serial; the weights run up for those born before 1997 and down since."""
    number = digits(text)
    if len(number) != 11 or number[0] not in "12345678" or not (1 <= int(number[3:5]) <= 12 and 1 <= int(number[5:7]) <= 31):
        return False
    return int(number[10]) in (weighted(number[:10], range(1, 11)) % 11, weighted(number[:10], range(10, 0, -1)) % 11)


def lu_matricule(text: str) -> bool:
    """Birthday, serial, a check by Luhn and one by Verhoeff, both over the first eleven digits."""
    from stdnum import verhoeff

    number = digits(text)
    if len(number) != 13 or not is_day(int(number[:4]), int(number[4:6]), int(number[6:8])):
        return False
    return luhn(number[:12]) and bool(verhoeff.is_valid(number[:11] + number[12]))


def ru_snils(text: str) -> bool:
    """Nine digits by 9 to 1, modulo 101; 100 is written 00."""
    number = digits(text)
    return len(number) == 11 and len(set(number)) > 1 and weighted(number[:9], range(9, 0, -1)) % 101 % 100 == int(number[9:])


def by_personal(text: str) -> bool:
    """Sex and century, birthday, region, serial, citizenship; the last by the weights 7 3 1."""
    number = compact(text)
    return bool(re.fullmatch(r"[1-6]\d{6}[ABCEHKM]\d{3}(?:PB|BA|BI)\d", number)) and weighted(number[:13], ICAO * 5) % 10 == int(number[13])


def al_nid(text: str) -> bool:
    """Decade, year, month (+50 for women), day, serial, letter."""
    found = re.fullmatch(r"[A-T]\d(\d\d)(\d\d)\d{3}[A-W]", compact(text))
    return found is not None and 1 <= int(found[1]) % 50 <= 12 and 1 <= int(found[2]) <= 31


def de_rvnr(text: str) -> bool:
    """Area, birthday, letter of the name, serial; digit sums by the weights 2 1 2 5 7 1 2 1 2 1 2 1 (VKVV, section 4)."""
    number = compact(text)
    found = re.fullmatch(r"(\d\d)(\d\d)(\d\d)\d\d([A-Z])\d\d(\d)", number)
    if not found or not (1 <= int(found[2]) % 50 <= 31 and 1 <= int(found[3]) <= 12):
        return False
    return _digit_sums(number[:8] + _place(found[4]) + number[9:11], (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)) % 10 == int(found[5])


def de_kvnr(text: str) -> bool:
    """A letter and nine digits: digit sums by 1 and 2 in turn, the letter counted as two digits (section 290 SGB V)."""
    number = compact(text)
    if not re.fullmatch(r"[A-Z]\d{9}", number):
        return False
    return _digit_sums(_place(number[0]) + number[1:9], (1, 2) * 5) % 10 == int(number[9])


def _place(letter: str) -> str:
    return f"{ord(letter) - 64:02d}"


def _digit_sums(number: str, weights: Sequence[int]) -> int:
    return sum(sum(divmod(int(char) * weight, 10)) for char, weight in zip(number, weights, strict=True))


def de_fuehrerschein(text: str) -> bool:
    """Office, serial, check by the weights 9 to 1 modulo 11 (ten is X), issue."""
    number = compact(text)
    if not re.fullmatch(r"[A-Z]\d{2}[0-9A-Z]{6}[0-9X][0-9A-Z]", number):
        return False
    return "0123456789X"[weighted(number[:9], range(9, 0, -1)) % 11] == number[9]


def es_nss(text: str) -> bool:
    """Province and serial modulo 97."""
    number = digits(text)
    if len(number) != 12:
        return False
    province, serial = number[:2], int(number[2:10])
    whole = serial + int(province) * 10**7 if serial < 10**7 else int(number[:10])
    return 1 <= int(province) <= 66 and whole % 97 == int(number[10:])


def pt_niss(text: str) -> bool:
    """Ten digits by the first primes, falling: 9 less the sum modulo 10."""
    number = digits(text)
    return (
        len(number) == 11 and number[0] in "12" and 9 - weighted(number[:10], (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == int(number[10])
    )


def pl_identity_card(text: str) -> bool:
    """Three letters and six digits: 7 3 1 9 7 3 1 7 3 end in 0."""
    number = compact(text)
    return bool(re.fullmatch(r"[A-Z]{3}\d{6}", number)) and weighted(number, (7, 3, 1, 9, 7, 3, 1, 7, 3)) % 10 == 0


def pl_account(text: str) -> bool:
    """The 26 digits of a Polish account are an IBAN without its country."""
    number = digits(text)
    return len(number) == 26 and int(number[2:] + "2521" + number[:2]) % 97 == 1


def uk_chi(text: str) -> bool:
    """Birthday, serial, check modulo 11 (NHS Scotland)."""
    number = digits(text)
    if len(number) != 10 or not (1 <= int(number[:2]) <= 31 and 1 <= int(number[2:4]) <= 12):
        return False
    return (11 - weighted(number[:9], range(10, 1, -1)) % 11) % 11 == int(number[9])


def uk_uln(text: str) -> bool:
    """The learner's number: 10 less the sum by 10 to 2 modulo 11, which is never 0."""
    number = digits(text)
    if len(number) != 10 or len(set(number)) == 1:
        return False
    rest = weighted(number[:9], range(10, 1, -1)) % 11
    return rest != 0 and 10 - rest == int(number[9])


def hu_account(text: str) -> bool:
    """Bank and branch end in 0 by 9 7 3 1, and so does the account."""
    number = digits(text)
    if len(number) not in (16, 24):
        return False
    return all(weighted(part, (9, 7, 3, 1) * 4) % 10 == 0 and set(part) != {"0"} for part in (number[:8], number[8:]))
