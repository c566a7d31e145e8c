"""Texts about an account that several hold: each bears its number, where words say that they hold it."""

from __future__ import annotations

import pytest

from stanch.extent.scanning import scan_unit
from stanch.records import Unit
from stanch.vault import Keys


def bearers(text: str) -> list[tuple[str | None, ...]]:
    """Of each account the names of those whose record bears it, in order."""
    rows = scan_unit(Unit("0" * 64, "memo.txt", "text", "text/plain", text=text), Keys(bytes(32))).to_pylist()
    names = {row["record"]: row["text"] for row in rows if row["kind"] == "name"}
    found: dict[int, list[str | None]] = {}
    for row in rows:
        if row["kind"] in ("us_bank_account", "iban"):
            found.setdefault(row["start"], []).append(names.get(row["record"]))
    return [tuple(sorted(map(str, one))) for one in found.values()]


@pytest.mark.parametrize(
    "text",
    [
        "Account 4410027731 is held jointly by Susan Parker and Robert Jones.\n",
        "Susan Parker and Robert Jones opened joint savings account no. 4410027731 on March 2, 2019.\n",
        "ACCOUNT OPENING\n\nAccount holders: Susan Parker and Robert Jones\nAccount number: 4410027731\n",
        "The account is in the names of Susan Parker or Robert Jones. Account no. 4410027731 was closed.\n",
    ],
)
def test_those_who_hold_it_bear_it(text: str) -> None:
    assert bearers(text) == [("Robert Jones", "Susan Parker")]


@pytest.mark.parametrize(
    "text",
    [
        "Susan Parker and Robert Jones met about account no. 4410027731.\n",
        "Robert Jones jointly with his sister asked us. Please wire it to Susan Parker, account no. 4410027731.\n",
    ],
)
def test_others_do_not(text: str) -> None:
    assert bearers(text) in ([("None",)], [("Susan Parker",)])


def test_a_signature_card_has_two_owners() -> None:
    card = (
        "SIGNATURE CARD\n\nAccount Number: 4410027731\nOwnership: Joint with right of survivorship\n\n"
        "Primary Owner\nName: Susan Parker\nSSN: 912-44-1101\nDOB: 04/05/1980\n\n"
        "Joint Owner\nName: Robert Jones\nSSN: 912-44-1102\nDOB: 06/07/1979\n\n"
        "Beneficiary\nName: Amy Hill\n"
    )
    assert bearers(card) == [("Robert Jones", "Susan Parker")]
    assert bearers(card.replace("Joint Owner\n", "Spouse\n")) == [("Susan Parker",)]


SIDE_BY_SIDE = (
    "NEW ACCOUNT APPLICATION\n\nPRIMARY OWNER\tJOINT OWNER\nName:\tSusan Parker\tName:\tRobert Jones\nSSN:\t912-44-1101\tSSN:\t912-44-1102\n"
    "Date of birth:\t04/05/1980\tDate of birth:\t06/07/1979\n\nACCOUNT INFORMATION\nAccount type: Checking Account number: 4410027731\n"
)
LOAN = (
    "Section 1: Borrower Information\nName (First, Middle, Last, Suffix)\nSusan Parker\nSocial Security Number   912-44-1101\n"
    "Date of Birth (mm/dd/yyyy)   04/05/1980\n\nSection 1: Additional Borrower Information\nName (First, Middle, Last, Suffix)\nRobert Jones\n"
    "Social Security Number   912-44-1102\nDate of Birth (mm/dd/yyyy)   06/07/1979\n\nSection 2: Assets\nAccount Number: 4410027731\n"
)
RENT = (
    "RENTAL APPLICATION\n\nApplicant\nName: Susan Parker\nSSN: 912-44-1101\nDOB: 04/05/1980\n\nCo-Applicant\nName: Robert Jones\n"
    "SSN: 912-44-1102\nDOB: 06/07/1979\n\nBank Reference (Applicant)\nAccount number: 4410027731\n"
)


@pytest.mark.parametrize("text", [SIDE_BY_SIDE, LOAN])
def test_an_account_below_the_parts_of_both_is_boths(text: str) -> None:
    assert bearers(text) == [("Robert Jones", "Susan Parker")]


def test_who_applies_with_somebody_need_not_hold_his_account() -> None:
    assert bearers(RENT) in ([("Susan Parker",)], [("None",)])
    assert "Robert Jones" not in bearers(LOAN.replace("Assets\n", "Assets of the borrower\n"))[0]
