"""The mail server that the operator names: a small file, readable by its owner alone. It is never kept in the case."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault, WrongCall
from stanch.notices.mail_address import mail_address

LOOPBACK = ("127.0.0.1", "::1", "localhost")
# Providers by the name that django-anymail knows them by, and what each calls its key. Amazon SES and SendGrid are used by SMTP.
KEYS = {
    "brevo": "api_key", "mailersend": "api_token", "mailgun": "api_key", "mailjet": "api_key", "mailtrap": "api_token",
    "mandrill": "api_key", "postal": "api_key", "postmark": "server_token", "resend": "api_key", "scaleway": "secret_key",
    "sparkpost": "api_key", "unisender_go": "api_key",
}  # fmt: skip
# With these, pictures that report who opened a letter can be switched off in the account only, not with each message.
TRACKING_IN_ACCOUNT = frozenset({"brevo", "mailtrap", "postal", "scaleway"})


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail goes out, and as whom.

    `security`: `tls` from the first byte (port 465), `starttls` (587), or `none`, which is refused but for this machine
    itself. The password stands in `password`, in a file (`password_file`), or in the environment (`password_env`).
    `archive` gets a copy of every message by the envelope; with `archive_folder` (mbox or Maildir) Stanch reads there
    whether a message was accepted when a run was cut off. `settle_seconds`: how long accepted mail may take to get there.
    `answer_seconds`: how long the server may take to look through a whole message (RFC 5321 4.5.3.2.6: ten minutes).

    Instead of `host`, `provider` names a mail provider (`KEYS`) whose web interface is used: the password is its key, `provider_options`
    hold what else it asks for (`sender_domain`, `api_url`, …), and `tracking_is_off` says that the account tracks nobody.
    """

    host: str = ""
    from_address: str = ""
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
    answer_seconds: float = 600
    provider: str = ""
    provider_options: Mapping[str, str] = field(default_factory=dict, repr=False)
    tracking_is_off: bool = False

    @property
    def name(self) -> str:
        """What takes the messages: the host or the provider."""
        return self.provider or self.host

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
    found += _provider_faults(server) if server.provider else [] if server.host else ["host is empty; name a host, or a provider"]
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


def _provider_faults(server: MailServer) -> list[str]:
    if server.provider not in KEYS:
        return [f"no provider {server.provider}; known are {', '.join(KEYS)}"]
    found = [
        f"{name} is for SMTP and means nothing with a provider"
        for name in ("host", "username", "archive", "bounces_to")
        if getattr(server, name)
    ]
    if server.provider in TRACKING_IN_ACCOUNT and not server.tracking_is_off:
        found.append(
            f"switch tracking off in your account at {server.provider}, and say tracking_is_off: true: no letter may report who reads it"
        )
    address = urlsplit(server.provider_options.get("api_url", ""))
    if address.netloc and address.scheme != "https" and address.hostname not in LOOPBACK:
        found.append("api_url is not https: letters would cross the network readable to all")
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
