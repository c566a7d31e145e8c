"""Validators of our own agree with python-stdnum wherever it knows the number, and with examples that issuers and others publish."""

from __future__ import annotations

import importlib
import random

import pytest

from stanch.extent import validators

# (ours, module of python-stdnum, shape of a number: `#` a digit, fixed characters stand)
SAME = (
    ("luhn", "stdnum.luhn", "################"),
    ("luhn", "stdnum.luhn", "###########"),
    ("iban", "stdnum.iban", "DE####################"),
    ("iban", "stdnum.iban", "NL##ABNA##########"),
    ("imei", "stdnum.imei", "35#############"),
)
# Ours asks for a prefix of the Federal Reserve too.
STRICTER = (("us_aba", "stdnum.us.rtn", "0########"), ("us_aba", "stdnum.us.rtn", "13#######"))
# The library has not the groups 50 to 65, which the IRS has given out since 2011 (instructions for form W-7).
WIDER = (("us_itin", "stdnum.us.itin", "9########"),)
DRAWN = 4000


@pytest.mark.parametrize(("ours", "module", "shape"), SAME)
def test_ours_and_the_library_agree(ours: str, module: str, shape: str) -> None:
    draw, is_valid, library = random.Random(shape), validators.validator(ours), importlib.import_module(module)  # noqa: S311 no secret
    differ, valid = [], 0
    for _ in range(DRAWN):
        number = "".join(str(draw.randrange(10)) if char == "#" else char for char in shape)
        theirs = bool(library.is_valid(number))
        valid += theirs
        if len(set(number)) > 2 and bool(is_valid(number)) != theirs:
            differ.append(number)
    assert not differ
    assert valid


@pytest.mark.parametrize(("ours", "module", "shape", "wider"), [(*one, False) for one in STRICTER] + [(*one, True) for one in WIDER])
def test_ours_differs_one_way_only(ours: str, module: str, shape: str, *, wider: bool) -> None:
    draw, is_valid, library = random.Random(shape), validators.validator(ours), importlib.import_module(module)  # noqa: S311 no secret
    numbers = ["".join(str(draw.randrange(10)) if char == "#" else char for char in shape) for _ in range(DRAWN)]
    mine, theirs = {number for number in numbers if is_valid(number)}, {number for number in numbers if library.is_valid(number)}
    assert mine > theirs if wider else mine < theirs


# Numbers that an issuer, a law or a standard gives as an example (or the arithmetic of its text), and the same with one digit changed.
EXAMPLES = (
    ("de_rvnr", "15070649C103", "15070649C104"),  # Deutsche Rentenversicherung, VKVV section 4
    ("de_kvnr", "A123456780", "A123456781"),  # GKV-Spitzenverband, section 290 SGB V
    ("hk_id", "A123456(3)", "A123456(4)"),  # Immigration Department, specimen card
    ("tw_id", "A123456789", "A123456788"),
    ("sg_nric", "S1234567D", "S1234567E"),
    ("ru_snils", "112-233-445 95", "112-233-445 96"),  # Pension Fund of Russia
    ("uy_ci", "1.234.567-2", "1.234.567-3"),
    ("sv_dui", "00016297-5", "00016297-6"),
    ("mx_clabe", "032180000118359719", "032180000118359718"),
    ("br_cnh", "58316794534", "58316794535"),
    ("br_cnh", "98765432100", "98765432101"),  # first check ten: programs in use do not agree on the second
    ("br_voter", "690847092828", "690847092829"),
    ("nz_nhi", "ZAC5361", "ZAC5362"),  # HISO 10046
    ("nz_nhi", "ZZZ00AX", "ZZZ00AY"),  # HISO 10046, the form since 2022
    ("pl_identity_card", "ABA300000", "ABA300001"),
    ("ir_national", "0499370899", "0499370898"),
    ("au_medicare", "2123456701", "2123456711"),
    ("us_npi", "1234567893", "1234567890"),  # CMS, check digit instructions
    ("us_dea", "AP5836727", "AP5836728"),
    ("uk_nino", "AA123456A", "BG123456A"),
    ("lu_matricule", "1893120105732", "1893120105733"),
)


@pytest.mark.parametrize(("ours", "good", "bad"), EXAMPLES)
def test_published_examples_hold(ours: str, good: str, bad: str) -> None:
    is_valid = validators.validator(ours)
    assert is_valid(good)
    assert not is_valid(bad)


CHECKED = {
    "hu_taj": "#########",
    "hu_tax": "8#########",
    "pt_niss": "1##########",
    "kz_iin": "900101######",
    "uz_pinfl": "3010190#######",
    "kw_civil_id": "290010100###",
    "gt_cui": "#########0101",
    "uk_uln": "##########",
    "br_pis": "###########",
    "br_cns": "7##############",
    "mx_nss": "###########",
    "es_nss": "28##########",
    "hu_account": "################",
}


@pytest.mark.parametrize(("ours", "shape"), CHECKED.items())
def test_a_check_digit_lets_few_pass_and_catches_every_single_mistake(ours: str, shape: str) -> None:
    draw, is_valid = random.Random(ours), validators.validator(ours)  # noqa: S311 no secret
    numbers = ["".join(str(draw.randrange(10)) if char == "#" else char for char in shape) for _ in range(6000)]
    valid = [number for number in numbers if is_valid(number)]
    assert 0 < len(valid) < len(numbers) * 0.25
    place = shape.rindex("#")
    for number in valid[:60]:
        others = [f"{number[:place]}{digit}{number[place + 1 :]}" for digit in "0123456789" if digit != number[place]]
        assert sum(map(is_valid, others)) <= 1
