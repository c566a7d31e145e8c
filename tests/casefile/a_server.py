"""A PostgreSQL server on this machine that a test may kill and start again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

sys.path.insert(0, str(Path(__file__).parent.parent / "custody"))
from live_servers import PASSWORD, free_port, home_of, program


@dataclass
class Server:
    """A server with the user `owner`, who may make databases."""

    folder: Path
    port: int
    how: dict[str, Any]
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return f"postgresql://owner:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        serve = program("postgres", "usr/lib/postgresql/*/bin")
        # Durable, as in earnest: what is told as saved must be there after a kill.
        command = [serve, "-D", str(self.folder / "base"), "-p", str(self.port), "-k", str(self.folder), "-c", "listen_addresses=127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **self.how)
        until = time.monotonic() + 60
        # Asked in this process: the program that asks costs ten times what the server's start does.
        while not self._answers():
            assert time.monotonic() < until
            time.sleep(0.02)

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=10):
            return True
        return False

    def kill(self) -> None:
        """As when the machine loses power: those who serve somebody too, whose memory else keeps a new server from starting."""
        assert self.process
        whole = self.process.pid
        serving = [psutil.Process(int(one)) for one in Path(f"/proc/{whole}/task/{whole}/children").read_text("ascii").split()]
        self.process.kill()
        for one in serving:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait(20)
        _, left = psutil.wait_procs(serving, timeout=20)
        assert not left
        (self.folder / "base" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        assert self.process
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def running() -> Iterator[Server]:
    make = program("initdb", "usr/lib/postgresql/*/bin")
    with home_of("postgres") as (folder, how):
        (folder / "word").write_text(PASSWORD)
        (folder / "word").chmod(0o644)
        given = [make, "-D", str(folder / "base"), "-A", "scram-sha-256", "-U", "owner", f"--pwfile={folder / 'word'}", "-E", "UTF8", "-N"]
        subprocess.run(given, check=True, capture_output=True, **how)
        server = Server(folder, free_port(), how)
        server.start()
        try:
            yield server
        finally:
            server.stop()
