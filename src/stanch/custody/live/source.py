"""What a kind of live source offers: parts (tables, objects, messages), and a way to take each; and how it says that it cannot."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

import pyarrow as pa

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.errors import StanchError

Put = Callable[[pa.Table], None]  # string columns, or binary ones, whose cells may hold whole files


@dataclass(frozen=True, slots=True)
class Part:
    """A table, an object or a message. `mark` tells it from all others of its source and does not change.

    `trouble` says why it cannot be taken; `note` what a person should know. `size` in bytes where it is known beforehand.
    """

    mark: str
    name: str
    kind: Literal["table", "file"]
    size: int = 0
    modified_at: datetime | None = None
    note: str = ""
    trouble: str = ""


class Session(Protocol):
    """An open connection that only reads."""

    @property
    def about(self) -> str:
        """How it is read, and what the server says it is: for the record."""

    def parts(self) -> Iterator[Part]:
        """Everything that there is to take, in an order that does not change."""

    def table(self, part: Part, put: Put) -> str:
        """Hand a table's rows to `put` as they come; returns a note. Raises `Refused` where this part cannot be had."""

    def content(self, part: Part) -> Iterator[bytes]:
        """The bytes of an object or message in blocks. Raises `Refused` where this part cannot be had."""


Open = Callable[[Address, Secret], AbstractContextManager[Session]]


class Refused(Exception):
    """This one part cannot be had; the others can."""


class Broken(Exception):
    """The source cannot be reached or broke off.

    `do` says what to do; `is_lasting`: trying again does not help (password, certificate, no such database).
    """

    def __init__(self, what: str, do: str, *, is_lasting: bool = False) -> None:
        super().__init__(what)
        self.what, self.do, self.is_lasting = what, do, is_lasting


class OwnFault(BaseException):
    """A fault of ours (a full disk) in the midst of a driver's call: never the source's, so nothing that judges the source may catch it."""


@contextmanager
def guarded(address: Address) -> Iterator[None]:
    """Turn whatever a driver raises into `Broken`. A hostile server can make it raise anything."""
    try:
        yield
    except (Broken, Refused, StanchError):
        raise
    except Exception as error:  # noqa: BLE001 the edge to foreign code that meets foreign answers
        raise fault_of(error, address) from None


def fault_of(error: BaseException, address: Address) -> Broken:
    """What went wrong between us and the source, in words, with what to do."""
    chain: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in chain:
        chain.append(step)
        step = step.__cause__ or step.__context__
    for one in chain:
        if isinstance(one, ssl.SSLCertVerificationError):
            why = told(getattr(one, "verify_message", "") or one)
            return Broken(f"its certificate cannot be trusted ({why})", CERTIFICATE, is_lasting=True)
    for one in chain:
        if isinstance(one, ssl.SSLError):
            return Broken(f"no TLS connection could be made ({told(one.reason or one)})", TLS, is_lasting=True)
        if isinstance(one, TimeoutError):
            return Broken(
                f"no answer within {address.timeout:g} seconds", "Check the server and the network; ?timeout=SECONDS allows more."
            )
        if isinstance(one, socket.gaierror):
            return Broken("the host's name is not known", "Check the name of the host, and the network.", is_lasting=True)
        if isinstance(one, ConnectionRefusedError):
            return Broken("nothing accepts connections there", "Check host and port, and that the server runs.")
    # What drivers of databases call a line that went dead.
    if any("network error" in str(one) or "Lost connection" in str(one) for one in chain) or any(
        isinstance(one, ConnectionError | EOFError | OSError) for one in chain
    ):
        return Broken("the connection broke off", "Check the server and the network, and run the same command again.")
    return Broken(f"it sent what cannot be understood ({type(error).__name__})", "Check that this is the right port and kind of server.")


CERTIFICATE = "Name the file of the authority that signed it with ?ca=FILE, or accept any certificate with ?tls=trust."
TLS = "Give ?tls=off where the server speaks no TLS, or ?tls=trust where its certificate is its own."


def tls_context(address: Address) -> ssl.SSLContext | None:
    """How TLS is spoken with this source; None for not at all."""
    if address.tls == "off":
        return None
    try:
        context = ssl.create_default_context(cafile=address.ca or None)
    except (OSError, ssl.SSLError) as error:
        raise Broken(f"the file of the authority cannot be used ({told(error)})", "Give ?ca=FILE a PEM file.", is_lasting=True) from None
    if address.tls == "trust":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def told(words: object) -> str:
    """A server's words on one line, short, without characters that a terminal obeys."""
    text = " ".join(str(words).split())
    return "".join(char if char.isprintable() else "?" for char in text)[:200]
