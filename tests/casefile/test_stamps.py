"""Time stamps of the journal, by an authority on this machine: OpenSSL's, with certificates of its own."""

import http.server
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from stanch.casefile import Case, stamps
from stanch.casefile.check import faults
from stanch.errors import StanchError, WrongCall

SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[for_stamps]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@dataclass
class Authority:
    folder: Path
    address: str = ""
    kept: bytes | None = None  # an answer that is given again, whatever is asked
    status: int = 200

    @property
    def roots(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    def answer(self, asked: bytes) -> bytes:
        (self.folder / "asked").write_bytes(asked)
        openssl(self.folder, "ts", "-reply", "-config", "settings", "-queryfile", "asked", "-signer", "tsa.pem", "-inkey", "tsa.key",
                "-out", "answer")  # fmt: skip
        return (self.folder / "answer").read_bytes()


def certified(folder: Path) -> None:
    (folder / "settings").write_text(SETTINGS)
    (folder / "serial").write_text("01\n")
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(folder, "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Example Root", "-days", "30")
    openssl(folder, "req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Example Time")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem",
            "-extfile", "settings", "-extensions", "for_stamps", "-days", "30")  # fmt: skip


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    folder = tmp_path / "authority"
    folder.mkdir()
    certified(folder)
    one = Authority(folder)

    class Asked(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            content = one.kept or one.answer(body)
            self.send_response(one.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        one.address = f"http://127.0.0.1:{server.server_address[1]}/"
        yield one
        server.shutdown()


def test_a_stamp_is_taken_and_holds(case: Case, authority: Authority) -> None:
    before = len(case.journal)
    stamps.take(case, authority.address, authority.roots)
    entry = case.journal.entries()[-1]
    assert (entry.action, entry.subject, entry.contract_form()["details"]["entry"]) == ("time stamp", authority.address, before)
    assert faults(case) == []
    assert list(stamps.faults(case, authority.roots)) == []
    asked = (authority.folder / "asked").read_bytes()
    assert len(asked) < 100  # a hash and a number
    assert case.journal.entries()[-2].mac.encode() not in asked


def test_a_journal_written_anew_by_whoever_has_the_key_does_not_fit_its_stamp(case: Case, authority: Authority) -> None:
    stamps.take(case, authority.address, authority.roots)
    case.journal.append("note", "one more")
    stamped = case.journal.entries()[-2].contract_form()["details"]
    # Taken over another entry than it says: what a rebuilt journal would have to claim.
    case.journal.append("time stamp", "forged", details={**stamped, "entry": len(case.journal)})
    told = [one.what for one in faults(case)]
    assert len(told) == 1
    assert "time stamp does not hold: Mismatch between messages" in told[0]


def test_stamps_of_another_authority_are_told_against_the_roots_that_are_given(case: Case, authority: Authority, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    certified(other)
    stamps.take(case, authority.address, authority.roots)
    assert list(stamps.faults(case)) == []
    assert len(list(stamps.faults(case, (other / "ca.pem").read_bytes()))) == 1
    before = len(case.journal)
    with pytest.raises(StanchError, match="does not hold"):
        stamps.take(case, authority.address, (other / "ca.pem").read_bytes())
    assert len(case.journal) == before


def test_an_answer_to_an_earlier_question_or_none_at_all_is_refused(case: Case, authority: Authority) -> None:
    stamps.take(case, authority.address, authority.roots)
    before = len(case.journal)
    authority.kept = (authority.folder / "answer").read_bytes()
    with pytest.raises(StanchError, match="Nonce"):
        stamps.take(case, authority.address, authority.roots)
    authority.kept = b"<html>"
    with pytest.raises(StanchError, match="does not hold"):
        stamps.take(case, authority.address, authority.roots)
    authority.status = 302
    with pytest.raises(StanchError, match="status 302"):
        stamps.take(case, authority.address, authority.roots)
    with pytest.raises(StanchError, match="did not answer"):
        stamps.take(case, "http://127.0.0.1:1/", authority.roots)
    for address in ("file:///etc/passwd", "http://", "http://[", "http://a b/", "http://me:word@127.0.0.1/"):
        with pytest.raises(WrongCall):
            stamps.take(case, address, authority.roots)
    with pytest.raises(StanchError, match="cannot be read"):
        stamps.take(case, authority.address, b"no certificate")
    assert len(case.journal) == before


def test_what_is_no_stamp_is_told(case: Case, authority: Authority) -> None:
    roots = authority.roots.decode()
    for details in ({}, {"entry": 1, "answer": "%%%", "roots": roots}, {"entry": [], "answer": b64encode(b"x").decode(), "roots": 3}):
        case.journal.append("time stamp", "x", details=details)
    assert len(list(stamps.faults(case))) == 3
