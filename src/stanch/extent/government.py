"""Validators of numbers that states and their agencies give out: check digits and ranges as their issuers publish them."""

from __future__ import annotations

import re

from stanch.extent.checks import luhn, stdnum_valid
from stanch.extent.normalise import compact, digits


def us_ssn(text: str) -> bool:
    """Area, group and serial as the Social Security Administration issues them (not 000, 666, 9xx; group, serial not 0)."""
    number = digits(text)
    return (
        len(number) == 9
        and number[:3] not in ("000", "666")
        and number[0] != "9"
        and number[3:5] != "00"
        and number[5:] != "0000"
        and number not in _SPECIMEN
    )


# Printed on specimen cards and in advertisements; SSA voided them.
_SPECIMEN = frozenset({"078051120", "219099999", "123456789", "987654321"})


def us_ssn_labelled(text: str) -> bool:
    """What a form calls an SSN still names a person when it was mistyped or never issued, or has the form of an ITIN."""
    number = digits(text)
    return len(number) == 9 and len(set(number)) > 1 and number[5:] != "0000"


def us_itin(text: str) -> bool:
    """Area 9xx with a group of 50-65, 70-88, 90-92, 94-99 (IRS Publication 1915)."""
    number = digits(text)
    if len(number) != 9 or number[0] != "9":
        return False
    group = int(number[3:5])
    return 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99


def us_aba(text: str) -> bool:
    """A routing number: Federal Reserve prefix and the 3-7-1 checksum (ABA)."""
    number = digits(text)
    if len(number) != 9 or not (
        1 <= int(number[:2]) <= 12 or 21 <= int(number[:2]) <= 32 or 61 <= int(number[:2]) <= 72 or number[:2] == "80"
    ):
        return False
    return sum(int(char) * (3, 7, 1)[place % 3] for place, char in enumerate(number)) % 10 == 0


def us_mbi(text: str) -> bool:
    """The eleven places of the Medicare Beneficiary Identifier (CMS): no S, L, O, I, B, Z."""
    return bool(
        re.fullmatch(
            r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d", compact(text)
        )
    )


def us_npi(text: str) -> bool:
    """Luhn over 80840 and the ten digits (CMS)."""
    number = digits(text)
    return len(number) == 10 and number[0] in "12" and luhn("80840" + number)


def us_dea(text: str) -> bool:
    """Two letters, seven digits: (d1+d3+d5) + 2(d2+d4+d6) ends in d7."""
    number = digits(text)
    return len(number) == 7 and (sum(map(int, number[0:6:2])) + 2 * sum(map(int, number[1:6:2]))) % 10 == int(number[6])


def uk_nino(text: str) -> bool:
    """Prefix rules of HMRC's manual NIM39110: no D F I Q U V first, nor O second; not BG GB KN NK NT TN ZZ; suffix A-D."""
    number = compact(text)
    if not re.fullmatch(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", number):
        return False
    return number[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def uk_driving_licence(text: str) -> bool:
    """Sixteen places of the DVLA: five of the name, decade, month (+50 for women), day, year, initials, check."""
    found = re.fullmatch(r"[A-Z9]{5}\d([0156]\d)(\d\d)\d[A-Z9]{2}[A-Z0-9]{3}", compact(text))
    return found is not None and 1 <= int(found[1]) % 50 <= 12 and 1 <= int(found[2]) <= 31


def au_medicare(text: str) -> bool:
    """Eight digits by the weights 1 3 7 9 1 3 7 9, the ninth their check, then the issue number (and the person's)."""
    number = digits(text)
    if len(number) not in (10, 11) or number[0] not in "23456":
        return False
    return sum(int(char) * weight for char, weight in zip(number, (1, 3, 7, 9, 1, 3, 7, 9), strict=False)) % 10 == int(number[8])


def de_personalausweis(text: str) -> bool:
    """Nine places without vowels and lookalikes; the tenth is their check by the weights 7 3 1 (ICAO 9303)."""
    number = compact(text)
    if not re.fullmatch(r"[CFGHJKLMNPRTVWXYZ0-9]{9}\d?", number) or not any(char.isdigit() for char in number):
        return False
    if len(number) == 9:
        return True
    return sum(int(char, 36) * (7, 3, 1)[place % 3] for place, char in enumerate(number[:9])) % 10 == int(number[9])


def sg_nric(text: str) -> bool:
    """Weights 2 7 6 5 4 3 2 and the letter tables of the series S, T, F, G and M."""
    number = compact(text)
    if not re.fullmatch(r"[STFGM]\d{7}[A-Z]", number):
        return False
    total = sum(int(char) * weight for char, weight in zip(number[1:8], (2, 7, 6, 5, 4, 3, 2), strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    if number[0] == "M":
        return "KLJNPQRTUWX"[10 - total % 11] == number[8]
    return ("JZIHGFEDCBA" if number[0] in "ST" else "XWUTRQPNMLK")[total % 11] == number[8]


def es_dni_dotted(text: str) -> bool:
    """A DNI written with points."""
    return stdnum_valid("stdnum.es.dni", text.replace(".", ""))
