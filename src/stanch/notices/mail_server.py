"""The mail server that the operator names: a small file, readable by its owner alone. It is never kept in the case."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault, WrongCall
from stanch.notices.mail_address import mail_address

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail goes out, and as whom.

    `security`: `tls` from the first byte (port 465), `starttls` (587), or `none`, which is refused but for this machine
    itself. The password stands in `password`, in a file (`password_file`), or in the environment (`password_env`).
    `archive` gets a copy of every message by the envelope; with `archive_folder` (mbox or Maildir) Stanch reads there
    whether a message was accepted when a run was cut off. `settle_seconds`: how long accepted mail may take to get there.
    """

    host: str
    from_address: str
    port: int = 587
    security: Literal["tls", "starttls", "none"] = "starttls"
    from_name: str = ""
    reply_to: str = ""
    bounces_to: str = ""
    username: str = ""
    password: str = field(default="", repr=False)
    password_env: str = ""
    password_file: str = ""
    ca_file: str = ""
    archive: str = ""
    archive_folder: str = ""
    settle_seconds: float = 60
    per_minute: int = 600
    timeout_seconds: float = 60

    @property
    def envelope_from(self) -> str:
        """Where bounces go."""
        return self.bounces_to or self.from_address

    @property
    def domain(self) -> str:
        """The domain of the sender, which SPF, DKIM and DMARC are about."""
        return self.from_address.rpartition("@")[2]


def read_server(path: Path, environment: Mapping[str, str] = os.environ) -> MailServer:
    """The server as the file says it, its password filled in. Raises `WrongCall`, or `BrokenDataFile` with every fault."""
    if path.is_file():
        _alone(path, "the mail server's file")
    server = datafile.read(path, MailServer)
    if faults := [Fault(str(path), 1, 1, what) for what in _faults(server)]:
        raise BrokenDataFile(faults)
    return _with_password(server, environment, path)


def _faults(server: MailServer) -> list[str]:
    found = [
        f"{name} is no mail address"
        for name in ("from_address", "reply_to", "bounces_to", "archive")
        if getattr(server, name) and not mail_address(getattr(server, name))
    ]
    if not server.from_address:
        found.append("from_address is empty")
    if server.security == "none" and server.host not in LOOPBACK:
        found.append("security is none: letters would cross the network readable to all; use starttls or tls")
    if server.security == "none" and server.username:
        found.append("security is none: a password would be sent readable to all; use starttls or tls")
    if server.per_minute < 1:
        found.append("per_minute must be 1 or more")
    if server.archive_folder and not server.archive:
        found.append("archive_folder without archive: name the address whose mail lies there")
    if any(not char.isprintable() for char in server.from_name):
        found.append("from_name holds a character that cannot be printed")
    return found


def _with_password(server: MailServer, environment: Mapping[str, str], path: Path) -> MailServer:
    from dataclasses import replace

    if server.password_file:
        file = path.parent / server.password_file
        _alone(file, "the password's file")
        return replace(server, password=file.read_text(encoding="utf-8").strip())
    if server.password_env:
        if server.password_env not in environment:
            raise WrongCall("the password is not in the environment", where=server.password_env, do="Set it, or name a password_file.")
        return replace(server, password=environment[server.password_env])
    return server


def _alone(path: Path, what: str) -> None:
    """Refuse a secret that others on this machine may read."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise WrongCall(f"{what} can be read by others", where=str(path), do=f"Make it yours alone: chmod 600 {path}")
