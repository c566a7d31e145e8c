"""A Postfix of this machine on a port of its own, which hands all mail on to another port; nothing leaves the machine."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

DEADLINE = 60.0
SERVICES = (
    "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "rewrite unix - - n - - trivial-rewrite",
    "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce", "smtp unix - - n - - smtp",
    "error unix - - n - - error", "retry unix - - n - - error", "discard unix - - n - - discard", "proxymap unix - - n - - proxymap",
    "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache", "tlsmgr unix - - n 1000? 1 tlsmgr",
)  # fmt: skip


@contextmanager
def postfix(onward: int) -> Iterator[int]:
    """Its port; whatever it takes goes on to the port `onward`, bounces too."""
    program = shutil.which("postfix") or shutil.which("postfix", path="/usr/sbin")
    if program is None:
        pytest.skip("needs the program postfix")
    if os.getuid() != 0:
        pytest.skip("Postfix changes to its own account, which only root may")
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="stanch-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("queue", "data", "conf"):
            (folder / part).mkdir()
        shutil.chown(folder / "data", "postfix")
        settings = {
            "compatibility_level": "3.6", "queue_directory": folder / "queue", "data_directory": folder / "data", "inet_interfaces": "127.0.0.1",
            "inet_protocols": "ipv4", "myhostname": "mx.example.com", "mydestination": "", "mynetworks": "127.0.0.0/8", "alias_maps": "",
            "alias_database": "", "relayhost": f"[127.0.0.1]:{onward}", "smtpd_relay_restrictions": "permit_mynetworks, reject",
            "disable_dns_lookups": "yes", "smtp_dns_support_level": "disabled", "smtp_host_lookup": "native", "maillog_file": "",
            "authorized_submit_users": "root", "smtp_tls_security_level": "none", "smtpd_tls_security_level": "none",
        }  # fmt: skip
        (folder / "conf/main.cf").write_text("".join(f"{key} = {value}\n" for key, value in settings.items()))
        (folder / "conf/master.cf").write_text("\n".join((f"127.0.0.1:{port} inet n - n - - smtpd", *SERVICES)) + "\n")
        running = subprocess.Popen(
            [program, "-c", str(folder / "conf"), "start-fg"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            _wait(running, port)
            yield port
        finally:
            subprocess.run([program, "-c", str(folder / "conf"), "abort"], capture_output=True, check=False)
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(running.pid, signal.SIGKILL)
                running.wait()


def _wait(running: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + DEADLINE
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert running.poll() is None, "postfix ended"
        assert time.monotonic() < until
        time.sleep(0.05)
