"""Validators of numbers given out in the Americas, Asia, Africa and Oceania: check digits and ranges as their issuers publish them."""

from __future__ import annotations

import re

from stanch.extent.checks import luhn
from stanch.extent.government_europe import ICAO, is_day, weighted
from stanch.extent.normalise import compact, digits

FALLING = range(9, 0, -1)


def tw_id(text: str) -> bool:
    """A letter of the place as two digits, sex or residence, serial, check."""
    number = compact(text)
    if not re.fullmatch(r"[A-Z][1289]\d{8}", number):
        return False
    place = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0]) + 10
    return (place // 10 + place % 10 * 9 + weighted(number[1:9], range(8, 0, -1)) + int(number[9])) % 10 == 0


def hk_id(text: str) -> bool:
    """One or two letters, six digits, a check modulo 11; a missing first letter counts 36."""
    found = re.fullmatch(r"([A-Z]{1,2})(\d{6})([0-9A])", compact(text))
    if not found:
        return False
    first = 36 * 9 if len(found[1]) == 1 else int(found[1][0], 36) * 9
    total = first + int(found[1][-1], 36) * 8 + weighted(found[2], range(7, 1, -1))
    return (total + int(found[3], 16)) % 11 == 0


def vn_id(text: str) -> bool:
    """Province (001 to 096), century and sex, year, serial."""
    number = digits(text)
    return len(number) == 12 and 1 <= int(number[:3]) <= 96 and number[3] in "0123" and len(set(number[6:])) > 1


def kz_iin(text: str) -> bool:
    """Birthday, century and sex, serial; the weights start at 1, or at 3 where that gives ten."""
    number = digits(text)
    if len(number) != 12 or not (1 <= int(number[2:4]) <= 12 and 1 <= int(number[4:6]) <= 31):
        return False
    rest = weighted(number[:11], range(1, 12)) % 11
    if rest == 10:
        rest = weighted(number[:11], (*range(3, 12), 1, 2)) % 11
    return rest == int(number[11]) if rest < 10 else False


def uz_pinfl(text: str) -> bool:
    """Century and sex, birthday, district, serial; check by 7 3 1."""
    number = digits(text)
    if len(number) != 14 or number[0] not in "123456" or not (1 <= int(number[1:3]) <= 31 and 1 <= int(number[3:5]) <= 12):
        return False
    return weighted(number[:13], ICAO * 5) % 10 == int(number[13])


def ae_emirates_id(text: str) -> bool:
    """784, year of birth, serial, Luhn."""
    number = digits(text)
    return len(number) == 15 and number.startswith("784") and 1900 <= int(number[3:7]) <= 2035 and luhn(number)


def sa_national_id(text: str) -> bool:
    """Ten digits that begin with 1 (citizens) or 2 (residents), Luhn."""
    number = digits(text)
    return len(number) == 10 and number[0] in "12" and luhn(number)


def kw_civil_id(text: str) -> bool:
    """Century, birthday, serial; 11 less the sum by 2 1 6 3 7 9 10 5 8 4 2."""
    number = digits(text)
    if len(number) != 12 or number[0] not in "23" or not (1 <= int(number[3:5]) <= 12 and 1 <= int(number[5:7]) <= 31):
        return False
    return 11 - weighted(number[:11], (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11 == int(number[11])


def qa_qid(text: str) -> bool:
    """Century, year of birth, country of birth (ISO 3166), serial."""
    number = digits(text)
    return len(number) == 11 and number[0] in "23" and 4 <= int(number[3:6]) <= 894


def bh_cpr(text: str) -> bool:
    """Year and month of birth, serial, check."""
    number = digits(text)
    return len(number) == 9 and 1 <= int(number[2:4]) <= 12


def eg_nid(text: str) -> bool:
    """Century, birthday, governorate, serial, check."""
    number = digits(text)
    if len(number) != 14 or number[0] not in "23":
        return False
    year = (1700 + int(number[0]) * 100) + int(number[1:3])
    return is_day(year, int(number[3:5]), int(number[5:7])) and (1 <= int(number[7:9]) <= 35 or number[7:9] == "88")


def ir_national(text: str) -> bool:
    """Nine digits by 10 to 2 modulo 11; the check is the rest, or 11 less it from 2 on."""
    number = digits(text)
    if len(number) != 10 or len(set(number)) == 1:
        return False
    rest = weighted(number[:9], range(10, 1, -1)) % 11
    return int(number[9]) == (rest if rest < 2 else 11 - rest)


def lk_nic(text: str) -> bool:
    """Year, day of the year (+500 for women), serial; V or X behind the old ones."""
    found = re.fullmatch(r"\d\d(\d{3})\d{4}[VX]|(?:19|20)\d\d(\d{3})\d{5}", compact(text))
    return found is not None and 1 <= int(found[1] or found[2]) % 500 <= 366


def tz_nin(text: str) -> bool:
    """Twenty digits that begin with the birthday."""
    number = digits(text)
    return len(number) == 20 and is_day(int(number[:4]), int(number[4:6]), int(number[6:8]))


def rw_nid(text: str) -> bool:
    """Status, year of birth, sex (8 men, 7 women), serial."""
    number = digits(text)
    return len(number) == 16 and number[0] in "123" and 1900 <= int(number[1:5]) <= 2035 and number[5] in "78"


def jo_national(text: str) -> bool:
    """Ten digits, the first 2 or 9."""
    number = digits(text)
    return len(number) == 10 and number[0] in "29" and len(set(number)) > 2


def uy_ci(text: str) -> bool:
    """Seven digits by 2 9 8 7 6 3 4, the check fills up to ten."""
    number = digits(text)
    if not 7 <= len(number) <= 8 or len(set(number)) == 1:
        return False
    number = number.zfill(8)
    return -weighted(number[:7], (2, 9, 8, 7, 6, 3, 4)) % 10 == int(number[7])


def gt_cui(text: str) -> bool:
    """Serial, its check modulo 11, department, municipality (RENAP)."""
    number = digits(text)
    return (
        len(number) == 13
        and 1 <= int(number[9:11]) <= 22
        and int(number[11:]) > 0
        and weighted(number[:8], range(2, 10)) % 11 == int(number[8])
    )


def sv_dui(text: str) -> bool:
    """Eight digits by 9 to 2, the check fills up to ten."""
    number = digits(text)
    return len(number) == 9 and len(set(number)) > 1 and -weighted(number[:8], range(9, 1, -1)) % 10 == int(number[8])


def hn_dni(text: str) -> bool:
    """Department and municipality, year, serial."""
    number = digits(text)
    return len(number) == 13 and 1 <= int(number[:2]) <= 18 and int(number[2:4]) > 0 and 1900 <= int(number[4:8]) <= 2035


def mx_nss(text: str) -> bool:
    """Eleven digits, Luhn (IMSS)."""
    number = digits(text)
    return len(number) == 11 and len(set(number)) > 2 and luhn(number)


def mx_clabe(text: str) -> bool:
    """Bank, place, account; the check by 3 7 1 modulo 10."""
    number = digits(text)
    if len(number) != 18 or not 2 <= int(number[:3]) <= 903:
        return False
    return -sum(int(char) * (3, 7, 1)[place % 3] % 10 for place, char in enumerate(number[:17])) % 10 == int(number[17])


def br_cnh(text: str) -> bool:
    """Two checks modulo 11, over falling and over rising weights (CONTRAN)."""
    number = digits(text)
    if len(number) != 11 or len(set(number)) == 1:
        return False
    first, second = weighted(number[:9], FALLING) % 11, weighted(number[:9], range(1, 10)) % 11
    # Where the first is ten, two is taken from the second; registers in use hold numbers of both readings.
    seconds = {second, (second - 2) % 11} if first >= 10 else {second}
    return number[9] == str(first % 10) and number[10] in {str(one % 10) for one in seconds}


def br_pis(text: str) -> bool:
    """Ten digits by 3 2 9 8 7 6 5 4 3 2 modulo 11."""
    number = digits(text)
    if len(number) != 11 or len(set(number)) == 1:
        return False
    check = 11 - weighted(number[:10], (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return int(number[10]) == (0 if check >= 10 else check)


def br_voter(text: str) -> bool:
    """Serial, state, two checks (TSE); in São Paulo and Minas Gerais a check of 0 is written 1."""
    number = digits(text)
    if len(number) != 12 or not 1 <= int(number[8:10]) <= 28:
        return False
    big = number[8:10] in ("01", "02")

    def check(total: int) -> int:
        rest = total % 11
        return 1 if rest == 0 and big else 0 if rest == 10 else rest

    first = check(weighted(number[:8], range(2, 10)))
    second = check(int(number[8]) * 7 + int(number[9]) * 8 + first * 9)
    return number[10:] == f"{first}{second}"


def br_cns(text: str) -> bool:
    """The health card: fifteen digits by 15 to 1 are a multiple of 11."""
    number = digits(text)
    return len(number) == 15 and number[0] in "12789" and len(set(number)) > 1 and weighted(number, range(15, 0, -1)) % 11 == 0


def nz_nhi(text: str) -> bool:
    """Three letters without I and O, four digits, the last the check modulo 11; since 2022 also two digits, a letter and a check letter."""
    number = compact(text)
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"

    def total(places: str) -> int:
        values = [letters.index(char) + 1 if char.isalpha() else int(char) for char in places]
        return sum(value * weight for value, weight in zip(values, range(7, 1, -1), strict=True))

    if re.fullmatch(r"[A-HJ-NP-Z]{3}\d{4}", number):
        rest = total(number[:6]) % 11
        return rest != 0 and (11 - rest) % 10 == int(number[6])
    if re.fullmatch(r"[A-HJ-NP-Z]{3}\d\d[A-HJ-NP-Z]{2}", number):
        return letters[23 - total(number[:6]) % 24] == number[6]
    return False


def au_ihi(text: str) -> bool:
    """Sixteen digits that begin with 800360, Luhn."""
    number = digits(text)
    return len(number) == 16 and number.startswith("800360") and luhn(number)


def iccid(text: str) -> bool:
    """A SIM card: 89, country, issuer, serial (ITU-T E.118). Many issuers leave the check digit out."""
    number = digits(text)
    return 18 <= len(number) <= 20 and number.startswith("89") and len(set(number)) > 3


def imsi(text: str) -> bool:
    """A subscriber: fifteen digits, country code 2xx to 7xx (ITU-T E.212)."""
    number = digits(text)
    return len(number) in (14, 15) and 202 <= int(number[:3]) <= 750 and len(set(number)) > 3
