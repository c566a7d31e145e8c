"""Messages through a real mail server: taken by Postfix, handed on, and what it says of those that never arrive read back."""

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from letters import choose, notice, person
from postfix_server import DEADLINE, postfix

from stanch import casefile
from stanch.casefile import decide
from stanch.cli.main import run
from stanch.records import Notice, Person

PASSPHRASE = "correct horse battery"


class Onward:
    """The servers of the recipients: one address is not known there."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 the name is aiosmtpd's
        if address == "ann2@example.com":
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the name is aiosmtpd's
        self.taken += [(one, envelope.content) for one in envelope.rcpt_tos]
        return "250 OK"

    def wait_for(self, number: int) -> list[tuple[str, bytes]]:
        until = time.monotonic() + DEADLINE
        while len(self.taken) < number:
            assert time.monotonic() < until, [to for to, _ in self.taken]
            time.sleep(0.05)
        return self.taken


@pytest.fixture
def onward() -> Iterator[tuple[Onward, int]]:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    server = Onward()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield server, port
    controller.stop()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "key").write_text(PASSPHRASE)
    (tmp_path / "key").chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", os.fspath(tmp_path / "key"))
    assert run(["init", os.fspath(tmp_path / "case")]) == 0
    with casefile.open_case(tmp_path / "case", passphrase=PASSPHRASE) as case:
        people = [person(number, postal_address=None, email=f"ann{number}@example.com") for number in range(4)]
        case.store.put(Person, people)
        case.store.put(Notice, [notice(one, form="email") for one in people])
        choose(case)
        decide.allow_email(case, by="counsel", grounds="they agreed to e-mail")
        decide.approve_notices(case, [f"letter-{one.id}" for one in people], by="counsel")
    return tmp_path / "case"


def test_what_a_real_server_cannot_deliver_is_known_of_that_person_alone(folder, tmp_path, onward, capsys) -> None:
    server, port = onward
    with postfix(port) as submission:
        settings = {
            "host": "127.0.0.1", "port": submission, "security": "none", "from_address": "privacy@example.com",
            "bounces_to": "bounces@example.com", "per_minute": 60_000,
        }  # fmt: skip
        (tmp_path / "mail.yaml").write_text(json.dumps(settings))
        (tmp_path / "mail.yaml").chmod(0o600)
        assert run(["notices", "send", "--email", os.fspath(tmp_path / "mail.yaml"), "-C", os.fspath(folder), "--json"]) == 0
        taken = server.wait_for(4)
    assert sorted(to for to, _ in taken) == ["ann0@example.com", "ann1@example.com", "ann3@example.com", "bounces@example.com"]
    (tmp_path / "bounce.eml").write_bytes(next(content for to, content in taken if to == "bounces@example.com"))
    capsys.readouterr()
    assert run(["notices", "returns", "--bounces", os.fspath(tmp_path / "bounce.eml"), "-C", os.fspath(folder), "--json"]) == 0
    assert "1 bounced" in " ".join(json.loads(capsys.readouterr().out)["told"])
    assert run(["notices", "status", "--people", "-C", os.fspath(folder), "--json"]) == 0
    found = {one["person"]: (one["state"], one["why"]) for one in json.loads(capsys.readouterr().out)["standings"]}
    assert found["p2"][0] == "returned"
    assert found["p2"][1].startswith("5.1.1")
    assert [found[one][0] for one in ("p0", "p1", "p3")] == ["sent_email"] * 3
