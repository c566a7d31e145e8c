"""The address of a live source: `postgresql://user@host:5432/database?table=people&tls=off`. A secret in it never leaves this module."""

from __future__ import annotations

import difflib
import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from stanch.errors import WrongCall

# Scheme as written: (the source's kind, the port where none is given).
SCHEMES = {
    "postgresql": ("postgresql", 5432), "postgres": ("postgresql", 5432), "mysql": ("mysql", 3306), "mariadb": ("mysql", 3306),
    "sqlite": ("sqlite", 0), "mssql": ("mssql", 1433), "sqlserver": ("mssql", 1433), "s3": ("s3", 443), "imap": ("imap", 143), "imaps": ("imaps", 993),
    "browser": ("browser", 0),
}  # fmt: skip
OPTIONS = ("table", "tls", "ca", "timeout", "endpoint", "region", "sslmode")
TLS = ("verify", "trust", "off")
# libpq's words for the same three things.
SSLMODES = {"disable": "off", "allow": "trust", "prefer": "trust", "require": "trust", "verify-ca": "verify", "verify-full": "verify"}
TIMEOUT = 30.0
SHAPE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")


@dataclass(frozen=True, slots=True)
class Address:
    """A live source. `place` is the database, bucket and prefix, or folder; `secret` prints nowhere and stands in no record.

    `tls`: `verify` the server's certificate, `trust` whatever it shows, or `off`. `timeout` in seconds a single answer.
    """

    kind: str
    host: str = ""
    port: int = 0
    user: str = ""
    place: str = ""
    tables: tuple[str, ...] = ()
    tls: str = "verify"
    ca: str = ""
    timeout: float = TIMEOUT
    endpoint: str = ""
    region: str = ""
    secret: str = field(default="", repr=False)

    @property
    def plain(self) -> str:
        """What it names, as it is recorded and shown: never with a secret, nor with how the line to it is made (TLS, time limit)."""
        shown = [("table", one) for one in self.tables]
        shown += [(name, value) for name in ("endpoint", "region") if (value := getattr(self, name))]
        query = "&".join(f"{name}={quote(value, safe='/:.')}" for name, value in shown)
        if self.kind == "sqlite":
            return f"sqlite:///{quote(self.place)}" + (f"?{query}" if query else "")
        user = f"{quote(self.user, safe='@')}@" if self.user else ""
        port = f":{self.port}" if self.port and self.port != SCHEMES[self.kind][1] else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.kind}://{user}{host}{port}/{quote(self.place)}" + (f"?{query}" if query else "")

    @property
    def name(self) -> str:
        """The first part of the names of its exhibits: kind and host; of a mailbox the user too, for whose it is."""
        if self.kind == "browser":
            return "handed-in"
        if self.kind == "sqlite":
            return f"sqlite/{self.place.rsplit('/', 1)[-1]}"
        port = f":{self.port}" if self.port and self.port != SCHEMES[self.kind][1] else ""
        user = f"{self.user}@" if self.kind in ("imap", "imaps") else ""
        return f"{self.kind.removesuffix('s') if self.kind == 'imaps' else self.kind}/{user}{self.host}{port}"


def is_address(text: str) -> bool:
    """Whether this names a live source rather than a path."""
    return bool(SHAPE.match(text))


def parse(text: str) -> Address:
    """The address in `text`. Raises `WrongCall`, without repeating a secret, where it is none."""
    scheme = text.partition("://")[0].lower()
    kind, port = SCHEMES.get(scheme.partition("+")[0], ("", 0))  # mysql+pymysql:// is what other programs write
    if not kind:
        raise WrongCall(
            "no such kind of source", where=f"{scheme}://", do=f"Known are {', '.join(f'{one}://' for one in SCHEMES if one != 'browser')}."
        )
    try:
        parts = urlsplit(text)
        given_port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise WrongCall("this address cannot be understood", where=f"{scheme}://…", do=_example(kind)) from None
    options = _options(parts.query, kind)
    place = unquote(parts.path).removeprefix("/")
    if kind == "sqlite":
        place = unquote(text.partition("://")[2].partition("?")[0]).removeprefix("/")
        if not place:
            raise WrongCall("no database was named", where="sqlite://", do=_example(kind))
    elif not host:
        raise WrongCall(
            "the address names no host" if kind != "s3" else "the address names no bucket", where=f"{scheme}://", do=_example(kind)
        )
    return Address(
        kind, host, given_port or port, unquote(parts.username or ""), place,
        tables=tuple(value for name, value in options if name == "table"),
        tls=_tls(options, host, kind), ca=_last(options, "ca"), timeout=_timeout(_last(options, "timeout")),
        endpoint=_endpoint(_last(options, "endpoint")), region=_last(options, "region"), secret=unquote(parts.password or ""),
    )  # fmt: skip


def _options(query: str, kind: str) -> list[tuple[str, str]]:
    options = parse_qsl(query, keep_blank_values=True)
    for name, _ in options:
        if name not in OPTIONS:
            near = difflib.get_close_matches(name, OPTIONS, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(OPTIONS)}."
            raise WrongCall("the address has an option that is not known", where=f"{kind}://…?{name}=", do=hint)
    return options


def _last(options: list[tuple[str, str]], wanted: str) -> str:
    return next((value for name, value in reversed(options) if name == wanted), "")


def _tls(options: list[tuple[str, str]], host: str, kind: str) -> str:
    said = _last(options, "tls") or SSLMODES.get(_last(options, "sslmode"), _last(options, "sslmode"))
    if said and said not in TLS:
        raise WrongCall("tls is verify, trust or off", where=f"{kind}://…?tls={said}", do="Leave it out to have the certificate verified.")
    return said or _default_tls(host, kind)


def _default_tls(host: str, kind: str) -> str:
    """Verified everywhere but on this machine, where nobody listens in between."""
    return "off" if kind not in ("imaps", "s3") and is_loopback(host) else "verify"


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _endpoint(said: str) -> str:
    if said and not re.match(r"https?://[^/]+", said):
        raise WrongCall(
            "the endpoint is no address", where=f"endpoint={said[:80]}", do="Write it as https://host:port, percent-encoded where needed."
        )
    if "@" in said.partition("://")[2].partition("/")[0]:
        raise WrongCall("the endpoint must not hold a secret", where="endpoint=…", do="Give keys by AWS_ACCESS_KEY_ID or --credentials.")
    return said.rstrip("/")


def _timeout(said: str) -> float:
    try:
        seconds = float(said or TIMEOUT)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise WrongCall("the time limit is no number of seconds", where=f"timeout={said[:20]}", do="Write timeout=30, at most 3600.")
    return seconds


def _example(kind: str) -> str:
    told = {
        "postgresql": "postgresql://user@host/database", "mysql": "mysql://user@host/database", "sqlite": "sqlite:////srv/app/base.db",
        "mssql": "mssql://user@host/database", "s3": "s3://bucket/prefix?endpoint=https://host:9000", "imap": "imap://user@host/INBOX",
        "imaps": "imaps://user@host/INBOX",
    }  # fmt: skip
    return f"Write it as {told[kind]}."
