"""The journal sent on: to a real listener on this machine, in the form of its protocol, each entry, also after it was away."""

import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from the_case import PASSPHRASE

sys.path.insert(0, str(Path(__file__).parent.parent / "custody"))
from live_servers import certificate

from stanch.casefile import Case, forwarding
from stanch.casefile.forwarding import Destination
from stanch.cli.main import run
from stanch.client import is_ours
from stanch.errors import BrokenDataFile, StanchError, WrongCall


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """A listener that keeps what each connection sent."""
    taken: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                link, _ = server.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(link, server_side=True) if context else link as one:
                    said = b""
                    while part := one.recv(65536):
                        said += part
                    taken.append(said)
            except (OSError, ssl.SSLError):
                taken.append(b"")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1], taken
    finally:
        server.close()


def messages(said: bytes) -> list[tuple[str, dict[str, Any]]]:
    """The messages by their lengths (RFC 6587): header, and what the JSON holds."""
    found = []
    while said:
        length, _, rest = said.partition(b" ")
        one, said = rest[: int(length)].decode("ascii"), rest[int(length) :]
        head, _, told = one.partition(" - {")
        found.append((head, json.loads("{" + told)))
    return found


def test_each_entry_goes_once_in_the_form_of_syslog(case: Case) -> None:
    case.journal.append("note", "Ada Example\n<134>1 forged", details={"grounds": "Grüße\n"})
    with listening() as (port, taken):
        to = Destination(f"syslog://127.0.0.1:{port}")
        assert forwarding.forward(case, to) == len(case.journal)
        assert forwarding.forward(case, to) == 0
        case.journal.append("note", "another")
        assert forwarding.forward(case, to) == 1
    sent = [one for said in taken for one in messages(said)]
    entries = case.journal.entries()
    assert [told["sequence"] for _, told in sent] == [one.sequence for one in entries]
    assert [told["hash"] for _, told in sent] == [one.mac for one in entries]
    assert sent[0][0] == f"<110>1 {entries[0].at} - stanch - journal"
    assert "Ada" not in repr(taken), "what it was about stays here unless the operator says otherwise"


def test_with_whole_what_it_was_about_goes_too_and_forges_no_line(case: Case) -> None:
    case.journal.append("note", "Ada Example\n<134>1 forged", details={"grounds": "Grüße\n"})
    with listening() as (port, taken):
        forwarding.forward(case, Destination(f"syslog://127.0.0.1:{port}", whole=True))
    (said,) = taken
    assert b"\n" not in said
    assert messages(said)[-1][1]["object"] == "Ada Example\n<134>1 forged"
    assert messages(said)[-1][1]["details"] == {"grounds": "Grüße\n"}


def test_over_tls_only_to_whom_the_roots_vouch_for(case: Case, tmp_path: Path) -> None:
    made = {}
    for name in ("right", "wrong"):
        (tmp_path / name).mkdir()
        made[name] = certificate(tmp_path / name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*made["right"])
    with listening(context) as (port, taken):
        address = f"syslog+tls://localhost:{port}"
        with pytest.raises(StanchError, match="could not be sent on"):
            forwarding.forward(case, Destination(address, roots=str(made["wrong"][0])))
        with pytest.raises(StanchError, match="could not be sent on"):
            forwarding.forward(case, Destination(address))
        assert not any(taken)
        assert forwarding.forward(case, Destination(address, roots=str(made["right"][0]))) == len(case.journal)
        assert len(messages(taken[-1])) == len(case.journal)


class Taking(http.server.BaseHTTPRequestHandler):
    status = 200
    bodies: list[tuple[bytes, dict[str, str]]]

    def do_POST(self) -> None:
        body, status = self.rfile.read(int(self.headers["Content-Length"])), self.status
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        if status == 200:
            self.bodies.append((body, dict(self.headers)))

    def log_message(self, *_given: object) -> None:
        """Quiet."""


