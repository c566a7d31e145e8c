"""Passwords known from breaches are refused by a list on this machine; recovery codes stand nowhere but as hashes."""

import random
import subprocess
import sys
from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.errors import WrongCall
from stanch.portal.team import breached


def line(password: str, count: int = 3) -> bytes:
    return f"{sha1(password.encode(), usedforsecurity=False).hexdigest().upper()}:{count}".encode()


def listed(path: Path, passwords: list[str], *, ending: bytes = b"\r\n") -> Path:
    path.write_bytes(ending.join(sorted(line(one, at) for at, one in enumerate(passwords, 1))) + ending)
    return path


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
@pytest.mark.parametrize("number", [1, 2, 3, 10, 1000])
def test_every_password_of_the_list_is_found_and_no_other(tmp_path: Path, number: int, ending: bytes) -> None:
    known = [f"correct horse {one}" for one in range(number)]
    path = listed(tmp_path / "list.txt", known, ending=ending)
    breached.check(path)
    assert all(breached.is_in(path, one) for one in known)
    assert not any(breached.is_in(path, f"another {one}") for one in range(300))


@given(st.sets(st.text(max_size=8), min_size=1, max_size=40), st.text(max_size=8), st.integers(0, 10**12))
def test_any_list_answers_as_a_set_would(known: set[str], asked: str, count: int) -> None:
    import tempfile

    usable = [one for one in known if one.isascii()] or ["x"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.txt"
        path.write_bytes(b"\n".join(sorted(line(one, count) for one in usable)))  # without an end of line after the last
        assert breached.is_in(path, asked) == (asked in usable)
        assert all(breached.is_in(path, one) for one in usable)


def test_a_list_that_is_none_or_in_no_order_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    for content in (b"", b"password\n123456\n", b"0" * 10_000, b"\x00" * 500):
        path.write_bytes(content)
        with pytest.raises(WrongCall, match="no list of SHA-1"):
            breached.check(path)
    lines = [line(str(one)) for one in range(500)]
    random.Random(1).shuffle(lines)  # noqa: S311 no secret
    path.write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(WrongCall, match="not in order"):
        breached.check(path)


def test_who_joins_with_a_breached_password_is_told(tmp_path: Path) -> None:
    from django.core.exceptions import ValidationError

    path = listed(tmp_path / "list.txt", ["correct horse battery"])
    validator = breached.BreachedPasswordValidator(str(path))
    with pytest.raises(ValidationError, match="known from a breach"):
        validator.validate("correct horse battery")
    validator.validate("another horse altogether")
    assert validator.get_help_text()


SETS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from stanch import casefile
from stanch.portal import settings
from stanch.portal.team.settings import Team
settings.configure(Team())
with casefile.create(Path(sys.argv[1]), passphrase="correct horse", org=None, by="x", now=datetime.now(UTC)) as case:
    from stanch.portal.team import accounts
    accounts.open_(case)
    import inspect
    from allauth.mfa import models
    from allauth.mfa.recovery_codes.internal import auth, flows
    from django.contrib.auth import get_user_model
    from stanch.portal.team import recovery_codes
    # allauth asks by these names; where it no longer does, codes would stand unhashed again.
    assert "from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes" in inspect.getsource(models.Authenticator.wrap)
    assert flows.RecoveryCodes is auth.RecoveryCodes is recovery_codes.HashedCodes
    user = get_user_model().objects.create(username="a", email="a@example.com")
    # As an earlier release left it: a seed, shown, two codes used.
    old = {"seed": "a" * 80, "used_mask": 3, "viewed_at": 1.0}
    row = models.Authenticator.objects.create(user=user, type="recovery_codes", data=old)
    codes = recovery_codes.RecoveryCodes(row).generate_codes()
    assert recovery_codes.hash_old() == 1 and recovery_codes.hash_old() == 0
    row.refresh_from_db()
    assert "seed" not in row.data and len(row.data["hashes"]) == 8
    assert not any(code in repr(row.data) for code in codes)
    wrapped = row.wrap()
    assert wrapped.get_unused_codes() == [recovery_codes.UNSEEN] * 8
    assert not wrapped.validate_code(codes[0]) and not wrapped.validate_code("00000000") and not wrapped.validate_code("")
    assert wrapped.validate_code(f" {codes[5]} ") and not wrapped.validate_code(codes[5]) and wrapped.validate_code(codes[9])
    row.delete()
    # A new one: shown once, and nobody can use what nobody has seen.
    made = auth.RecoveryCodes.activate(user)
    unseen = recovery_codes.RecoveryCodes(made.instance).generate_codes()
    assert not made.validate_code(unseen[0])
    made.mark_as_viewed()
    assert made.get_unused_codes() == unseen
    row = models.Authenticator.objects.get()
    assert "seed" not in row.data and row.wrap().validate_code(unseen[0])
    assert len(models.Authenticator.objects.get().wrap().get_unused_codes()) == 9
    again = models.Authenticator.objects.get().wrap()
    again.mark_as_viewed()
    assert set(again.get_unused_codes()) == {recovery_codes.UNSEEN}
    accounts.close()
print("held")
"""


def test_recovery_codes_are_shown_once_and_stand_as_hashes_alone(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SETS, str(tmp_path / "case")], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "held", done.stderr[-2000:]
