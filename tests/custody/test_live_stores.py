"""Object stores and mailboxes: real servers, taken without a trace on them."""

import imaplib
from importlib import import_module

import live_servers as servers
import pytest
import taking

from stanch.errors import StanchError, WrongCall

live_take = import_module("stanch.custody.live.take")
PASSWORD = servers.PASSWORD
OBJECTS = {
    "hr/pay.csv": b"name,ssn\nMaria Delgado,987-65-4321\n", "hr//twice.txt": b"one", "hr/": b"", "../../up.txt": b"two", "c!/d e?&%+.txt": "drei é".encode(),
    "empty": b"", "few/m.bin": b"\x00\x01" * 6_000_000, **{f"many/{n:04}.txt": f"mail {n}@example.com".encode() for n in range(1005)},
    **{f"few/{n:02}.txt": f"mail {n}@example.com".encode() for n in range(40)},
}  # fmt: skip


@pytest.fixture(scope="module")
def store():
    boto3 = pytest.importorskip("boto3")
    with servers.object_store() as port:
        client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id="planted",
            aws_secret_access_key=PASSWORD,
            region_name="us-east-1",
        )
        client.create_bucket(Bucket="shares")
        for key, body in OBJECTS.items():
            client.put_object(Bucket="shares", Key=key, Body=body)
        yield port


@pytest.fixture(scope="module")
def mail():
    with servers.dovecot() as (plain, secure, cert):
        link = imaplib.IMAP4("127.0.0.1", plain)
        link.login("maria", PASSWORD)
        for number in range(60):
            body = b"x" * 76 + b"\r\n"
            link.append(
                "INBOX",
                None,
                None,
                f"From: z@example.com\r\nSubject: pay {number}\r\n\r\n987-65-43{number:02}\r\n".encode()
                + body * (20_000 if number == 3 else 1),
            )
        link.create("Entw&APw-rfe")
        link.append("Entw&APw-rfe", None, None, b"From: z@example.com\r\nSubject: draft\r\n\r\nhello\r\n")
        link.logout()
        yield plain, secure, cert


def test_every_object_is_taken_whatever_its_name(tmp_path, store):
    broken, exhibits = taking.take(tmp_path, f"s3://shares?endpoint=http://127.0.0.1:{store}", PASSWORD, "planted")
    assert not broken
    expected = {key: body for key, body in OBJECTS.items() if body or not key.endswith("/")}
    assert len(exhibits) == len({one.name for one in exhibits}) == len(expected)
    held = sorted(taking.content(tmp_path, one) for one in exhibits)
    assert held == sorted(expected.values())
    one = next(one for one in exhibits if one.name == "s3/shares/hr/pay.csv")
    assert one.modified_at is not None
    assert "S3 object store" in one.note
    units, unread = taking.read(tmp_path, [one for one in exhibits if "/many/" not in one.name])
    assert any("987-65-4321" in str(taking.rows(unit)) for unit in units if unit["locator"] == one.name)
    assert {(entry.locator, entry.reason) for entry in unread} >= {("s3/shares/empty", "empty")}


def test_below_a_prefix(tmp_path, store):
    _, exhibits = taking.take(tmp_path, f"s3://shares/hr/?endpoint=http://127.0.0.1:{store}", PASSWORD, "planted")
    assert {one.name for one in exhibits} == {"s3/shares/hr/pay.csv", "s3/shares/hr//twice.txt"}


def test_a_bucket_that_is_not_there(tmp_path, store):
    with pytest.raises(WrongCall, match="no such bucket"):
        taking.take(tmp_path, f"s3://nothing?endpoint=http://127.0.0.1:{store}", PASSWORD, "planted")


def test_no_service_but_the_store_is_asked_for_keys(tmp_path, store, monkeypatch):
    """The machine's cloud and the files of other programs are none of our business."""
    import botocore.httpsession

    asked = []
    original = botocore.httpsession.URLLib3Session.send

    def send(self, request):
        asked.append(request.url)
        return original(self, request)

    monkeypatch.setattr(botocore.httpsession.URLLib3Session, "send", send)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    taking.take(tmp_path, f"s3://shares/hr/?endpoint=http://127.0.0.1:{store}")
    assert asked
    assert all(url.startswith(f"http://127.0.0.1:{store}/") for url in asked)