@pytest.fixture
def collector() -> Iterator[tuple[str, type[Taking]]]:
    handler = type("Here", (Taking,), {"bodies": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/journal", handler
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("status", [302, 403, 500])
def test_what_was_not_taken_waits_and_goes_later(case: Case, collector: tuple[str, type[Taking]], status: int) -> None:
    address, handler = collector
    to = Destination(address, secret="between us")
    handler.status = status
    with pytest.raises(StanchError, match="could not be sent on"):
        forwarding.forward(case, to)
    handler.status = 200
    assert forwarding.forward(case, to) == len(case.journal)
    ((body, headers),) = handler.bodies
    assert [json.loads(line)["sequence"] for line in body.splitlines()] == list(range(1, len(case.journal) + 1))
    assert is_ours(body, headers, secret="between us")


def test_many_entries_go_in_lots_and_a_lost_note_sends_them_again(
    case: Case, collector: tuple[str, type[Taking]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forwarding, "LOT", 3)
    for number in range(10):
        case.journal.append("note", str(number))
    address, handler = collector
    assert forwarding.forward(case, Destination(address)) == 11
    assert len(handler.bodies) == 4
    (case.folder / forwarding.FILE).write_text("nonsense")
    assert forwarding.forward(case, Destination(address)) == 11


def test_beside_the_portal_entries_follow_and_the_last_ones_at_its_end(
    case: Case, collector: tuple[str, type[Taking]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(forwarding, "EVERY_SECONDS", 0.02)
    address, handler = collector
    handler.status = 503
    at_work = forwarding.Forwarding(case, Destination(address))
    at_work.start()
    case.journal.append("note", "while nobody answers")
    handler.status = 200
    case.journal.append("note", "the last")
    at_work.stop()
    sent = [json.loads(line)["sequence"] for body, _ in handler.bodies for line in body.splitlines()]
    assert sent == list(range(1, len(case.journal) + 1))
    assert capsys.readouterr().err.count("tried again") <= 1
    assert [one.action for one in case.journal.entries()].count(forwarding.ACTION) == 1


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("address: syslog://logs.example.com", "beyond this machine"),
        ("address: http://logs.example.com/x", "beyond this machine"),
        ("address: ftp://logs.example.com/x", "must begin with"),
        ("address: 'https://user:word@logs.example.com'", "name or password"),
        ("address: 'https://logs.example.com/a b'", "blank"),
        ("address: 'https://[::1'", "none"),
        ("address: 'https://logs.example.com:99999999'", "none"),
        ("address: https://logs.example.com\nroots: /nowhere/roots.pem", "no file of certificates"),
        ("adress: https://logs.example.com", "adress"),
    ],
)
def test_a_destination_that_cannot_be_is_refused_in_words(tmp_path: Path, told: str, fault: str) -> None:
    file = tmp_path / "to.yaml"
    file.write_text(told)
    file.chmod(0o600)
    with pytest.raises(BrokenDataFile, match=fault):
        forwarding.read_destination(file)
    file.chmod(0o644)
    with pytest.raises(WrongCall, match="read by others"):
        forwarding.read_destination(file)


def test_the_command_sends_on_and_says_how_many(
    case: Case, collector: tuple[str, type[Taking]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address, handler = collector
    folder = case.folder
    case.close()
    file, key = tmp_path / "to.yaml", tmp_path / "key"
    file.write_text(f"address: {address}")
    key.write_text(PASSPHRASE)
    for one in (file, key):
        one.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    assert run(["journal", "forward", "--to", str(file), "-C", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"sent": 2}
    assert json.loads(handler.bodies[0][0].splitlines()[-1])["action"] == forwarding.ACTION


def test_rsyslog_takes_it_where_there_is_one(case: Case, tmp_path: Path) -> None:
    found = shutil.which("rsyslogd", path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        pytest.skip("no rsyslogd on this machine (apt install rsyslog)")
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    out, told = tmp_path / "out.log", tmp_path / "r.conf"
    told.write_text(
        f'module(load="imtcp")\ninput(type="imtcp" port="{port}" address="127.0.0.1")\n'
        f'template(name="m" type="string" string="%msg%\\n")\n*.* action(type="omfile" file="{out}" template="m")\n'
    )
    daemon = subprocess.Popen([found, "-n", "-f", str(told), "-i", str(tmp_path / "pid")])
    try:
        for _ in range(100):
            with socket.socket() as link:
                if link.connect_ex(("127.0.0.1", port)) == 0:
                    break
            threading.Event().wait(0.1)
        sent = forwarding.forward(case, Destination(f"syslog://127.0.0.1:{port}"))
        for _ in range(100):
            if out.exists() and len(out.read_text().splitlines()) >= sent:
                break
            threading.Event().wait(0.1)
        assert [json.loads(line)["sequence"] for line in out.read_text().splitlines()] == list(range(1, sent + 1))
    finally:
        daemon.terminate()
        daemon.wait(10)
