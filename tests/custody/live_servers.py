"""Real servers on this machine for the tests of live sources, and a line to them that can be cut."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PASSWORD = "Planted-Secret-77"
DEADLINE = 60.0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def program(name: str, *places: str) -> str:
    found = shutil.which(name) or next((str(path) for place in places for path in sorted(Path("/").glob(f"{place}/{name}"))), None)
    if found is None:
        pytest.skip(f"needs the program {name}")
    return found


@contextmanager
def home_of(account: str) -> Iterator[tuple[Path, dict[str, object]]]:
    """A folder of a server's own account (this one where we are not root), and how to start a program as it."""
    folder = Path(tempfile.mkdtemp(prefix="stanch-test-"))
    how: dict[str, object] = {}
    if os.getuid() == 0:
        try:
            entry = pwd.getpwnam(account)
        except KeyError:
            pytest.skip(f"needs the account {account}")
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        how = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    try:
        yield folder, how
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: list[str], port: int, **how: object) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **how)
    try:
        until = time.monotonic() + DEADLINE
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, f"{command[0]} ended"
            assert time.monotonic() < until
            time.sleep(0.05)
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody vouches for, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(cert), "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True,
    )  # fmt: skip
    key.chmod(0o600)
    return cert, key


@contextmanager
def postgres() -> Iterator[int]:
    """PostgreSQL with TLS, user `owner`; gives its port."""
    place = "usr/lib/postgresql/*/bin"
    make, serve, port = program("initdb", place), program("postgres", place), free_port()
    with home_of("postgres") as (folder, how):
        (folder / "word").write_text(PASSWORD)
        (folder / "word").chmod(0o644)
        base = folder / "base"
        subprocess.run(
            [make, "-D", str(base), "-A", "scram-sha-256", "-U", "owner", f"--pwfile={folder / 'word'}", "-N"],
            check=True,
            capture_output=True,
            **how,
        )
        cert, key = certificate(folder)
        for path in (cert, key):
            os.chown(path, folder.stat().st_uid, folder.stat().st_gid)
        options = [
            "-c",
            "fsync=off",
            "-c",
            "ssl=on",
            "-c",
            f"ssl_cert_file={cert}",
            "-c",
            f"ssl_key_file={key}",
            "-c",
            "listen_addresses=127.0.0.1",
        ]
        with running([serve, "-D", str(base), "-p", str(port), "-k", str(folder), *options], port, **how):
            yield port


@contextmanager
def mariadb() -> Iterator[tuple[int, Path]]:
    """MariaDB without accounts but root by its socket; gives port and socket."""
    make, serve, port = program("mariadb-install-db"), program("mariadbd", "usr/sbin"), free_port()
    with home_of("mysql") as (folder, how):
        subprocess.run(
            [make, "--no-defaults", f"--datadir={folder / 'base'}", "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, capture_output=True, **how,
        )  # fmt: skip
        sock = folder / "s"
        own = [
            "--no-defaults",
            f"--datadir={folder / 'base'}",
            f"--port={port}",
            f"--socket={sock}",
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
        ]
        with running([serve, *own], port, **how):
            yield port, sock


@contextmanager
def dovecot() -> Iterator[tuple[int, int, Path]]:
    """Dovecot, any user; gives the ports of IMAP and IMAP over TLS, and the certificate."""
    serve, plain, secure = program("dovecot", "usr/sbin"), free_port(), free_port()
    if os.getuid() != 0:
        pytest.skip("Dovecot changes to its own accounts, which only root may")
    with tempfile.TemporaryDirectory(prefix="stanch-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cert, key = certificate(folder)
        who = pwd.getpwnam("mail")
        (folder / "mail").mkdir()
        os.chown(folder / "mail", who.pw_uid, who.pw_gid)
        (folder / "conf").write_text(
            f"base_dir = {folder}/run\nstate_dir = {folder}/state\nlog_path = {folder}/log\nprotocols = imap\nlisten = 127.0.0.1\n"
            f"ssl = yes\nssl_cert = <{cert}\nssl_key = <{key}\nmail_location = maildir:{folder}/mail/%n\nfirst_valid_uid = 0\n"
            f"disable_plaintext_auth = no\npassdb {{\n driver = static\n args = password={PASSWORD}\n}}\n"
            f"userdb {{\n driver = static\n args = uid={who.pw_uid} gid={who.pw_gid} home={folder}/mail/%n\n}}\n"
            f"service imap-login {{\n inet_listener imap {{\n  port = {plain}\n }}\n inet_listener imaps {{\n  port = {secure}\n  ssl = yes\n }}\n}}\n"
        )
        with running([serve, "-F", "-c", str(folder / "conf")], plain):
            yield plain, secure, cert


@contextmanager
def object_store() -> Iterator[int]:
    """A store that speaks S3 and checks signatures as far as keys go; gives its port."""
    pytest.importorskip("moto.server")
    port = free_port()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port):
        yield port


class Line:
    """A line to a server, on a port of its own. `cut_after` bytes of answers it goes dead, once or for good."""

    def __init__(self, to: int) -> None:
        self.to, self.cut_after, self.cuts, self.port = to, None, 0, free_port()
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._passed = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, after: int | None, times: int = 1_000) -> None:
        """Cut it after so many bytes more, so often; None mends it."""
        self.cut_after, self.cuts, self._passed = after, times, 0

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                ours, _ = self._listening.accept()
            except OSError:
                return
            theirs = socket.create_connection(("127.0.0.1", self.to))
            for source, target, counts in ((ours, theirs, False), (theirs, ours, True)):
                threading.Thread(target=self._pass, args=(source, target, counts), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while block := source.recv(4096):
                if counts and self.cut_after is not None and self.cuts > 0:
                    self._passed += len(block)
                    if self._passed > self.cut_after:
                        self.cuts -= 1
                        self._passed = 0
                        break
                target.sendall(block)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def line(to: int) -> Iterator[Line]:
    one = Line(to)
    try:
        yield one
    finally:
        one.close()
