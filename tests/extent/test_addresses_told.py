"""Addresses that a sentence tells: a house with `street` behind it, corners, flats behind any words, small letters."""

from __future__ import annotations

import pytest

from stanch.extent import addresses


def _found(text: str) -> list[str]:
    return [span.text for span in addresses.find(text, ())]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("The title refers to Bygget 91 street in Annerstad.", "Bygget 91 street"),
        ("Please return to Leon and Eyrarodda 66 in case of an issue.", "Leon and Eyrarodda 66"),
        ("James had given Mary his address: 85 Trg revolucije 12", "85 Trg revolucije 12"),
        ("I'd like to call a taxi to 30 Kooli 11", "30 Kooli 11"),
        ("Georgia, and 32 Pernilles vei 115 Apt. 714 Oslo", "32 Pernilles vei 115 Apt. 714"),
        ("The office is at 66 137 Sim Street\nSušice 1\n, PL\n Algeria 48354", "66 137 Sim Street\nSušice 1\n, PL\n Algeria 48354"),
        ("meet me, and 65 Via Lagrange 3\nLyss, CH 98711", "65 Via Lagrange 3\nLyss, CH 98711"),
        ("i'd like it to be sent to 98 lahof 26 suite 300, las vegas, turkey 43686", "98 lahof 26 suite 300, las vegas, turkey 43686"),
        ("we moved to 1121 new creek road last may", "1121 new creek road"),
        ("pick me up at koenigstrasse 51 please", "koenigstrasse 51"),
        ("my parents live at rua joão pessoa 1636", "rua joão pessoa 1636"),
        ("it was sent to 12 rue des lilas", "12 rue des lilas"),
        ("parcel for 22 pollen crescent", "22 pollen crescent"),
        ("please bill 71 estrada nacional 105 apt. 335 for this card", "71 estrada nacional 105 apt. 335"),
    ],
)
def test_addresses_are_found_where_the_sentence_tells_them(text: str, address: str) -> None:
    assert address in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The letter was sent to Alice and Bob 20 minutes ago.",
        "The notice was sent to 20 members within 30 days.",
        "In 1996 street lights were put up. On Bygget, 91 people live.",
        "we sent 20 people in 12 days to las palmas",
        "it is 2 miles down the road and 3 houses on this street",
        "took 5 minutes on the road, 12 cars in the drive",
        "reads from 2 usb drive slots, 10 hours per flash drive",
        'of real argument and nonnegative order", ACM\n           TOMS Vol. 12 Issue 3, Sept. 1986, p. 265\n',
    ],
)
def test_what_is_counted_is_no_house(text: str) -> None:
    assert not _found(text)
