"""A mail provider's web interface, invented here in Postmark's form: how far each message came is told exactly, and nobody is tracked."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from stanch.casefile.provider import ProviderCourier, courier_of
from stanch.errors import BrokenDataFile, StanchError, WrongCall
from stanch.notices.courier import SmtpCourier
from stanch.notices.mail_message import Outgoing
from stanch.notices.mail_server import KEYS, MailServer, read_server

CONTENT = (
    b'From: "Brightwater" <privacy@example.com>\r\nTo: "Ann Lee" <ann@example.com>\r\nSubject: About your data\r\n'
    b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="=_p-1"\r\n\r\n'
    b"--=_p-1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDear Ann\r\n"
    b"--=_p-1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Dear Ann</p>\r\n--=_p-1--\r\n"
)
MESSAGE = Outgoing("<p-1@example.com>", "privacy@example.com", "ann@example.com", CONTENT)
YES = (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "m-7", "To": "ann@example.com"})


class Provider(ThreadingHTTPServer):
    """Answers each request as the test says, and keeps what it was given."""

    def __init__(self):
        self.answer, self.kept = YES, []
        super().__init__(("127.0.0.1", 0), Door)


class Door(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.kept.append((self.headers["X-Postmark-Server-Token"], json.loads(body)))
        if self.server.answer is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        code, said = self.server.answer
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def provider():
    door = Provider()
    threading.Thread(target=door.serve_forever, daemon=True).start()
    yield door
    door.shutdown()
    door.server_close()


def server(port, **more):
    return MailServer(
        from_address="privacy@example.com", provider="postmark", password="k-practice",
        provider_options={"api_url": f"http://127.0.0.1:{port}/"}, **more,
    )  # fmt: skip


def give(provider):
    return ProviderCourier(server(provider.server_port)).give(MESSAGE)


def test_the_letter_arrives_whole_and_tracks_nobody(provider):
    answer = give(provider)
    assert (answer.outcome, answer.reply) == ("accepted", "sent m-7")
    ((key, sent),) = provider.kept
    assert key == "k-practice"
    assert "ann@example.com" in sent["To"]
    assert (sent["Subject"], sent["TextBody"].strip(), sent["HtmlBody"].strip()) == ("About your data", "Dear Ann", "<p>Dear Ann</p>")
    assert sent["TrackOpens"] is False
    assert sent["TrackLinks"] == "None"
    assert sent["Metadata"] == {"piece": "p-1"}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((422, {"ErrorCode": 406, "Message": "You tried to send to a recipient that has been marked as inactive."}), "refused"),
        ((422, {"ErrorCode": 300, "Message": "Invalid email request"}), "refused"),
        ((429, {"ErrorCode": 429, "Message": "slow down"}), "later"),
        ((503, b"busy"), "later"),
        ((500, b"broken"), "unknown"),
        ((502, b"a gateway"), "unknown"),
        ((200, b"no json"), "unknown"),
        (None, "unknown"),
    ],
)
def test_what_came_of_it_is_told_as_it_is(provider, answer, outcome):
    provider.answer = answer
    assert give(provider).outcome == outcome
    assert len(provider.kept) == 1  # never tried again on a guess


def test_a_provider_that_is_not_there_surely_has_not_got_it():
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    assert ProviderCourier(server(port)).give(MESSAGE).outcome == "not_taken"


def test_a_wrong_key_ends_the_run(provider):
    provider.answer = (401, {"ErrorCode": 10, "Message": "No Account or Server API tokens were supplied"})
    with pytest.raises(StanchError, match="does not accept the key"):
        give(provider)


def test_what_a_provider_asks_for_is_named():
    with pytest.raises(WrongCall, match="project_id"):
        courier_of(MailServer(from_address="a@example.com", provider="scaleway", password="k"))
    with pytest.raises(WrongCall, match="api_url"):
        courier_of(MailServer(from_address="a@example.com", provider="unisender_go", password="k"))


def test_every_provider_can_be_opened_with_its_key():
    for name in KEYS:
        options = {"mailgun": {"sender_domain": "example.com"}, "mailjet": {"secret_key": "s"}, "scaleway": {"project_id": "p"}}.get(
            name, {}
        )
        options |= dict.fromkeys(["api_url"], "https://mail.example.com") if name in ("postal", "unisender_go") else {}
        courier = courier_of(MailServer(from_address="a@example.com", provider=name, password="k", provider_options=options))
        assert courier._backend().esp_name
    assert isinstance(courier_of(MailServer(host="smtp.example.com", from_address="a@example.com")), SmtpCourier)


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ("provider: postmrk\n", "known are brevo"),
        ("provider: brevo\n", "tracking_is_off"),
        ("provider: postmark\narchive: a@example.com\n", "for SMTP"),
        ("provider: postmark\nprovider_options: {api_url: 'http://mail.example.com/'}\n", "not https"),
        ("", "name a host, or a provider"),
    ],
)
def test_a_file_that_would_do_harm_is_refused(tmp_path, lines, word):
    file = tmp_path / "mail.yaml"
    file.write_text(f"from_address: privacy@example.com\npassword: k\n{lines}")
    file.chmod(0o600)
    with pytest.raises(BrokenDataFile) as told:
        read_server(file)
    assert word in str(told.value)


def test_a_good_file_is_read(tmp_path):
    file = tmp_path / "mail.yaml"
    file.write_text("from_address: privacy@example.com\nprovider: brevo\ntracking_is_off: true\npassword_env: KEY\n")
    file.chmod(0o600)
    read = read_server(file, {"KEY": "secret"})
    assert (read.name, read.password) == ("brevo", "secret")
    assert "secret" not in repr(read)
