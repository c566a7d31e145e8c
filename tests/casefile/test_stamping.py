"""The journal stamped by an authority on loopback: the stamp holds, tells of every change, and needs nothing but its root."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from a_stamp_authority import StampAuthority, certificates, is_here

from stanch import casefile
from stanch.casefile import stamping
from stanch.casefile.check import faults
from stanch.errors import StanchError, WrongCall

pytestmark = pytest.mark.skipif(not is_here, reason="openssl, which plays the authority, is not installed")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    desk = StampAuthority(tmp_path_factory.mktemp("tsa"))
    yield desk
    desk.shutdown()
    desk.server_close()


@pytest.fixture
def case(tmp_path):
    with casefile.create(
        tmp_path / "own", passphrase="correct horse", org=None, by="x", now=datetime.now(UTC), clock=lambda: datetime.now(UTC)
    ) as made:
        made.journal.append("note", "something")
        yield made


def whom(authority):
    return stamping.Authority(authority.url, authority.root.read_bytes())


def test_a_stamp_holds_and_only_a_hash_leaves(authority, case):
    made = stamping.stamp(case, whom(authority))
    assert made.entry == 2
    assert abs(datetime.fromisoformat(made.at) - datetime.now(UTC)) < timedelta(minutes=1)
    assert case.journal.head().mac.encode() not in authority.asked[-1]
    assert list(stamping.faults(case)) == []
    assert [fault for fault in faults(case) if fault.where == "time stamps"] == []
    assert stamping.stamps_of(case) == [made]


def test_a_journal_written_anew_is_told_by_its_stamp(authority, case):
    stamping.stamp(case, whom(authority))
    entries = case.journal.entries()
    told = json.loads(entries[-1].details) | {"code": "0" * 64}
    forged = [
        *entries[:-1],
        type(entries[-1])(**{**{f: getattr(entries[-1], f) for f in entries[-1].__slots__}, "details": json.dumps(told)}),
    ]
    assert "not the one that was stamped" in stamping._fault(forged[-1], forged, case.journal.head().case)
    assert "does not hold" in stamping._fault(entries[-1], entries, "another case")


def test_a_stamp_of_a_root_that_is_not_trusted_is_refused_and_nothing_kept(authority, case, tmp_path):
    other = certificates(tmp_path / "other", "another root")
    before = len(case.journal)
    with pytest.raises(StanchError, match="does not hold"):
        stamping.stamp(case, stamping.Authority(authority.url, other.read_bytes()))
    with pytest.raises(WrongCall, match="no certificates"):
        stamping.stamp(case, stamping.Authority(authority.url, b"nothing"))
    assert len(case.journal) == before


def test_an_authority_that_is_away_or_refuses_is_told(authority, case):
    with pytest.raises(StanchError, match="cannot be reached"):
        stamping.stamp(case, stamping.Authority("http://127.0.0.1:9/", authority.root.read_bytes()))
    authority.status = 503
    try:
        with pytest.raises(StanchError, match="answers 503"):
            stamping.stamp(case, whom(authority))
    finally:
        authority.status = 200
    with pytest.raises(WrongCall, match="https"):
        stamping.stamp(case, stamping.Authority("ftp://example.com/", b""))


def test_every_night_the_same_authority_is_asked_where_somebody_said_so(authority, case, capsys):
    from stanch.portal import nightly

    nightly.Nightly([case]).look()
    assert stamping.stamps_of(case) == []
    stamping.stamp(case, whom(authority), nightly=True)
    nightly.Nightly([case]).look()
    assert len(stamping.stamps_of(case)) == 2
    assert stamping.every_night(case) == whom(authority)
    authority.status = 500
    try:
        nightly.Nightly([case]).look()
    finally:
        authority.status = 200
    assert "was not stamped" in capsys.readouterr().err
    stamping.stamp(case, whom(authority))  # without it the nights end
    assert stamping.every_night(case) is None


def test_by_the_command(authority, tmp_path, monkeypatch, capsys):
    from stanch.cli.main import run

    secret = tmp_path / "passphrase"
    secret.write_text("correct horse\n")
    secret.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(secret))
    assert run(["init", str(tmp_path / "c")]) == 0
    assert run(["journal", "stamp", "-C", str(tmp_path / "c"), "--authority", authority.url, "--roots", str(authority.root)]) == 0
    assert "was there at" in capsys.readouterr().err
    assert run(["journal", "-C", str(tmp_path / "c")]) == 0
    assert "time stamp" in capsys.readouterr().out
    assert run(["verify", "-C", str(tmp_path / "c")]) == 0
    assert "1 time stamp holds" in capsys.readouterr().err
