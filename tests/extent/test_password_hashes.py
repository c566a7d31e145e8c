"""Hashes of passwords in columns, however programs write them: none is nobody's because its form is not known."""

from __future__ import annotations

import base64
import hashlib

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from stanch.extent import columns
from stanch.extent import detector as detector_module
from stanch.extent.password_hashes import fast_hash, not_hash, salted_hash


def b64(size: int, n: int) -> str:
    return base64.b64encode(hashlib.shake_256(b"nonsense%d" % n).digest(size)).decode()


def hexed(size: int, n: int) -> str:
    return hashlib.shake_256(b"nonsense%d" % n).hexdigest(size)


def plain(size: int, n: int) -> str:
    return b64(size, n).replace("+", ".").replace("=", "")[:size]


SALTED = {
    "ASP.NET Identity 3": lambda n: base64.b64encode(
        bytes.fromhex("01000000010000271000000010") + hashlib.shake_256(b"%d" % n).digest(48)
    ).decode(),
    "ASP.NET Identity 2": lambda n: base64.b64encode(b"\0" + hashlib.shake_256(b"%d" % n).digest(48)).decode(),
    "Drupal": lambda n: "$S$D" + plain(51, n),
    "WordPress": lambda n: "$P$B" + plain(30, n),
    "WordPress 6.8": lambda n: "$wp$2y$10$" + plain(53, n),
    "bcrypt": lambda n: "$2y$12$" + plain(53, n),
    "PostgreSQL": lambda n: f"SCRAM-SHA-256$4096:{b64(16, n)}${b64(32, n)}:{b64(32, n + 1)}",
    "Django": lambda n: f"pbkdf2_sha256$260000${plain(22, n)}${b64(32, n)}",
    "Werkzeug": lambda n: f"pbkdf2:sha256:260000${plain(16, n)}${hexed(32, n)}",
    "Spring": lambda n: "{bcrypt}$2a$10$" + plain(53, n),
    "directory": lambda n: "{CRYPT}$6$" + plain(8, n) + "$" + plain(86, n),
    "macOS": lambda n: f"$ml$25000${hexed(32, n)}${hexed(64, n)}",
    "Magento": lambda n: f"{hexed(32, n)}:{plain(16, n)}:3_32_2_67108864",
}
FAST = {
    "MD5": lambda n: hexed(16, n),
    "MySQL": lambda n: "*" + hexed(20, n).upper(),
    "PostgreSQL MD5": lambda n: "md5" + hexed(16, n),
    "Joomla": lambda n: f"{hexed(16, n)}:{plain(32, n)}",
    "Magento 1": lambda n: f"{hexed(32, n)}:{plain(32, n)}:1",
    "SQL Server": lambda n: "0x0200" + hexed(68, n).upper(),
    "Oracle": lambda n: "S:" + hexed(30, n).upper(),
    "directory SSHA": lambda n: "{SSHA}" + b64(28, n),
    "directory SSHA-512": lambda n: "{SSHA512}" + b64(72, n),
    "Django SHA-1": lambda n: f"sha1${plain(5, n)}${hexed(20, n)}",
    "SHA-256 in base64": lambda n: b64(32, n),
}


def kind_under(header: str, cells: list[str]) -> str | None:
    table = pa.table({"email": [f"ann{n}@example.com" for n in range(len(cells))], header: cells})
    found = columns.decide(table, "users")[1].detector
    return found.kind if found else None


@pytest.mark.parametrize("header", ["password", "PasswordHash", "user_pass", "Passwort"])
@pytest.mark.parametrize("program", SALTED)
def test_slow_hashes_are_told_as_such(program: str, header: str) -> None:
    assert kind_under(header, [SALTED[program](n) for n in range(6)]) == "password_hash_salted"


@pytest.mark.parametrize("header", ["password", "PasswordHash", "user_pass", "Passwort"])
@pytest.mark.parametrize("program", FAST)
def test_fast_hashes_count_as_the_password(program: str, header: str) -> None:
    assert kind_under(header, [FAST[program](n) for n in range(6)]) == "password_hash"


def test_what_a_header_calls_a_hash_is_one_whatever_its_form() -> None:
    assert kind_under("password_hash", [f"zq{n}~k8W.d{n}Q2mx" for n in range(6)]) == "password_hash"


@pytest.mark.parametrize("word", ["Sunflower12", "P@ssw0rd!", "correct horse", "$ecret$77", "{noop}Tulip77"])
def test_a_password_in_the_clear_is_no_hash(word: str) -> None:
    assert (not_hash(word), fast_hash(word), salted_hash(word)) == (True, False, False)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("username", "email", "hash", "salt"), "password_hash"),
        (("login", "mail", "hash"), "password_hash"),
        (("file_name", "email", "hash"), None),
        (("commit", "email", "hash"), None),
    ],
)
def test_a_bare_hash_is_the_passwords_beside_a_login(names: tuple[str, ...], expected: str | None) -> None:
    values = {"email": "ann{}@example.com", "mail": "ann{}@example.com", "hash": "", "salt": "x{}k", "file_name": "report{}.pdf"}
    table = pa.table({name: [hexed(16, n) if name == "hash" else values.get(name, "ann{}").format(n) for n in range(6)] for name in names})
    found = {one.name: one.detector.kind if one.detector else None for one in columns.decide(table, "")}
    assert found["hash"] == expected


@pytest.mark.parametrize("one", detector_module.detectors(), ids=lambda one: one.id)
def test_the_form_of_a_cell_is_one_that_columns_are_judged_by(one: detector_module.Detector) -> None:
    """Columns are judged by Arrow, whose expressions look neither ahead nor back."""
    assert pc.match_substring_regex(pa.array(["x"]), one.column.cell or "x") is not None
