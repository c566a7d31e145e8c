"""A mailbox that is the same in every row is the sender's."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent.columns import decide

NAMES = ["Ann Lee", "Bob Ray", "Cora Day", "Dan Fox", "Eva Poe", "Fay Low"]
OWN = [f"{name[:3].lower()}@example.com" for name in NAMES]


def roles(**columns: list[str]) -> dict[str, str]:
    return {one.name: one.role for one in decide(pa.table(columns)) if one.detector}


def test_what_all_share_beside_what_each_has_is_nobodys_own() -> None:
    found = roles(Name=NAMES, Email=["shop@example.com"] * 6, Mail=OWN)
    assert (found["Email"], found["Mail"]) == ("sender", "")


def test_a_household_may_share_its_only_mailbox() -> None:
    assert roles(Name=NAMES, Email=["home@example.com"] * 6)["Email"] == ""


def test_few_rows_tell_nothing() -> None:
    assert roles(Name=NAMES[:3], Email=["shop@example.com"] * 3, Mail=OWN[:3])["Email"] == ""
