"""Bounces out of a mailbox by IMAP, from a real server: into the ledger once, nothing in the mailbox changed, no secret kept."""

import imaplib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from letters import filled

from stanch import casefile
from stanch.casefile.pieces import add, piece_id
from stanch.cli.main import run
from stanch.records import Piece

sys.path.append(str(Path(__file__).parents[1] / "custody"))
import live_servers as servers

PASSPHRASE = "correct horse battery"
SENT = "<piece-1@example.com>"


def bounce(identity: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example.com\r\nTo: bounces@example.com\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; ann0@example.com\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {identity}\r\n\r\n--B--\r\n"
    ).encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    assert run(["init", str(tmp_path / "case")]) == 0
    with casefile.open_case(tmp_path / "case", passphrase=PASSPHRASE) as case:
        filled(case, 2)
        for number, identity in enumerate((SENT, "<piece-2@example.com>")):
            name = f"letter-p{number}"
            made = Piece(piece_id(case, name, 1), name, f"p{number}", "email", 1, "sent", (f"ann{number}@example.com",), case.clock())
            add(case, [made], source="queue")
            from stanch.casefile.models import PieceRow

            PieceRow.objects.using(case.alias).filter(piece=made.id).update(message_id=identity)
    return tmp_path / "case"


@pytest.fixture
def mailbox() -> Iterator[int]:
    with servers.dovecot() as (plain, _, _):
        link = imaplib.IMAP4("127.0.0.1", plain)
        link.login("bounces", servers.PASSWORD)
        letters = (
            bounce(SENT), bounce("<somebody@else.example.com>"), bounce("<piece-2@example.com>", "4.4.1", "delayed"),
            b"From: z@example.com\r\nSubject: hello\r\n\r\nno bounce\r\n",
        )  # fmt: skip
        for letter in letters:
            link.append("INBOX", None, None, letter)
        link.logout()
        yield plain


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCH_SOURCE_PASSWORD", servers.PASSWORD)


def unseen(port: int) -> int:
    link = imaplib.IMAP4("127.0.0.1", port)
    link.login("bounces", servers.PASSWORD)
    link.select("INBOX", readonly=True)
    found = link.search(None, "UNSEEN")[1][0].split()
    link.logout()
    return len(found)


def returns(folder: Path, address: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    status = run(["notices", "returns", "--bounces", address, "-C", str(folder), "--json"])
    said = capsys.readouterr()
    return status, " ".join(json.loads(said.out)["told"]) if said.out else said.err


def test_bounces_are_read_once_and_the_mailbox_stays_as_it_was(folder, mailbox, capsys, monkeypatch) -> None:
    monkeypatch.setenv("STANCH_SOURCE_PASSWORD", servers.PASSWORD)
    status, told = returns(folder, f"imap://bounces@127.0.0.1:{mailbox}/INBOX", capsys)
    assert status == 0
    assert all(part in told for part in ("1 bounced", "1 of other messages", "1 delayed, not final"))
    assert unseen(mailbox) == 4
    monkeypatch.setenv("STANCH_SOURCE_PASSWORD", servers.PASSWORD)
    assert "1 known already" in returns(folder, f"imap://bounces@127.0.0.1:{mailbox}/INBOX", capsys)[1]
    assert run(["notices", "status", "-C", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["states"]["returned"] == 1
    assert run(["journal", "-C", str(folder), "--json"]) == 0
    assert servers.PASSWORD not in capsys.readouterr().out
    assert run(["verify", "-C", str(folder)]) == 0


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("imap://bounces@127.0.0.1:{}/Nowhere", "no such folder"),
        ("imap://bounces@127.0.0.1:1/INBOX", "nothing accepts connections"),
        ("s3://bucket/prefix", "no mailbox"),
        ("imap://bounces@127.0.0.1:{}/INBOX?tls=verify", "certificate cannot be trusted"),
    ],
)
@pytest.mark.usefixtures("password")
def test_a_mailbox_that_cannot_be_read_is_told_and_changes_nothing(folder, mailbox, capsys, address, said) -> None:
    status, told = returns(folder, address.format(mailbox), capsys)
    assert status in (1, 2, 3)
    assert said in told
    assert servers.PASSWORD not in told
