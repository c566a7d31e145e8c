"""Secrets of live sources: from a file that is its owner's alone, the environment, or the person at the terminal. Never kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stanch.custody.live.address import Address
from stanch.errors import WrongCall

PASSWORD = "STANCH_SOURCE_PASSWORD"  # noqa: S105 the name of a variable
FILE = "STANCH_SOURCE_CREDENTIALS"
# What each kind's own programs read.
OWN = {"postgresql": "PGPASSWORD", "mysql": "MYSQL_PWD", "mssql": "SQLCMDPASSWORD"}


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens a source: a password; for an object store the key's name (`user`), the key, and a session's token."""

    password: str = field(default="", repr=False)
    user: str = ""
    token: str = field(default="", repr=False)

    def hidden(self, text: str) -> str:
        """The text without this secret, whoever put it there."""
        for one in (self.password, self.token):
            if len(one) > 3:
                text = text.replace(one, "…")
        return text


def secrets_for(addresses: Sequence[Address], *, file: Path | None = None, ask: Callable[[str], str] | None = None) -> list[Secret]:
    """The secret of each address. `ask` is called with the address where nothing else gives one.

    Variables that hold secrets are taken out of the environment, so that no program started later sees them.
    Raises `WrongCall` where the file may be read by others, or one password would have to serve several sources.
    """
    known = _known(file or (Path(os.environ[FILE]) if os.environ.get(FILE) else None))
    common = os.environ.pop(PASSWORD, "")
    own = {kind: os.environ.pop(name, "") for kind, name in OWN.items()}
    cloud = Secret(
        os.environ.pop("AWS_SECRET_ACCESS_KEY", ""), os.environ.get("AWS_ACCESS_KEY_ID", ""), os.environ.pop("AWS_SESSION_TOKEN", "")
    )
    found: list[Secret | None] = [_found(address, known, own, cloud) for address in addresses]
    open_ones = [at for at, secret in enumerate(found) if secret is None and addresses[at].kind not in ("s3", "sqlite")]
    if common and len(open_ones) > 1:
        raise WrongCall(
            f"{PASSWORD} is one password, and several sources want one",
            do="Write each with its address into a file and name it with --credentials FILE.",
        )
    for at in open_ones:
        if common:
            found[at] = Secret(common, addresses[at].user)
        elif ask is not None and addresses[at].user:
            found[at] = Secret(ask(addresses[at].plain), addresses[at].user)
    return [secret or Secret(user=address.user) for secret, address in zip(found, addresses, strict=True)]


def _found(address: Address, known: list[tuple[str, list[str]]], own: dict[str, str], cloud: Secret) -> Secret | None:
    if address.secret:
        return Secret(address.secret, address.user)
    for prefix, words in known:
        if _fits(address.plain, prefix):
            if address.kind == "s3":
                return Secret(words[1] if len(words) > 1 else "", words[0], words[2] if len(words) > 2 else "")
            return Secret(" ".join(words), address.user)
    if address.kind == "s3" and cloud.password:
        return cloud
    return Secret(own[address.kind], address.user) if own.get(address.kind) else None


def _fits(plain: str, prefix: str) -> bool:
    """The line is for this source, or for all below it: never for a host whose name only begins alike."""
    rest = plain.removeprefix(prefix)
    return plain.startswith(prefix) and (prefix.endswith("/") or rest[:1] in ("", "/", "?"))


def _known(file: Path | None) -> list[tuple[str, list[str]]]:
    """Lines `ADDRESS SECRET` (`ADDRESS KEY SECRET [TOKEN]` for an object store), longest address first."""
    if file is None:
        return []
    try:
        mode = file.stat().st_mode
        lines = file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError as error:
        raise WrongCall(f"the file of credentials cannot be read ({error.strerror})", where=str(file), do="Check its path.") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise WrongCall("others may read this file of credentials", where=str(file), do=f"Make it yours alone: chmod 600 {file}")
    known = []
    for number, line in enumerate(lines, start=1):
        address, *words = line.split() if line.strip() and not line.lstrip().startswith("#") else [""]
        if not address:
            continue
        if "://" not in address or not words:
            raise WrongCall(
                "a line is no address and secret", where=f"{file}:{number}", do="Write: postgresql://user@host/database PASSWORD"
            )
        known.append((address, [line.split(None, 1)[1].rstrip("\r\n")] if not address.startswith("s3:") else words))
    return sorted(known, key=lambda one: -len(one[0]))
