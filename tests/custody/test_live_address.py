"""Addresses of live sources, and the secrets that open them."""

import os

import pytest

from stanch import custody
from stanch.custody.live.mailbox import coded, decoded
from stanch.errors import WrongCall

SECRET = "Planted-Secret-77"


@pytest.mark.parametrize(
    ("text", "plain", "name"),
    [
        ("postgresql://owner@db.example.com/shop", "postgresql://owner@db.example.com/shop", "postgresql/db.example.com"),
        ("postgres://owner@db.example.com:5433/shop", "postgresql://owner@db.example.com:5433/shop", "postgresql/db.example.com:5433"),
        ("mysql+pymysql://app@127.0.0.1/shop?table=a&table=b", "mysql://app@127.0.0.1/shop?table=a&table=b", "mysql/127.0.0.1"),
        ("mariadb://app@db.example.com/?tls=off", "mysql://app@db.example.com/", "mysql/db.example.com"),
        ("sqlite:////srv/a b.db", "sqlite:////srv/a%20b.db", "sqlite/a b.db"),
        ("mssql://sa@[2001:db8::1]/erp", "mssql://sa@[2001:db8::1]/erp", "mssql/2001:db8::1"),
        ("s3://shares/hr/?endpoint=https://store.example.com:9000", "s3://shares/hr/?endpoint=https://store.example.com:9000", "s3/shares"),
        ("imaps://maria@example.com@mail.example.com/INBOX", "imaps://maria@example.com@mail.example.com/INBOX", "imap/maria@example.com@mail.example.com"),
        ("postgresql://o@db.example.com/shop?sslmode=disable", "postgresql://o@db.example.com/shop", "postgresql/db.example.com"),
    ],
)  # fmt: skip
def test_an_address_is_understood_and_recorded_in_one_form(text, plain, name):
    found = custody.parse(text)
    assert (found.plain, found.name) == (plain, name)
    assert custody.parse(plain).plain == plain


@pytest.mark.parametrize("scheme", ["postgresql", "mysql", "mssql", "s3", "imaps"])
def test_a_secret_in_an_address_stands_in_no_form_of_it(scheme):
    found = custody.parse(f"{scheme}://owner:{SECRET}@host.example.com/place")
    assert found.secret == SECRET
    assert SECRET not in f"{found.plain} {found.name} {found!r}"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("oracle://a@b/c", "Known are"), ("postgresql:///shop", "host"), ("postgresql://a@b/c?tabel=x", "Did you mean table"),
        ("postgresql://a@b/c?tls=maybe", "verify, trust or off"), ("postgresql://a@b:notaport/c", "cannot be understood"), ("sqlite://", "no database"),
        ("s3://b?endpoint=host:9000", "no address"), ("s3://b?endpoint=http://k:s@host", "secret"), ("imap://h/INBOX?timeout=0", "seconds"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_before_anything_is_asked(text, word):
    with pytest.raises(WrongCall, match=word):
        custody.parse(text)


def test_a_certificate_is_verified_everywhere_but_on_this_machine():
    assert custody.parse("postgresql://o@db.example.com/x").tls == "verify"
    assert custody.parse("postgresql://o@127.0.0.1/x").tls == custody.parse("mysql://o@localhost/x").tls == "off"
    assert custody.parse("imaps://o@localhost/x").tls == "verify"


def test_secrets_come_from_a_file_that_is_ones_own(tmp_path, monkeypatch):
    monkeypatch.delenv("STANCH_SOURCE_PASSWORD", raising=False)
    file = tmp_path / "secrets"
    file.write_text(
        f"# ours\npostgresql://owner@db.example.com {SECRET} with blanks\npostgresql://owner@db.example.com/other else\ns3://shares KEY {SECRET} TOKEN\n"
    )
    addresses = [
        custody.parse(one)
        for one in (
            "postgresql://owner@db.example.com/shop",
            "postgresql://owner@db.example.com/other",
            "s3://shares/hr",
            "postgresql://owner@db.example.com.evil.example/shop",
        )
    ]
    file.chmod(0o640)
    with pytest.raises(WrongCall, match="others may read"):
        custody.secrets_for(addresses, file=file)
    file.chmod(0o600)
    found = custody.secrets_for(addresses, file=file)
    assert [(one.password, one.user, one.token) for one in found] == [
        (f"{SECRET} with blanks", "owner", ""),
        ("else", "owner", ""),
        (SECRET, "KEY", "TOKEN"),
        ("", "owner", ""),
    ]
    assert SECRET not in repr(found)


def test_a_password_of_the_environment_is_used_once_and_taken_out_of_it(monkeypatch):
    monkeypatch.setenv("STANCH_SOURCE_PASSWORD", SECRET)
    (found,) = custody.secrets_for([custody.parse("mysql://a@b/c")])
    assert found.password == SECRET
    assert "STANCH_SOURCE_PASSWORD" not in os.environ


def test_one_password_is_not_shown_to_several_servers(monkeypatch):
    monkeypatch.setenv("STANCH_SOURCE_PASSWORD", SECRET)
    with pytest.raises(WrongCall, match="several sources"):
        custody.secrets_for([custody.parse("mysql://a@b/c"), custody.parse("imaps://a@d/c")])


def test_who_gave_no_password_is_asked_for_it(monkeypatch):
    for name in ("STANCH_SOURCE_PASSWORD", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)
    asked = []
    (found,) = custody.secrets_for([custody.parse("postgresql://a@b/c")], ask=lambda plain: asked.append(plain) or SECRET)
    assert (asked, found.password) == (["postgresql://a@b/c"], SECRET)


@pytest.mark.parametrize(
    ("name", "written"), [("INBOX", b"INBOX"), ("Entwürfe", b"Entw&APw-rfe"), ("R&D", b"R&-D"), ("受信", b"&U9dP4Q-"), ("a/b", b"a/b")]
)
def test_folder_names_are_coded_both_ways(name, written):
    assert coded(name) == written
    assert decoded(written) == name
