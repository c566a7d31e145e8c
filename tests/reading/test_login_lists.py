"""Lists of logins: which they are, that every line is a row, and what is none."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.reading.descend import read_file
from stanch.reading.readers.login_lists import are_blocks, layout_of
from stanch.records import Unit, unpack_cells

PASSWORDS = ("sunflower", "P@ssw0rd", "123456", "Summer2019!", "monkey:77", "jordan23", "qwerty", "Dragon#9")
HASH = "5f4dcc3b5aa765d61d8327deb882cf9"


def lines(form: str) -> str:
    return "".join(
        form.format(n=n, mail=f"ann.lee{n}@example.com", pw=PASSWORDS[n], hash=f"{HASH}{n}", ip=f"203.0.113.{n}") + "\n" for n in range(8)
    )


def table(tmp_path: Path, content: str, name: str = "list.txt") -> list[dict[str, str]]:
    (tmp_path / name).write_text(content, "utf-8")
    units = [one for one in read_file(tmp_path / name, name, "e") if isinstance(one, Unit) and one.cells]
    return [row for unit in units for row in unpack_cells(unit.cells).to_pylist()] if units else []


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("{mail}:{pw}", {"email": "ann.lee4@example.com", "password": "monkey:77"}),
        ("{mail};{pw}", {"email": "ann.lee4@example.com", "password": "monkey:77"}),
        ("{mail}|{pw}", {"email": "ann.lee4@example.com", "password": "monkey:77"}),
        ("{mail}\t{pw}", {"email": "ann.lee4@example.com", "password": "monkey:77"}),
        ("{mail} {pw}", {"email": "ann.lee4@example.com", "password": "monkey:77"}),
        ("https://portal.example.org:8443/in:{mail}:{pw}", {"url": "https://portal.example.org:8443/in", "email": "ann.lee4@example.com", "password": "monkey:77"}),
        ("portal.example.org/in:annlee{n}:{pw}", {"url": "portal.example.org/in", "username": "annlee4", "password": "monkey:77"}),
        ("{mail}:{hash}", {"email": "ann.lee4@example.com", "password hash": f"{HASH}4"}),
        ("{mail}:{hash}:x9{n}", {"email": "ann.lee4@example.com", "password hash": f"{HASH}4", "salt": "x94"}),
        ("{n}{n}:annlee{n}:{mail}:{ip}:{hash}", {"email": "ann.lee4@example.com", "ip address": "203.0.113.4", "password hash": f"{HASH}4"}),
        ("{mail}:{pw} | Country = US | Plan = Gold", {"email": "ann.lee4@example.com", "password": "monkey:77", "rest": "Country = US | Plan = Gold"}),
        ("+1260555014{n}:{pw}", {"phone": "+12605550144", "password": "monkey:77"}),
    ],
)  # fmt: skip
def test_each_line_is_a_login(tmp_path: Path, form: str, expected: dict[str, str]) -> None:
    rows = table(tmp_path, lines(form))
    assert len(rows) == 8
    assert {key: rows[4][key] for key in expected} == expected


def test_what_has_another_form_stands_whole_in_its_row(tmp_path: Path) -> None:
    many = lines("{mail}:{pw}") * 3
    rows = table(tmp_path, many + "please mail this to bob\n" + lines("{mail}:{pw}"))
    assert [row["rest"] for row in rows if row["rest"]] == ["please mail this to bob"]
    assert (rows[24]["email"], rows[25]["email"]) == (None, "ann.lee0@example.com")


@pytest.mark.parametrize(
    "text",
    [
        lines("{mail};Ann"),
        lines("{mail},Toledo"),
        lines("{mail}:{n}"),
        lines("{mail}: works on release {n}"),
        "email;code\n" + lines("{mail};A-100{n}"),
        lines("host{n}.example.org:443:{n}"),
        lines("2024-01-0{n} 10:00:0{n} GET https://example.org/a{n}:b"),
    ],
)
def test_what_could_be_anything_is_no_list_of_logins(text: str) -> None:
    assert layout_of(text, cut=False) is None


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("ann.lee{n}:x:100{n}:100{n}:Ann Lee{n},Room 4,,:/home/ann{n}:/bin/sh", {"username": "ann.lee4", "full name": "Ann Lee4"}),
        ("ann.lee{n}:$6$abcdefgh${hash}{hash}:19000:0:99999:7:::", {"username": "ann.lee4", "password hash": f"$6$abcdefgh${HASH}4{HASH}4"}),
        ("corp.example.com\\ann.lee{n}:110{n}:aad3b435b51404eeaad3b435b51404ee:{hash}:::", {"username": "ann.lee4", "password hash": f"{HASH}4"}),
        ("ann.lee{n}:110{n}:aad3b435b51404eeaad3b435b51404ee:{hash}:::", {"username": "ann.lee4", "password hash": f"{HASH}4"}),
    ],
)  # fmt: skip
def test_accounts_of_systems_are_read_by_their_form(tmp_path: Path, form: str, expected: dict[str, str]) -> None:
    rows = table(tmp_path, lines(form))
    assert len(rows) == 8
    assert {key: rows[4][key] for key in expected} == expected


def test_blocks_of_stealers_are_a_row_each(tmp_path: Path) -> None:
    block = "URL: https://portal.example.org/\nUsername: ann.lee{n}@example.com\nPassword: {pw}\nApplication: Chrome\n===============\n"
    rows = table(tmp_path, "*** LOG ***\n\n" + "".join(block.format(n=n, pw=PASSWORDS[n]) for n in range(3)), "Passwords.txt")
    assert [(row["username"], row["password"]) for row in rows] == [(f"ann.lee{n}@example.com", PASSWORDS[n]) for n in range(3)]


def test_an_empty_password_moves_no_other_login(tmp_path: Path) -> None:
    one = "SOFT: Chrome\nURL: https://a.example.org/\nUSER: {}\nPASS: {}\n\n"
    rows = table(
        tmp_path, one.format("ann@example.com", "") + one.format("bob@example.com", "Tulip77") + one.format("eve@example.com", "Rose88")
    )
    assert [(row["username"], row["password"]) for row in rows] == [
        ("ann@example.com", None),
        ("bob@example.com", "Tulip77"),
        ("eve@example.com", "Rose88"),
    ]


def test_a_form_of_one_person_is_no_list_of_blocks() -> None:
    assert not are_blocks("Host: mail.example.org\nUser: ann\nPassword: x\n\nWe met at the fair.\nThe weather was fine.\n", cut=False)


@given(
    st.lists(st.from_regex(r"[a-z]{3,9}[0-9]{1,4}[!#?]?|[A-Z][a-z]{3,9}[!#?][0-9]", fullmatch=True), min_size=12, max_size=60, unique=True),
    st.sampled_from([":", ";", "|", "\t"]),
)
def test_no_login_is_lost(tmp_path_factory: pytest.TempPathFactory, passwords: list[str], mark: str) -> None:
    text = "".join(f"ann{n}@example.com{mark}{one}\n" for n, one in enumerate(passwords))
    if layout_of(text, cut=False) is None:  # too much alike to be passwords
        shapes = Counter(re.sub(r"[A-Za-z]", "a", re.sub(r"\d", "9", one)) for one in passwords)
        assert shapes.most_common(1)[0][1] > 0.6 * len(passwords)
        return
    rows = table(tmp_path_factory.mktemp("list"), text)
    assert [(row["email"], row["password"]) for row in rows] == [(f"ann{n}@example.com", one) for n, one in enumerate(passwords)]


def test_accounts_of_the_system_itself_are_nobodys(tmp_path: Path) -> None:
    own = ("root:x:0:0:root:/root:/bin/bash", "mysql:x:110:115:MySQL Server,,,:/nonexistent:/bin/false", "list:x:38:38:List Manager:/var/list:/usr/sbin/nologin",
           "nobody:x:65534:65534:nobody:/nonexistent:/bin/sh", "sync:x:4:65534:sync:/bin:/bin/sync")  # fmt: skip
    rows = table(tmp_path, "\n".join((*own, "alee:x:1001:1001:Ann Lee,,,:/home/alee:/bin/bash")) + "\n", "passwd")
    assert [row["rest"] for row in rows[:5]] == list(own)
    assert [row["full name"] for row in rows if row["username"]] == ["Ann Lee"]
    shadow = (
        "".join(f"{name}:*:19000:0:99999:7:::\n" for name in ("daemon", "bin", "sys", "man", "lp"))
        + f"alee:$6$abcdefgh${HASH}{HASH}:19000:0:99999:7:::\n"
    )
    assert [row["username"] for row in table(tmp_path, shadow, "shadow") if row["username"]] == ["alee"]
    dump = "".join(
        f"{name}:110{n}:aad3b435b51404eeaad3b435b51404ee:{HASH}{n}:::\n" for n, name in enumerate(("DC01$", "PC7$", "alee", "broe", "eday"))
    )
    assert [row["username"] for row in table(tmp_path, dump, "ntds.txt") if row["username"]] == ["alee", "broe", "eday"]
