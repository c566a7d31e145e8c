"""A time stamp authority on loopback: OpenSSL's, with a root and a certificate made for the test."""

import datetime as dt
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
default_policy = 1.2.3.4.1
digests = sha256, sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
is_here = shutil.which("openssl") is not None


def _certificate(name, issuer, key, signer, *extensions):
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
    )
    for extension, critical in extensions:
        made = made.add_extension(extension, critical)
    return made.sign(signer, SHA256())


def certificates(folder: Path, name: str = "a test root") -> Path:
    """Root, authority and keys in the folder; the root's path."""
    folder.mkdir(exist_ok=True)
    root, own = (rsa.generate_private_key(65537, 2048) for _ in "ab")
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    known = x509.SubjectKeyIdentifier.from_public_key(root.public_key())
    top = _certificate(name, name, root, root, (x509.BasicConstraints(ca=True, path_length=None), True), (usage, True), (known, False))
    stamps = _certificate(
        "a test authority", name, own, root, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True),
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known), False),
    )  # fmt: skip
    (folder / "root.pem").write_bytes(top.public_bytes(Encoding.PEM))
    (folder / "tsa.pem").write_bytes(stamps.public_bytes(Encoding.PEM))
    (folder / "tsa.key").write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    return folder / "root.pem"


class Desk(BaseHTTPRequestHandler):
    def do_POST(self):
        question = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(question)
        folder = self.server.folder
        (folder / "question.tsq").write_bytes(question)
        given = [
            "-queryfile",
            folder / "question.tsq",
            "-signer",
            folder / "tsa.pem",
            "-inkey",
            folder / "tsa.key",
            "-config",
            folder / "tsa.cnf",
        ]
        done = subprocess.run(["openssl", "ts", "-reply", *map(str, given)], capture_output=True, check=False)
        content = done.stdout
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Quiet."""


class StampAuthority(ThreadingHTTPServer):
    def __init__(self, folder: Path):
        self.folder, self.asked, self.status = folder, [], 200
        self.root = certificates(folder)
        super().__init__(("127.0.0.1", 0), Desk)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/"