def test_a_store_that_dies_midway(tmp_path, store, monkeypatch):
    monkeypatch.setattr(live_take, "PAUSE", 0.0)
    with servers.line(store) as line:
        where = f"s3://shares/few/?endpoint=http://127.0.0.1:{line.port}"
        line.cut(3_000_000)
        broken, exhibits = taking.take(tmp_path, where, PASSWORD, "planted")
        assert len(broken) == 1
        assert any(one.form == "unreadable" for one in exhibits)
        line.cut(None)
        broken, exhibits = taking.take(tmp_path, where, PASSWORD, "planted")
    assert not broken
    assert sorted(one.size for one in exhibits) == sorted(len(body) for key, body in OBJECTS.items() if key.startswith("few/"))
    for one in exhibits:
        taking.content(tmp_path, one)


def test_a_mailbox_is_taken_and_nothing_is_marked_as_seen(tmp_path, mail):
    plain, _, _ = mail
    broken, exhibits = taking.take(tmp_path, f"imap://maria@127.0.0.1:{plain}/", PASSWORD)
    assert not broken
    assert len(exhibits) == 61
    assert {one.name.split("/")[2] for one in exhibits} == {"INBOX", "Entwürfe"}
    assert max(one.size for one in exhibits) > 1_500_000
    assert all(one.modified_at for one in exhibits)
    units, unread = taking.read(tmp_path, exhibits)
    assert not unread
    assert sum("987-65-43" in unit["text"] for unit in units) >= 60
    link = imaplib.IMAP4("127.0.0.1", plain)
    link.login("maria", PASSWORD)
    link.select("INBOX", readonly=True)
    assert link.search(None, "SEEN") == ("OK", [b""])
    link.logout()


def test_over_tls_with_the_authority_that_was_named(tmp_path, mail):
    _, secure, cert = mail
    where = f"imaps://maria@localhost:{secure}/Entwürfe"
    with pytest.raises(WrongCall, match="certificate cannot be trusted"):
        taking.take(tmp_path, where, PASSWORD)
    _, exhibits = taking.take(tmp_path, f"{where}?ca={cert}", PASSWORD)
    assert len(exhibits) == 1


def test_wrong_words_are_told(tmp_path, mail):
    plain, _, _ = mail
    with pytest.raises(WrongCall, match="password is wrong"):
        taking.take(tmp_path, f"imap://maria@127.0.0.1:{plain}/INBOX", "Not-The-Secret-1")
    with pytest.raises(WrongCall, match="no such folder"):
        taking.take(tmp_path, f"imap://maria@127.0.0.1:{plain}/Nothing", PASSWORD)


def test_a_mail_server_that_dies_midway(tmp_path, mail, monkeypatch):
    monkeypatch.setattr(live_take, "PAUSE", 0.0)
    with servers.line(mail[0]) as line:
        where = f"imap://maria@127.0.0.1:{line.port}/INBOX?timeout=5"
        line.cut(9_000)
        try:
            broken, exhibits = taking.take(tmp_path, where, PASSWORD)
        except StanchError:
            broken, exhibits = ["nothing"], []
        assert broken
        line.cut(None)
        broken, exhibits = taking.take(tmp_path, where, PASSWORD)
    assert not broken
    assert len(exhibits) == 60
    assert len({one.sha256 for one in exhibits}) == 60


def test_a_run_that_was_killed_goes_on_with_what_it_had(tmp_path, store, monkeypatch):
    """Stopped in the midst of an object: whole ones stay, and are not asked for again."""
    where = f"s3://shares/few/?endpoint=http://127.0.0.1:{store}"
    store_module = import_module("stanch.custody.live.bucket")
    original, asked = store_module._Session.content, []

    def content(self, part):
        asked.append(part.name)
        if len(asked) == 30:
            raise KeyboardInterrupt
        yield from original(self, part)

    monkeypatch.setattr(store_module._Session, "content", content)
    with pytest.raises(KeyboardInterrupt):
        taking.take(tmp_path, where, PASSWORD, "planted")
    before = set(asked[:-1])
    asked.clear()
    asked.extend([""] * 1_000)
    _, exhibits = taking.take(tmp_path, where, PASSWORD, "planted")
    assert not before & set(asked)
    assert len(exhibits) == sum(key.startswith("few/") for key in OBJECTS)


def test_what_was_taken_is_sealed(tmp_path, mail):
    taking.take(tmp_path, f"imap://maria@127.0.0.1:{mail[0]}/INBOX", PASSWORD)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    for path in written:
        content = path.read_bytes()
        assert b"987-65-43" not in content
        assert b"example.com" not in content
        assert PASSWORD.encode() not in content
        assert path.stat().st_mode & 0o077 == 0
